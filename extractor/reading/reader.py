"""Bytes of any kind to a `Document`."""

import hashlib

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.html import read_html
from extractor.reading.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES
from extractor.reading.plain import read_plain
from extractor.reading.sniff import Kind, sniff
from extractor.types import Document

_MEGABYTE = 1024 * 1024


def read(data: bytes, name: str = "", media_type: str | None = None) -> Document:
    """Read one file in this process.

    The kind is decided by content; `media_type` and `name` only decide between kinds of text.
    Errors: `ReadingError` with a code and the file's name.
    """
    try:
        return _read(data, name, sniff(data, name, media_type))
    except ReadingError as error:
        if error.name or not name:
            raise
        raise ReadingError(error.code, error.detail, name) from error


def _read(data: bytes, name: str, kind: Kind) -> Document:
    text_kind = kind in (Kind.TEXT, Kind.MARKDOWN, Kind.HTML)
    limit = MAX_TEXT_BYTES if text_kind else MAX_FILE_BYTES
    if not data:
        raise ReadingError(ReadingCode.EMPTY)
    if len(data) > limit:
        raise ReadingError(
            ReadingCode.TOO_LARGE, f"{len(data) / _MEGABYTE:.1f} MB > {limit // _MEGABYTE} MB"
        )
    if kind in (Kind.TEXT, Kind.MARKDOWN):
        decoded, incomplete = read_plain(data)
        return Document(
            id=identity(data),
            name=name,
            media_type=kind,
            text=decoded.text,
            encoding=decoded.encoding,
            incomplete=incomplete,
        )
    if kind is Kind.HTML:
        page = read_html(data)
        return Document(
            id=identity(data),
            name=name,
            media_type=kind,
            text=page.text,
            encoding=page.encoding,
            grids=page.grids,
            incomplete=page.incomplete,
        )
    raise ReadingError(ReadingCode.BINARY if kind is Kind.OTHER else ReadingCode.UNSUPPORTED, kind)


def identity(data: bytes) -> str:
    """A document's id: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
