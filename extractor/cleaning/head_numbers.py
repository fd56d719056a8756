"""The numbers of pages beside their heads, bare, so that each could be a cell of a table.

One is a page's where what stands above it is whole without it, and one that stands among bare
cells where it rises from head to head.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from extractor.cleaning.heads import Heads
from extractor.cleaning.rows import Line, is_row
from extractor.cleaning.wordings import words

MOST_PAGES = 3  # from one head to the next: some pages lose theirs
LEAST_HEADS = 3  # that show how numbers rise
LONGEST_HEADING = 40
_WHOLE_ROW = re.compile(r"[\u4e00-\u9fff].*[\s|]\d[\d.,]*[\s|]*$")


def page_numbers(lines: Sequence[Line], running: Sequence[int], heads: Heads) -> Iterator[int]:
    """The lines that hold the numbers of pages beside running heads."""
    alike: dict[str, list[int]] = {}
    for place in running:
        alike.setdefault(heads.at[place].key if place in heads.at else "", []).append(place)
    for places in alike.values():
        for step in (-1, 1):
            yield from _beside(lines, [(one, _next(one, step, heads)) for one in places])


def _next(place: int, step: int, heads: Heads) -> int:
    return place + step - (step < 0 and heads.is_led(place))


def _beside(lines: Sequence[Line], places: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The numbers beside heads with the same title, on the same side of each."""
    found = [
        (place, at) for place, at in places if 0 <= at < len(lines) and _is_number(lines[at].text)
    ]
    rises = len(found) == len(places) >= LEAST_HEADS and all(
        0 < int(lines[two].text) - int(lines[one].text) <= MOST_PAGES
        for (_, one), (_, two) in pairwise(found)
    )
    yield from (at for place, at in found if rises or _is_apart(lines, place, at))


def _is_number(line: str) -> bool:
    return any(p.fullmatch(line) for p in _patterns("number"))


def _is_apart(lines: Sequence[Line], place: int, at: int) -> bool:
    """Whether neither the line above nor the one below can want a number as its cell."""
    above, below = min(place, at) - 1, max(place, at) + 1
    if above < 0 or not _is_whole(lines[above].text):
        return False
    return at < place or below >= len(lines) or _is_whole(lines[below].text)


def _is_whole(line: str) -> bool:
    if line[-1] in "。;:" or _WHOLE_ROW.search(line):
        return True
    numbered = any(p.match(line) for p in _patterns("numbered"))
    return numbered and len(line) <= LONGEST_HEADING and not is_row(line)


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("running", key))
