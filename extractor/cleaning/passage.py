"""Where a text goes on over a title: its chapters, their parts, a heading or a sentence.

A report that begins under a title begins with its first chapter or with a preamble. Under the head
of a page the next chapter comes, or more of the same one before the next.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor.cleaning.heads import Heads, is_page_mark, is_page_number
from extractor.cleaning.rows import Line, is_row
from extractor.cleaning.wordings import words

LONGEST_HEADING, LONGEST_NUMBER = 40, 8
LEAST_ALIKE = 2  # other pages that a title heads for sure
NEAR = 6  # lines between the title of a report and its first chapter
LEAST_SENTENCE = 16  # characters of a line whose end may be the line's alone
MOST_BESIDE = 6  # page numbers, addresses and further titles in a row
_DIGITS = "一二三四五六七八九"
_HAN = re.compile(r"[\u4e00-\u9fff0-9]")


class _Number(NamedTuple):
    """The number that a line begins with, and the kind of number: chapters first."""

    style: int
    value: int
    row: bool  # whether it is one of a table, which are numbered, too


class _Place(NamedTuple):
    """What stands around a title: the last numbers above it and the next chapter below."""

    last: dict[int, frozenset[int]]  # of each style, of the last row and of the last other line
    chapter: int
    since: int  # the line of that chapter
    annex: int  # the last line that heads an annex


class Passage:
    """The lines of a page with the titles among them."""

    def __init__(self, lines: Sequence[Line], heads: Heads, between: set[int]) -> None:
        self._lines, self._heads, self._between = lines, heads, between
        self._places: dict[int, _Place] = {}
        self._next: dict[int, int] = {}
        if heads.at.keys() - between:
            self._number()

    def _number(self) -> None:
        rows, others = dict[int, int](), dict[int, int]()
        chapter, since, annex = 0, -1, -1
        chapters: list[tuple[int, int]] = []
        for place, line in enumerate(self._lines):
            if place in self._heads.at:
                last = {
                    style: frozenset(one[style] for one in (rows, others) if style in one)
                    for style in rows.keys() | others.keys()
                }
                self._places[place] = _Place(last, chapter, since, annex)
            elif (number := _number(line.text)) is not None:
                (rows if number.row else others)[number.style] = number.value
                if number.style == 0 and not number.row:
                    chapter, since = number.value, place
                    chapters.append((place, number.value))
            elif _is_annex(line.text):
                annex = place
        for place in sorted(self._heads.at, reverse=True):
            while chapters and chapters[-1][0] > place:
                self._next[len(self._lines)] = chapters.pop()[1]
            self._next[place] = self._next.get(len(self._lines), 0)

    def running(self) -> set[int]:
        """The titles over which the text goes on."""
        found, kept = set(self._between), list[int]()
        for place in sorted(self._heads.at):
            if place not in found:
                found |= {place} if self._goes_on(place, kept) else set()
            if place not in found:
                kept.append(place)
        keys = Counter(self._heads.at[place].key for place in found if place in self._heads.at)
        return found | {place for place in kept if self._is_like(place, keys)}

    def _is_like(self, place: int, keys: Counter[str]) -> bool:
        """Whether a title that heads other pages of the report stands within a chapter of it, as
        far as one can see."""
        chapter, often = self._places[place].chapter, keys[self._heads.at[place].key]
        if chapter == 0 or self._begins(place) or self._is_signed(place):
            return False
        return often >= LEAST_ALIKE or (often > 0 and chapter > 1 and self._next[place] == 0)

    def _is_signed(self, place: int) -> bool:
        """Whether the date of a signature stands above a title."""
        above = next(self._around(place, -1), "")
        return any(p.search(above) for p in _patterns("dated"))

    def _goes_on(self, place: int, kept: Sequence[int]) -> bool:
        above, below = next(self._around(place, -1), ""), next(self._around(place, 1), "")
        if not above or not below:
            return False
        own = self._heads.is_own(place)
        foreign = self._is_foreign(place, kept) and not self._heads.is_repeated(place)
        if _is_broken(above, below) or ((own or not foreign) and self._counts_on(place, below)):
            return True
        return not foreign and self._is_same(place, kept, above, below)

    def _counts_on(self, place: int, below: str) -> bool:
        """Whether the number below a title is the next one of its kind."""
        number = _number(below)
        last = self._places[place].last
        return (
            number is not None
            and number.value > 1
            and number.value - 1 in last.get(number.style, frozenset())
        )

    def _is_same(self, place: int, kept: Sequence[int], above: str, below: str) -> bool:
        """Whether a later chapter stands below a title, or more of the one above it."""
        number, chapter = _number(below), self._places[place].chapter
        if number is not None and number.style == 0 and not number.row:
            return 0 < chapter < number.value or self._is_preface(place, kept)
        if self._begins(place):
            return False
        if self._heads.is_own(place) and self._is_later(place, kept, above, below):
            return True
        head = _number(above)
        if number is not None and head is not None and head.style < number.style:
            return _is_heading(above)
        return 0 < chapter < self._next[place]

    def _is_later(self, place: int, kept: Sequence[int], above: str, below: str) -> bool:
        """Whether a line below a title goes on with a sentence, or is a heading by its words that
        no report begins with."""
        annexed = _is_annex(below) and bool(kept) and self._places[place].annex < kept[-1]
        return annexed or _is_cut(above) or any(p.match(below) for p in _patterns("later"))

    def _begins(self, place: int) -> bool:
        """Whether a preamble stands below a title, or a chapter that is the first."""
        below = [line for line, _ in zip(self._around(place, 1), range(2), strict=False)]
        if any(p.search(line) for line in below for p in _patterns("begins")):
            return True
        number = _number(below[0]) if below else None
        return number is not None and number.value == 1 and number.style == 0 and not number.row

    def _is_preface(self, place: int, kept: Sequence[int]) -> bool:
        """Whether above a title, and below the one before it, a report's preamble stands alone."""
        if not kept or not self._heads.at[place].numbered:
            return False
        first = kept[-1]
        between = [line.text for line in self._lines[first + 1 : place]]
        return (
            self._places[place].since <= first
            and 0 < len(between) <= NEAR
            and any(p.search(line) for line in between for p in _patterns("begins"))
        )

    def _is_foreign(self, place: int, kept: Sequence[int]) -> bool:
        """Whether a title names another body or year than the last one that began something."""
        head = self._heads.at[place]
        before = [self._heads.at[at] for at in reversed(kept)]
        name = next((one.name for one in before if one.name), "")
        year = next((one.year for one in before if one.year), "")
        return bool(head.year and year and head.year != year) or not _is_part(head.name, name)

    def _around(self, place: int, step: int) -> Iterator[str]:
        """The lines above or below a title, without page numbers and further titles."""
        at = place + step
        if step < 0 and self._heads.is_led(place):
            at += step
        edge = True
        for _ in range(MOST_BESIDE):
            if not 0 <= at < len(self._lines):
                return
            line = self._lines[at].text
            if at not in self._heads.at and not is_page_mark(line):
                if not (edge and is_page_number(line)):
                    yield line
                edge = False
            at += step


