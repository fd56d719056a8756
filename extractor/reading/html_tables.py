"""Tables of a page: which of them hold data, and where their cells stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.reading.html_tree import Element
from extractor.reading.limits import (
    MAX_COLUMN_SPAN,
    MAX_ROW_SPAN,
    MAX_TABLE_CELLS,
    MAX_TABLE_COLUMNS,
)

# The longest official label has 60 characters, notes in cells reach 300. A cell beyond this is
# an article that a layout table holds.
LONGEST_CELL = 800
# Where a picture stood that was read: never a cell of data.
PICTURED = "-pictured"
# Tables inside tables inside tables: nobody nests data so deep.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's element with its place; spans are clamped to what the table has."""

    element: Element
    row: int
    column: int
    row_span: int
    column_span: int


def rows_of(table: Element) -> Iterator[list[Element]]:
    """The table's own rows (not those of tables inside), each with its cells."""
    for child in table.elements():
        if child.tag in ("tbody", "thead", "tfoot"):
            yield from rows_of(child)
        elif child.tag == "tr":
            yield [cell for cell in child.elements() if cell.tag in ("td", "th")]


def is_data(table: Element, depth: int = 0) -> bool:
    """Whether a table is one of data: short cells, more than one a row, no data table inside."""
    if depth > _DEEPEST:
        return False
    rows = [row for row in rows_of(table) if row]
    if not rows or max(len(row) for row in rows) < 2:
        return False
    for row in rows:
        for cell in row:
            length, inner = _inside(cell)
            if length > LONGEST_CELL:
                return False
            if any(_is_more_than_a_cell(table) for table in inner):
                return False
    return True


def placed(table: Element) -> list[list[Placed]] | None:
    """The cells' places row by row, as browsers compute them; None where there are too many."""
    rows = list(rows_of(table))
    taken: set[tuple[int, int]] = set()
    result: list[list[Placed]] = []
    for number, row in enumerate(rows):
        column = 0
        line: list[Placed] = []
        for cell in row:
            while (number, column) in taken:
                column += 1
            wide = min(_span(cell, "colspan", MAX_COLUMN_SPAN), MAX_TABLE_COLUMNS - column)
            high = _span(cell, "rowspan", MAX_ROW_SPAN) or len(rows) - number
            high = max(1, min(high, len(rows) - number))
            if wide < 1 or len(taken) + wide * high > MAX_TABLE_CELLS:
                return None
            taken.update(
                (r, c) for r in range(number, number + high) for c in range(column, column + wide)
            )
            line.append(Placed(cell, number, column, high, wide))
            column += wide
        result.append(line)
    return _without_empty_columns(result)


def _without_empty_columns(rows: list[list[Placed]]) -> list[list[Placed]]:
    """Spans cut to the columns in which some cell begins: `colspan=99` means all there are."""
    columns = max((cell.column for row in rows for cell in row), default=0) + 1
    return [
        [replace(cell, column_span=min(cell.column_span, columns - cell.column)) for cell in row]
        for row in rows
    ]


def _span(cell: Element, name: str, most: int) -> int:
    """A span attribute by the HTML standard: leading digits, clamped; 0 only for rowspan."""
    raw = cell.attributes.get(name, "").strip()
    digits = ""
    for character in raw[:10]:
        if character not in "0123456789":
            break
        digits += character
    if not digits:
        return 1
    value = min(int(digits), most)
    return value if name == "rowspan" else max(1, value)


def _inside(cell: Element) -> tuple[int, list[Element]]:
    """The length of a cell's text, and the tables in it (not those inside those)."""
    length = 0
    tables: list[Element] = []
    stack: list[Element | str] = list(cell.children)
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            length += len(item.strip())
        elif item.tag == PICTURED:
            length += LONGEST_CELL + 1
        elif item.tag == "table":
            tables.append(item)
            length += 1
        else:
            stack.extend(item.children)
    return length, tables


def _is_more_than_a_cell(table: Element) -> bool:
    return sum(len(row) for row in rows_of(table)) > 1
