"""A page of the corpus as paragraphs and tables, and how wide its columns should be."""

from dataclasses import dataclass

from extractor.reading.html_tables import is_data, placed
from extractor.reading.html_tree import Element, tree_of

_PARTING = frozenset({"p", "div", "br", "tr", "h1", "h2", "h3", "table", "li"})
# In widths of a character: the least and most of a column, and what a cell's edge takes.
_LEAST, _MOST, _MOST_OF_NUMBERS, _EDGE = 2.4, 9.0, 3.4, 0.9


@dataclass(frozen=True, slots=True)
class CellText:
    text: str
    row: int
    column: int
    rows: int
    columns: int

    @property
    def is_number(self) -> bool:
        return bool(self.text) and self.text.replace(".", "").isdecimal()


@dataclass(frozen=True, slots=True)
class TableText:
    cells: tuple[CellText, ...]
    rows: int
    columns: int

    def widths(self) -> list[float]:
        """How wide each column should be, in widths of a Chinese character."""
        found = [_LEAST] * self.columns
        counts = [False] * self.columns
        for cell in self.cells:
            if cell.columns == 1:
                counts[cell.column] |= cell.is_number
        for cell in self.cells:
            if cell.columns == 1:
                most = _MOST_OF_NUMBERS if counts[cell.column] else _MOST
                long = 0.56 * len(cell.text) if cell.is_number else min(len(cell.text), most)
                found[cell.column] = max(found[cell.column], long)
        for cell in self.cells:
            if cell.columns > 1:
                self._share(cell, found)
        return [width + _EDGE for width in found]

    @staticmethod
    def _share(cell: CellText, found: list[float]) -> None:
        """A cell over several columns needs its words' room too."""
        covered = range(cell.column, cell.column + cell.columns)
        need = 0.56 * len(cell.text) if cell.is_number else min(len(cell.text), _MOST)
        lack = need - sum(found[c] for c in covered)
        for column in covered:
            found[column] += max(0.0, lack) / cell.columns


Piece = str | TableText


def blocks_of(markup: str) -> list[Piece]:
    """Paragraphs and tables of a page, in order."""
    found: list[Piece] = []
    line: list[str] = []
    _walk(tree_of(markup).root, found, line)
    _end(found, line)
    return found


def _walk(element: Element, found: list[Piece], line: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            line.append(child)
        elif child.tag == "table" and is_data(child):
            _end(found, line)
            found.append(_table(child))
        else:
            if child.tag in _PARTING:
                _end(found, line)
            _walk(child, found, line)
            if child.tag in _PARTING:
                _end(found, line)


def _end(found: list[Piece], line: list[str]) -> None:
    text = " ".join("".join(line).split())
    line.clear()
    if text:
        found.append(text)


def _table(element: Element) -> TableText:
    cells = [
        CellText(_text(c.element), c.row, c.column, c.row_span, c.column_span)
        for row in placed(element) or ()
        for c in row
    ]
    rows = max(c.row + c.rows for c in cells)
    return TableText(tuple(cells), rows, max(c.column + c.columns for c in cells))


def _text(element: Element) -> str:
    parts = [c if isinstance(c, str) else _text(c) for c in element.children]
    return " ".join("".join(parts).split())
