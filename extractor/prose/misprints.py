"""Counts that were damaged on their way: `1O8条`, `1 205件`, `12 — 5 — 件`; words misspelt.

As masked words (`mended.py`) they are heard as a careful reader would hear them, each character
at its place in the document. What is heard is a repair: but where nothing else can be meant, it
is marked as unsure, so that whoever looks at it sees what is printed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.prose.lexicon import DATA
from extractor.prose.mended import Mend

_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN = r"[\u4e00-\u9fff:：,，、(（]"


@dataclass(frozen=True, slots=True)
class Misprints:
    """The patterns of `data/misprints.json`; its note says what each is."""

    lettered: re.Pattern[str]
    apart: re.Pattern[str]
    paged: re.Pattern[str]
    digits: dict[int, str]
    zeros: frozenset[str]
    alone: frozenset[str]
    misspelt: tuple[tuple[re.Pattern[str], str], ...]


def read_misprints(path: Path) -> Misprints:
    """Read a file of misprints."""
    raw = json.loads(path.read_text("utf-8"))
    letters = re.escape("".join(raw["letters"]))
    unit = rf"(?:{'|'.join(raw['units'])})"
    mark = "|".join(raw["page_marks"]).replace("{n}", r"\d{1,3}")
    return Misprints(
        re.compile(rf"(?<={_HAN})(?P<gap> ?)(?P<said>[0-9{letters}]{{1,7}})(?= ?{unit})"),
        re.compile(rf"(?<={_HAN})(?P<gap> ?)(?P<said>\d{{1,3}}(?: \d{{1,3}}){{1,3}})(?= ?{unit})"),
        re.compile(
            rf"(?P<before>[\d\u4e00-\u9fff]) ?(?P<mark>{mark}) ?(?=(?P<digit>\d)?\d{{0,6}} ?{unit})"
        ),
        str.maketrans(raw["letters"]),
        frozenset(raw["zeros"]),
        frozenset(raw["alone"]),
        tuple((re.compile(pattern), heard) for pattern, heard in raw["misspelt"]),
    )


@cache
def load_misprints() -> Misprints:
    """The misprints that ship with the package."""
    return read_misprints(DATA / "misprints.json")


def damaged(text: str) -> Iterator[Mend]:
    """What to hear in place of the damaged counts of a sentence, in order."""
    found = [*_paged(text), *_apart(text), *_lettered(text), *_misspelt(text)]
    end = 0
    for one in sorted(found, key=lambda m: m.start):
        if one.start >= end:
            yield one
            end = one.end


def _lettered(text: str) -> Iterator[Mend]:
    for match in load_misprints().lettered.finditer(text):
        said, known = match["said"], load_misprints()
        if said.isdecimal() or (set(said) <= {"〇"}):
            continue
        if "|" in said and text.count("|") > 1:
            continue  # cells of a table
        lone = said in known.zeros
        if lone or said in known.alone or any(c.isdecimal() for c in said):
            yield Mend(match.start("said"), match.end("said"), said.translate(known.digits), lone)


def _apart(text: str) -> Iterator[Mend]:
    """Digits of one number set apart: `1 205件`, or a break of line in it."""
    for match in load_misprints().apart.finditer(text):
        said = match["said"]
        yield Mend(match.start("said"), match.end("said"), said.replace(" ", ""), sure=False)


def _misspelt(text: str) -> Iterator[Mend]:
    """`上年接转`: another character, and nothing else that it could mean."""
    for pattern, heard in load_misprints().misspelt:
        for match in pattern.finditer(text):
            yield Mend(match.start(), match.end(), heard)


def _paged(text: str) -> Iterator[Mend]:
    """The number of a page before a unit, within a number, or before one."""
    for match in load_misprints().paged.finditer(text):
        before, digit = match["before"].isdecimal(), match["digit"]
        if not before and not digit:
            continue
        # Taken out between two numbers, it may have parted them or one.
        yield Mend(match.start("before") + 1, match.end(), "", sure=not (before and digit))
