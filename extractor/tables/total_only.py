"""Read a table of which a page prints one column: the totals of its rows.

`予以公开 | 87`: one number behind each label. It is read where the sums leave no doubt: every row
is named, in the form's order, with one number, and all sums hold that the form asks of its
totals; of the other columns the page says nothing. The sums would hold in any other column, too:
where the name of one stands above, nothing is read.
"""

from collections.abc import Sequence

from extractor.forms import Table
from extractor.identities import identities
from extractor.tables.events import Event
from extractor.tables.readings import CellReading, Found, Page, TableReading
from extractor.tables.recognise import Label
from extractor.tables.scores import KNOWN
from extractor.tables.totals import total_of
from extractor.tables.values import ValueKind
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

LEAST_ROWS = 5  # of a table whose totals alone may be printed
LEAST_SUMS = 2  # that hold, and not of zeros alone
PER_ROW = 3.0  # what each row of such a table counts


def find_totals(page: Page, table: Table) -> Found | None:
    """The totals of a table, where its sums prove them."""
    columns = table.rows[0].columns
    at = total_of(columns)
    if len(table.rows) < LEAST_ROWS or at is None:
        return None
    if any(row.columns != columns for row in table.rows):
        return None
    events = _rows(page.rows, table)
    if events is None or not _adds_up(events, table, at):
        return None
    others = [column or "" for n, column in enumerate(columns) if n != at]
    if any(_names_one(label, others) for label in events[0].header):
        return None
    return Found(PER_ROW * len(table.rows), lambda total: _read(events, table, at, total))


def _rows(printed: Sequence[Event], table: Table) -> list[Event] | None:
    """The printed rows that the form's rows name one after the other, each with one number."""
    found: list[Event] = []
    for event in printed:
        if len(found) == len(table.rows):
            break
        if event.label is None:
            continue
        official = table.rows[len(found)].label
        if event.label.sims.get((LabelKind.ROW, official), 0.0) < KNOWN:
            continue
        if len(event.stated) == 1 and _number(event) is not None:
            found.append(event)
        elif event.stated:
            return None  # more than totals
    return found if len(found) == len(table.rows) else None


def _names_one(label: Label, columns: Sequence[str]) -> bool:
    return any(label.sims.get((LabelKind.COLUMN, column), 0.0) >= KNOWN for column in columns)


def _number(event: Event) -> float | None:
    value = event.stated[0].value
    return value.number if value is not None and value.kind is ValueKind.NUMBER else None


def _adds_up(events: Sequence[Event], table: Table, at: int) -> bool:
    """Whether every sum that the form asks of these totals holds, some not of zeros alone."""
    values = {
        row.cells[at].id: _number(event) or 0 for event, row in zip(events, table.rows, strict=True)
    }
    asked = [i for i in identities() if all(id in values for id in (*i.left, *i.right))]
    told = [i for i in asked if any(values[id] for id in i.fields)]
    return len(told) >= LEAST_SUMS and all(
        sum(values[id] for id in one.left) == sum(values[id] for id in one.right) for one in asked
    )


def _read(events: Sequence[Event], table: Table, at: int, total: float) -> TableReading:
    spans = [event.span for event in events]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    reading = TableReading(table, {}, whole, total, {table.form: len(table.rows)})
    reading.stated = {event.stated[0].span.start for event in events}
    for row, event in zip(table.rows, events, strict=True):
        reading.rows[row.key] = event.span
        label = event.label.best(LabelKind.ROW)[1] if event.label else 0.0
        evidence = {
            "label": label, "margin": total, "choices": 1.0, "agreed": 1.0, "surplus": 0.0,
            "short": 0.0, "kept": 1.0, "joined": 0.0, "header": 1.0, "share": 1.0,
        }  # fmt: skip
        cell = row.cells[at]
        reading.cells[cell.id] = CellReading(cell, row, event.stated[0], False, evidence)
    return reading
