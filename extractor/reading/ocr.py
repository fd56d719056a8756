"""Recognised pictures: rules by morphology, words by rapidocr, single digits cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extractor.reading.layout import (
    Block,
    CellBlock,
    PageLayout,
    Piece,
    TableBlock,
    TextLine,
    is_number,
    line_of,
)
from extractor.reading.merged import part_labels
from extractor.reading.parting import at_opening, headed, parted, tightened
from extractor.reading.recogniser import DARK, INSET, Word, ink, read_one, words_of
from extractor.reading.rendering import DOTS, POINTS, Grey, Picture
from extractor.reading.ruled import boxes, rules
from extractor.reading.ruling import Rectangle, enclosed
from extractor.reading.sideways import quarter_of, upright
from extractor.reading.unruled import unruled
from extractor.reading.upright import slant_of, turned

# The height that pictures are brought to: A4 at 200 dots an inch.
_HEIGHT = 2340
# Nor are characters to get so high that their strokes are as long as rules: nothing is drawn out
# beyond 200 dots an inch, or by more than what brings a screen's 96 there.
_MOST_DRAWN_OUT = 2.2
_SLACK = 8.0
# The detector misses single characters: cells with ink and no words are read on their own.
# A word that reaches into a cell by more than this, in its own heights, has a part there.
_OVER = 0.45
# A word that is higher than its cell by this factor covers several rows.
_OVER_ROWS = 1.5
_MOST_REMNANTS = 2
# What a lone upright stroke in a cell is taken for: it is a 1, not for certain.
_STROKES = frozenset("一丨|｜lI!")
_GUESSED = 0.9
# Ink outside tables that no word covers: how many lines of it are read, and how sure they must be;
# seals and pictures give the recogniser something to guess at.
_MOST_OVERLOOKED = 400
_LEAST_CERTAIN = 0.8


# Cells that rules enclose in a picture that shows a table, not a frame around it.
_FEWEST_CELLS = 6


@dataclass(frozen=True, slots=True)
class _Upright:
    """A picture at the scale that is read, turned upright; `bare` is it without its rules."""

    scale: float
    back: Any  # the matrix that leads back to the picture as submitted, or None
    bare: Grey
    tables: list[TableBlock]


def _upright(picture: Picture) -> _Upright:
    scale = _HEIGHT / max(picture.grey.shape) if max(picture.grey.shape) > 100 else 1.0
    scale = min(scale, _MOST_DRAWN_OUT, picture.points * DOTS / POINTS)
    size = (round(picture.grey.shape[1] * scale), round(picture.grey.shape[0] * scale))
    resized = cv2.resize(picture.grey, size, interpolation=cv2.INTER_CUBIC)
    grey: Grey = np.asarray(resized, dtype=np.uint8)
    slant = slant_of(grey)
    upright, back = turned(grey, slant)
    horizontal, vertical, bare = rules(upright)
    tables = [
        TableBlock(picture.number, [CellBlock(box) for box in cells])
        for cells in enclosed(horizontal, vertical, _SLACK)
    ]
    return _Upright(scale, back, bare, tables)


def shows_table(picture: Picture) -> bool:
    """Whether rules enclose the cells of a table; takes a tenth of the time of reading them."""
    return sum(len(table.cells) for table in _upright(picture).tables) >= _FEWEST_CELLS


def recognised(picture: Picture, turned_already: bool = False) -> PageLayout:
    """The blocks of a page's picture, boxes in points of the page as submitted, or turned upright by
    the layout's quarters."""
    page = _upright(picture)
    bare, tables = page.bare, page.tables
    words = words_of(bare)
    quarter = quarter_of(bare, words)
    if quarter and not turned_already:
        layout = recognised(upright(picture, quarter), turned_already=True)
        layout.quarter = quarter
        return layout
    outside = _into_cells(bare, words, tables, picture.number)
    outside = [half for word in outside for half in at_opening(word)]
    outside = [half for word in outside for half in headed(bare, word)]
    outside = [part for word in outside for part in parted(bare, word)]
    outside += _overlooked(bare, words, tables)
    outside = [tightened(bare, word) for word in outside]
    _read_missed(bare, tables, picture.number)
    for table in tables:
        part_labels(table)
    blocks: list[Block] = [table for table in tables if any(cell.pieces for cell in table.cells)]
    found, rest = unruled(_rows_of(outside, picture.number), picture.number)
    blocks += found
    blocks += [line_of(row) for row in rest]
    blocks.sort(key=lambda block: block.box.top)
    factor = picture.points / page.scale
    for block in blocks:
        _to_points(block, page.back, factor)
    return PageLayout(picture.number, picture.width, picture.height, blocks)


def _into_cells(
    grey: Grey, words: Sequence[Word], tables: Sequence[TableBlock], page: int
) -> list[Word]:
    """Give words to the cells that they stand in; those outside all tables are left."""
    outside: list[Word] = []
    for word in sorted(words, key=lambda w: (w.box.top, w.box.left)):
        cells = [cell for table in tables for cell in table.cells if _reaches(word, cell)]
        if any(_rises_above(word, cell) for cell in cells):
            continue  # a column of words taken for one: each cell is read on its own
        if not cells:
            outside.append(word)
        elif len(cells) == 1:
            cells[0].pieces.append(Piece(word.text, page, word.box, word.certainty))
        else:
            # The detector took what stands in neighbouring cells for one word.
            for cell in cells:
                _read_part(grey, word, cell, page)
    return outside


