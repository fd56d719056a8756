"""Pictures of pages: pdf without text, and pictures; read by the extra `ocr`."""

from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.layout import PageLayout, moved
from extractor.reading.limits import MAX_RECOGNISED
from extractor.reading.pdf import Paged, layouts_of, paged
from extractor.reading.sniff import PICTURES, sniff

if TYPE_CHECKING:
    from extractor.reading.rendering import Picture

INSTALL = "pip install duibiao[ocr]"
# Dots of a picture within a page or a Word document: smaller ones are icons and lines.
_LEAST_WIDTH, _LEAST_HEIGHT = 240, 60


def has_ocr() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_pdf_or_scan(data: bytes) -> Paged:
    """A pdf; its pages without text are read as pictures, if the extra is installed."""
    layouts, more = layouts_of(data)
    unread = [layout for layout in layouts if layout.unread]
    if unread and len(unread) == len(layouts) and not has_ocr():
        raise ReadingError(ReadingCode.NEEDS_PACKAGE, INSTALL)
    if unread and has_ocr():
        from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load
        from extractor.reading.rendering import rendered  # noqa: PLC0415 - slow to load

        chosen = unread[:MAX_RECOGNISED]
        for picture, layout in zip(rendered(data, [p.number for p in chosen]), chosen, strict=True):
            layouts[layouts.index(layout)] = recognised(picture)
    if has_ocr():
        _read_parts(data, layouts, MAX_RECOGNISED - min(len(unread), MAX_RECOGNISED))
    return paged(layouts, more)


def _read_parts(data: bytes, layouts: list[PageLayout], most: int) -> None:
    """Read the tables that pages with text show as pictures, at most so many."""
    from extractor.reading.rendering import parts_of_pages  # noqa: PLC0415 - slow to load

    with_text = {layout.number: layout for layout in layouts if layout.pictured}
    if not with_text:
        return
    from extractor.reading.ocr import recognised, shows_table  # noqa: PLC0415 - slow to load

    for part in parts_of_pages(data, with_text):
        if most > 0 and shows_table(part.picture):
            most -= 1
            read = recognised(part.picture)
            if not read.quarter:
                page = with_text[part.picture.number]
                page.blocks += [moved(block, part.left, part.top) for block in read.blocks]
                page.blocks.sort(key=lambda block: block.box.top)


def read_picture(data: bytes) -> Paged:
    """A picture of one page, or of several (tiff).

    Errors: `ReadingError` (needs-package, unreadable, too-much).
    """
    if not has_ocr():
        raise ReadingError(ReadingCode.NEEDS_PACKAGE, INSTALL)
    from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load
    from extractor.reading.rendering import count_frames, pictures  # noqa: PLC0415 - slow to load

    frames = count_frames(data)
    read = [recognised(picture) for picture in islice(pictures(data), MAX_RECOGNISED)]
    return paged(read, max(0, frames - len(read)), MAX_RECOGNISED)


def readable(data: bytes, number: int = 1) -> "Picture | None":
    """A picture that a document holds; None for one too small, too large, or damaged."""
    if sniff(data) not in PICTURES or find_spec("PIL") is None:
        return None
    from extractor.reading.rendering import Picture, pictures  # noqa: PLC0415 - slow to load

    try:
        first = next(pictures(data))
    except (ReadingError, StopIteration):
        return None
    high, wide = first.grey.shape
    if wide < _LEAST_WIDTH or high < _LEAST_HEIGHT:
        return None
    return Picture(number, first.grey, first.points)
