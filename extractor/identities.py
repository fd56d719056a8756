"""The identities of the statutory form (勾稽关系) as linear equations over fields."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.forms import modern_ids

DATA = Path(__file__).parent / "data" / "identities.json"

Number = int | float
INFINITE = float("inf")

# What came by a crosswalk from these forms takes no part in inference: their answers have no
# full counterpart in the modern table.
NOT_FOR_INFERENCE = frozenset({"2014"})


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum(left) == sum(right)`; `check` is the contract's id. Fields are counts, never negative."""

    check: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return self.left + self.right


@cache
def identities(path: Path = DATA) -> tuple[Identity, ...]:
    """Every identity of the modern form: 25 + 7 + 7 in table 3, 3 in table 4."""
    raw = json.loads(path.read_text("utf-8"))
    made: list[Identity] = []
    stems = dict.fromkeys(i.rsplit(".", 1)[0] for i in modern_ids())
    for kind in ("row_sum", "remedy_sum"):
        spec = raw[kind]
        for stem in stems:
            if stem.startswith(spec["prefix"]):
                parts = tuple(f"{stem}.{p}" for p in spec["parts"])
                made.append(Identity(spec["id"], parts, (f"{stem}.{spec['total']}",)))
    for column in raw["columns"]:
        spec = raw["outcome_sum"]
        parts = tuple(f"{p}.{column}" for p in spec["parts"])
        made.append(Identity(spec["id"], parts, (f"{spec['total']}.{column}",)))
        balance = raw["column_balance"]
        left = tuple(f"{p}.{column}" for p in balance["plus"])
        right = tuple(f"{p}.{column}" for p in balance["minus"])
        made.append(Identity(balance["id"], left, right))
    return tuple(made)


def holds(identity: Identity, values: Mapping[str, Number | None]) -> bool | None:
    """Whether an identity holds; None where a field of it has no value."""
    left = [values.get(f) for f in identity.left]
    right = [values.get(f) for f in identity.right]
    if any(v is None for v in (*left, *right)):
        return None
    return _total(left) == _total(right)


def _total(values: Iterable[Number | None]) -> float:
    return round(sum(v for v in values if v is not None), 6)


def solve(values: Mapping[str, Number | None], path: Path = DATA) -> dict[str, Number]:
    """What the identities and non-negativity leave as the only possibility for unknown fields.

    Bounds are tightened equation by equation until nothing changes; fields whose bounds meet are
    settled. Equations whose known values already contradict each other are left out, and so is
    everything that would only follow from them.
    """
    low, high = _bounds(values, path)
    if any(low[n] > high[n] for n in low):
        return {}
    return {
        n: int(low[n]) if low[n] == int(low[n]) else low[n]
        for n in low
        if values.get(n) is None and low[n] == high[n]
    }


def is_contradictory(values: Mapping[str, Number | None], path: Path = DATA) -> bool:
    """Whether no values of the unknown fields fit the equations that the known ones leave open."""
    low, high = _bounds(values, path)
    return any(low[n] > high[n] for n in low)


def _bounds(
    values: Mapping[str, Number | None], path: Path
) -> tuple[dict[str, float], dict[str, float]]:
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    equations = [i for i in identities(path) if holds(i, values) is not False]
    for equation in equations:
        for name in equation.fields:
            known = values.get(name)
            low[name] = 0.0 if known is None else float(known)
            high[name] = INFINITE if known is None else float(known)
    # Tightening an equation again changes nothing until a field of it has changed.
    stale = [not _is_settled(e, values) for e in equations]
    meets = _meetings(equations)
    for _ in range(50):
        if not any(stale):
            break
        for i, equation in enumerate(equations):
            if stale[i]:
                stale[i] = False
                changed = _tighten(equation, low, high)
                if any(low[name] > high[name] for name in changed):
                    return low, high  # bounds never part again: a contradiction stays one
                for name in changed:
                    for other in meets[name]:
                        stale[other] = True
    return low, high


def _is_settled(equation: Identity, values: Mapping[str, Number | None]) -> bool:
    """Whether whole numbers fill an equation, so that its bounds have met exactly."""
    return all(type(values.get(name)) is int for name in equation.fields)


def _meetings(equations: Sequence[Identity]) -> dict[str, list[int]]:
    """The places of the equations that each field stands in."""
    found: dict[str, list[int]] = {}
    for i, equation in enumerate(equations):
        for name in equation.fields:
            found.setdefault(name, []).append(i)
    return found


def _tighten(equation: Identity, low: dict[str, float], high: dict[str, float]) -> set[str]:
    """Draw the bounds of an equation's fields together; which of them changed."""
    changed = set()
    sides = ((equation.left, equation.right), (equation.right, equation.left))
    for side, other in sides:
        most, least = sum([high[n] for n in other]), sum([low[n] for n in other])
        side_low = sum([low[n] for n in side])
        infinite = [n for n in side if high[n] == INFINITE]
        if most == INFINITE and len(infinite) > 1:
            continue  # nothing is bounded from above, and nothing but zero from below
        finite_high = sum([high[n] for n in side if high[n] != INFINITE])
        for name in side:
            upper = most - (side_low - low[name])
            if upper < high[name] - 1e-9:
                high[name] = round(upper, 6)
                changed.add(name)
            if not infinite or infinite == [name]:
                rest = finite_high - (high[name] if not infinite else 0.0)
                lower = least - rest
                if lower > low[name] + 1e-9:
                    low[name] = round(lower, 6)
                    changed.add(name)
    return changed
