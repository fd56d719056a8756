"""Traditional to simplified, one character to one."""

import re
import unicodedata
from functools import cache

import opencc

from extractor.cleaning.draft import Draft
from extractor.cleaning.wordings import pairs
from extractor.types import CleaningKind


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def simplified(draft: Draft) -> Draft:
    """Simplified characters, with the wrong ones corrected that converters are known to make."""
    if draft.text.isascii():
        return draft
    text = draft.text.translate(_SURROGATES) if _SURROGATE.search(draft.text) else draft.text
    if _LOOKALIKE.search(text):
        text = text.translate(_LOOKALIKES)
    converted = _convert(text)
    for wrong, right in pairs("script", "characters").items():
        converted = converted.replace(wrong, right)
    for wrong, right in pairs("script", "words").items():
        converted = converted.replace(wrong, right)
    return draft.with_text(converted, CleaningKind.TRADITIONAL)


def _convert(text: str) -> str:
    """The whole text at once; smaller and smaller pieces where the length does not hold."""
    converted: str = _converter().convert(text)
    if _same_layout(text, converted):
        return converted
    lines = text.split("\n")
    if len(lines) > 1:
        return "\n".join(_convert(line) for line in lines)
    return "".join(_one(character) for character in text)


def _same_layout(text: str, converted: str) -> bool:
    return len(text) == len(converted) and text.count("\n") == converted.count("\n")


def _one(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


# Radicals and compatibility ideographs that fonts of PDF files put in characters' places.
_LOOKALIKE_CODES = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
_LOOKALIKES = {
    code: plain
    for code in _LOOKALIKE_CODES
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}
_LOOKALIKE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
