"""XML of office files, parsed without anything that a document type could bring in."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from extractor.reading.errors import ReadingCode, ReadingError

_STRICT = "http://purl.oclc.org/ooxml/"
_OF_STRICT = re.compile(r"\A\{http://purl\.oclc\.org/ooxml/(\w{1,40})/([^{}]{1,100})\}")
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
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ReadingError(ReadingCode.UNREADABLE, "xml") from error
    if _STRICT.encode() in data:
        for element in root.iter():
            element.tag = _usual(element.tag)
            for name in [name for name in element.attrib if _STRICT in name]:
                element.set(_usual(name), element.attrib.pop(name))
    return root


def _usual(name: str) -> str:
    """A name of the strict form of office files as its usual form calls it."""
    return _OF_STRICT.sub(r"{http://schemas.openxmlformats.org/\1/2006/\2}", name)
