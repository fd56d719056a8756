"""Numbers of a part of the year, or of several years: `上半年7件,全年15件`, `三年来共80件`.

Only the year's own number is told; where that is not given, the others leave a doubt.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extractor.prose.lexicon import DATA
from extractor.prose.line import DOUBTED, SURE, Line
from extractor.prose.own_patterns import load_own
from extractor.prose.patterns import dated
from extractor.prose.rules import judge

_BACK = 40  # characters before a number in which its period is named
_KEYS = frozenset({"requests.received", "requests.answered", "granted", "partly", "review.cases",
                   "litigation.cases", "license", "penalty", "coercion", "disclosed.total"})  # fmt: skip
_OTHER_TIME = frozenset({"last_year", "change", "history", "accumulated"})


@dataclass(frozen=True, slots=True)
class Periods:
    """The patterns of `data/periods.json` for a report's year; its note says what each is."""

    part: re.Pattern[str]
    many: re.Pattern[str]
    this_year: re.Pattern[str]


def read_periods(path: Path, year: int | None) -> Periods:
    """Read a file of periods for a report's year."""
    raw = json.loads(path.read_text("utf-8"))
    made = {name: re.compile(dated(raw[name], year)) for name in raw if name != "note"}
    return Periods(**made)


@lru_cache(maxsize=64)
def load_periods(year: int | None) -> Periods:
    """The periods that ship with the package, for a report's year."""
    return read_periods(DATA / "periods.json", year)


def whole_year(line: Line) -> None:
    """Leave to the year's own number what those of other periods would tell."""
    periods = load_periods(line.year)
    for at in range(len(line.cases)):
        lead = _own_words(line, at)
        many = periods.many.search(lead)
        if many is not None:
            _of_many(line, at, len(lead) - many.end())
    parts = [at for at in range(len(line.cases)) if periods.part.search(_own_words(line, at))]
    if parts:
        _of_parts(line, parts)


def _own_words(line: Line, at: int) -> str:
    lead = line.lead(at)[-_BACK:]
    return lead[max(lead.rfind(mark) for mark in "。;；)）") + 1 :]


def _untimed(line: Line, at: int, back: int) -> str:
    """What a number would tell by the words behind those of its period."""
    c = line.cases[at].candidate
    assert c is not None
    begin = c.number.span.start - back
    cues = tuple(
        cue for cue in line.cases[at].cues
        if begin <= cue.start and cue.end <= c.number.span.start and cue.kind not in _OTHER_TIME
    )  # fmt: skip
    one = replace(c, near=cues, far=(), head=(), left_start=begin, near_start=begin, years=())
    guesses = judge(line.text, one, None)
    return max(guesses, key=lambda g: g.score).key if guesses else ""


def _of_many(line: Line, at: int, back: int) -> None:
    key = line.key(at) or _untimed(line, at, back)
    if key not in _KEYS:
        return
    own = load_own(line.year)
    for to in range(at + 1, len(line.cases)):
        if line.key(to) not in ("", key) or line.value(to) > line.value(at):
            continue
        lead = line.lead(to)
        if load_periods(line.year).this_year.search(lead) or own.of_this_year.search(lead):
            for i in range(at, to):
                if line.key(i) == key:
                    line.settle(i, {})
            line.settle(at, {})
            line.settle(to, {key: SURE})
            return
    line.settle(at, {key: DOUBTED})


def _of_parts(line: Line, parts: Sequence[int]) -> None:
    told = [line.key(i) for i in parts if line.key(i)]
    key = told[0] if told else _untimed(line, parts[0], _BACK // 2)
    if key not in _KEYS or any(k != key for k in told):
        return
    others = [i for i in range(len(line.cases)) if i not in parts]
    total = sum(line.value(i) for i in parts)
    summed = [i for i in others if len(parts) > 1 and line.value(i) == total]
    summed = [i for i in summed if line.key(i) in ("", key)]
    whole = [i for i in others if line.key(i) == key]
    for i in parts:
        if line.key(i):
            line.settle(i, {} if summed or whole else {key: DOUBTED})
    if summed and not whole:
        line.settle(summed[0], {key: SURE})
