"""What a page of a pdf or a picture shows: lines of text and tables, in page coordinates."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.reading.ruling import Rectangle

# In heights of a character: a blank, and a gap that parts columns.
BLANK = 0.35
GAP = 1.6
# How a label begins that opens a row or a group: its half after a page break does not.
OPENING = re.compile(
    r"[（(【]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]|第[一二三四五六七八九十]+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on one line of a page; `certainty` of its characters."""

    text: str
    page: int
    box: Rectangle
    certainty: float = 1.0


@dataclass(slots=True)
class CellBlock:
    """A cell: where it lies, and the lines of text in it."""

    box: Rectangle
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return joined([piece.text for piece in self.pieces])


@dataclass(slots=True)
class TableBlock:
    page: int
    cells: list[CellBlock]
    ruled: bool = True  # its cells are drawn, not guessed from where words stand

    @property
    def box(self) -> Rectangle:
        return around(cell.box for cell in self.cells)


@dataclass(slots=True)
class TextLine:
    """A line of text outside tables; `pieces` are parted by gaps wider than blanks."""

    page: int
    pieces: list[Piece]

    @property
    def box(self) -> Rectangle:
        return around(piece.box for piece in self.pieces)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


Block = TextLine | TableBlock


@dataclass(slots=True)
class PageLayout:
    number: int
    width: float
    height: float
    blocks: list[Block]
    # Quarter turns clockwise that brought the page upright; blocks and sizes are of the upright page.
    quarter: int = 0
    unread: bool = False  # a page without text: a picture that nobody has read yet
    pictured: bool = False  # a page with text and a picture on it that may be a table


def around(boxes: Iterable[Rectangle]) -> Rectangle:
    first, *rest = boxes
    for box in rest:
        first = first.joined(box)
    return first


def moved(block: Block, right: float, down: float) -> Block:
    """A block of a part of a page, at its place on the page."""

    def shifted(box: Rectangle) -> Rectangle:
        return Rectangle(box.left + right, box.top + down, box.right + right, box.bottom + down)

    def put(pieces: Sequence[Piece]) -> list[Piece]:
        return [replace(piece, box=shifted(piece.box)) for piece in pieces]

    if isinstance(block, TextLine):
        return TextLine(block.page, put(block.pieces))
    cells = [CellBlock(shifted(cell.box), put(cell.pieces)) for cell in block.cells]
    return TableBlock(block.page, cells, block.ruled)


def line_of(words: Sequence[Piece]) -> TextLine:
    """A line of its words, parted where gaps are wide."""
    pieces = [words[0]]
    for word in words[1:]:
        last = pieces[-1]
        size = min(box.bottom - box.top for box in (last.box, word.box))
        if word.box.left - last.box.right > GAP * max(1.0, size):
            pieces.append(word)
        else:
            text, certainty = (
                f"{last.text} {word.text}",
                min(last.certainty, word.certainty),
            )
            pieces[-1] = Piece(text, last.page, last.box.joined(word.box), certainty)
    return TextLine(words[0].page, pieces)


def joined(lines: Sequence[str]) -> str:
    """Lines of one cell or paragraph as one: Chinese without blanks, a number unbroken."""
    if len(lines) > 1 and all(is_number(line) for line in lines):
        return "".join(lines)
    result = ""
    for line in lines:
        if result and line and _is_latin(result[-1]) and _is_latin(line[0]):
            result += " "
        result += line
    return result


def is_number(text: str) -> bool:
    return bool(text) and all(character in "0123456789.," for character in text)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
