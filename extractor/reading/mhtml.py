"""Pages saved as one file (mhtml): the page in it, with the pictures that came with it."""

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from itertools import islice

from extractor.reading.embedded import self_contained
from extractor.reading.errors import ReadingCode, ReadingError

_MOST_PARTS = 2000


def page_of(data: bytes) -> bytes:
    """The first page of the file, its pictures put into it. Errors: `ReadingError` (unreadable)."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = list(islice(message.walk(), _MOST_PARTS))
    except (MessageError, ValueError, LookupError) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "mhtml") from error
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise ReadingError(ReadingCode.UNREADABLE, "mhtml")
    pictures = {name: part for part in parts for name in _names(part)}

    def beside(source: str) -> bytes | None:
        part = pictures.get(source)
        return None if part is None else _content(part)

    return self_contained(_content(page), beside, anywhere=True)


def _names(part: EmailMessage) -> list[str]:
    """How a page calls a part: by its address, or by its id."""
    if part.get_content_maintype() != "image":
        return []
    location, id = str(part.get("Content-Location", "")), str(part.get("Content-ID", ""))
    return [name for name in (location.strip(), f"cid:{id.strip().strip('<>')}") if name]


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
