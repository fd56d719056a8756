"""What the identities of the form leave as the only possibility for an unprinted cell.

Every identity is `sum of some cells = sum of others`, all cells at least 0. Bounds are narrowed
until nothing moves; a cell whose bounds meet is settled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf

from extractor.training.corpus.numbers import (
    CHANNELS,
    COLUMNS,
    RESULTS,
    outcome_rows,
    row_field,
    table3_rows,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The cells on the left add up to those on the right."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@cache
def identities(form: str) -> tuple[Identity, ...]:
    """The identities of tables 3 and 4 under the modern ids; `2019` has one row 其他处理."""
    columns, found = COLUMNS, []
    rows = tuple(r for r in table3_rows("2021"))
    for column in columns:
        f = {r: row_field(r, column) for r in rows}
        found.append(
            Identity(
                "column-balance",
                (f["new"], f["carried_in"]),
                (f["processed_total"], f["carried_out"]),
            )
        )
        found.append(
            Identity(
                "outcome-sum", tuple(f[r] for r in outcome_rows("2021")), (f["processed_total"],)
            )
        )
    for row in rows:
        found.append(
            Identity(
                "row-sum",
                tuple(row_field(row, c) for c in columns[:-1]),
                (row_field(row, "total"),),
            )
        )
    for channel in CHANNELS:
        base = f"remedies.{channel}."
        found.append(Identity("remedy-sum", tuple(base + r for r in RESULTS), (base + "total",)))
    return tuple(found)


class ContradictionError(ValueError):
    """The printed numbers cannot all be right."""


def failing(known: Mapping[str, int | float], form: str = "2021") -> list[Identity]:
    """The identities all of whose cells are known and that do not hold."""
    found = []
    for one in identities(form):
        cells = one.left + one.right
        if (
            all(c in known for c in cells)
            and abs(sum(known[c] for c in one.left) - sum(known[c] for c in one.right)) > 1e-9
        ):
            found.append(one)
    return found


def settle(known: Mapping[str, int | float], form: str = "2021") -> dict[str, int | float]:
    """The values of cells that are not known but follow; raises where the known contradict."""
    bounds: dict[str, list[float]] = {}
    for one in identities(form):
        for cell in one.left + one.right:
            value = known.get(cell)
            bounds.setdefault(cell, [0, inf] if value is None else [value, value])
    equations = [
        one for one in identities(form) if any(c not in known for c in one.left + one.right)
    ]
    moved = True
    while moved:
        moved = False
        for one in equations:
            moved |= _narrow(one, bounds)
    return {
        cell: int(low) for cell, (low, high) in bounds.items() if low == high and cell not in known
    }


def _narrow(one: Identity, bounds: dict[str, list[float]]) -> bool:
    moved = False
    for side, other in ((one.left, one.right), (one.right, one.left)):
        low_other = sum(bounds[c][0] for c in other)
        high_other = sum(bounds[c][1] for c in other)
        low_side = sum(bounds[c][0] for c in side)
        high_side = sum(bounds[c][1] for c in side)
        if low_side > high_other or high_side < low_other:
            raise ContradictionError(one.id)
        for cell in side:
            low, high = bounds[cell]
            rest_low, rest_high = (
                low_side - low,
                (
                    inf
                    if high_side == inf and high == inf and _open(side, cell, bounds)
                    else sum(bounds[c][1] for c in side if c != cell)
                ),
            )
            new_low = max(low, low_other - rest_high)
            new_high = min(high, high_other - rest_low)
            if new_low > new_high:
                raise ContradictionError(one.id)
            if new_low > low or new_high < high:
                bounds[cell] = [new_low, new_high]
                low_side += new_low - low
                high_side = sum(bounds[c][1] for c in side)
                moved = True
    return moved


def _open(side: tuple[str, ...], cell: str, bounds: dict[str, list[float]]) -> bool:
    return any(bounds[c][1] == inf for c in side if c != cell)
