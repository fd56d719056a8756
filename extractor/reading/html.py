"""Web pages: visible text with offsets, data tables as grids."""

import re
from dataclasses import dataclass, field, replace

from extractor.reading.embedded import Pictures, taken_out
from extractor.reading.encodings import undoubled
from extractor.reading.html_apart import count, depth, stripped
from extractor.reading.html_broken import has_frame_for_text
from extractor.reading.html_held import held_by, held_in_json, is_told
from extractor.reading.html_hidden import settle_hidden
from extractor.reading.html_marks import drop_struck, raise_marks
from extractor.reading.html_navigation import drop_navigation
from extractor.reading.html_rows import part_cells
from extractor.reading.html_tables import PICTURED, is_data, placed
from extractor.reading.html_title import with_title
from extractor.reading.html_tree import BLOCKS, Element, Tree, tree_of
from extractor.reading.limits import MAX_PARSED_DEPTH
from extractor.reading.page_writing import PageWriter
from extractor.reading.pictured import Recognised, read_pictures
from extractor.reading.plain import read_plain, storable
from extractor.reading.writing import GridWriter, Writer
from extractor.types import Page, SourceGrid

# The share of the characters counted apart from the parser that must come out of it.
_LEAST_SHARE = 0.98
_LOST = "网页有部分文字未能读出 (a part of the page's text did not come out of the parser)"
_FRAMED = "正文处的框架内容不在本文件中 (a frame shows a part of the text that is not in this file)"


@dataclass(slots=True)
class _Page:
    recognised: Recognised
    writer: Writer = field(default_factory=Writer)
    grids: list[SourceGrid] = field(default_factory=list)
    pictures: PageWriter = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = PageWriter(self.writer, self.grids)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Text of blocks and tables; the spans of grids and of `pages`, its pictures, point into it."""

    text: str
    encoding: str | None
    grids: tuple[SourceGrid, ...]
    incomplete: str | None
    pages: tuple[Page, ...] = ()


def read_html(data: bytes) -> Blocks:
    """The visible text of a page and its data tables; spans point into the text.

    Pictures within it that show tables are read too, where the text has none (`pictured`).
    Errors: `ReadingError` (too-much, needs-package).
    """
    bare, pictures = taken_out(data)
    decoded, incomplete = read_plain(bare)
    return _page(undoubled(decoded.text), decoded.encoding, incomplete, pictures)


def read_json(data: bytes) -> Blocks | None:
    """The reports that JSON holds in its strings; None where it holds none.

    Errors: as `read_html`.
    """
    decoded, incomplete = read_plain(data)
    held = held_in_json(undoubled(decoded.text))
    return _page("\n".join(held), decoded.encoding, incomplete, Pictures()) if held else None


def _page(markup: str, encoding: str | None, incomplete: str | None, pictures: Pictures) -> Blocks:
    if depth(markup) > MAX_PARSED_DEPTH:
        text = re.sub(r"\n[ \t\r\n]*", "\n", storable(stripped(markup)))
        return Blocks(text, encoding, (), "网页嵌套过深，只取文字 (nested too deep: text only)")
    tree = tree_of_page(markup)
    with_title(tree.root, markup)
    reasons = [incomplete] if incomplete else []
    if has_frame_for_text(tree.root):
        reasons.append(_FRAMED)
    blocks = write_blocks(tree.root, "; ".join(reasons) or None, pictures)
    expected = count(stripped(markup).replace("|", "")) + tree.framed_characters
    from_pictures = sum(count(box.span.of(blocks.text)) for p in blocks.pages for box in p.boxes)
    got = count(blocks.text.replace("|", "")) - from_pictures
    incomplete = blocks.incomplete
    if got < _LEAST_SHARE * (expected - tree.hidden_characters) - 20:
        incomplete = f"{incomplete}; {_LOST}" if incomplete else _LOST
    return Blocks(blocks.text, encoding, blocks.grids, incomplete, blocks.pages)


def tree_of_page(markup: str) -> Tree:
    """The elements of a page that are read: without copies that are hidden, navigation and what is
    struck out, which count as hidden. A page that shows no report is read with those that it holds.

    Errors: `ReadingError` (too-much).
    """
    tree = tree_of(markup)
    framed = tree.framed_characters
    if not is_told(_text(tree.root)):
        for held in held_by(markup):
            if depth(held) <= MAX_PARSED_DEPTH:
                part = replace(tree_of(held).root, tag="div", hidden=True)
                tree.root.children.append(part)
                framed += count(_text(part))
    removed = settle_hidden(tree.root)
    removed += drop_navigation(tree.root) + drop_struck(tree.root)
    raise_marks(tree.root)
    part_cells(tree.root)
    return replace(
        tree, hidden_characters=tree.hidden_characters + removed, framed_characters=framed
    )


def _text(root: Element) -> str:
    """All text of elements, hidden text too."""
    parts: list[str] = []
    stack: list[Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        else:
            stack.extend(reversed(item.children))
    return "".join(parts)


def write_blocks(
    root: Element, incomplete: str | None = None, pictures: Pictures | None = None
) -> Blocks:
    """Write a tree of blocks as text, its data tables as grids, pictures of tables as their tables.

    Errors: `ReadingError` (needs-package) for a tree of nothing but pictures.
    """
    recognised = read_pictures(root, pictures or Pictures())
    page = _Page(recognised)
    _write(root, page)
    page.writer.end_line()
    reasons = [reason for reason in (incomplete, recognised.unread) if reason]
    return Blocks(
        storable(page.writer.text()),
        None,
        tuple(page.grids),
        "; ".join(reasons) or None,
        page.pictures.pages(recognised.layouts),
    )


def _write(element: Element, page: _Page) -> None:
    writer = page.writer
    if element.tag == "br":
        writer.new_line()
        return
    if element.tag == PICTURED:
        blocks = page.recognised.blocks.get(int(element.attributes["number"]), [])
        page.pictures.write(blocks, max((block.box.right for block in blocks), default=0.0))
        return
    if element.tag == "table" and is_data(element) and _write_grid(element, page):
        return
    block = element.tag in BLOCKS
    if block:
        writer.end_line()
    for child in element.children:
        if isinstance(child, Element):
            _write(child, page)
        elif element.tag == "pre":
            writer.verbatim(child.replace("\r\n", "\n"))
        else:
            writer.inline(child)
    if block:
        writer.end_line()


def _write_grid(table: Element, page: _Page) -> bool:
    """Write a data table a row a line; false where it is too large for a grid."""
    rows = placed(table)
    if rows is None:
        return False
    for child in table.elements():
        if child.tag == "caption":
            _write(child, page)
    grid = GridWriter(page.writer)
    for row in rows:
        for cell in row:
            grid.begin()
            _write_cell(cell.element, page.writer)
            grid.end(cell.row, cell.column, (cell.row_span, cell.column_span))
        grid.end_row()
    page.grids.append(grid.finished())
    return True


def _write_cell(element: Element, writer: Writer) -> None:
    """A cell's text on one line: its blocks and breaks become blanks."""
    for child in element.children:
        if isinstance(child, str):
            writer.inline(child)
            continue
        apart = child.tag in BLOCKS or child.tag == "br"
        if apart:
            writer.blank()
        _write_cell(child, writer)
        if apart:
            writer.blank()
