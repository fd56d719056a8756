"""The row in the midst of which a text breaks off: what it does not print of it is unknown.

Copies of pages end after some thousand characters. A cell behind the last one is neither empty nor
is what stands last its row's total; and a number that the text ends in may be the half of one. The
last row of a table may well stand at the end of a whole text.
"""

from collections.abc import Sequence

from extractor.forms import MODERN, Row, tables
from extractor.tables.events import Event
from extractor.tables.place import Placement, RowSums, Style, place
from extractor.tables.readings import CellReading, TableReading
from extractor.tables.recognise import Item, Label, reads_like
from extractor.tables.scores import KNOWN
from extractor.tables.tokens import Token
from extractor.tables.vocabulary import LabelKind, Vocabulary
from extractor.types import Span

MOST_NAMES = 4  # of rows and their groups, behind the last row that a text prints

Printed = tuple[Event, Row]


def mark_end(rows: Sequence[Event], items: Sequence[Item]) -> None:
    """Mark the row that the last item of a page belongs to, if that is a name or a value."""
    last = items[-1] if items else None
    if last is None or not last.text:
        return  # an empty cell is printed: the row goes on to its end
    for event in reversed(rows):
        if event.label is last or (event.values and event.values[-1] is last):
            event.ends = not (isinstance(last, Label) and event.stated)
            return


def is_cut(event: Event, row: Row, last: Row) -> bool:
    """Whether a text breaks off in this row, of a table with that last row."""
    return event.ends and row.key != last.key and len(event.stated) < len(row.cells)


def in_order(event: Event, width: int, style: Style, others: Sequence[Printed]) -> Placement | None:
    """The columns of a row that is cut off: from the first on, as its cells stand there. None where
    rows of its table are printed without their empty cells, so that order does not tell."""
    stated = event.stated
    if not stated or style.totals_only:
        return None
    kept = place(event, width, RowSums(), style)
    if style.keeps_blanks and kept.choices == 1:
        return kept
    whole = all(len(e.stated) in (0, len(row.cells)) for e, row in others if e is not event)
    if not (style.keeps_blanks or whole):
        return None
    return Placement((*stated, *(None,) * (width - len(stated))))


def unprinted(row: Row, placement: Placement) -> set[str]:
    """The cells of a row behind the last value of it that a text prints."""
    shown = max((at for at, token in enumerate(placement.tokens) if token is not None), default=-1)
    return {cell.id for cell in row.cells[shown + 1 :]}


def may_be_half(cell: CellReading, last: Row, span: Span) -> bool:
    """Whether a text may break off in the midst of a cell's number: 0 is no beginning of one."""
    token = cell.token
    if token is None or token.value is None or not token.value.number:
        return False
    return token.span.end >= span.end and cell.row.key != last.key


def not_come_to(
    reading: TableReading, tokens: Sequence[Token], words: Vocabulary
) -> frozenset[str]:
    """The modern fields of rows that a text does not come to, where it ends in this table: behind
    the last row that was read stand the names of one or two more, at most."""
    behind = [t for t in tokens if t.text and t.span.start >= reading.span.end]
    if len(behind) > MOST_NAMES or any(t.value or t.is_prose for t in behind):
        return frozenset()
    if any(_is_heading(token, words) for token in behind):
        return frozenset()
    shown = {
        cell.modern or cell.id
        for row in reading.table.rows
        for cell in row.cells
        if row.key in reading.rows or cell.id in reading.cells
    }
    rows = next((t.rows for t in tables(MODERN) if t.number == reading.table.number), ())
    places = [at for at, row in enumerate(rows) if any(cell.id in shown for cell in row.cells)]
    later = rows[places[-1] + 1 :] if places else ()
    return frozenset(cell.id for row in later for cell in row.cells)


def _is_heading(token: Token, words: Vocabulary) -> bool:
    sims = reads_like(token.text, words)
    return any(kind is LabelKind.CAPTION and like >= KNOWN for (kind, _), like in sims.items())
