"""The child process: same result, and limits that hold."""

import pytest

from extractor.reading import (
    ReadingCode,
    ReadingError,
    ReadingLimits,
    SafeReader,
    read,
    read_safely,
)
from extractor.reading.transfer import packed, unpacked
from extractor.types import Box, Document, Page, SourceCell, SourceGrid, Span

PAGE = "<html><body><p>一</p><table><tr><td>规章</td><td>0</td></tr></table></body></html>".encode()


def test_the_child_reads_the_same() -> None:
    with SafeReader() as reader:
        assert reader.read(PAGE, "a.html") == read(PAGE, "a.html")
        assert reader.read("公开信息".encode(), "a.txt").text == "公开信息"
        with pytest.raises(ReadingError) as caught:
            reader.read(b"%PDF-1.4 nothing", "坏.pdf")
        assert (caught.value.code, caught.value.name) == (ReadingCode.UNREADABLE, "坏.pdf")
        assert reader.read(PAGE, "b.html").name == "b.html"


def test_a_document_that_takes_too_long_is_refused() -> None:
    limits = ReadingLimits(seconds=0.001)
    with pytest.raises(ReadingError) as caught:
        read_safely(PAGE, "慢.html", limits=limits)
    assert (caught.value.code, caught.value.name) == (ReadingCode.TIME_LIMIT, "慢.html")


def test_a_document_that_takes_too_much_memory_is_refused() -> None:
    page = b"<html><body>" + b"<p>a" * 450_000
    with SafeReader(ReadingLimits(memory=300 * 2**20)) as reader:
        with pytest.raises(ReadingError) as caught:
            reader.read(page, "大.html")
        assert caught.value.code in (ReadingCode.MEMORY_LIMIT, ReadingCode.UNREADABLE)
        assert reader.read(PAGE, "a.html").text


def test_everything_crosses() -> None:
    document = Document(
        "id", "名.pdf", "application/pdf", "文\u2400 1", None,
        (SourceGrid(Span(0, 3), (SourceCell(0, 1, Span(1, 2), 2, 3, 0.5),)),),
        (Page(1, Span(0, 3), 595.0, 842.0, (Box(Span(1, 2), 1, 1.5, 2.0, 3.0, 4.0),)),),
        "缺",
    )  # fmt: skip
    assert unpacked(packed(document)) == document
