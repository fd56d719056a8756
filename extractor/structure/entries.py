"""Names of bodies that head the reports of a volume, alone or with a number: `3. 财政局`.

Under each the first chapter begins. A name without a number could sign the report above it as
well: it heads one only where each first chapter of the page stands under a name, and none behind
the last. A title without a name heads a report where the chapters begin again under it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.structure.candidates import numeral
from extractor.structure.wordings import NUMBERING, load_patterns, load_wordings

FIRST = "overview"
SIGNED = 4  # lines at the end of a page among which a signature stands


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return load_patterns("entries")


def without_number(line: str) -> str:
    """A line without the number or the label of an entry."""
    return _patterns()["number"].sub("", line, count=1)


def is_first_chapter(line: str) -> bool:
    """Whether a line without blanks is the heading of the first section, with the number one."""
    number = NUMBERING.match(line)
    if number is None or numeral(number[0]) != 1 or _patterns()["part"].match(line):
        return False
    return FIRST in load_wordings().keys_of(line)


@dataclass(frozen=True, slots=True)
class Entries:
    """Which names head reports on a page: bare ones over a first chapter, and numbered ones over
    any text, which could be a part of a chapter."""

    bare: bool
    numbered: bool


def entries_of(lines: Sequence[str], is_name: Callable[[str], bool]) -> Entries:
    """The entries of a page, of whose lines without blanks `is_name` tells the names."""
    firsts = [place for place, line in enumerate(lines) if is_first_chapter(line)]
    above = [lines[place - 1] if place else "" for place in firsts]
    bare = len(firsts) > 1 and all(is_name(line) for line in above)
    signed = any(is_name(line) for line in lines[max([*firsts, len(lines) - SIGNED]) :])
    names = [(line, without_number(line)) for line in above]
    numbered = any(line != name and is_name(name) for line, name in names)
    return Entries(bare and not signed, numbered or not firsts)


def begun_again(lines: Sequence[str], is_title: Callable[[str], bool]) -> list[int]:
    """The places of titles right above a first chapter, with later chapters of another report
    between it and the first chapter before."""
    found: list[int] = []
    begun = later = False
    for place, line in enumerate(lines):
        if is_first_chapter(line):
            if begun and later and is_title(lines[place - 1]):
                found.append(place - 1)
            begun, later = True, False
        elif begun and not later:
            later = _patterns()["later"].match(line) is not None
    return found
