"""Denials that name nothing themselves: `本年度未发生。`, `没有上述情形。`, `行政复议情况:无。`

What they deny is said by the title that they answer: the label before them, or the heading
directly above. A title says it only where it is understood as a whole, for its last words may
narrow the rest: `复议、诉讼败诉情况` asks for no more than the cases that were lost.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.prose.lexicon import DATA, load_lexicon
from extractor.types import Span

LONGEST = 90  # characters of a sentence that may be a bare denial
LONGEST_TITLE = 60

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_ITEM = r"[ \t\u3000]*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}[)）、.．](?!\d)|[①-⑩])?"
_ITEM_MARK = re.compile(_ITEM)
_ENDS = "[ \u3000。.;；]*"


@dataclass(frozen=True, slots=True)
class Denials:
    """The words of bare denials, and what the words of a title ask for."""

    sentence: re.Pattern[str]
    parts: re.Pattern[str]
    fillers: re.Pattern[str]
    asks: Mapping[str, str]
    plain: frozenset[str]
    charged: frozenset[str]
    any_request: tuple[str, ...]
    asking: re.Pattern[str]
    towards: re.Pattern[str]
    narrow_before: re.Pattern[str]
    narrow_behind: re.Pattern[str]
    anybody: re.Pattern[str]
    not_named: re.Pattern[str]
    behind: re.Pattern[str]
    nothing_behind: re.Pattern[str]
    to_denial: re.Pattern[str]
    to_next: re.Pattern[str]
    some_only: re.Pattern[str]
    earlier: re.Pattern[str]
    still: re.Pattern[str]
    none_carried: tuple[tuple[str, re.Pattern[str]], ...]  # the key, and the whole denial

    def of_earlier(self, text: str, start: int, end: int, year: int | None) -> bool:
        """Whether the words before a denial make it one of a year before the report's."""
        told = [*self.earlier.finditer(text, start, end)]
        if not told or self.still.search(text, told[-1].end() - 1, end):
            return False
        named = told[-1]["year"]
        return named is None or (year is not None and int(named) < year)

    def asked(self, title: str) -> list[str]:
        """The keys that a title asks for; none where its last part is not understood."""
        parts = [p for p in self.parts.split(_without_item(title)[:LONGEST_TITLE]) if p.strip()]
        understood = [self._part(part) for part in parts]
        if not understood or understood[-1] is None:
            return []
        return sorted({key for keys in understood if keys for key in keys})

    def _part(self, part: str) -> set[str] | None:
        keys, kinds, at = set(), set(), 0
        for start, end, kind in load_lexicon().scan(part, 0, len(part)):
            if not self.fillers.fullmatch(part, at, start):
                return None
            at = end
            kinds.add(kind)
            if kind in self.asks:
                keys.add(self.asks[kind])
            elif kind not in self.plain | self.charged:
                return None
        if not self.fillers.fullmatch(part, at):
            return None
        some = "refused" in kinds and bool(keys)  # 不予公开的申请: some of them
        some = some or ("granted" in kinds and "requests.received" in keys)  # not 公开的收费
        if some or (kinds & self.charged and keys != {"information_fee"}):
            return None
        cases = keys - {"requests.received"}
        return cases or keys  # 因依申请公开提起行政诉讼: the requests are the ground


def _without_item(title: str) -> str:
    mark = _ITEM_MARK.match(title)
    return title[mark.end() if mark else 0 :].strip(" \t\u3000:：。.")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def read_denials(path: Path) -> Denials:
    """Read a file of bare denials; its note says what each list is."""
    raw = json.loads(path.read_text("utf-8"))
    dates = r"(?:自|从|截至|截止|至|到|\d{1,4}[年月日](?:度|底|末|止|起)?|止|起|底|[,，])"
    body = rf"(?:[我本全][\u4e00-\u9fff]{{0,6}}?(?:{_any(raw['bodies'])}))"
    sentence = re.compile(
        rf"{_ITEM}(?P<label>[^。;；|\t]{{0,{LONGEST_TITLE}}}?)(?P<colon>[:：]?) ?"
        rf"(?P<lead>(?:{_any(raw['leads'])}|{dates}|{body}){{0,8}}?)"
        rf"(?P<said>{_any(raw['denials'])})过?"
        rf"(?:{_any(raw['such'])}){{0,3}}(?:{_any(raw['of_such'])})?{_ENDS}"
    )
    return Denials(
        sentence,
        re.compile(f"[{re.escape(raw['list'])}]"),
        re.compile(rf"(?:{_any(raw['fillers'])}|(?:20|19)\d\d年度?|[ \u3000“”\"])*"),
        raw["asks"],
        frozenset(raw["plain"]),
        frozenset(raw["charged"]),
        tuple(raw["any_request"]),
        re.compile(raw["asking"]),
        re.compile(raw["towards"]),
        re.compile("|".join(raw["narrow_before"])),
        re.compile("|".join(raw["narrow_behind"])),
        re.compile(_any(raw["anybody"])),
        re.compile(_any(raw["not_named"])),
        re.compile(raw["behind"]["said"]),
        re.compile(raw["behind"]["nothing"]),
        re.compile(raw["behind"]["lead"]),
        re.compile(raw["behind"]["next"]),
        re.compile(raw["behind"]["some"]),
        re.compile(raw["earlier"]),
        re.compile(raw["still"]),
        tuple((key, re.compile(pattern)) for key, pattern in raw["none_carried"]),
    )


@cache
def load_denials() -> Denials:
    """The bare denials that ship with the package."""
    return read_denials(DATA / "denials.json")


@dataclass(frozen=True, slots=True)
class Bare:
    """A bare denial: its words, and the keys that it denies, which may be none."""

    span: Span
    keys: tuple[str, ...]


def bare_denial(  # noqa: PLR0911 - a decision list
    text: str, sentence: Span, heading: str, year: int | None
) -> Bare | None:
    """The bare denial that a sentence is; None where it is none.

    `heading` is the title directly above the sentence, empty where other words stand between.
    """
    if len(sentence) > LONGEST:
        return None
    denials = load_denials()
    match = denials.sentence.fullmatch(text, sentence.start, sentence.end)
    if match is None:
        return None
    label = match["label"].strip(" \u3000,，")
    span = Span(*match.span("said"))
    years = {int(y) for y in _YEAR.findall(match["lead"])}
    if year and years and year not in years:
        return Bare(span, ())
    if label:
        if denials.behind.search(label):
            return None  # 复议暂无,诉讼也没有: two denials
        keys = [] if denials.narrow_before.search(label) else denials.asked(label)
        # Without a colon the words may be anything; then only a title is one.
        return Bare(span, tuple(keys)) if keys or match["colon"] else None
    if text[sentence.end - 1] in ";；":
        return Bare(span, ())  # it goes on: the title's other subjects may follow
    return Bare(span, tuple(denials.asked(heading)))
