"""Where a row prints its total: behind its parts, as the forms have it, or before them.

The numbers say so themselves: which of the outer ones is the sum of all others. The heads of the
columns count where a single row is all that tells.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.forms import Row
from extractor.tables.events import Event
from extractor.tables.vocabulary import LabelKind

TOTAL_COLUMN = "总计"
LEAST_COLUMNS = 3  # of a row, for one of them to be a total of others
CLEAR_HEAD = 0.85  # similarity from which a label is taken for the head of a column
LEAST_ROWS = 2  # whose first number alone can be the sum, where heads say nothing
OFTENER = 2  # times as many as those whose last number alone can


def total_of(columns: Sequence[str | None]) -> int | None:
    """The place of the total among the columns of a row whose columns add up; None without one."""
    if len(columns) < LEAST_COLUMNS:
        return None
    return next((at for at in (len(columns) - 1, 0) if columns[at] == TOTAL_COLUMN), None)


def as_printed(row: Row, leads: bool) -> Row:
    """The row with its cells in printed order: where totals lead, its last cell is the first."""
    if not leads or total_of(row.columns) != len(row.columns) - 1:
        return row
    return replace(row, cells=(row.cells[-1], *row.cells[:-1]))


def totals_lead(rows: Iterable[tuple[Event, Row]]) -> bool:
    """Whether the rows of a table print their totals before the parts."""
    first = last = headed = 0
    for event, row in rows:
        if total_of(row.columns) is None:
            continue
        leading, closing = _sums(event)
        first += leading and not closing
        last += closing and not leading
        headed += _headed(event)
    return first > OFTENER * last and (first >= LEAST_ROWS or headed > 0)


def _sums(event: Event) -> tuple[bool, bool]:
    """Whether the first of a row's numbers is the sum of the others, and whether the last is."""
    numbers = [(t.value.number if t.value else None) or 0 for t in event.stated]
    total = sum(numbers)
    if len(numbers) < LEAST_COLUMNS or not total:
        return False, False
    return 2 * numbers[0] == total, 2 * numbers[-1] == total


def _headed(event: Event) -> bool:
    """Whether the first head of a column above a row is that of the total."""
    best = (label.best(LabelKind.COLUMN) for label in event.header)
    clear = [official for official, similarity in best if similarity >= CLEAR_HEAD]
    return bool(clear) and clear[0] == TOTAL_COLUMN
