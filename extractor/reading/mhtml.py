"""Pages saved as one file (mhtml): the page in it, with the pictures and frames that came with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from html import escape, unescape
from itertools import islice
from urllib.parse import urljoin

from extractor.reading.embedded import self_contained
from extractor.reading.encodings import decode
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import MAX_TEXT_BYTES

_MOST_PARTS = 2000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_DEEPEST = 3  # frames in frames
_FRAME = re.compile(
    rb"""<(?:i?frame|object|embed)\b[^<>]{0,2000}?\b(?:src|data)\s*=\s*"""
    rb"""(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})'|([^\s"'<>]{1,2000}))""",
    re.I,
)


def page_of(data: bytes) -> bytes:
    """The first page of the file, its pictures and frames put into it. Errors: `ReadingError` (unreadable)."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = list(islice(message.walk(), _MOST_PARTS))
    except (MessageError, ValueError, LookupError) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "mhtml") from error
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise ReadingError(ReadingCode.UNREADABLE, "mhtml")
    pictures = {name: part for part in parts for name in _names(part, "image")}
    frames = {name: part for part in parts if part is not page for name in _names(part, "text")}

    def beside(source: str) -> bytes | None:
        part = pictures.get(source)
        return None if part is None else _content(part)

    taken: set[int] = {id(page)}

    def whole(part: EmailMessage, level: int) -> bytes:
        content = self_contained(_content(part), beside, anywhere=True)
        if level >= _DEEPEST:
            return content
        held = _Frames(
            frames, str(part.get("Content-Location", "")).strip(), whole, level + 1, taken
        )
        return _FRAME.sub(held.put, content)

    return whole(page, 0)


@dataclass(slots=True)
class _Frames:
    """Puts the parts that a page's frames show into the page, each once."""

    parts: Mapping[str, EmailMessage]
    address: str  # of the page
    whole: Callable[[EmailMessage, int], bytes]
    level: int
    taken: set[int]  # parts that are in the page already
    room: int = MAX_TEXT_BYTES

    def put(self, match: re.Match[bytes]) -> bytes:
        """The start of a frame's tag with the page that it shows as an attribute."""
        source = unescape(next(g for g in match.groups() if g).decode("utf-8", "replace")).strip()
        part = self.parts.get(source) or self.parts.get(_joined(self.address, source))
        if part is None or part.get_content_type() not in _PAGES or id(part) in self.taken:
            return match.group()
        self.taken.add(id(part))
        try:
            markup = decode(self.whole(part, self.level)).text
        except ReadingError:
            return match.group()
        told = escape(markup).encode("ascii", "xmlcharrefreplace")
        if len(told) > self.room:
            return match.group()
        self.room -= len(told)
        return match.group() + b' srcdoc="' + told + b'"'


def _joined(address: str, source: str) -> str:
    try:
        return urljoin(address, source)
    except ValueError:
        return source


def _names(part: EmailMessage, kind: str) -> list[str]:
    """How a page calls a part of a kind: by its address, or by its id."""
    if part.get_content_maintype() != kind:
        return []
    location, id = str(part.get("Content-Location", "")), str(part.get("Content-ID", ""))
    return [name for name in (location.strip(), f"cid:{id.strip().strip('<>')}") if name]


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
