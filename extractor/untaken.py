"""Sections whose table was not read though numbers stand in them as cells do.

What such a section says is unknown, not absent: a heading that runs into the first cell or a lost head
leaves a table unread whose numbers anybody sees.
"""

import re
from collections.abc import Iterable, Sequence

from extractor.tables.dropped import is_cell
from extractor.tables.readings import TableReading
from extractor.types import Section

LEAST_CELLS = 5  # numbers that stand as cells do, before a section looks like one with a table
TABLE_OF = {"disclosure": 2, "applications": 3, "remedies": 4}  # by the section's key
_CELLS = re.compile(r"[^|\t\r\n]+")


def untaken(
    readings: Iterable[TableReading], sections: Sequence[Section], text: str
) -> frozenset[str]:
    """The keys of the sections of a table that no reading stands in and that show cells of one."""
    read = list(readings)
    numbers = {one.table.number for one in read}
    return frozenset(
        one.key
        for one in sections
        if one.level == 1
        and TABLE_OF.get(one.key, 0) not in {0, *numbers}
        and not any(one.span.overlap(other.span) for other in read)
        and _cells(one, text) >= LEAST_CELLS
    )


def _cells(section: Section, text: str) -> int:
    return sum(is_cell(found[0]) for found in _CELLS.finditer(text, *_bounds(section)))


def _bounds(section: Section) -> tuple[int, int]:
    return section.title_span.end, section.span.end
