"""Brackets that tell another time's number: `新收32件(2021年29件)`.

Whoever reads for this year passes over them, and what stands on both sides belongs together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.prose.lexicon import load_patterns
from extractor.prose.mended import Mend

_BRACKET = re.compile(r"[(（][^()（）]{3,40}[)）]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Asides:
    """The patterns of `data/asides.json`; its note says what each is."""

    earlier: re.Pattern[str]
    present: re.Pattern[str]
    counts: re.Pattern[str]
    ours: re.Pattern[str]


@cache
def load_asides() -> Asides:
    """The asides that ship with the package."""
    return Asides(**load_patterns("asides"))


def passed_over(text: str, year: int | None) -> Iterator[Mend]:
    """The brackets of a sentence that only count something at an earlier time."""
    asides = load_asides()
    for match in _BRACKET.finditer(text):
        said = match[0][1:-1]
        if not asides.counts.search(said) or asides.ours.search(said):
            continue
        if _of_earlier(said, year):
            yield Mend(match.start(), match.end(), "")


def _of_earlier(said: str, year: int | None) -> bool:
    asides = load_asides()
    if asides.present.search(said):
        return False
    years = {int(y) for y in _YEAR.findall(said)}
    if years:
        return year is not None and max(years) < year
    return asides.earlier.search(said) is not None
