"""Pictures of pages: pdf without text, and pictures; read by the extra `ocr`."""

import time
from importlib.util import find_spec
from itertools import islice

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import MAX_RECOGNISED
from extractor.reading.pdf import Paged, layouts_of, paged
from extractor.reading.sniff import PICTURES, Kind, sniff

_INSTALL = "pip install duibiao[ocr]"


def has_ocr() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_pdf_or_scan(data: bytes) -> Paged:
    """A pdf; its pages without text are read as pictures, if the extra is installed."""
    layouts, more = layouts_of(data)
    unread = [layout for layout in layouts if layout.unread]
    if unread and len(unread) == len(layouts) and not has_ocr():
        raise ReadingError(ReadingCode.NEEDS_PACKAGE, _INSTALL)
    if unread and has_ocr():
        from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load
        from extractor.reading.rendering import rendered  # noqa: PLC0415 - slow to load

        chosen = unread[:MAX_RECOGNISED]
        for picture, layout in zip(rendered(data, [p.number for p in chosen]), chosen, strict=True):
            read = recognised(picture)
            layout.blocks, layout.unread = read.blocks, False
    return paged(layouts, more)


def read_picture(data: bytes) -> Paged:
    """A picture of one page, or of several (tiff).

    Errors: `ReadingError` (needs-package, unreadable, too-much).
    """
    if not has_ocr():
        raise ReadingError(ReadingCode.NEEDS_PACKAGE, _INSTALL)
    from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load
    from extractor.reading.rendering import count_frames, pictures  # noqa: PLC0415 - slow to load

    frames = count_frames(data)
    read = [recognised(picture) for picture in islice(pictures(data), MAX_RECOGNISED)]
    return paged(read, max(0, frames - len(read)), MAX_RECOGNISED)


def pages_to_recognise(data: bytes, name: str = "") -> int:
    """How many pages of a pdf or picture will be read as pictures; 0 for all other files.

    Counts the pages of a pdf that hold pictures and no text, without laying them out.
    Errors: `ReadingError` (unreadable), an encrypted pdf too.
    """
    kind = sniff(data, name)
    if kind not in PICTURES and kind is not Kind.PDF:
        return 0
    from extractor.reading.rendering import count_frames, pages_of_pictures  # noqa: PLC0415

    if kind is Kind.PDF:
        return min(len(pages_of_pictures(data)), MAX_RECOGNISED)
    return min(count_frames(data), MAX_RECOGNISED)


def seconds_a_page(data: bytes, name: str = "") -> float | None:
    """How long the first page that will be read as a picture takes here; None without any."""
    kind = sniff(data, name)
    if not has_ocr() or (kind not in PICTURES and kind is not Kind.PDF):
        return None
    from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load
    from extractor.reading.rendering import (  # noqa: PLC0415 - slow to load
        Picture,
        pages_of_pictures,
        pictures,
        rendered,
    )

    is_pdf = kind is Kind.PDF
    found = rendered(data, pages_of_pictures(data)[:1]) if is_pdf else pictures(data)
    picture = next(found, None)
    if picture is None:
        return None
    recognised(Picture(1, picture.grey[:100, :100], picture.points))  # loads the models
    start = time.perf_counter()
    recognised(picture)
    return time.perf_counter() - start
