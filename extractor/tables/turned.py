"""Read a table whose rows and columns changed places, or that was copied column by column.

`自然人 426 22 48 ...`: below the name of each column all its numbers, in the order of the rows
that are named before. It is read where the sums leave no doubt: each column holds a number for
each row, the rows are named in the form's order, and the columns add up in every row and in all
that the form asks; else it is left to whoever reviews.
"""

from collections.abc import Sequence
from itertools import pairwise

from extractor.forms import Row, Table
from extractor.identities import Identity, identities
from extractor.tables.events import Event
from extractor.tables.readings import CellReading, Found, Page, TableReading
from extractor.tables.recognise import Item, Label
from extractor.tables.scores import KNOWN
from extractor.tables.tokens import Token
from extractor.tables.totals import total_of
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

LEAST_ROWS = 5  # of a table, before it may be turned
LEAST_NAMED = 0.8  # share of the rows that are named before the columns
PER_ROW = 3.0  # what each row of such a table counts


def find_turned(page: Page, table: Table) -> Found | None:
    """The table column by column, where its sums prove it."""
    columns = table.rows[0].columns
    if len(table.rows) < LEAST_ROWS or total_of(columns) is None:
        return None
    if any(row.columns != columns for row in table.rows):
        return None
    run = _columns(page.rows, columns, len(table.rows))
    if run is None or not _rows_are_named(page.items, run[0].first, table.rows):
        return None
    by_column = {_column(event, columns): event for event in run}
    tokens = [[by_column[c].stated[r] for c in columns] for r in range(len(table.rows))]
    if not _adds_up(table.rows, tokens):
        return None
    total = PER_ROW * len(table.rows)
    return Found(total, lambda shown: _read(table, run, tokens, shown))


def _columns(
    rows: Sequence[Event], columns: Sequence[str | None], height: int
) -> list[Event] | None:
    """Printed rows next to each other that are the columns, each with a number for each row."""
    long = [n for n, event in enumerate(rows) if len(event.stated) == height]
    for at in range(len(long) - len(columns) + 1):
        places = long[at : at + len(columns)]
        if places[-1] - places[0] != len(columns) - 1:
            continue
        run = [rows[n] for n in places]
        if {_column(event, columns) for event in run} == set(columns):
            return run
    return None


def _column(event: Event, columns: Sequence[str | None]) -> str | None:
    """The column that names a printed row."""
    if event.label is None:
        return None
    named = ((event.label.sims.get((LabelKind.COLUMN, c or ""), 0.0), c or "") for c in columns)
    similarity, column = max(named)
    return column if similarity >= KNOWN else None


def _rows_are_named(items: Sequence[Item], first: int, rows: Sequence[Row]) -> bool:
    """Whether the labels before the first number name the rows in their order."""
    labels: list[Label] = []
    for n in range(first - 1, -1, -1):
        item = items[n]
        if isinstance(item, Label):
            if item.prose:
                break
            labels.append(item)
        elif item.text:
            break
    named: list[int] = []
    for label in reversed(labels):
        after = named[-1] if named else -1
        fits = [
            (label.sims.get((LabelKind.ROW, row.label), 0.0), -n)
            for n, row in enumerate(rows)
            if n > after
        ]
        similarity, place = max(fits, default=(0.0, 0))
        if similarity >= KNOWN and similarity >= label.best(LabelKind.ROW)[1]:
            named.append(-place)
    rising = all(a < b for a, b in pairwise(named))
    return rising and len(named) >= LEAST_NAMED * len(rows)


def _adds_up(rows: Sequence[Row], tokens: Sequence[Sequence[Token]]) -> bool:
    """Whether every sum that the form asks of these cells holds, and not of zeros alone."""
    values = {
        cell.id: (token.value.number or 0) if token.value else 0
        for row, each in zip(rows, tokens, strict=True)
        for cell, token in zip(row.cells, each, strict=True)
    }
    asked: list[Identity] = [
        one for one in identities() if all(id in values for id in (*one.left, *one.right))
    ]
    return (
        bool(asked)
        and any(values.values())
        and all(
            sum(values[id] for id in one.left) == sum(values[id] for id in one.right)
            for one in asked
        )
    )


def _read(
    table: Table, run: Sequence[Event], tokens: Sequence[Sequence[Token]], total: float
) -> TableReading:
    spans = [event.span for event in run]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    reading = TableReading(table, {}, whole, total, {table.form: len(table.rows)})
    reading.stated = {t.span.start for event in run for t in event.stated}
    evidence = {
        "label": 1.0, "margin": total, "choices": 1.0, "agreed": 1.0, "surplus": 0.0, "short": 0.0,
        "kept": 1.0, "joined": 0.0, "header": 1.0, "share": 1.0,
    }  # fmt: skip
    for row, each in zip(table.rows, tokens, strict=True):
        reading.rows[row.key] = whole
        for cell, token in zip(row.cells, each, strict=True):
            reading.cells[cell.id] = CellReading(cell, row, token, False, dict(evidence))
    return reading
