"""Cells of a picture's table that are two because a rule between them was not seen."""

from extractor.reading.layout import OPENING, CellBlock, TableBlock
from extractor.reading.ruling import Rectangle

# Dots within which edges of neighbouring cells count as one, and how many cells must share an edge.
_SLACK = 8.0
_FEWEST = 3


def part_labels(table: TableBlock) -> None:
    """Part a cell where the line of a further label opens beside an edge that other cells share."""
    parted: list[CellBlock] = []
    for cell in table.cells:
        rest = cell
        while (cut := _cut(rest, table)) is not None:
            place, edge = cut
            box = rest.box
            above = Rectangle(box.left, box.top, box.right, edge)
            parted.append(CellBlock(above, rest.pieces[:place]))
            below = Rectangle(box.left, edge, box.right, box.bottom)
            rest = CellBlock(below, rest.pieces[place:])
        parted.append(rest)
    table.cells = parted


def _cut(cell: CellBlock, table: TableBlock) -> tuple[int, float] | None:
    """Which of a cell's lines opens a label of its own, and the edge above it."""
    if len(cell.pieces) < 2 or not OPENING.match(cell.pieces[0].text):
        return None
    edges = _edges(cell, table)
    for place, (above, piece) in enumerate(
        zip(cell.pieces, cell.pieces[1:], strict=False), start=1
    ):
        if not OPENING.match(piece.text):
            continue
        middles = [(one.box.top + one.box.bottom) / 2 for one in (above, piece)]
        between = [edge for edge in edges if middles[0] < edge < middles[1]]
        if between:
            return place, between[0]
    return None


def _edges(cell: CellBlock, table: TableBlock) -> list[float]:
    """The upper edges, inside a cell's height, that several other cells share."""
    top, bottom = cell.box.top + _SLACK, cell.box.bottom - _SLACK
    tops = [other.box.top for other in table.cells if top < other.box.top < bottom]
    shared = (y for y in tops if sum(abs(y - other) < _SLACK for other in tops) >= _FEWEST)
    return sorted(set(shared))
