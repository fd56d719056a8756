"""Web pages: visible text with offsets, data tables as grids."""

import html as entities
import re
from dataclasses import dataclass, field, replace

from extractor.reading.embedded import Pictures, taken_out
from extractor.reading.html_hidden import settle_hidden
from extractor.reading.html_marks import drop_struck, raise_marks
from extractor.reading.html_navigation import drop_navigation
from extractor.reading.html_rows import part_cells
from extractor.reading.html_tables import PICTURED, is_data, placed
from extractor.reading.html_tree import BLOCKS, Element, Tree, tree_of
from extractor.reading.page_writing import PageWriter
from extractor.reading.pictured import Recognised, read_pictures
from extractor.reading.plain import read_plain, storable
from extractor.reading.writing import GridWriter, Writer
from extractor.types import Page, SourceGrid

# Beyond this the parser itself takes time quadratic in the depth (50,000 took 6 s).
MAX_PARSED_DEPTH = 2000
# The share of the characters counted apart from the parser that must come out of it.
_LEAST_SHARE = 0.98

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})(?:[^<>]{0,5000})>")
_COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head|title|template)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_NOT_NESTING = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "option",
        "dt",
        "dd",
        "tbody",
        "thead",
        "tfoot",
    ]
)


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
    if _depth(decoded.text) > MAX_PARSED_DEPTH:
        text = re.sub(r"\n[ \t\r\n]*", "\n", storable(_stripped(decoded.text)))
        reason = "网页嵌套过深，只取文字 (nested too deep: text only)"
        return Blocks(text, decoded.encoding, (), reason)
    tree = tree_of_page(decoded.text)
    blocks = write_blocks(tree.root, incomplete, pictures)
    incomplete = blocks.incomplete
    expected = _count(_stripped(decoded.text).replace("|", "")) - tree.hidden_characters
    from_pictures = sum(_count(box.span.of(blocks.text)) for p in blocks.pages for box in p.boxes)
    got = _count(blocks.text.replace("|", "")) - from_pictures
    if got < _LEAST_SHARE * expected - 20:
        lost = "网页有部分文字未能读出 (a part of the page's text did not come out of the parser)"
        incomplete = f"{incomplete}; {lost}" if incomplete else lost
    return Blocks(blocks.text, decoded.encoding, blocks.grids, incomplete, blocks.pages)


def tree_of_page(markup: str) -> Tree:
    """The elements of a page that are read: without copies that are hidden, navigation and what is
    struck out, which count as hidden.

    Errors: `ReadingError` (too-much).
    """
    tree = tree_of(markup)
    removed = settle_hidden(tree.root)
    removed += drop_navigation(tree.root) + drop_struck(tree.root)
    raise_marks(tree.root)
    part_cells(tree.root)
    return replace(tree, hidden_characters=tree.hidden_characters + removed)


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


def _depth(markup: str) -> int:
    """How deep tags nest at most, counted without a parser."""
    depth = deepest = 0
    for match in _TAG.finditer(markup):
        name = match.group(2).lower()
        if name in _NOT_NESTING:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _stripped(markup: str) -> str:
    """The text of a page without a parser: tags, comments, scripts taken out."""
    return entities.unescape(re.sub(r"<[^<>]{0,5000}>", "\n", _COMMENT.sub("", markup)))


def _count(text: str) -> int:
    return len("".join(text.split()))
