"""Rows in the order of their heads, where a page prints the columns in another order than the form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from extractor.forms import Row
from extractor.tables.doubts import header_order
from extractor.tables.events import Event
from extractor.tables.recognise import Item, Label
from extractor.tables.totals import total_of
from extractor.tables.vocabulary import LABELS, LabelKind, bare


def as_headed(row: Row, event: Event, several: Mapping[int, Label] | None = None) -> Row:
    """The row with its cells in the order that the heads above a printed row name.

    Only where all heads stand on one line, or each on its own, or those of single columns on one
    line with the head of several, and order the parts of the total anew. Other heads on two lines
    are read line by line, whatever order the page shows; and a total that moves alone is for the
    sums to tell. `several` are the page's heads of several columns.
    """
    columns = row.columns
    total = total_of(columns)
    if total is None or len(event.header) != len(columns):
        return row
    order = _order(event, columns, several or {})
    if order is None:
        return row
    parts = [column for column in order if column != total]
    if parts == sorted(parts):
        return row
    return replace(row, cells=tuple(row.cells[column] for column in order))


def is_doubted(row: Row, event: Event, several: Mapping[int, Label]) -> bool:
    """Whether heads in another order than the form's stand each on its line, one of several columns
    among them: so does whoever copies a page of the form's order by the height of its cells."""
    if total_of(row.columns) is None or len(event.header) != len(row.columns):
        return False
    if len({label.line for label in event.header}) == 1:
        return False
    head = several.get(id(event.header[0]))
    if head is None or head.line == event.header[0].line:
        return False
    order = _expanded(event, row.columns, head)
    return order is not None and order != tuple(range(len(order)))


def _order(
    event: Event, columns: Sequence[str | None], several: Mapping[int, Label]
) -> tuple[int, ...] | None:
    """The columns in the order of their heads; None where that is not clear."""
    lines = len({label.line for label in event.header})
    head = several.get(id(event.header[0])) if lines > 1 else None
    if head is not None:
        same = head.line == event.header[0].line
        return _expanded(event, columns, head) if same and lines == 2 else None
    return header_order(event, columns) if lines in (1, len(columns)) else None


def heads_of_several(items: Sequence[Item]) -> dict[int, Label]:
    """The heads of several columns on a page, by the identity of the label right behind each."""
    found: dict[int, Label] = {}
    head: Label | None = None
    for item in items:
        if isinstance(item, Label):
            if head is not None:
                found[id(item)] = head
            noise = item.best(LabelKind.NOISE)[1] > 0.0
            head = item if noise and bare(item.text) in _columns_of() else None
        elif item.text:
            head = None
    return found


def _expanded(event: Event, columns: Sequence[str | None], head: Label) -> tuple[int, ...] | None:
    """The columns under a head of several, which all others stand behind; None where these are not
    just its columns, behind all other heads."""
    order = header_order(event, columns)
    under = _columns_of()[bare(head.text)]
    if order is None:
        return None
    inner = [at for at in order if columns[at] in under]
    outer = [at for at in order if columns[at] not in under]
    if len(inner) != len(under) or not outer or order != (*outer, *inner):
        return None
    return (*inner, *outer)


@cache
def _columns_of() -> Mapping[str, frozenset[str]]:
    """Heads over several columns, with those."""
    raw: dict[str, list[str]] = json.loads(LABELS.read_text("utf-8"))["heads_of_several"]
    return {bare(head): frozenset(columns) for head, columns in raw.items()}
