"""The value that a quoted stretch states for a target, where a tool gives only the stretch."""

import re
import unicodedata
from collections.abc import Callable

from extractor.annotations.model import AnnotationError, Value

_NUMBER = re.compile(r"[+]?(-?\d{1,15}(?:\.\d{1,6})?)(万|亿)?[^\d]{0,4}")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_BLANKS = frozenset({"/", "-", "—", "－", "无", "空"})
_YEAR = re.compile(r"(19|20)\d\d")


def read_value(target: str, quote: str, span: tuple[int, int]) -> tuple[Value, str | None]:
    """Value and state of a new region with that quote; refuses where the quote states none."""
    kind, _, name = target.partition("/")
    if kind in ("fields", "legacy"):
        return (None, "blank") if quote.strip() in _BLANKS else (read_number(quote), "observed")
    simple: dict[str, Callable[[], Value]] = {
        "facts": lambda: read_number(quote),
        "agency": lambda: quote,
        "year": lambda: read_year(quote),
        "sections": lambda: 2 if "." in name else 1,
        "rejected": lambda: f"{span[0]}..{span[1]}",
        "rows": lambda: None,
        "columns": lambda: None,
    }
    if kind not in simple:
        raise AnnotationError("value-unreadable", f"{target}: 须写明值 / its value must be given")
    return simple[kind](), None


def read_year(text: str) -> int:
    """The year that a text begins with."""
    digits = _YEAR.match(unicodedata.normalize("NFKC", text[:20]))
    if digits is None:
        raise AnnotationError("value-unreadable", f"读不出年份 / no year in {text!r:.40}")
    return int(digits[0])


def read_number(text: str) -> int | float:
    """A number as printed, thousands separated or not, with 万 or 亿 and a short unit after it."""
    plain = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text[:60]))
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise AnnotationError("value-unreadable", f"读不出数字 / no number in {text!r:.40}")
    return plain_number(float(match[1]) * _SCALES[match[2] or ""])


def plain_number(value: float) -> int | float:
    """A whole number as int."""
    return int(value) if value == int(value) else value
