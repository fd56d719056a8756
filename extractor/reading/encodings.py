"""Which encoding some bytes are in: decode with each candidate and score what comes out."""

import codecs
import re
from dataclasses import dataclass

from extractor.reading.common import likeness
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.limits import ENCODING_SAMPLE_CHARS, MAX_NUL_SHARE, MAX_REPLACED_SHARE

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before utf-16-le, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# gb18030 stands for all labels of its family: pages that call themselves gb2312 use more.
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_NAMES = {"big5hkscs": "big5"}
_REPLACED = "\ufffd"
# Below this nothing was understood: random bytes decoded as gb18030 stay under 0.2, prose in its
# own encoding stays above 0.5 (measured on texts of 20 characters and up).
_LEAST_LIKENESS = 0.25
# Bytes of another encoding are seldom valid as utf-8, of GBK one character in five: where so many
# bytes continue a character, as in eight ideographs, none in a hundred thousand texts is.
_PROOF = 16
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
# Characters that Windows' Western encoding has in place of control characters, as their bytes.
_WESTERN = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in _UNDEFINED}
# Ideographs as they look then: three Western characters and more at a time.
_WESTERN_RUN = re.compile(f"[\x80-\xff{''.join(map(chr, _WESTERN))}]{{3,}}")
_TWICE_PROOF = 30  # of those characters
# Undecodable places weigh more than odd characters.
_REPLACED_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` without a byte-order mark; `replaced` places were not decodable."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes) -> Decoded:
    """Decode bytes of unknown encoding.

    Errors: `ReadingError` (empty, binary, undecodable).
    """
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise ReadingError(ReadingCode.EMPTY)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _best(data)
    whole = Decoded(text, "utf-8", 0)
    nuls = text.count("\x00")
    if not nuls and len(data) - len(text) >= _PROOF:
        return whole
    if nuls <= MAX_NUL_SHARE * len(text) and likeness(_sample(text)) >= 0:
        return whole
    try:
        return _best(data)
    except ReadingError:
        if nuls or _is_binary(text):
            raise
        return whole


def undoubled(text: str) -> str:
    """Text of which utf-8 was taken for a Western encoding and encoded once more, as it was meant."""
    runs = _WESTERN_RUN.findall(text)
    if sum(map(len, runs)) < _TWICE_PROOF:
        return text
    meant = "".join(filter(None, map(_meant, runs)))
    if likeness(_sample(meant)) < _LEAST_LIKENESS or 3 * len(meant) < 0.9 * sum(map(len, runs)):
        return text
    return _WESTERN_RUN.sub(lambda match: _meant(match.group()) or match.group(), text)


def _meant(run: str) -> str | None:
    try:
        return run.translate(_WESTERN).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _best(data: bytes) -> Decoded:
    found: tuple[float, Decoded] | None = None
    for encoding in _CANDIDATES:
        if encoding.startswith("utf-16") and len(data) % 2:
            continue
        decoded = _decoded(data, encoding)
        length = max(1, len(decoded.text))
        if decoded.replaced > max(1, MAX_REPLACED_SHARE * length):
            continue
        score = likeness(_sample(decoded.text)) - _REPLACED_WEIGHT * decoded.replaced / length
        if found is None or score > found[0]:
            found = score, decoded
    if found is not None and found[0] >= _LEAST_LIKENESS and not _is_binary(found[1].text):
        return found[1]
    binary = _is_binary(data.decode("latin-1"))
    raise ReadingError(ReadingCode.BINARY if binary else ReadingCode.UNDECODABLE)


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    genuine = text.count(_REPLACED)
    if genuine:
        # A replacement character that the bytes themselves encode is not our failure.
        genuine -= data.count(_REPLACED.encode(encoding)) if encoding.startswith("utf") else 0
    return Decoded(text, _NAMES.get(encoding, encoding), max(0, genuine))


def _is_binary(text: str) -> bool:
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 127))
    return controls > MAX_NUL_SHARE * len(text)


def _sample(text: str) -> str:
    if len(text) <= ENCODING_SAMPLE_CHARS:
        return text
    half = ENCODING_SAMPLE_CHARS // 2
    middle = len(text) // 2
    return text[:half] + text[middle : middle + half]
