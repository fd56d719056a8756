"""PDF with text: lines and ruled tables with their places on the pages."""

from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.layout import PageLayout
from extractor.reading.limits import MAX_PAGES
from extractor.reading.page_writing import PageWriter, written
from extractor.reading.plain import storable
from extractor.types import Page, SourceGrid


@dataclass(frozen=True, slots=True)
class Paged:
    """Text, grids and pages; `unread` are the pages that hold only pictures."""

    text: str
    grids: tuple[SourceGrid, ...]
    pages: tuple[Page, ...]
    unread: tuple[int, ...] = ()
    incomplete: str | None = None


def read_pdf(data: bytes) -> Paged:
    """Read the pages that have text.

    Errors: `ReadingError` (needs-package, encrypted, unreadable).
    """
    layouts, more = layouts_of(data)
    return paged(layouts, more)


def paged(layouts: list[PageLayout], more: int = 0, limit: int = MAX_PAGES) -> Paged:
    """The document that some page layouts make; `more` pages beyond `limit` were left out."""
    writer: PageWriter = written(layouts)
    text = storable(writer.writer.text())
    unread = tuple(layout.number for layout in layouts if layout.unread)
    reasons = []
    if unread:
        reasons.append(
            f"{len(unread)} 页没有文字，未识别图片 ({len(unread)} pages have no text, pictures not read)"
        )
    if more:
        reasons.append(f"超过 {limit} 页，其余 {more} 页未读 ({more} pages beyond the limit)")
    return Paged(
        text, tuple(writer.grids), writer.pages(layouts), unread, "; ".join(reasons) or None
    )


def layouts_of(data: bytes) -> tuple[list[PageLayout], int]:
    """The layout of each page, and how many pages were left out."""
    if find_spec("pdfplumber") is None:
        raise ReadingError(ReadingCode.NEEDS_PACKAGE, "pip install duibiao[documents]")
    import pdfplumber  # noqa: PLC0415 - slow to load
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415 - slow to load

    from extractor.reading.pdf_page import read_page  # noqa: PLC0415 - slow to load

    try:
        with pdfplumber.open(BytesIO(data)) as document:
            pages = document.pages
            layouts = []
            for page in pages[:MAX_PAGES]:
                layouts.append(read_page(page, page.page_number))
                page.close()
            return layouts, max(0, len(pages) - MAX_PAGES)
    except (MemoryError, ReadingError):
        raise
    except Exception as error:  # the parser answers damage with whatever it stumbles over
        raise _refusal(error, PDFPasswordIncorrect) from error


def _refusal(error: BaseException, password: type[Any]) -> ReadingError:
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, password) or any(isinstance(a, password) for a in at.args):
            return ReadingError(ReadingCode.ENCRYPTED)
        at = at.__cause__ or at.__context__
    return ReadingError(ReadingCode.UNREADABLE, "pdf")
