"""Running heads: the title of the report, or of the site, over or under each page of a print.

Such a line begins nothing, whatever body it names: what stood above it goes on below it. Between
rows of one table it may be any line with such a title; a report whose table comes at once begins
with the first rows, not with later ones. Between chapters it holds the title alone, and the numbers
of the chapters go on. Its page number goes with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.head_numbers import page_numbers
from extractor.cleaning.heads import LONGEST, Heads, is_page_mark
from extractor.cleaning.passage import Passage
from extractor.cleaning.rows import Line, cells_of, is_row, lines_of
from extractor.cleaning.wordings import words
from extractor.types import CleaningKind

BESIDE = 4  # lines between a head and the rows: a page number, an address
ABOVE, REST = 8, 12  # lines above in which a label ends, and characters of such an end


def running_heads(draft: Draft) -> Draft:
    """Drop them, marked, with their line."""
    patterns = _patterns("title")
    if not any(pattern.search(draft.text) for pattern in patterns):
        return draft
    lines = list(lines_of(draft.text))
    places = [
        place
        for place, line in enumerate(lines)
        if len(line.text) <= LONGEST
        and "。" not in line.text
        and any(pattern.search(line.text) for pattern in patterns)
    ]
    heads = Heads(lines)
    between = {place for place in places if _is_inside(lines, place)}
    running = sorted(between | Passage(lines, heads, between).running())
    gone = {*running, *heads.leads(running), *page_numbers(lines, running, heads)}
    edits = [
        Edit(
            lines[place].start,
            _line_end(draft.text, lines[place].end),
            "",
            CleaningKind.FURNITURE,
        )
        for place in sorted(gone)
    ]
    return draft.edited(edits)


def _line_end(text: str, at: int) -> int:
    return at + 1 if at < len(text) else at


def _is_inside(lines: Sequence[Line], place: int) -> bool:
    """Whether rows stand above a line, and rows that begin no report below it."""
    above = (lines[at].text for at in range(place - 1, max(-1, place - 1 - ABOVE), -1))
    below = (line.text for line in lines[place + 1 : place + 1 + BESIDE])
    return table_goes_on(above, below)


def table_goes_on(above: Iterable[str], below: Iterable[str]) -> bool:
    """Whether a table goes on between two lines, of which the nearer ones come first."""
    first = next(_texts(below), None)
    if first is None or not _is_of_table(first):
        return False
    before = list(_texts(above))
    if not before:
        return False
    if any(p.match(before[0]) for key in ("opens", "columns") for p in _patterns(key)):
        return True
    row = next((line for line in before if is_row(line) or not _is_rest(line)), None)
    begins = any(pattern.match(first) for pattern in _patterns("first"))
    return row is not None and is_row(row) and not begins


def _is_of_table(line: str) -> bool:
    return is_row(line) or any(pattern.match(line) for pattern in _patterns("columns"))


def _texts(lines: Iterable[str]) -> Iterator[str]:
    """The lines that are no page numbers or the like."""
    return (line for line in lines if not is_page_mark(line))


def _is_rest(line: str) -> bool:
    """Whether a line may hold the ends of labels that did not fit into the line of their row."""
    return "。" not in line and all(len(cell) <= REST for cell in cells_of(line))


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("running", key))
