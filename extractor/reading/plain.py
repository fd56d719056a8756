"""Plain text and markdown."""

import re

from extractor.reading.encodings import Decoded, decode

# One to one, so that offsets into the decoded bytes hold: NUL becomes its visible symbol (no
# database stores NUL), a lone surrogate the replacement character (no encoder writes it).
_INSTEAD = {0: "\u2400"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The same text, of the same length, without characters that cannot be stored or sent."""
    return text.translate(_INSTEAD) if _UNSTORABLE.search(text) else text


def read_plain(data: bytes) -> tuple[Decoded, str | None]:
    """The decoded text and, where bytes were not decodable, a sentence that says so."""
    decoded = decode(data)
    decoded = Decoded(storable(decoded.text), decoded.encoding, decoded.replaced)
    if not decoded.replaced:
        return decoded, None
    return decoded, (
        f"{decoded.replaced} 处字节无法按 {decoded.encoding} 解码"
        f" ({decoded.replaced} places were not decodable as {decoded.encoding})"
    )
