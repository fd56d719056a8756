"""Traditional to simplified, one character to one."""

import re
from functools import cache

import opencc

from extractor.cleaning.draft import Draft
from extractor.cleaning.wordings import pairs
from extractor.types import CleaningKind

# Conversion works on phrases; pieces bound its memory and the damage of a changed length.
_PIECE = re.compile(r"[^\n]{0,4000}\n?")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def simplified(draft: Draft) -> Draft:
    """Simplified characters, with the wrong ones corrected that converters are known to make."""
    if draft.text.isascii():
        return draft
    converted = "".join(_convert(piece) for piece in _PIECE.findall(draft.text))
    converted = converted.translate({ord(a): b for a, b in pairs("script", "characters").items()})
    for wrong, right in pairs("script", "words").items():
        converted = converted.replace(wrong, right)
    return draft.with_text(converted, CleaningKind.TRADITIONAL)


def _convert(piece: str) -> str:
    if piece.isascii():
        return piece
    storable = piece.translate(_SURROGATES)
    converted: str = _converter().convert(storable)
    if len(converted) != len(piece) or converted.count("\n") != piece.count("\n"):
        converted = "".join(_one(character) for character in storable)
    return converted


def _one(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
