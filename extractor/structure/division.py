"""Divisions of a page into stretches: the likeliest one, and how likely its stretches are.

A division takes each run of neighbouring blocks as one document of one class. Its score is the sum
of what its stretches and the cuts at their starts gain; its probability among all divisions of the
page grows with the exponential of the score.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.structure.baseline import REPORT
from extractor.structure.facts import Facts, is_furnished, says_something

# A document of more blocks than this has not been met; the cap keeps the search small.
MAX_BLOCKS = 14
FURNITURE = "furniture"

Scores = dict[str, float]  # what each class gains

FILLED = 40  # cells that hold just a number, of a page with tables
WITHOUT_NUMBERS = frozenset({"guide", "notice", "regulation", "news"})  # pages that have none


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks, taken as one document."""

    start: int
    end: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Choice:
    """A run with the class that it is taken for."""

    run: Run
    name: str


def runs_of(blocks: Sequence[Facts], starts: frozenset[int] = frozenset()) -> list[Run]:
    """Every run of neighbouring blocks that may be one document, those that start first first.

    `starts`: the blocks with which another document begins for sure.
    """
    runs: list[Run] = []
    for start in range(len(blocks)):
        grown: Facts | None = None
        for end in range(start + 1, min(len(blocks), start + MAX_BLOCKS) + 1):
            if end - 1 > start and end - 1 in starts:
                break
            grown = blocks[end - 1] if grown is None else grown + blocks[end - 1]
            runs.append(Run(start, end, grown))
    return runs


def allowed(runs: Sequence[Run], scores: Sequence[Scores]) -> list[Scores]:
    """The scores without furniture where a run is none, without what holds no filled-in tables
    where a run holds them, and without a report where it says nothing."""
    return [
        {name: value for name, value in one.items() if name not in _ruled_out(run)}
        for run, one in zip(runs, scores, strict=True)
    ]


def _ruled_out(run: Run) -> frozenset[str]:
    found = frozenset() if is_furnished(run.facts) else frozenset({FURNITURE})
    if not says_something(run.facts):
        found |= {REPORT}
    return found | WITHOUT_NUMBERS if run.facts.filled >= FILLED else found


def divide(odds: Sequence[float], runs: Sequence[Run], scores: Sequence[Scores]) -> list[Choice]:
    """The likeliest division, in order. `odds` belong to the cuts that open the blocks."""
    best: list[float] = [0.0] + [-math.inf] * len(odds)
    chosen: list[Choice | None] = [None] * (len(odds) + 1)
    for run, each in zip(runs, scores, strict=True):
        name = max(each, key=each.__getitem__)
        score = best[run.start] + each[name] + (odds[run.start] if run.start else 0.0)
        if score > best[run.end]:
            best[run.end], chosen[run.end] = score, Choice(run, name)
    found: list[Choice] = []
    end = len(odds)
    while end > 0:
        choice = chosen[end]
        if choice is None:
            break
        found.append(choice)
        end = choice.run.start
    return found[::-1]


def likelihoods(
    odds: Sequence[float], runs: Sequence[Run], scores: Sequence[Scores]
) -> list[Scores]:
    """For each run the probability, over all divisions, that it is one document of each class."""
    weights = [
        _log_sum(list(each.values())) + (odds[run.start] if run.start else 0.0)
        for run, each in zip(runs, scores, strict=True)
    ]
    before, after = sums(len(odds), [(run.start, run.end) for run in runs], weights)
    found = []
    for run, each in zip(runs, scores, strict=True):
        outside = before[run.start] + after[run.end] - before[-1]
        outside += odds[run.start] if run.start else 0.0
        found.append({name: math.exp(outside + gain) for name, gain in each.items()})
    return found


def sums(
    count: int, ranges: Sequence[tuple[int, int]], weights: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Log-sums over all divisions of what stands before and after each boundary of `count` blocks.

    `ranges` are (start, end) in the order of `runs_of`.
    """
    ends: list[list[tuple[int, float]]] = [[] for _ in range(count + 1)]
    starts: list[list[tuple[int, float]]] = [[] for _ in range(count + 1)]
    for (start, end), weight in zip(ranges, weights, strict=True):
        ends[end].append((start, weight))
        starts[start].append((end, weight))
    before = [0.0] * (count + 1)
    for at in range(1, count + 1):
        before[at] = _log_sum([before[start] + weight for start, weight in ends[at]])
    after = [0.0] * (count + 1)
    for at in range(count - 1, -1, -1):
        after[at] = _log_sum([after[end] + weight for end, weight in starts[at]])
    return before, after


def _log_sum(values: Sequence[float]) -> float:
    most = max(values)
    return most + math.log(sum(math.exp(value - most) for value in values))
