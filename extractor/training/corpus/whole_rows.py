"""Rows that stand on the page with all their cells: whatever was lost elsewhere, they are sure.

Where lines were dropped nobody knows which of a row's cells are gone, but a row that shows as many
cells, numbers and empty ones, as the form has columns has lost none. The rows of a strip share a
line, and count as one.
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
    """The printed cells of rows that do not show a cell for each of their columns; an empty one
    is shown where the layout keeps its place."""
    known = _places()
    cells = [mark for mark in marks if mark.kind == "cell"]
    shown = {m.key for m in cells if "dropped" not in m.info and m.key in known}
    counts = Counter(known[key][0] for key in shown)
    whole = {key for key in shown if counts[known[key][0]] == known[key][1]}
    return [mark for mark in cells if mark.key not in whole]
