"""Pictures of pages: pdf without text, and pictures; read by the extra `ocr`."""

from importlib.util import find_spec

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.pdf import Paged, layouts_of, paged

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

        for picture, layout in zip(rendered(data, [p.number for p in unread]), unread, strict=True):
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
    from extractor.reading.rendering import pictures  # noqa: PLC0415 - slow to load

    return paged([recognised(picture) for picture in pictures(data)])


def pages_to_recognise(data: bytes) -> int:
    """How many pages of a pdf have no text and would be read as pictures."""
    return sum(layout.unread for layout in layouts_of(data)[0])