def _number(line: str) -> _Number | None:
    for style, pattern in enumerate(_patterns("numbered")):
        match = pattern.match(line[: LONGEST_NUMBER + 2])
        if match is not None:
            return _Number(style, _value(match["n"]), is_row(line))
    return None


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    value = _DIGITS.find(ones) + 1 if ones else 0
    return value + 10 * (_DIGITS.find(tens) + 1 if tens else 1) if ten else value


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and not re.search(r"[。;,]", line) and not is_row(line)


def _is_annex(line: str) -> bool:
    return any(p.match(line) for p in _patterns("annex"))


def _is_broken(above: str, below: str) -> bool:
    """Whether two lines are one heading of a chapter, and the first alone is none, or the second
    goes on with its words."""
    patterns = _patterns("whole")
    joined = any(p.match(below) for p in _patterns("joins"))
    return (
        len(above) + len(below) <= LONGEST_HEADING
        and not is_row(above)
        and _number(below) is None
        and any(p.fullmatch(above + below) for p in patterns)
        and (joined or not any(p.fullmatch(above) for p in patterns))
    )


def _is_cut(line: str) -> bool:
    """Whether a line of a sentence ends within it."""
    return (
        len(line) >= LEAST_SENTENCE
        and _HAN.fullmatch(line[-1]) is not None
        and re.search(r"[,。;]", line) is not None
        and not any(p.search(line) for p in (*_patterns("closes"), *_patterns("dated")))
        and not is_row(line)
    )


def _is_part(name: str, whole: str) -> bool:
    """Whether a name is a shorter form of another, or either is not told."""
    if not name or not whole:
        return True
    name, whole = sorted((name, whole), key=len)
    rest = iter(whole)
    return all(char in rest for char in name)


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("running", key))
