"""Picks the sequence of section keys: a beam search that knows order and nesting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.structure.candidates import Candidate

ORDER = (
    "preamble",
    "overview",
    "disclosure",
    "applications",
    "remedies",
    "problems",
    "other_matters",
    "annex",
    "signature",
)
BEAM = 10
# Labels below this probability are not worth a branch; a report has few certain headings.
LEAST = 0.02
NONE = "none"


@dataclass(frozen=True, slots=True)
class Costs:
    """Log-odds that the decoder adds to the classifier's; tuned on generated reports, not seeds."""

    backward: float = -2.5  # a level 1 part before one that should follow it
    repeated: float = -7.0  # a key a second time
    orphan: float = -1.0  # a part of 一 or 六 where that heading was not seen
    foreign: float = -3.0  # a part of 一 or 六 under another heading
    same_style: float = -2.5  # level 2 numbered like level 1, or the other way round
    deeper: float = -5.0  # `1.` where the parts are numbered `(一)`
    restart: float = -2.0  # level 1 whose number does not rise
    follows: float = 0.7  # the number follows the last one of its level
    expected: float = 1.2  # the part that should come next, where no numbers tell
    after_annex: float = -9.0


class _State(NamedTuple):
    score: float = 0.0
    used: frozenset[str] = frozenset()
    top: str = ""
    top_style: int = -1
    top_number: int = 0
    sub_style: int = -1
    sub_number: int = 0
    path: tuple[tuple[int, str], ...] = ()


def parent_of(key: str) -> str:
    """The level 1 key of a level 2 key, or the key itself."""
    return key.split(".", maxsplit=1)[0]


def _cost(state: _State, one: Candidate, key: str, costs: Costs) -> float:
    parent = parent_of(key)
    cost = costs.repeated if key in state.used else 0.0
    if "annex" in state.used:
        cost += costs.after_annex
    if parent == key:
        return cost + _top_cost(state, one, key, costs)
    if state.top != parent:
        cost += costs.orphan if not state.top or parent not in state.used else costs.foreign
    if one.style != 9:
        if one.style == state.top_style and state.top == parent:
            cost += costs.same_style
        if state.top == parent and -1 < state.sub_style < one.style and state.sub_style != 9:
            cost += costs.deeper
        if one.style == state.sub_style and one.number == state.sub_number + 1:
            cost += costs.follows
    return cost


def _top_cost(state: _State, one: Candidate, key: str, costs: Costs) -> float:
    cost = 0.0
    if state.top and ORDER.index(key) < ORDER.index(state.top):
        cost += costs.backward
    if one.style == 9 or state.top_style in (-1, 9):
        due = ORDER.index(key) == ORDER.index(state.top or "preamble") + 1
        return cost + (costs.expected if due else 0.0)
    if one.style == state.sub_style and one.style != state.top_style:
        cost += costs.same_style
    if one.style > state.top_style:
        cost += costs.same_style
    elif one.style == state.top_style:
        if one.number <= state.top_number:
            cost += costs.restart
        elif one.number == state.top_number + 1:
            cost += costs.follows
    return cost


def _step(state: _State, at: int, one: Candidate, key: str, score: float) -> _State:
    path = (*state.path, (at, key))
    used = state.used | {key}
    if parent_of(key) == key:
        return _State(score, used, key, one.style, one.number, -1, 0, path)
    return _State(
        score, used, state.top, state.top_style, state.top_number, one.style, one.number, path
    )


def decode(
    candidates: Sequence[Candidate],
    scores: Sequence[dict[str, float]],
    costs: Costs = Costs(),
) -> list[tuple[int, str]]:
    """The best sequence as (index of candidate, key).

    `scores[i]` gives for candidate i the log-odds of each likely key against no heading.
    """
    beam = [_State()]
    for at, (one, choices) in enumerate(zip(candidates, scores, strict=True)):
        if not choices:
            continue
        grown = list(beam)
        for state in beam:
            for key, gain in choices.items():
                score = state.score + gain + _cost(state, one, key, costs)
                if score > state.score - 4:  # what costs more than it gives may still pay later
                    grown.append(_step(state, at, one, key, score))
        beam = _best(grown)
    return list(beam[0].path)


def _best(states: list[_State]) -> list[_State]:
    """The most likely states, one for each distinguishable situation."""
    kept: dict[tuple[object, ...], _State] = {}
    for state in sorted(states, key=lambda s: -s.score):
        kept.setdefault(
            (state.top, state.top_style, state.top_number, state.sub_style, state.used), state
        )
        if len(kept) >= BEAM:
            break
    return list(kept.values())
