"""One page of a pdf with text: its characters in lines and cells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.layout import (
    BLANK,
    Block,
    CellBlock,
    PageLayout,
    Piece,
    TableBlock,
    around,
    line_of,
)
from extractor.reading.limits import FEW_CHARACTERS, MAX_PAGE_BYTES, PAGE_SHARE, TABLE_SHARE
from extractor.reading.ruling import Line, Rectangle, enclosed
from extractor.reading.unruled import unruled

# Points. Word draws a cell's border as a rectangle half a point to two points thick.
_SLACK = 3.0
_SHORTEST_LINE = 4.0
_TOUCHING = 1.5
# A rectangle this share of the page is the page's own frame.
_FRAME_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its box, in points from the page's top left corner."""

    text: str
    box: Rectangle

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    @property
    def size(self) -> float:
        return max(1.0, self.box.bottom - self.box.top)


def read_page(page: Any, number: int) -> PageLayout:
    """The blocks of a pdfplumber page, from top to bottom."""
    _check_content(page)
    glyphs = [
        Glyph(c["text"], Rectangle(c["x0"], c["top"], c["x1"], c["bottom"]))
        for c in page.dedupe_chars(tolerance=0.5).chars
        if c["text"].strip()
    ]
    layout = PageLayout(number, float(page.width), float(page.height), [])
    share = max((_share(page, image) for image in page.images), default=0.0)
    layout.unread = bool(page.images) and (
        not glyphs or (len(glyphs) < FEW_CHARACTERS and share >= PAGE_SHARE)
    )
    layout.pictured = not layout.unread and share >= TABLE_SHARE
    if not glyphs:
        return layout
    horizontal, vertical = _lines(page)
    tables = [
        TableBlock(number, [CellBlock(box) for box in cells])
        for cells in enclosed(horizontal, vertical, _SLACK)
    ]
    outside = _into_cells(glyphs, tables)
    blocks: list[Block] = [table for table in tables if any(cell.pieces for cell in table.cells)]
    found, rest = unruled(word_rows(outside, number), number)
    blocks += found
    blocks += [line_of(row) for row in rest]
    layout.blocks = sorted(blocks, key=lambda block: block.box.top)
    return layout


def _share(page: Any, image: Any) -> float:
    """The share of the page that a picture covers."""
    area = (image["x1"] - image["x0"]) * (image["bottom"] - image["top"])
    return float(area / max(1.0, page.width * page.height))


def _check_content(page: Any) -> None:
    """Refuse a page whose instructions unpack to more than any page has, before they are run."""
    size = 0
    for stream in page.page_obj.contents:
        size += len(getattr(stream, "resolve", lambda stream=stream: stream)().get_data())
        if size > MAX_PAGE_BYTES:
            raise ReadingError(ReadingCode.TOO_MUCH, f"> {MAX_PAGE_BYTES // 2**20} MB")


def _lines(page: Any) -> tuple[list[Line], list[Line]]:
    horizontal: list[Line] = []
    vertical: list[Line] = []
    for edge in page.edges:
        across = edge["x1"] - edge["x0"]
        down = edge["bottom"] - edge["top"]
        if across > _FRAME_SHARE * page.width or down > _FRAME_SHARE * page.height:
            continue
        if edge["orientation"] == "h" and across >= _SHORTEST_LINE:
            horizontal.append(Line(edge["top"], edge["x0"], edge["x1"]))
        elif edge["orientation"] == "v" and down >= _SHORTEST_LINE:
            vertical.append(Line(edge["x0"], edge["top"], edge["bottom"]))
    return _whole(_distinct(horizontal)), _whole(_distinct(vertical))


def _distinct(lines: list[Line]) -> list[Line]:
    """Without repetitions: each cell draws its own border over its neighbour's."""
    seen = {(round(line.at), round(line.start), round(line.end)): line for line in lines}
    return list(seen.values())


def _whole(lines: list[Line]) -> list[Line]:
    """Lines whose pieces, each drawn by a cell of another row, meet end to end are one line.

    After a page break no cell may be left that tells by its sides which pieces belong together.
    """
    found: list[Line] = []
    for line in sorted(lines, key=_place):
        before = found[-1] if found else None
        if before and _place(before)[0] == _place(line)[0] and line.start <= before.end + _TOUCHING:
            found[-1] = Line(before.at, before.start, max(before.end, line.end))
        else:
            found.append(line)
    return found


def _place(line: Line) -> tuple[int, float]:
    return round(line.at * 2), line.start


def _into_cells(glyphs: Sequence[Glyph], tables: Sequence[TableBlock]) -> list[Glyph]:
    """Put each glyph into the cell that holds its middle; gives those outside all cells."""
    outside: list[Glyph] = []
    inside: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    frames = [table.box for table in tables]
    for glyph in glyphs:
        x, y = (glyph.box.left + glyph.box.right) / 2, glyph.middle
        place = next(
            (
                (t, c)
                for t, frame in enumerate(frames)
                if frame.holds(x, y)
                for c, cell in enumerate(tables[t].cells)
                if cell.box.holds(x, y)
            ),
            None,
        )
        if place is None:
            outside.append(glyph)
        else:
            inside[place].append(glyph)
    for (t, c), members in inside.items():
        cell = tables[t].cells[c]
        for row in word_rows(members, tables[t].page):
            text = " ".join(word.text for word in row)
            cell.pieces.append(Piece(text, row[0].page, around(word.box for word in row)))
    return outside


def word_rows(glyphs: Sequence[Glyph], page: int) -> list[list[Piece]]:
    """Lines from top to bottom, each as its words from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.middle):
        if rows and abs(glyph.middle - _mean_middle(rows[-1])) < 0.5 * min(
            glyph.size, rows[-1][-1].size
        ):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_words(sorted(row, key=lambda g: g.box.left), page) for row in rows]


def _mean_middle(row: list[Glyph]) -> float:
    last = row[-4:]
    return sum(glyph.middle for glyph in last) / len(last)


def _words(row: list[Glyph], page: int) -> list[Piece]:
    """Parted wherever a gap is as wide as a blank."""
    words: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        gap = (glyph.box.left - before.box.right) / min(glyph.size, before.size)
        if gap > BLANK:
            words.append([glyph])
        else:
            words[-1].append(glyph)
    return [Piece("".join(g.text for g in w), page, around(g.box for g in w)) for w in words]
