"""Rows in the order of their heads, where a page prints the columns in another order than the form."""

from dataclasses import replace

from extractor.forms import Row
from extractor.tables.doubts import header_order
from extractor.tables.events import Event
from extractor.tables.totals import total_of


def as_headed(row: Row, event: Event) -> Row:
    """The row with its cells in the order that the heads above a printed row name.

    Only where all heads stand on one line, or each on its own, and order the parts of the total
    anew. Heads on two lines are read line by line, whatever order the page shows; and a total that
    moves alone is for the sums to tell.
    """
    columns = row.columns
    total = total_of(columns)
    if total is None or len(event.header) != len(columns):
        return row
    if len({label.line for label in event.header}) not in (1, len(columns)):
        return row
    order = header_order(event, columns)
    if order is None:
        return row
    parts = [column for column in order if column != total]
    if parts == sorted(parts):
        return row
    return replace(row, cells=tuple(row.cells[column] for column in order))
