"""Pictures that a page or a Word document holds within itself, and those saved beside a page."""

import base64
import binascii
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from extractor.reading.errors import ReadingError
from extractor.reading.limits import MAX_TEXT_BYTES
from extractor.reading.sniff import PICTURES, Kind, sniff
from extractor.reading.zipped import opened, unpacked

# Names of pictures taken out of a page; no address of the web begins so.
_NAME = "duibiao-picture:"
_MEDIA = "word/media/"
_URI = re.compile(
    rb"data:image/[\w.+-]{1,40}(?:;[\w=.-]{1,40}){0,4}?;base64,([A-Za-z0-9+/=\r\n]*)", re.I
)
_SOURCE = re.compile(
    rb"""(<img\b[^<>]{0,2000}?\bsrc\s*=\s*)(?:"([^"<>]{1,500})"|'([^'<>]{1,500})'|([^\s"'<>]{1,500}))""",
    re.I,
)
# Smaller files are icons and lines, not tables.
_LEAST_BYTES = 1000
# The folders in which browsers save what a page shows, by how they are called after it.
_COMPANIONS = ("_files", ".files", "_file")
_PAGES = (".html", ".htm", ".shtml", ".xhtml")


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures in the order of their document, by the names that its text calls them."""

    names: tuple[str, ...] = ()
    load: Callable[[str], bytes] = lambda name: b""

    def number(self, name: str) -> int:
        """Which picture it is, from 1; the number of its page in `Document.pages`."""
        return self.names.index(name) + 1


def taken_out(page: bytes) -> tuple[bytes, Pictures]:
    """A page without the pictures within it, each replaced by a name, and the pictures."""
    found: list[bytes] = []

    def name(match: re.Match[bytes]) -> bytes:
        found.append(match.group(1))
        return f"{_NAME}{len(found)}".encode("ascii")

    bare = _URI.sub(name, page)

    def load(name: str) -> bytes:
        try:
            return base64.b64decode(found[int(name.removeprefix(_NAME)) - 1])
        except (binascii.Error, ValueError):
            return b""

    return bare, Pictures(tuple(f"{_NAME}{n}" for n in range(1, len(found) + 1)), load)


def pictures_of_docx(data: bytes) -> Pictures:
    """The pictures of a Word document, named by their parts. Errors: `ReadingError` (unreadable)."""
    with opened(data) as archive:
        names = tuple(dict.fromkeys(n for n in archive.namelist() if n.startswith(_MEDIA)))

    def load(name: str) -> bytes:
        try:
            with opened(data) as archive:
                return unpacked(archive, name)
        except (ReadingError, zipfile.BadZipFile):
            return b""

    return Pictures(names, load)


def held_by(data: bytes) -> Pictures:
    """The pictures of a web page or a Word document. Errors: `ReadingError` (unreadable)."""
    from extractor.reading.mhtml import page_of  # noqa: PLC0415 - it needs this module

    kind = sniff(data)
    if kind is Kind.DOCX:
        return pictures_of_docx(data)
    return taken_out(page_of(data) if kind is Kind.MHTML else data)[1]


def self_contained(
    page: bytes, beside: Callable[[str], bytes | None], anywhere: bool = False
) -> bytes:
    """A web page with the pictures saved beside it put into it.

    `beside` gives the bytes of a file by its path relative to the page, or None; `anywhere`: it knows
    whole addresses, of the web too, and is asked for them as they are printed. Only pictures are
    put in, each once, as long as the page stays as small as a page may be. Nothing is changed where
    there are none.
    """
    room = MAX_TEXT_BYTES - len(page)
    known: set[str] = set()

    def put(match: re.Match[bytes]) -> bytes:
        nonlocal room
        source = next(part for part in match.groups()[1:] if part is not None)
        path = unescape(source.decode("utf-8", "replace")) if anywhere else _local(source)
        if path is None or path in known:
            return match.group()
        known.add(path)
        found = beside(path)
        if found is None or len(found) < _LEAST_BYTES or sniff(found) not in PICTURES:
            return match.group()
        uri = f"data:{sniff(found)};base64,".encode() + base64.b64encode(found)
        if len(uri) > room:
            return match.group()
        room -= len(uri)
        return match.group(1) + b'"' + uri + b'"'

    return _SOURCE.sub(put, page)


def is_page(name: str) -> bool:
    """Whether a file is a web page by its name."""
    return name.lower().endswith(_PAGES)


def companions(name: str) -> Iterator[str]:
    """Folders that a browser saves beside a page called so: parts of it, no documents."""
    stem = re.sub(r"\.[^./]*\Z", "", name)
    return (f"{stem}{end}" for end in _COMPANIONS)


def _local(source: bytes) -> str | None:
    """The path that a picture's address names, relative to its page; None for the web's."""
    try:
        address = source.decode("utf-8")
    except UnicodeDecodeError:
        address = source.decode("gb18030", "replace")
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = unquote(parts.path).replace("\\", "/")
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\x00" in path:
        return None
    return str(PurePosixPath(path))
