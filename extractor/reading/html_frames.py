"""Pages within a page: what frames hold themselves, and what scripts write where they stand."""

import base64
import binascii
import re
from itertools import islice
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborNode

from extractor.reading.encodings import decode
from extractor.reading.errors import ReadingError
from extractor.reading.literals import literals, told_by

# An element that stands for a frame which shows what is not within the page.
FRAME = "-frame"
# Kinds of frames, with the attribute that tells what they show.
FRAMES = {"iframe": "src", "frame": "src", "object": "data", "embed": "src"}
_DATA = re.compile(r"\s*data:text/html((?:;[\w=.-]{1,40}){0,4}),", re.I)
_WRITES = re.compile(r"\bdocument\s*\.\s*write(?:ln)?\s*\(")
_MOST_WRITTEN = 200  # pieces of one script
_NO_SIZE = re.compile(r"\s*[01]?\s*(?:px)?\s*")


def held_in(node: LexborNode) -> str | None:
    """The markup that a frame or a script puts where it stands; None without any."""
    if node.tag == "script":
        return _written(node.text())
    attributes = node.attributes
    if (attributes.get("srcdoc") or "").strip():
        return attributes["srcdoc"]
    address = attributes.get(FRAMES.get(node.tag or "", "")) or ""
    kind = _DATA.match(address)
    if kind is None:
        return None
    told = address[kind.end() :]
    try:
        plain = unquote_to_bytes(told)
        data = base64.b64decode(plain) if "base64" in kind.group(1).lower() else plain
        return decode(data).text
    except (binascii.Error, ValueError, ReadingError):
        return None


def points_elsewhere(node: LexborNode) -> bool:
    """Whether a frame shows something that is not within the page."""
    attributes = node.attributes
    if any(_NO_SIZE.fullmatch(attributes.get(name) or "100") for name in ("width", "height")):
        return False
    address = (attributes.get(FRAMES.get(node.tag or "", "")) or "").strip().lower()
    return bool(address) and not address.startswith(("about:", "javascript:", "#"))


def _written(script: str) -> str | None:
    """What a script writes into its page, where that is no more than text in quotes."""
    parts: list[str] = []
    for match in islice(_WRITES.finditer(script), _MOST_WRITTEN):
        parts.extend(told_by(one) for one in literals(script, match.end()))
    markup = "".join(parts)
    return markup if "<" in markup else None
