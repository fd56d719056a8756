"""What reading a file's pictures will take: how many pages, and how long one."""

import time
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from extractor.reading.docx import tree_of_docx
from extractor.reading.embedded import pictures_of_docx, taken_out
from extractor.reading.html import tree_of_page
from extractor.reading.limits import MAX_PAGES, MAX_RECOGNISED
from extractor.reading.mhtml import page_of
from extractor.reading.pictured import to_recognise
from extractor.reading.plain import read_plain
from extractor.reading.scan import has_ocr
from extractor.reading.sniff import PICTURES, Kind, sniff

if TYPE_CHECKING:
    from extractor.reading.rendering import Picture


def pages_to_recognise(data: bytes, name: str = "") -> int:
    """How many pages of a file will be read as pictures; 0 for kinds that have none.

    Counts the pages of a pdf that hold pictures and no text, without laying them out, and the
    pictures of web pages and Word documents that show tables.
    Errors: `ReadingError` (unreadable), an encrypted pdf too.
    """
    kind = sniff(data, name)
    if kind in (Kind.HTML, Kind.MHTML, Kind.DOCX):
        held = islice(_held(data, kind), MAX_RECOGNISED) if has_ocr() else ()
        return sum(1 for _ in held)
    if kind not in PICTURES and kind is not Kind.PDF:
        return 0
    from extractor.reading.rendering import count_frames, pages_of_pictures  # noqa: PLC0415

    if kind is Kind.PDF:
        parts = sum(1 for _ in _parts(data)) if has_ocr() else 0
        return min(len(pages_of_pictures(data)) + parts, MAX_RECOGNISED)
    return min(count_frames(data), MAX_RECOGNISED)


def seconds_a_page(data: bytes, name: str = "") -> float | None:
    """How long the first page that will be read as a picture takes here; None without any."""
    kind = sniff(data, name)
    if not has_ocr():
        return None
    from extractor.reading.ocr import recognised  # noqa: PLC0415 - slow to load
    from extractor.reading.rendering import Picture  # noqa: PLC0415 - slow to load

    picture = next(_pictures(data, kind), None)
    if picture is None:
        return None
    recognised(Picture(1, picture.grey[:100, :100], picture.points))  # loads the models
    start = time.perf_counter()
    recognised(picture)
    return time.perf_counter() - start


def _pictures(data: bytes, kind: Kind) -> "Iterator[Picture]":
    from extractor.reading.rendering import (  # noqa: PLC0415 - slow to load
        pages_of_pictures,
        pictures,
        rendered,
    )

    if kind is Kind.PDF:
        return chain(rendered(data, pages_of_pictures(data)[:1]), _parts(data))
    if kind in PICTURES:
        return pictures(data)
    return _held(data, kind)


def _parts(data: bytes) -> "Iterator[Picture]":
    """The pictures of tables on pages of a pdf that have text."""
    from extractor.reading.ocr import shows_table  # noqa: PLC0415 - slow to load
    from extractor.reading.rendering import pages_of_pictures, parts_of_pages  # noqa: PLC0415

    unread = set(pages_of_pictures(data))
    with_text = [number for number in range(1, MAX_PAGES + 1) if number not in unread]
    parts = (part.picture for part in parts_of_pages(data, with_text))
    return (picture for picture in parts if shows_table(picture))


def _held(data: bytes, kind: Kind) -> "Iterator[Picture]":
    """The pictures within a web page or a Word document that will be recognised."""
    if kind is Kind.DOCX:
        root, _ = tree_of_docx(data)
        held = pictures_of_docx(data)
    elif kind in (Kind.HTML, Kind.MHTML):
        bare, held = taken_out(page_of(data) if kind is Kind.MHTML else data)
        root = tree_of_page(read_plain(bare)[0].text).root
    else:
        return
    yield from (picture for _, picture in to_recognise(root, held))
