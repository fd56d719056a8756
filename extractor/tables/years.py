"""Which year a caption or the head of a column is of: the report's own, or another."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "data" / "years.json"

_HEAD_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_CAPTION_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
_NOISE = re.compile(r"[\s()（）\[\]【】〔〕《》:：,，、_—-]+")


class Whose(StrEnum):
    OWN = "own"  # of the report's year
    OTHER = "other"  # of another year, of several, or no number of a year at all
    DATED = "dated"  # of a year, of which nobody knows whether it is the report's


@dataclass(frozen=True, slots=True)
class Words:
    """Words for years: of the report's own, of earlier ones, and for what is of no single year."""

    own: frozenset[str]
    earlier: frozenset[str]
    others: frozenset[str]
    endings: tuple[str, ...]


@lru_cache(maxsize=4)
def year_words(path: Path = WORDS) -> Words:
    raw = json.loads(path.read_text("utf-8"))
    others = frozenset([*raw["earlier"], *raw["difference"], *raw["several"]])
    endings = tuple(sorted(raw["endings"], key=len, reverse=True))
    return Words(frozenset(raw["own"]), frozenset(raw["earlier"]), others, endings)


@lru_cache(maxsize=1 << 12)
def column_of(text: str, year: int | None, words: Words | None = None) -> Whose | None:
    """Whose numbers a column holds, by its head; None where the head names no year."""
    words = words or year_words()
    head = _NOISE.sub("", text)
    for one in (head, *_without_ending(head, words)):
        if one in words.own:
            return Whose.OWN
        if one in words.others:
            return Whose.OTHER
        if found := _HEAD_YEAR.fullmatch(one):
            return _dated(int(found[1]), year)
    return None


def _without_ending(head: str, words: Words) -> list[str]:
    return [head.removesuffix(end) for end in words.endings if head.endswith(end)]


def caption_of(text: str, year: int | None, words: Words | None = None) -> Whose | None:
    """Whose numbers a table holds, by words above it; None where they name no year, or several."""
    words = words or year_words()
    years = {int(found) for found in _CAPTION_YEAR.findall(text)}
    earlier = any(word in text for word in words.earlier)
    if len(years) > 1 or (years and earlier):
        return None
    if years:
        return _dated(years.pop(), year)
    return Whose.OTHER if earlier else None


def _dated(found: int, year: int | None) -> Whose:
    if year is None:
        return Whose.DATED
    return Whose.OWN if found == year else Whose.OTHER
