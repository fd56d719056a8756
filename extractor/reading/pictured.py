"""Tables that a page or a Word document shows as pictures, read where its text has none.

A picture is read if rules enclose cells in it; a document that is nothing but pictures is read like
a scan. What is read takes the picture's place in the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.reading.embedded import Pictures
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.html_tables import PICTURED, is_data, rows_of
from extractor.reading.html_tree import Element
from extractor.reading.layout import Block, PageLayout, TableBlock, is_number
from extractor.reading.limits import MAX_LOOKED_AT, MAX_RECOGNISED
from extractor.reading.pages import joined_blocks, without_running_lines
from extractor.reading.scan import INSTALL, has_ocr, readable

if TYPE_CHECKING:
    from extractor.reading.rendering import Picture

# A document of fewer characters than this says nothing itself: its pictures are its pages.
_SCARCE = 300
# Of a recognised table's labels, the share that the text's own tables must have to be the same
# table; and how long a label is to tell.
_SAME = 0.5
_LABEL = 3
_FEWEST_NUMBERS = 2


@dataclass(slots=True)
class Recognised:
    """What was read from pictures: blocks to write at each, the pages; `unread` says what was not."""

    blocks: dict[int, list[Block]] = field(default_factory=dict)
    layouts: list[PageLayout] = field(default_factory=list)
    unread: str | None = None


def read_pictures(root: Element, pictures: Pictures) -> Recognised:
    """Read the pictures of a tree that show tables; their elements become places for the blocks.

    Errors: `ReadingError` (needs-package) for a document that is nothing but pictures.
    """
    result = Recognised()
    shown = _shown(root, pictures)
    if not shown:
        return result
    scarce = _length(root) < _SCARCE
    if not has_ocr():
        candidates = [n for n in shown if readable(pictures.load(n))]
        if candidates and scarce:
            raise ReadingError(ReadingCode.NEEDS_PACKAGE, INSTALL)
        result.unread = _unread(len(candidates))
        return result
    read, left = _recognised(root, pictures, whole=scarce)
    own = "" if scarce else "".join(_cells(root))
    kept = {name: layout for name, layout in read.items() if scarce or _is_new(layout, own)}
    result.layouts = list(kept.values())
    result.unread = _unread(left)
    if scarce and kept:
        # Pages of a scan: tables run over their ends, and running lines recur.
        without_running_lines(result.layouts)
        result.blocks[result.layouts[0].number] = joined_blocks(result.layouts)
    else:
        result.blocks = {layout.number: layout.blocks for layout in result.layouts}
    for name in kept:
        shown[name].tag = PICTURED
        shown[name].attributes = {"number": str(pictures.number(name))}
    return result


def to_recognise(root: Element, pictures: Pictures) -> "Iterator[tuple[str, Picture]]":
    """The pictures that show a table, or all of a document that is nothing but pictures; each once."""
    from extractor.reading.ocr import shows_table  # noqa: PLC0415 - slow to load

    scarce = _length(root) < _SCARCE
    seen: set[bytes] = set()
    for name in list(_shown(root, pictures))[:MAX_LOOKED_AT]:
        data = pictures.load(name)
        picture = None if data in seen else readable(data, pictures.number(name))
        seen.add(data)
        if picture is not None and (scarce or shows_table(picture)):
            yield name, picture


def _recognised(
    root: Element, pictures: Pictures, whole: bool
) -> tuple[dict[str, PageLayout], int]:
    """The layouts of pictures that show something, and how many beyond the limit were left."""
    from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load

    read: dict[str, PageLayout] = {}
    left = 0
    for tried, (name, picture) in enumerate(to_recognise(root, pictures)):
        if tried >= MAX_RECOGNISED:
            left += 1
            continue
        layout = recognised(picture)
        if layout.blocks and (whole or _has_numbers(layout)):
            read[name] = layout
    return read, left


def _shown(root: Element, pictures: Pictures) -> dict[str, Element]:
    """The first element of each picture that the tree shows, in order."""
    known = set(pictures.names)
    found: dict[str, Element] = {}
    for element in _all(root):
        name = element.attributes.get("src", "")
        if element.tag == "img" and name in known:
            found.setdefault(name, element)
    return found


def _all(element: Element) -> Iterator[Element]:
    for child in element.elements():
        yield child
        yield from _all(child)


def _length(element: Element) -> int:
    return sum(
        len("".join(child.split())) if isinstance(child, str) else _length(child)
        for child in element.children
    )


def _text(element: Element) -> str:
    parts = (c if isinstance(c, str) else _text(c) for c in element.children)
    return "".join("".join(parts).split())


def _cells(root: Element) -> Iterator[str]:
    """What the cells of the text's own tables say."""
    for element in _all(root):
        if element.tag == "table" and is_data(element):
            yield from (_text(cell) + "\n" for row in rows_of(element) for cell in row)


def _has_numbers(layout: PageLayout) -> bool:
    cells = [c for b in layout.blocks if isinstance(b, TableBlock) for c in b.cells]
    return sum(is_number(cell.text) for cell in cells) >= _FEWEST_NUMBERS


def _is_new(layout: PageLayout, own: str) -> bool:
    """Whether the text has no table of the same labels."""
    cells = [c.text for b in layout.blocks if isinstance(b, TableBlock) for c in b.cells]
    labels = {t for t in cells if len(t) >= _LABEL and not is_number(t)}
    return sum(label in own for label in labels) < _SAME * max(1, len(labels))


def _unread(count: int) -> str | None:
    if not count:
        return None
    return f"{count} 幅图片未识别 ({count} pictures were not read)"
