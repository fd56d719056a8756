"""Recognised pictures: lines by morphology, words by rapidocr, single digits cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from extractor.reading.layout import Block, CellBlock, PageLayout, Piece, TableBlock, TextLine
from extractor.reading.rendering import Grey, Picture
from extractor.reading.ruling import Line, Rectangle, enclosed

# The height that pictures are brought to: A4 at 200 dots an inch.
_HEIGHT = 2340
# Slants beyond this are no scanner's; below a tenth of it nothing is gained by turning.
_MOST_SLANT = 8.0
_LEAST_SLANT = 0.1
# A level line covers this share of the page's width; the strongest few say how it is turned.
_LINE_SHARE = 0.4
_LINES_ASKED = 15
# Ruled lines are at least so many dots long, at the height above.
_SHORTEST = 45
_SLACK = 8.0
# Ink in a cell: the share of dark dots that a lone `1` leaves, and what dust leaves.
_INK = 0.002
# The detector misses single characters: cells with ink and no words are read on their own.
_CELL_PADDING = 4
# Ink outside tables that no word covers: how many lines of it are read, and how sure they must be;
# seals and pictures give the recogniser something to guess at.
_MOST_OVERLOOKED = 60
_LEAST_CERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Rectangle
    certainty: float


@cache
def _engine() -> RapidOCR:
    # One thread: several pages run in several processes, and waiting threads only burn time.
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "error", **threads})


def recognised(picture: Picture) -> PageLayout:
    """The blocks of a page's picture, boxes in points of the page as submitted."""
    scale = _HEIGHT / max(picture.grey.shape) if max(picture.grey.shape) > 100 else 1.0
    scale = min(scale, 3.0)
    size = (round(picture.grey.shape[1] * scale), round(picture.grey.shape[0] * scale))
    resized = cv2.resize(picture.grey, size, interpolation=cv2.INTER_CUBIC)
    grey: Grey = np.asarray(resized, dtype=np.uint8)
    slant = _slant(grey)
    upright, back = _turned(grey, slant)
    horizontal, vertical, bare = _rules(upright)
    tables = [
        TableBlock(picture.number, [CellBlock(box) for box in cells])
        for cells in enclosed(horizontal, vertical, _SLACK)
    ]
    words = _words(bare)
    outside = _into_cells(words, tables, picture.number)
    outside += _overlooked(bare, words, tables)
    _read_missed(bare, tables, picture.number)
    blocks: list[Block] = [table for table in tables if any(cell.pieces for cell in table.cells)]
    blocks += _lines_of(outside, picture.number)
    blocks.sort(key=lambda block: block.box.top)
    factor = picture.points / scale
    for block in blocks:
        _to_points(block, back, factor)
    return PageLayout(picture.number, picture.width, picture.height, blocks)


