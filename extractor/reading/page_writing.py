"""Writes page layouts as one text, and remembers where on the pages each part stands."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.reading.layout import Block, CellBlock, PageLayout, Piece, TableBlock, TextLine
from extractor.reading.pages import joined_blocks, without_running_lines
from extractor.reading.ruling import positions
from extractor.reading.writing import GridWriter, Writer
from extractor.types import Box, Page, SourceGrid, Span

# Points by which the edges of neighbouring cells may differ.
_SLACK = 3.0
# A line that ends this many characters before the right edge of its text ends its paragraph.
_SHORT_BY = 2.5
# Where a page's text ends at least, in widths of the page: short lines alone show no edge.
_TEXT_EDGE = 0.7


class PageWriter:
    """The text, grids and boxes of a document with pages."""

    def __init__(self, writer: Writer | None = None, grids: list[SourceGrid] | None = None) -> None:
        self.writer = Writer() if writer is None else writer
        self.grids: list[SourceGrid] = [] if grids is None else grids
        self.boxes: list[Box] = []

    def write(self, blocks: Sequence[Block], width: float) -> None:
        previous: TextLine | None = None
        right = max((b.box.right for b in blocks if isinstance(b, TextLine)), default=0.0)
        right = max(right, _TEXT_EDGE * width)
        for block in blocks:
            if isinstance(block, TableBlock):
                self.writer.end_line()
                self._table(block)
                previous = None
                continue
            if previous is None or not _continues(previous, block, right):
                self.writer.end_line()
            self._line(block)
            previous = block
        self.writer.end_line()

    def pages(self, layouts: Sequence[PageLayout]) -> tuple[Page, ...]:
        result = []
        for layout in layouts:
            boxes = tuple(box for box in self.boxes if box.page == layout.number)
            start = min((box.span.start for box in boxes), default=self.writer.length)
            end = max((box.span.end for box in boxes), default=start)
            result.append(_page(layout, Span(start, end), boxes))
        return tuple(result)

    def _line(self, line: TextLine) -> None:
        """A line as words, or as cells where gaps part it into several."""
        if len(line.pieces) < 2:
            for piece in line.pieces:
                self._put(piece)
            return
        for piece in line.pieces:
            self.writer.blank()
            self._put(piece)
            self.writer.blank()
            self.writer.inline("|")
        self.writer.end_line()

    def _table(self, table: TableBlock) -> None:
        xs = positions([x for c in table.cells for x in (c.box.left, c.box.right)], _SLACK)
        ys = positions([y for c in table.cells for y in (c.box.top, c.box.bottom)], _SLACK)
        placed = sorted((_place(c, xs, ys) for c in table.cells), key=lambda p: (p[1], p[2]))
        if len(xs) < 3:
            for cell, *_ in placed:
                for piece in cell.pieces:
                    self._put(piece)
                self.writer.end_line()
            return
        grid = GridWriter(self.writer)
        row_before = placed[0][1]
        for cell, row, column, high, wide in placed:
            if row != row_before:
                grid.end_row()
                row_before = row
            grid.begin()
            self._cell(cell)
            certainty = min((piece.certainty for piece in cell.pieces), default=1.0)
            grid.end(row, column, (high, wide), certainty)
        grid.end_row()
        self.grids.append(grid.finished())

    def _cell(self, cell: CellBlock) -> None:
        text = cell.text
        at = 0
        for piece in cell.pieces:
            found = text.find(piece.text, at)
            if found > at:
                self.writer.inline(text[at:found])
            self._put(piece)
            at = found + len(piece.text)

    def _put(self, piece: Piece) -> None:
        text = " ".join(piece.text.split())
        if not text:
            return
        self.writer.inline(text)
        span = Span(self.writer.length - len(text), self.writer.length)
        box = piece.box
        self.boxes.append(
            Box(span, piece.page, box.left, box.top, box.right, box.bottom, piece.certainty)
        )


def _page(layout: PageLayout, span: Span, boxes: tuple[Box, ...]) -> Page:
    """The page as submitted: boxes of one that lay on its side are laid back with it."""
    width, height = layout.width, layout.height
    if not layout.quarter:
        return Page(layout.number, span, width, height, boxes)
    clockwise = layout.quarter == 1
    laid = [
        (b.top, width - b.right, b.bottom, width - b.left)
        if clockwise
        else (height - b.bottom, b.left, height - b.top, b.right)
        for b in boxes
    ]
    back = [
        replace(b, left=left, top=top, right=right, bottom=bottom)
        for b, (left, top, right, bottom) in zip(boxes, laid, strict=True)
    ]
    return Page(layout.number, span, height, width, tuple(back))


def _place(
    cell: CellBlock, xs: list[float], ys: list[float]
) -> tuple[CellBlock, int, int, int, int]:
    """A cell with its row, column, row span and column span."""
    left, right = _nearest(cell.box.left, xs), _nearest(cell.box.right, xs)
    top, bottom = _nearest(cell.box.top, ys), _nearest(cell.box.bottom, ys)
    return cell, top, left, max(1, bottom - top), max(1, right - left)


def _nearest(value: float, places: list[float]) -> int:
    return min(range(len(places)), key=lambda i: abs(places[i] - value))


def _continues(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if len(before.pieces) > 1 or len(line.pieces) > 1:
        return False
    size = max(1.0, before.box.bottom - before.box.top)
    full = before.box.right >= right - _SHORT_BY * size
    indented = line.box.left > before.box.left + 0.8 * size
    same_size = abs((line.box.bottom - line.box.top) - size) < 0.35 * size
    return full and not indented and same_size


def written(layouts: Sequence[PageLayout]) -> PageWriter:
    """The whole document."""
    without_running_lines(layouts)
    writer = PageWriter()
    writer.write(joined_blocks(layouts), max((page.width for page in layouts), default=0.0))
    return writer
