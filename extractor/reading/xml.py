"""XML of office files, parsed without anything that a document type could bring in."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from extractor.reading.errors import ReadingCode, ReadingError

_FORBIDDEN = (b"<!doctype", b"<!entity")


def parsed(data: bytes) -> Element:
    """The root element.

    Office files have no document type; one that has is refused before it is parsed, and with it
    external entities and entities that multiply. Errors: `ReadingError` (unsafe, unreadable).
    """
    plain = data.replace(b"\x00", b"").lower()  # UTF-16 hides nothing
    if any(word in plain for word in _FORBIDDEN):
        raise ReadingError(ReadingCode.UNSAFE, "DOCTYPE")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "xml") from error
