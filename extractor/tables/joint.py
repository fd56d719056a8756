"""Settle rows whose numbers fit several columns, all rows of a table at once.

Where blank cells were dropped, the sum of a row often leaves several placements. The identities
down the columns choose among them: an integer program picks one placement a row so that they
hold, the leftmost where several do. A row stays loose when another of its placements does as
well, and when no choice makes the identities hold. No number changes: only its column is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.forms import Row
from extractor.identities import identities
from extractor.tables.place import Placement
from extractor.tables.tokens import Token

NODE_LIMIT = 2000  # of the search; a limit in seconds would make results depend on the machine
MAX_OPTIONS = 40  # placements of one row that are weighed
MAX_ROWS = 30
TOLERANCE = 1e-6  # of an identity; numbers are whole or have a few decimals


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A statutory row, the tokens printed in it and where they were put."""

    row: Row
    stated: tuple[Token, ...]
    placement: Placement


def settle(rows: Sequence[PlacedRow]) -> list[Placement]:
    """A placement for each row, in order; rows that were not loose keep theirs."""
    loose = [
        i
        for i, r in enumerate(rows)
        if 1 < len(r.placement.options) <= MAX_OPTIONS and any(_number(t) for t in r.stated)
    ][:MAX_ROWS]
    if not loose:
        return [r.placement for r in rows]
    result = [r.placement for r in rows]
    program = _Program(rows, loose)
    if program.equations and (picks := program.solve({})) is not None:
        _settle(result, rows, loose, program, picks)
        return result
    # Together they do not hold, or are too many to search: each kind may for the rows it speaks of.
    for check in sorted({e.check for e in program.equations}):
        spoken = {id for e in program.equations if e.check == check for id in e.fields}
        some = [i for i in loose if spoken & {cell.id for cell in rows[i].row.cells}]
        alone = _Program(rows, some, check)
        if len(some) < len(loose) and (picks := alone.solve({})) is not None:
            _settle(result, rows, some, alone, picks)
    return result


def _settle(
    result: list[Placement],
    rows: Sequence[PlacedRow],
    loose: Sequence[int],
    program: "_Program",
    picks: Sequence[int],
) -> None:
    """Put the placements that were picked into the result; settled are those that no other
    solution puts elsewhere."""
    others: list[list[int]] = []
    for n, i in enumerate(loose):
        free = any(other[n] != picks[n] for other in others)
        if not free and (other := program.solve({n: picks[n]}, weighed=False)) is not None:
            free = True
            if program.holds(other):
                others.append(other)  # it may put further rows elsewhere
        result[i] = _placed(rows[i], picks[n], not free)


def _number(token: Token) -> float:
    number = token.value.number if token.value else None
    return float(number) if number is not None else 0.0


def _placed(row: PlacedRow, option: int, settled: bool) -> Placement:
    columns = row.placement.options[option]
    by_column = dict(zip(columns, row.stated, strict=True))
    tokens = tuple(by_column.get(c) for c in range(len(row.row.cells)))
    choices = 1 if settled else row.placement.choices
    return Placement(tokens, choices, False, row.placement.surplus, row.placement.options)


class _Program:
    """One choice a loose row, under the identities down the columns."""

    def __init__(self, rows: Sequence[PlacedRow], loose: list[int], check: str = "") -> None:
        self.sizes = [len(rows[i].placement.options) for i in loose]
        self.starts = [0, *np.cumsum(self.sizes).tolist()]
        fixed: dict[str, float] = {}
        terms: dict[str, list[tuple[int, float]]] = {}
        for i, placed in enumerate(rows):
            if i not in loose:
                for cell, token in zip(placed.row.cells, placed.placement.tokens, strict=True):
                    fixed[cell.id] = _number(token) if token else 0.0
        for n, i in enumerate(loose):
            for k, columns in enumerate(rows[i].placement.options):
                for column, token in zip(columns, rows[i].stated, strict=True):
                    if _number(token):
                        id = rows[i].row.cells[column].id
                        terms.setdefault(id, []).append((self.starts[n] + k, _number(token)))
        self.terms, self.fixed = terms, fixed
        self.equations = [
            e
            for e in identities()
            if e.check != "row-sum" and check in ("", e.check) and set(e.fields) & set(terms)
        ]

    def holds(self, picks: Sequence[int]) -> bool:
        """Whether the identities hold with these options, each row having one."""
        matrix, target = self._constraints(self.starts[-1])
        chosen = [start + k for start, k in zip(self.starts, picks, strict=False)]
        return bool(np.all(np.abs(matrix[:, chosen].sum(axis=1) - target) <= TOLERANCE))

    def solve(self, forbidden: dict[int, int], weighed: bool = True) -> list[int] | None:
        """The option of each loose row, the leftmost ones together or, unweighed, any that fit.

        None where no choice makes the identities hold.
        """
        # Half a second to import, and few documents have loose rows.
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        width = self.starts[-1]
        top = np.ones(width)
        for n, option in forbidden.items():
            top[self.starts[n] + option] = 0.0
        matrix, target = self._constraints(width)
        costs = np.concatenate([np.arange(size, dtype=float) for size in self.sizes])
        answer = milp(
            costs if weighed else np.zeros(width),
            constraints=LinearConstraint(
                csr_matrix(matrix), target - TOLERANCE, target + TOLERANCE
            ),
            bounds=Bounds(np.zeros(width), top),
            integrality=np.ones(width),
            options={"node_limit": NODE_LIMIT},
        )
        if answer.x is None:
            return None
        return [
            int(np.argmax(answer.x[start : start + size]))
            for start, size in zip(self.starts, self.sizes, strict=False)
        ]

    def _constraints(self, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        matrix = np.zeros((len(self.sizes) + len(self.equations), width))
        target = np.ones(len(matrix))
        for n, (start, size) in enumerate(zip(self.starts, self.sizes, strict=False)):
            matrix[n, start : start + size] = 1.0
        for e, equation in enumerate(self.equations, len(self.sizes)):
            target[e] = 0.0
            for side, sign in ((equation.left, 1.0), (equation.right, -1.0)):
                for id in side:
                    target[e] -= sign * self.fixed.get(id, 0.0)
                    for at, value in self.terms.get(id, ()):
                        matrix[e, at] += sign * value
        return matrix, target
