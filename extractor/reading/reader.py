"""Bytes of any kind to a `Document`."""

import hashlib
from collections.abc import Callable

from extractor.reading.docx import read_docx
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.html import Blocks, read_html, read_json
from extractor.reading.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES
from extractor.reading.mhtml import page_of
from extractor.reading.office import converted_to_docx, converted_to_html, is_workbook
from extractor.reading.pdf import Paged
from extractor.reading.plain import read_plain
from extractor.reading.scan import read_pdf_or_scan, read_picture
from extractor.reading.sniff import PACKED, PICTURES, TEXTS, Kind, sniff
from extractor.types import Document

_MEGABYTE = 1024 * 1024


def read(data: bytes, name: str = "", media_type: str | None = None) -> Document:
    """Read one file in this process; for files of strangers see `safely.read_safely`.

    The kind is decided by content; `media_type` and `name` only decide between kinds of text.
    Errors: `ReadingError` with a code and the file's name.
    """
    try:
        kind = sniff(data, name, media_type)
        _check_size(data, kind)
        return _READERS.get(kind, _refuse)(data, name, kind)
    except ReadingError as error:
        if error.name or not name:
            raise
        raise ReadingError(error.code, error.detail, name) from error


def _check_size(data: bytes, kind: Kind) -> None:
    limit = MAX_TEXT_BYTES if kind in TEXTS else MAX_FILE_BYTES
    if not data:
        raise ReadingError(ReadingCode.EMPTY)
    if len(data) > limit:
        detail = f"{len(data) / _MEGABYTE:.1f} MB > {limit // _MEGABYTE} MB"
        raise ReadingError(ReadingCode.TOO_LARGE, detail)


def _plain(data: bytes, name: str, kind: Kind) -> Document:
    decoded, incomplete = read_plain(data)
    parts = Blocks(decoded.text, decoded.encoding, (), incomplete)
    return _document(data, name, kind, parts)


def _html(data: bytes, name: str, kind: Kind) -> Document:
    return _document(data, name, kind, read_html(data))


def _json(data: bytes, name: str, kind: Kind) -> Document:
    parts = read_json(data)
    return _plain(data, name, Kind.TEXT) if parts is None else _document(data, name, kind, parts)


def _mhtml(data: bytes, name: str, kind: Kind) -> Document:
    return _document(data, name, kind, read_html(page_of(data)))


def _docx(data: bytes, name: str, kind: Kind) -> Document:
    return _document(data, name, kind, read_docx(data))


def _pdf(data: bytes, name: str, kind: Kind) -> Document:
    return _with_text(_paged_document(data, name, kind, read_pdf_or_scan(data)))


def _picture(data: bytes, name: str, kind: Kind) -> Document:
    return _with_text(_paged_document(data, name, kind, read_picture(data)))


def _office(data: bytes, name: str, kind: Kind) -> Document:
    if kind is Kind.OLE and is_workbook(data):
        return _sheet(data, name, kind)
    converted = converted_to_docx(data, kind)
    return _document(data, name, kind, read_docx(converted))


def _sheet(data: bytes, name: str, kind: Kind) -> Document:
    return _document(data, name, kind, read_html(converted_to_html(data, kind)))


def _refuse(data: bytes, name: str, kind: Kind) -> Document:
    if kind in PACKED:
        detail = f"{PACKED[kind]}，请先解压 (unpack it first)"
        raise ReadingError(ReadingCode.UNSUPPORTED, detail)
    code = ReadingCode.BINARY if kind is Kind.OTHER else ReadingCode.UNSUPPORTED
    raise ReadingError(code, kind)


def _document(data: bytes, name: str, kind: Kind, parts: Blocks) -> Document:
    return _with_text(
        Document(
            id=identity(data),
            name=name,
            media_type=kind,
            text=parts.text,
            encoding=parts.encoding,
            grids=parts.grids,
            incomplete=parts.incomplete,
            pages=parts.pages,
        )
    )


def _paged_document(data: bytes, name: str, kind: Kind, parts: Paged) -> Document:
    return Document(
        id=identity(data),
        name=name,
        media_type=kind,
        text=parts.text,
        grids=parts.grids,
        pages=parts.pages,
        incomplete=parts.incomplete,
    )


def _with_text(document: Document) -> Document:
    if not document.text.strip():
        raise ReadingError(ReadingCode.EMPTY, document.incomplete or "")
    return document


_Reader = Callable[[bytes, str, Kind], Document]
_READERS: dict[Kind, _Reader] = {
    Kind.TEXT: _plain,
    Kind.MARKDOWN: _plain,
    Kind.HTML: _html,
    Kind.JSON: _json,
    Kind.MHTML: _mhtml,
    Kind.DOCX: _docx,
    Kind.PDF: _pdf,
    Kind.OLE: _office,
    Kind.RTF: _office,
    Kind.ODT: _office,
    Kind.XLSX: _sheet,
    Kind.ODS: _sheet,
    **dict.fromkeys(PICTURES, _picture),
}


def identity(data: bytes) -> str:
    """A document's id: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
