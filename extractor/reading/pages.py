"""From page layouts to a document's text: furniture out, tables joined over page breaks."""

import re
from collections import Counter
from collections.abc import Sequence

from extractor.reading.layout import (
    OPENING,
    Block,
    CellBlock,
    PageLayout,
    TableBlock,
    TextLine,
    is_number,
)
from extractor.reading.ruling import Rectangle

# Share of the page's height at top and bottom in which running lines stand, and how much that is
# at least on a small page, in points: margins do not shrink with the paper.
_MARGIN = 0.1
_LEAST_MARGIN = 60.0
_MOST_MARGIN = 0.2
_PAGE_NUMBER = re.compile(
    r"[-—–－ ]{0,4}(?:第)? ?\d{1,4} ?(?:页)?(?: ?[/／共,，] ?(?:共)? ?\d{1,4} ?页?)?[-—–－ ]{0,4}|[ivxIVX]{1,6}"
)
_FIGURE = re.compile(r"(?<!\d)(?!20\d\d ?年)\d+")
# A running head that says the year and the kind of report is its title where it stands first.
_TITLE = re.compile(r"20\d\d ?年.*(?:报 ?告|年 ?报)(?:[(（][^()（）]{0,12}[)）])?$")
_ALIGNED = 6.0  # points by which columns may differ from page to page


def without_running_lines(pages: Sequence[PageLayout]) -> None:
    """Drop headers, footers and page numbers: lines in the margins that recur or only count."""
    marginal = [(page, line) for page in pages for line in _marginal(page)]
    seen = Counter(_pattern(line.text) for _, line in marginal)
    recurring = max(2, (len(pages) + 1) // 2)
    titles: set[str] = set()
    for page, line in marginal:
        counts = _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
        recurs = len(pages) > 1 and seen[_pattern(line.text)] >= recurring
        if recurs and _TITLE.search(line.text.strip()) and line.text not in titles:
            titles.add(line.text)
            continue
        if counts or recurs:
            page.blocks = [block for block in page.blocks if block is not line]


def _marginal(page: PageLayout) -> list[TextLine]:
    margin = max(_MARGIN * page.height, min(_LEAST_MARGIN, _MOST_MARGIN * page.height))
    top, bottom = margin, page.height - margin
    outer = [*page.blocks[:2], *page.blocks[2:][-2:]]
    return [
        block
        for block in outer
        if isinstance(block, TextLine) and (block.box.bottom < top or block.box.top > bottom)
    ]


def _pattern(text: str) -> str:
    """What recurs of a line: all but its figures. Years stay: titles of yearly reports differ in
    nothing else."""
    return _FIGURE.sub("#", text)


def joined_blocks(pages: Sequence[PageLayout]) -> list[Block]:
    """All blocks in order, a table that runs over a page break as one."""
    result: list[Block] = []
    for page in pages:
        for place, block in enumerate(page.blocks):
            last = result[-1] if result else None
            if (
                place == 0
                and isinstance(block, TableBlock)
                and isinstance(last, TableBlock)
                and block.ruled
                and last.ruled
                and _same_columns(last, block)
            ):
                _append(last, block)
            else:
                result.append(block)
    return result


def _same_columns(upper: TableBlock, lower: TableBlock) -> bool:
    """Whether a table at a page's top can be the rest of the one at the last page's bottom."""
    a, b = upper.box, lower.box
    if abs(a.left - b.left) > _ALIGNED or abs(a.right - b.right) > _ALIGNED:
        return False
    above = {round(x) for cell in upper.cells for x in (cell.box.left, cell.box.right)}
    inner = {x for cell in lower.cells for x in (cell.box.left, cell.box.right)}
    return all(any(abs(x - y) <= _ALIGNED for y in above) for x in inner)


def _append(upper: TableBlock, lower: TableBlock) -> None:
    """Move the lower part under the upper one; join the cells that the break cut."""
    cells = _without_repeated_head(upper, lower)
    if not cells:
        return
    bottom = upper.box.bottom
    shift = bottom - min(cell.box.top for cell in cells)
    moved = [CellBlock(_shifted(cell.box, shift), cell.pieces) for cell in cells]
    last = [cell for cell in upper.cells if abs(cell.box.bottom - bottom) < 1]
    first = [cell for cell in moved if abs(cell.box.top - bottom) < 1]
    pairs = [(a, b) for a in last for b in first if _same_width(a.box, b.box)]
    cut = _is_cut_row(pairs)
    row_bottom = min(cell.box.bottom for cell in first)
    row_top = max(cell.box.top for cell in last)
    gone: set[int] = set()
    for a, b in pairs:
        tall = a.box.top < row_top - 1 or b.box.bottom > row_bottom + 1
        if cut or (tall and _is_cut_group(a, b)):
            a.box = a.box.joined(b.box)
            a.pieces += b.pieces
            gone.add(id(b))
    upper.cells += [cell for cell in moved if id(cell) not in gone]


def _is_cut_row(pairs: list[tuple[CellBlock, CellBlock]]) -> bool:
    """Whether the break runs through a row: its numbers stand on one side, beside nothing.

    Where words stand across from a number, a head ends a page and its first row begins the next.
    """
    numbers_above = any(is_number(a.text) for a, _ in pairs)
    numbers_below = any(is_number(b.text) for _, b in pairs)
    texts_below = [b.text for _, b in pairs if b.text and not is_number(b.text)]
    if len(pairs) < 3 or (numbers_above and numbers_below):
        return False
    if not numbers_above and not numbers_below:
        return False
    if any(a.text and b.text and is_number(a.text) != is_number(b.text) for a, b in pairs):
        return False
    return not any(OPENING.match(text) for text in texts_below)


def _is_cut_group(upper: CellBlock, lower: CellBlock) -> bool:
    """Whether two tall label cells are one: the lower has no label, or no beginning of one."""
    if is_number(upper.text) or is_number(lower.text):
        return False
    return not lower.text or not upper.text or not OPENING.match(lower.text)


def _without_repeated_head(upper: TableBlock, lower: TableBlock) -> list[CellBlock]:
    """The lower part's cells below the head that it repeats."""
    tops = sorted({round(cell.box.top) for cell in lower.cells})
    head_text = [_row_text(upper, top) for top in sorted({round(c.box.top) for c in upper.cells})]
    repeated = 0
    for place, top in enumerate(tops):
        text = _row_text(lower, top)
        if place >= len(head_text) or text != head_text[place] or any(map(is_number, text)):
            break
        repeated = place + 1
    if not repeated or not any(_row_text(lower, top) for top in tops[:repeated]):
        return lower.cells
    kept = set(tops[repeated:])
    return [cell for cell in lower.cells if round(cell.box.top) in kept]


def _row_text(table: TableBlock, top: int) -> list[str]:
    row = [cell for cell in table.cells if round(cell.box.top) == top]
    return [cell.text for cell in sorted(row, key=lambda c: c.box.left) if cell.text]


def _same_width(a: Rectangle, b: Rectangle) -> bool:
    return abs(a.left - b.left) <= _ALIGNED and abs(a.right - b.right) <= _ALIGNED


def _shifted(box: Rectangle, by: float) -> Rectangle:
    return Rectangle(box.left, box.top + by, box.right, box.bottom + by)
