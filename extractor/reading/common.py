"""How much some characters look like Chinese prose, for choosing between encodings."""

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "common.txt"
_PUNCTUATION = frozenset("，。、：；（）《》“”‘’！？—…％〔〕【】　·")
_IDEOGRAPHS = range(0x3400, 0x9FFF + 1)
_LATIN_END = 0x80
# What draws tables and what is ASCII in full width tells no more of a text's encoding than ASCII.
_PLAIN = (range(0x2500, 0x2580), range(0xFF01, 0xFF5F))
# Ranges that never stand in a report: C1 controls, private use, specials, rare scripts' letters
# that wrong decodings produce.
_ALIEN = ((0x80, 0x9F), (0xE000, 0xF8FF), (0xFFF0, 0xFFFF), (0x0100, 0x1FFF), (0xA000, 0xD7FF))


@cache
def common_characters() -> frozenset[str]:
    """The most frequent characters of Chinese prose, both scripts; one line of the data file each."""
    return frozenset("".join(_DATA.read_text("utf-8").split()))


def likeness(text: str) -> float:
    """From -1 (certainly a wrong decoding) to 1 (plain Chinese prose); pure ASCII gives 0.5.

    Counts distinct characters by their occurrences, so a long text costs one pass.
    """
    common, good, bad, seen = common_characters(), 0.0, 0.0, 0
    for character in set(text):
        code, count = ord(character), text.count(character)
        if code < _LATIN_END:
            if code < 32 and character not in "\t\n\v\f\r":
                bad += 2 * count
                seen += count
            continue
        if any(code in plain for plain in _PLAIN) and character not in _PUNCTUATION:
            continue
        seen += count
        if character in common or character in _PUNCTUATION:
            good += count
        elif code in _IDEOGRAPHS:
            continue
        elif any(low <= code <= high for low, high in _ALIEN):
            bad += 2 * count
        else:
            bad += 0.2 * count
    if not seen:
        return 0.5
    return max(-1.0, (good - bad) / seen)