def _reaches(word: Word, cell: CellBlock) -> bool:
    """Whether a word stands in a cell, or reaches into it by more than its edge."""
    box, other = word.box, cell.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    within = min(box.right, other.right) - max(box.left, other.left)
    return other.top <= y < other.bottom and (
        other.left <= x < other.right or within > _OVER * (box.bottom - box.top)
    )


def _rises_above(word: Word, cell: CellBlock) -> bool:
    """Whether a word stands upright and covers more than one row."""
    high, wide = word.box.bottom - word.box.top, word.box.right - word.box.left
    return high > wide and high > _OVER_ROWS * (cell.box.bottom - cell.box.top)


def _read_part(grey: Grey, word: Word, cell: CellBlock, page: int) -> None:
    """Read the part of a word's line that stands in a cell."""
    box, other = word.box, cell.box
    inset = INSET if box.left < other.left else 0
    left = max(box.left, other.left)
    right = min(box.right, other.right)
    part = ink(
        grey,
        Rectangle(left - INSET + inset, box.top - INSET, right + INSET, box.bottom + INSET),
    )
    if part is not None:
        text, certainty = read_one(grey, part)
        if text:
            cell.pieces.append(Piece(text, page, part, certainty))


def _read_missed(grey: Grey, tables: Sequence[TableBlock], page: int) -> None:
    """Read cells with ink and no words, and again those whose number has something at its side."""
    for cell in (c for t in tables for c in t.cells):
        stroke = cell.text in _STROKES
        if cell.pieces and not stroke and not _is_doubtful(cell):
            continue
        box = ink(grey, cell.box)
        if box is None:
            continue
        if stroke and box.bottom - box.top > 2 * (box.right - box.left):
            cell.pieces = [Piece("1", page, box, min(cell.pieces[0].certainty, _GUESSED))]
            continue
        text, certainty = read_one(grey, box)
        if text and (not cell.pieces or is_number(text)):
            cell.pieces = [Piece(text, page, box, certainty)]


def _is_doubtful(cell: CellBlock) -> bool:
    """A number with one or two other characters: remnants of rules look like `|` or `1`."""
    text = cell.text.replace(" ", "")
    digits = sum(character in "0123456789" for character in text)
    return 0 < len(text) - digits <= _MOST_REMNANTS and digits > 0 and not is_number(text)


def _overlooked(grey: Grey, words: Sequence[Word], tables: Sequence[TableBlock]) -> list[Word]:
    """Lines outside tables that the detector passed over, as it does a lone one on a page."""
    unread = (grey < DARK).astype(np.uint8)
    for box in (*(word.box for word in words), *(table.box for table in tables)):
        unread[
            max(0, int(box.top) - 6) : int(box.bottom) + 6,
            max(0, int(box.left) - 10) : int(box.right) + 10,
        ] = 0
    joined = cv2.dilate(unread, np.ones((3, 41), np.uint8))
    found: list[Word] = []
    for x, y, width, height in boxes(joined):
        if len(found) < _MOST_OVERLOOKED and 14 <= height <= 90 and width > height:
            box = Rectangle(float(x), float(y), float(x + width), float(y + height))
            text, certainty = read_one(grey, box)
            if text and certainty >= _LEAST_CERTAIN:
                found.append(Word(text, box, certainty))
    return found


def _rows_of(words: Sequence[Word], page: int) -> list[list[Piece]]:
    """Words line by line, each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.top + w.box.bottom):
        home = next((ln for ln in reversed(lines[-6:]) if _on_line(ln, word)), None)
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    return [
        [Piece(w.text, page, w.box, w.certainty) for w in sorted(line, key=lambda w: w.box.left)]
        for line in lines
    ]


def _on_line(line: Sequence[Word], word: Word) -> bool:
    """Whether a word stands beside the last words of a line."""
    top = sum(w.box.top for w in line[-3:]) / len(line[-3:])
    bottom = sum(w.box.bottom for w in line[-3:]) / len(line[-3:])
    shared = min(bottom, word.box.bottom) - max(top, word.box.top)
    return shared > 0.5 * min(bottom - top, word.box.bottom - word.box.top)


def _to_points(block: Block, back: Any, factor: float) -> None:
    """Boxes of dots of the upright picture into points of the submitted page."""
    if isinstance(block, TextLine):
        block.pieces = [_moved(piece, back, factor) for piece in block.pieces]
        return
    for cell in block.cells:
        # A table's cells keep the upright geometry, which the joining of tables needs.
        cell.box = _scaled(cell.box, factor)
        cell.pieces = [_moved(piece, back, factor) for piece in cell.pieces]


def _moved(piece: Piece, back: Any, factor: float) -> Piece:
    box = piece.box
    if back is not None:
        corners = np.array(
            [[x, y, 1.0] for x in (box.left, box.right) for y in (box.top, box.bottom)]
        )
        turned = corners @ np.asarray(back).T
        box = Rectangle(*map(float, (*turned.min(axis=0), *turned.max(axis=0))))
    return Piece(piece.text, piece.page, _scaled(box, factor), piece.certainty)


def _scaled(box: Rectangle, factor: float) -> Rectangle:
    return Rectangle(box.left * factor, box.top * factor, box.right * factor, box.bottom * factor)
