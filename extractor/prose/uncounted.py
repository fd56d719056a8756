"""Numbers that look like counts and count nothing: `一起报批`, `一项重要工作`, `从8890、信件等途径`."""

import re
from functools import cache

from extractor.prose.lexicon import load_patterns
from extractor.prose.numbers import Number

_BACK = 6  # characters before a number that tell


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return load_patterns("uncounted")


def counts_nothing(text: str, number: Number, unit: str, end: int, stop: int) -> bool:
    """Whether a number is a word or a name; `end` is where its unit ends."""
    before = text[max(0, number.span.start - _BACK) : number.span.start]
    if not unit:
        return _patterns()["lines"].search(before) is not None
    if not number.chinese or number.value != 1:
        return False
    if unit == "起":
        return _patterns()["together"].match(text, end, stop) is None
    if unit == "项":
        return (
            _patterns()["one_of"].search(before) is not None
            or _patterns()["work"].match(text, end, stop) is not None
        )
    return False
