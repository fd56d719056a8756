"""Traditional to simplified, one character to one."""

import re
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


_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
