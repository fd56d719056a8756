"""Labels that a page repeats in English, behind the Chinese or on the line below: passed over.

A page has the habit where English phrases stand again and again in its cells. Each becomes
blanks, with the numbering before it and, below a Chinese label, with the line's end between, so
that the label stays next to its numbers; offsets stay.
"""

import re
from functools import lru_cache

from extractor.tables.values import NOTHING
from extractor.types import Span

LEAST_PHRASES = 8  # of a page, before it is one in two languages

_NUMERAL = r"(?:[0-9]{1,2}|[IVXivx]{1,5}|[一二三四五六七八九十]{1,3})"
_NUMBERING = rf"(?:\(?{_NUMERAL}[).、,]{{1,2}} {{0,2}})?"
_WORD = r"[A-Za-z][A-Za-z'’&/,.:;-]{0,30}"
_MORE = r"(?: [-(]{0,2}[A-Za-z][A-Za-z'’&/,.:;()-]{0,30}){0,20}"
# A year belongs to a phrase only behind a word that asks for one.
_YEAR = r"(?:(?:(?<= in)|(?<= of)|(?<= to)|(?<= for)|(?<= from)) (?:19|20)[0-9]{2}(?![0-9]))?"
# What numbers the row again: `Item 1.`, `Item (一)`.
_AGAIN = r"(?: \(?(?:[0-9]{1,2}[.)]|[一二三四五六七八九十]{1,3}[)、]?)(?=\s|$))?"
_PHRASE = re.compile(
    r"(?:(?<=[\u3400-\u9fff)）”\"])\n[ \t]{0,40}|(?<=[\s|(\u3400-\u9fff]))"
    rf"{_NUMBERING}\(?{_WORD}{_MORE}{_YEAR}{_AGAIN}{_MORE}\)?(?=[\s|]|$)"
)
_LETTERS = re.compile(r"[A-Za-z]{1,30}")
_ANY = re.compile(r"[A-Za-z]{2,30} [A-Za-z0-9(一二三四五六七八九十]")


@lru_cache(maxsize=4)
def without_translations(text: str, span: Span) -> str:
    """The text with the English labels of `text[span]` as blanks; the very same where the page has
    no such habit."""
    if sum(1 for _ in _ANY.finditer(text, span.start, span.end)) < LEAST_PHRASES:
        return text
    found = [one for one in _PHRASE.finditer(text, span.start, span.end) if _is_label(one[0])]
    if sum(" " in one[0].strip() for one in found) < LEAST_PHRASES:
        return text
    shown: list[str] = []
    at = 0
    for one in found:
        shown += [text[at : one.start()], " " * len(one[0])]
        at = one.end()
    return "".join([*shown, text[at:]])


def _is_label(phrase: str) -> bool:
    """Whether letters are words, and not what programs write for nothing."""
    words = _LETTERS.findall(phrase)
    return any(len(word) > 1 and word not in NOTHING for word in words)
