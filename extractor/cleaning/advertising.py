"""Betting advertising that hackers put in place of words of a page.

A stretch is advertising when it holds a word that no report holds, or a brand's name together
with a companion (`app下载`), or is a mixture of letters and digits that stands again and again
between Chinese characters. It is dropped with what belongs to it: the brand's number in front,
tails, `$【】`.
"""

import re
from collections import Counter
from functools import cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.types import CleaningKind

_FRAMED = re.compile(r"\$【[^】\n]{0,40}】|【\$?[^】\n]{0,40}(?:\.com|\.vip|\.cc|@)[^】\n]{0,20}】")
_CODE = re.compile(r"(?<![A-Za-z0-9./@:_%&=-])([A-Za-z]{2,8})(\d{3,8})(?![A-Za-z0-9./@:_%&=-])")
_CODE_REPEATED = 3
_LETTERS = re.compile(r"[A-Za-z]{1,10}\Z")
_DIGITS = re.compile(r"\d{1,12}\Z")
_LOOK_BACK = 12
_YEAR = re.compile(r"(?:19|20)\d\d")
_GLUE_BEFORE = "$_@:【·"


def advertising(draft: Draft) -> Draft:
    """Drop injected advertising, marked."""
    text = draft.text.lower()
    if len(text) != len(draft.text):  # a few letters change their length: leave them alone
        text = draft.text
    stretches = [*_certain(text), *_branded(text), *_codes(text)]
    stretches += [m.span() for m in _FRAMED.finditer(text) if stretches or m.group()[0] == "$"]
    edits = []
    for found in stretches:
        start, end = _whole(text, *found)
        edits.append(Edit(start, end, "", CleaningKind.ADVERTISING))
    return draft.edited(edits)


def _certain(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _broken_words(words("advertising", "certain")).finditer(text)]


def _branded(text: str) -> list[tuple[int, int]]:
    """Brands with a companion; once such a pair stood, the companion may lack elsewhere."""
    brands = words("advertising", "brands")
    pair = re.compile(f"({_any(brands)})[ ·_-]?(?:{_any(words('advertising', 'companions'))})")
    pairs = list(pair.finditer(text))
    return [m.span() for m in pairs]


def _codes(text: str) -> list[tuple[int, int]]:
    usual = words("advertising", "usual")
    found = [m for m in _CODE.finditer(text) if m.group(1) not in usual]
    counts = Counter(m.group() for m in found)
    return [m.span() for m in found if counts[m.group()] >= _CODE_REPEATED]


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with its number or letters in front, its tails and its glue."""
    start = _number_before(text, start)
    letters = _LETTERS.search(text, max(0, start - _LOOK_BACK), start)
    start = letters.start() if letters else start
    tail = _tails().match(text, end)
    end = tail.end() if tail else end
    while start and text[start - 1] in _GLUE_BEFORE[:3]:
        start -= 1
    start -= 2 if text[max(0, start - 2) : start] == "@:" else 0
    if text[start - 1 : start] == "【" and text[end : end + 1] == "】":
        start, end = start - 1, end + 1
    while end < len(text) and text[end] in "_@$":
        end += 1
    return start, end


def _number_before(text: str, start: int) -> int:
    """Where the brand's number begins; digits of a year or a figure stay."""
    digits = _DIGITS.search(text, max(0, start - _LOOK_BACK), start)
    if not digits:
        return start
    for number in words("advertising", "numbers"):
        rest = digits.group().removesuffix(number)
        if rest != digits.group() and (not rest or _YEAR.fullmatch(rest)):
            return start - len(number)
    return start


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(f"(?:[ ·_-]?(?:{_any(words('advertising', 'tails'))})){{1,4}}")


@cache
def _broken_words(wordings: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, even with one line break inside."""
    return re.compile(
        "|".join("\n?".join(map(re.escape, w)) for w in sorted(wordings, key=len, reverse=True))
    )


def _any(wordings: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(wordings, key=len, reverse=True)))