def _slant(grey: Grey) -> float:
    """By how many degrees the page's level lines are turned; 0 where there are none."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    lines = cv2.HoughLines(
        _dark(np.asarray(half, dtype=np.uint8)),
        1,
        np.pi / 1800,
        round(_LINE_SHARE * half.shape[1]),
        min_theta=np.radians(90 - _MOST_SLANT),
        max_theta=np.radians(90 + _MOST_SLANT),
    )
    if lines is None:
        return 0.0
    strongest = np.reshape(lines, (-1, lines.shape[-1]))[:_LINES_ASKED, 1]
    return float(np.degrees(np.median(strongest)) - 90)


def _turned(grey: Grey, slant: float) -> tuple[Grey, Any]:
    """The page turned upright, and the matrix that leads back."""
    if abs(slant) < _LEAST_SLANT:
        return grey, None
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, dtype=np.uint8), cv2.invertAffineTransform(matrix)


def _dark(grey: Grey) -> Any:
    return cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, -10
    )


def _rules(grey: Grey) -> tuple[list[Line], list[Line], Grey]:
    """Ruled lines, and the picture without them."""
    dark = _dark(grey)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, _SHORTEST), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_SHORTEST, 1), np.uint8))
    across = cv2.dilate(across, np.ones((3, 15), np.uint8))
    down = cv2.dilate(down, np.ones((15, 3), np.uint8))
    horizontal = [
        Line(y + h / 2, x, x + w) for x, y, w, h in _boxes(across) if w >= _SHORTEST and w > 2 * h
    ]
    vertical = [
        Line(x + w / 2, y, y + h) for x, y, w, h in _boxes(down) if h >= _SHORTEST and h > 2 * w
    ]
    bare = grey.copy()
    if len(vertical) > 2:
        bare[(across > 0) & _near_lines(horizontal, grey.shape, False)] = 255
        bare[(down > 0) & _near_lines(vertical, grey.shape, True)] = 255
    return horizontal, vertical, bare


def _near_lines(lines: Sequence[Line], shape: tuple[int, ...], upright: bool) -> Any:
    """Where long lines run: strokes of characters are shorter and stay."""
    mask = np.zeros(shape, dtype=np.uint8)
    for line in lines:
        if line.end - line.start < 1.2 * _SHORTEST:
            continue
        at, start, end = round(line.at), round(line.start), round(line.end)
        first, last = ((at, start), (at, end)) if upright else ((start, at), (end, at))
        cv2.line(mask, first, last, 255, 7)
    return mask > 0


def _boxes(mask: Any) -> list[tuple[int, int, int, int]]:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        boxes.append((x, y, width, height))
    return boxes


def _words(grey: Grey) -> list[Word]:
    result: Any = _engine()(
        cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True
    )  # the engine remembers the last call's switches
    if result.boxes is None:
        return []
    words = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        box = Rectangle(float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)))
        if text.strip():
            words.append(Word(text.strip(), box, float(score)))
    return words


def _into_cells(words: Sequence[Word], tables: Sequence[TableBlock], page: int) -> list[Word]:
    outside: list[Word] = []
    for word in sorted(words, key=lambda w: (w.box.top, w.box.left)):
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        cell = next((c for t in tables for c in t.cells if c.box.holds(x, y)), None)
        if cell is None:
            outside.append(word)
        elif word.box.right - word.box.left > 1.3 * (cell.box.right - cell.box.left):
            cell.pieces.clear()  # one word over several cells: each is read on its own
        else:
            cell.pieces.append(Piece(word.text, page, word.box, word.certainty))
    return outside


def _read_missed(grey: Grey, tables: Sequence[TableBlock], page: int) -> None:
    """Read cells with ink and no words."""
    missed: list[tuple[CellBlock, Rectangle]] = []
    for cell in (c for t in tables for c in t.cells if not c.pieces):
        box = _ink(grey, cell.box)
        if box is not None:
            missed.append((cell, box))
    for cell, box in missed:
        text, certainty = _read_one(_crop(grey, box))
        if text:
            cell.pieces.append(Piece(text, page, box, certainty))


def _overlooked(grey: Grey, words: Sequence[Word], tables: Sequence[TableBlock]) -> list[Word]:
    """Lines outside tables that the detector passed over, as it does a lone one on a page."""
    ink = (grey < 140).astype(np.uint8)
    for box in (*(word.box for word in words), *(table.box for table in tables)):
        ink[
            max(0, int(box.top) - 6) : int(box.bottom) + 6,
            max(0, int(box.left) - 10) : int(box.right) + 10,
        ] = 0
    joined = cv2.dilate(ink, np.ones((3, 41), np.uint8))
    found: list[Word] = []
    for x, y, width, height in _boxes(joined):
        if len(found) < _MOST_OVERLOOKED and 14 <= height <= 90 and width > height:
            box = Rectangle(float(x), float(y), float(x + width), float(y + height))
            text, certainty = _read_one(_crop(grey, box))
            if text and certainty >= _LEAST_CERTAIN:
                found.append(Word(text, box, certainty))
    return found


def _read_one(crop: Any) -> tuple[str, float]:
    result: Any = _engine()(crop, use_det=False, use_cls=False, use_rec=True)
    if not result.txts:
        return "", 0.0
    return result.txts[0].strip(), float(result.scores[0])


def _ink(grey: Grey, box: Rectangle) -> Rectangle | None:
    """The box around the ink inside a cell's borders; None for a cell that is empty."""
    inset = 5
    left, top = int(box.left) + inset, int(box.top) + inset
    right, bottom = int(box.right) - inset, int(box.bottom) - inset
    if right - left < 4 or bottom - top < 4:
        return None
    dark = grey[top:bottom, left:right] < 140
    if dark.mean() < _INK:
        return None
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if rows[-1] - rows[0] < 8:
        return None  # a remnant of a line, or a dash
    return Rectangle(
        float(left + columns[0]),
        float(top + rows[0]),
        float(left + columns[-1] + 1),
        float(top + rows[-1] + 1),
    )


def _crop(grey: Grey, box: Rectangle) -> Any:
    pad = _CELL_PADDING
    top, left = max(0, int(box.top) - pad), max(0, int(box.left) - pad)
    part = grey[top : int(box.bottom) + pad, left : int(box.right) + pad]
    # The recogniser wants a line, wider than high.
    wide = cv2.copyMakeBorder(part, 4, 4, 24, 24, cv2.BORDER_CONSTANT, value=255)
    return cv2.cvtColor(wide, cv2.COLOR_GRAY2BGR)


def _lines_of(words: Sequence[Word], page: int) -> list[TextLine]:
    lines: list[list[Word]] = []
    for word in words:
        middle = (word.box.top + word.box.bottom) / 2
        home = next((ln for ln in reversed(lines[-6:]) if _on_line(ln[0], middle)), None)
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    result = []
    for line in lines:
        ordered = sorted(line, key=lambda w: w.box.left)
        result.append(TextLine(page, [Piece(w.text, page, w.box, w.certainty) for w in ordered]))
    return result


def _on_line(word: Word, middle: float) -> bool:
    return word.box.top < middle < word.box.bottom


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
