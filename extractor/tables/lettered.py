"""Cells in which recognition of a picture put letters for digits: `l2`, `1O8`, `5B`.

They are shown as digits, character by character, so that offsets stay. Which cells were, the
reading remembers: what no sum confirms is to be looked at.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from extractor.tables.tokens import Token
from extractor.types import Span

DATA = Path(__file__).parent / "data"
LONGEST = 7  # characters of a count
LEAST_IN_RUN = 3  # counts parted by blanks that end a line, before a letter alone is one of them
LEAST_OF_LETTERS = 5  # such counts where no digit stands among them


_SAID = re.compile(r"[^ \u3000]+")


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letters stand for digits, where a cell of such a count stands, and counts parted by
    blanks at the end of a line."""

    digits: dict[int, str]
    alone: frozenset[str]
    cell: re.Pattern[str]
    run: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text whose counts hold digits only, and where those begin that held letters."""

    text: str
    places: frozenset[int]


@cache
def load_letters(path: Path = DATA / "letters.json") -> Letters:
    """Read a file of letters; its note says what each list is."""
    raw = json.loads(path.read_text("utf-8"))
    some = re.escape("".join(raw["digits"]))
    edge = r"[|\t\n\r]"
    cell = re.compile(
        rf"(?:(?<={edge})|(?<={edge}[ \u3000])|^)(?P<said>[0-9{some}]{{1,{LONGEST}}}(?:\.[0-9{some}]{{1,4}})?)"
        rf"(?=[ \u3000]?(?:{'|'.join(raw['units'])})?[ \u3000]?(?:{edge}|\Z))"
    )
    count = rf"[0-9{some}]{{1,{LONGEST}}}"
    run = re.compile(
        rf"(?<=[ \u3000])(?:{count}[ \u3000]{{1,40}}){{0,40}}{count}"
        r"(?=[ \u3000]{0,40}(?:\n|\Z))"
    )
    return Letters(str.maketrans(raw["digits"]), frozenset(raw["alone"]), cell, run)


@lru_cache(maxsize=4)
def as_counts(text: str, span: Span) -> Shown:
    """The text with the counts in the cells of `text[span]` in digits, offsets as they were."""
    letters = load_letters()
    places = [
        *(
            Span(*match.span("said"))
            for match in letters.cell.finditer(text, span.start, span.end)
            if _is_count(match["said"], letters, _among_cells(text, match.start("said"), span))
        ),
        *_in_runs(text, span, letters),
    ]
    if not places:
        return Shown(text, frozenset())
    shown = list(text)
    for one in places:
        shown[one.start : one.end] = one.of(text).translate(letters.digits)
    return Shown("".join(shown), frozenset(one.start for one in places))


def _is_count(said: str, letters: Letters, among_cells: bool) -> bool:
    """Whether letters among digits stand for digits, or letters alone for a count of none or more."""
    if said.replace(".", "").isdecimal():
        return False
    digits = sum(c.isdecimal() for c in said)
    if not digits:
        shown = said.translate(letters.digits)
        whole = shown.isdecimal() and (len(shown) == 1 or not shown.startswith("0"))
        return among_cells and whole and letters.alone.issuperset(said)
    return digits >= sum(c.isalpha() and c not in letters.alone for c in said)  # B2B


def _in_runs(text: str, span: Span, letters: Letters) -> Iterator[Span]:
    """Counts with letters in the rows of numbers that blanks part."""
    for run in letters.run.finditer(text, span.start, span.end):
        said = [
            Span(run.start() + m.start(), run.start() + m.end()) for m in _SAID.finditer(run[0])
        ]
        several = len(said) >= LEAST_IN_RUN and (
            len(said) >= LEAST_OF_LETTERS or any(one.of(text).isdecimal() for one in said)
        )
        for one in said:
            shown = one.of(text)
            clear = letters.alone.issuperset(c for c in shown if c.isalpha())
            if (several or clear) and _is_count(shown, letters, among_cells=several):
                yield one


def _among_cells(text: str, at: int, span: Span) -> bool:
    """Whether the line of a lone letter parts cells."""
    start = max(text.rfind("\n", span.start, at) + 1, span.start)
    end = text.find("\n", at, span.end)
    line = text[start : end if end >= 0 else span.end]
    return "|" in line or "\t" in line


def as_printed(tokens: Sequence[Token], places: frozenset[int], text: str) -> list[Token]:
    """The tokens of a text that showed digits, with what stands in the printed one."""
    if not places:
        return list(tokens)
    return [replace(t, text=t.span.of(text)) if t.span.start in places and t.value else t
            for t in tokens]  # fmt: skip
