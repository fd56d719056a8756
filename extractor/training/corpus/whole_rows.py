"""Rows that stand on the page with all their numbers: whatever was lost elsewhere, they are sure.

Where lines were dropped nobody knows which of a row's cells are gone, but a row that has as many
numbers as the form has columns has lost none. The rows of a strip share a line, and count as one.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from extractor.forms import load_forms, tables
from extractor.training.corpus.marked import Mark

Place = tuple[str, int | None, str]  # form, table, row; a strip is one row


@cache
def _places() -> dict[str, tuple[Place, int]]:
    """The row of each cell, by its id, and how many cells the row has."""
    cells: dict[Place, list[str]] = defaultdict(list)
    for form in load_forms():
        for table in tables(form.name):
            for row in table.rows:
                place = (table.form, table.number, "" if table.is_strip else row.key)
                cells[place] += [cell.id for cell in row.cells]
    return {id: (place, len(ids)) for place, ids in cells.items() for id in ids}


def in_short_rows(marks: Sequence[Mark]) -> list[Mark]:
    """The printed cells of rows that do not show a number for each of their columns."""
    known = _places()
    cells = [mark for mark in marks if mark.kind == "cell"]
    shown = {m.key for m in cells if m.end > m.start and m.key in known}
    counts = Counter(known[key][0] for key in shown)
    whole = {key for key in shown if counts[known[key][0]] == known[key][1]}
    return [mark for mark in cells if mark.key not in whole]
