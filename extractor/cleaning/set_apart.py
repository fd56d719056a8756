"""Numbers that stand apart from their sentence: on lines of their own, between blanks, cut at a line's end.

Pages set numbers in marks of their own, and converters write each mark on a line, or a blank
around it; others fill lines to a fixed width and cut what comes at their end. Drawn together, the
sentence is one again, and nobody takes its numbers for cells. A number goes back only where what
follows it shows that it is a sentence: its unit and then a mark, or the rest of a sentence. Cells
go on with another label. Nothing is marked: no character is lost, and each keeps its place.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.cleaning.wrapping import Lines

LONGEST_BETWEEN = 24  # characters between two numbers of one sentence
LONGEST_HEADING = 60
LONGEST_REST = 400  # characters of a line in which a sentence shows itself
_GAP = r" {0,4}(?:\n {0,4}){0,2}"
_HAN = r"\u3400-\u9fff"
_NUMBER = r"\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,6})?"
_MARKED = re.compile(r"[,。;!?]")
_CELLS = re.compile(r"[|\t]")
_ITEM = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.]")
_GOES_ON_DATED = re.compile(r"\d{1,2} ?\n? ?[月日]|[起至到止以的—–~-]")
_BRACKETED = re.compile(r"\([^()]*(?:\)|\Z)")
_DATE = re.compile(r"(?:19|20)\d\d年|(?:0?[1-9]|1[0-2])月|(?:0?[1-9]|[12]\d|3[01])日")
# A line that begins so is none of a table.
_BROKEN = re.compile(
    rf"(?<=[{_HAN}]){_GAP}(?P<n>{_NUMBER})(?P<gap> {{0,4}}\n {{0,4}})(?=[,。;)](?!\d))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class _Link(NamedTuple):
    """A number with its unit: the gaps around both, and where the unit ends."""

    gaps: tuple[tuple[int, int], ...]
    start: int
    end: int
    told: bool  # what follows is a sentence's


def set_apart(draft: Draft) -> Draft:
    """Draw numbers together with the sentences that they belong to."""
    return _in_sentences(_in_sentences(_whole_numbers(draft)))  # what is whole shows what is not


def _in_sentences(draft: Draft) -> Draft:
    text = draft.text
    links = list(_links(text))
    places = {gap for link in _told(text, links) for gap in link.gaps}
    for match in _BROKEN.finditer(text):
        if not _below_heading(text, match.start()):
            places |= {(match.start(), match.start("n")), match.span("gap")}
    edits = [Edit(start, end, "", None) for start, end in sorted(places) if start < end]
    return draft.edited(edits)


def _links(text: str) -> Iterator[_Link]:
    for match in _link().finditer(text):
        before, gap, after = match.span("before"), match.span("gap"), match.span("after")
        dated = match["date"] is not None
        if dated and not _DATE.fullmatch(match["n"] + match["date"]):
            continue
        lone = "\n" in match["after"] and ("\n" in match["gap"] or "\n" in match["before"])
        marked = _any("marks").match(text, after[1]) is not None
        if dated and lone:
            begun = _any("before_dates").search(text[max(0, before[0] - 4) : before[0]])
            goes_on = _GOES_ON_DATED.match(text, after[1])
            marked = marked or begun is not None or goes_on is not None
        between = not marked and lone and _is_between(text, match)
        gaps = [gap, after] if marked or between else [gap]
        # A number that ends its line, or whose unit does, has a line for itself; a line that only
        # begins with one begins anew.
        alone = any("\n" in text[a:b] for a, b in gaps)
        if "\n" not in match["before"] or (alone and not _below_heading(text, before[0])):
            gaps.append(before)
        told = marked or between or (dated and alone) or _rest_is_told(text, match.end("unit"))
        if any(a < b for a, b in gaps):
            yield _Link(tuple(gaps), match.start(), match.end("unit"), told)


def _is_between(text: str, match: re.Match[str]) -> bool:
    """Whether the lines around a number and its unit are both of sentences."""
    start = text.rfind("\n", max(0, match.start() - LONGEST_REST), match.start()) + 1
    above = text[start : match.start()]
    at = match.end("after")
    stop = text.find("\n", at, at + LONGEST_REST)
    below = text[at : stop if stop >= 0 else at + LONGEST_REST]
    told = above[-1:] not in ":,、" and _is_told(above)
    told = told or _any("before_numbers").search(above[-6:]) is not None
    return told and _is_told(below) and not _ITEM.match(below)


def _is_told(line: str) -> bool:
    return not _CELLS.search(line) and _MARKED.search(_BRACKETED.sub("", line)) is not None


def _below_heading(text: str, at: int) -> bool:
    """Whether the line that ends at a place is a heading, which is no part of what follows."""
    start = text.rfind("\n", max(0, at - LONGEST_HEADING), at) + 1
    return _any("headings").match(text[start:at]) is not None


def _rest_is_told(text: str, at: int) -> bool:
    """Whether the line goes on behind a unit as a sentence does: 件行政复议案件均已审结。"""
    if at >= len(text) or text[at] in " \n|\t":
        return False
    if _any("joins").match(text, at):
        return True
    stop = text.find("\n", at, at + LONGEST_REST)
    return _is_told(text[at : stop if stop >= 0 else at + LONGEST_REST])


def _told(text: str, links: list[_Link]) -> Iterator[_Link]:
    """The links of sentences: what stands before one that is told, with nothing between but words."""
    behind: _Link | None = None
    for link in reversed(links):
        told = link.told or (
            behind is not None
            and behind.start - link.end <= LONGEST_BETWEEN
            and _WORDS.fullmatch(text, link.end, behind.start) is not None
        )
        behind = link if told else None
        if told:
            yield link


_WORDS = re.compile(rf"[{_HAN}:、(]+")


def _whole_numbers(draft: Draft) -> Draft:
    """Join the digits of a number that a line's end cut, where nothing else can stand there."""
    text = draft.text
    found = list(_cut().finditer(text))
    if not found:
        return draft
    lines = Lines(text)
    edits = []
    for match in found:
        left, right = match["left"], match["right"]
        year = match["unit"] == "年" and _YEAR.fullmatch(left + right)
        # No number begins with a zero, and the pieces of a year are none.
        one = len(right) > 1 and right[0] == "0"
        if one or year or lines.filled(match.start()):
            end = match.end("left")
            edits.append(Edit(end, end + 1, "", None))
    return draft.edited(edits)


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("set_apart", "words"))))


@cache
def _any(key: str) -> re.Pattern[str]:
    """The patterns of a list of the data file."""
    return re.compile("|".join(words("set_apart", key)))


@cache
def _unit() -> str:
    units = sorted(words("set_apart", "units"), key=len, reverse=True)
    dates = "|".join(words("set_apart", "dates"))
    return (
        rf"(?P<unit>(?!{_words().pattern})(?:{'|'.join(map(re.escape, units))}|(?P<date>{dates})))"
    )


@cache
def _link() -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[{_HAN}:,(、“《])(?P<before>{_GAP})(?P<n>{_NUMBER})(?P<gap>{_GAP})"
        rf"(?:万|亿|千|百)?[余多]?{_unit()}(?=(?P<after>{_GAP}))"
    )


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[{_HAN}:,(、]) ?(?P<left>[1-9]\d{{0,6}})\n(?P<right>\d{{1,6}}) ?(?=[余多]?{_unit()})"
    )
