"""Lines that hold the title of a report and, at most, the number of a page: what may be its head."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from extractor.cleaning.rows import Line, is_row
from extractor.cleaning.wordings import words

LONGEST = 90  # characters of such a line
_BLANKS = re.compile(r"\s+")
_LEAD = re.compile(r"[\u4e00-\u9fff]{4,30}")  # a body's name on a line of its own


class Head(NamedTuple):
    """What a line names: a body and a year, both "" where it does not tell."""

    name: str
    year: str
    key: str
    numbered: bool  # a page number stands in its line or beside it


class Heads:
    """The titles on a page that stand on lines of their own."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.at: dict[int, Head] = {}
        for place in range(len(lines)):
            head = _head(lines, place)
            if head is not None:
                self.at[place] = head
        self._often = Counter(head.key for head in self.at.values())
        self._above = Counter(self._pair(place) for place in self.at)

    def is_own(self, place: int) -> bool:
        """Whether a title stands there as heads of pages do: with a number, or more than once."""
        head = self.at[place]
        return head.numbered or self._often[head.key] > 1

    def is_repeated(self, place: int) -> bool:
        """Whether the same title stands elsewhere, too."""
        return self._often[self.at[place].key] > 1

    def leads(self, places: Iterable[int]) -> list[int]:
        """The lines above some of the titles that name the body each time."""
        return [place - 1 for place in places if self.is_led(place)]

    def is_led(self, place: int) -> bool:
        """Whether the line above a title belongs to it: it stands above each of them."""
        if place not in self.at:
            return False
        pair = self._pair(place)
        return bool(pair[0]) and self._above[pair] > 1

    def _pair(self, place: int) -> tuple[str, str]:
        above = self._lines[place - 1].text if place else ""
        is_name = _LEAD.fullmatch(above) is not None and not is_row(above)
        return (above if is_name else ""), self.at[place].key


def _head(lines: Sequence[Line], place: int) -> Head | None:
    text = lines[place].text
    if len(text) > LONGEST or not any(word in text for word in words("running", "words")):
        return None
    for pattern in _patterns("head"):
        match = pattern.fullmatch(text)
        if match is not None:
            beside = (place - 1, place + 1)
            numbered = bool(match["before"] or match["behind"]) or any(
                0 <= at < len(lines) and is_page_number(lines[at].text) for at in beside
            )
            title = _BLANKS.sub("", match["title"])
            year = _patterns("year")[0].search(title)
            name = _patterns("name")[0].match(title)
            return Head(name["name"] if name else "", year[0] if year else "", title, numbered)
    return None


def is_page_number(line: str) -> bool:
    """Whether a line may be the number of a page, though it could be a cell."""
    return any(p.fullmatch(line) for p in _patterns("number")) or is_page_mark(line)


def is_page_mark(line: str) -> bool:
    """Whether a line is the number of a page, an address, or the time of a print."""
    keys = ("page_sure", "page_dashed", "page_counted")
    shaped = any(p.fullmatch(line) for key in keys for p in _patterns(key, "furniture"))
    return shaped or any(p.fullmatch(line) for p in _patterns("beside"))


@cache
def _patterns(key: str, file: str = "running") -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words(file, key))
