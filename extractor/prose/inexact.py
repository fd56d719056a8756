"""Counts of which only a bound or a range is told: `3至5件`, `七八件`, `不足10件`, `10件以上`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.prose.lexicon import DATA
from extractor.prose.line import DOUBTED, Line


@dataclass(frozen=True, slots=True)
class Bounds:
    """Words that make a count a bound, before the number and behind its unit."""

    before: tuple[str, ...]
    behind: tuple[str, ...]


def read_bounds(path: Path) -> Bounds:
    """Read a file of such words."""
    raw = json.loads(path.read_text("utf-8"))
    return Bounds(tuple(raw["before"]), tuple(raw["behind"]))


@cache
def load_bounds() -> Bounds:
    """The words that ship with the package."""
    return read_bounds(DATA / "inexact.json")


def leave_open(line: Line) -> None:
    """A range tells no number, only that there is one; a bound tells one that is unsure."""
    bounds = load_bounds()
    for at, case in enumerate(line.cases):
        candidate = case.candidate
        assert candidate is not None
        if candidate.number.vague:
            line.settle(at, {key: min(DOUBTED, p) for key, p in line.held(at).items()})
        elif line.text.startswith(bounds.behind, line.end(at)) or line.text.endswith(
            bounds.before, line.sentence.start, case.span.start
        ):
            case.unsure = True
