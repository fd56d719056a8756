"""From ruled lines to the cells they enclose, merged cells included.

Pure geometry, for lines drawn in a pdf as for lines found in a picture: lines are snapped to
common positions, the rectangles between neighbouring positions are joined where no line parts
them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# More positions than this is hatching or an attack; the widest statutory table has 16 and the
# longest, run together, 60.
MAX_POSITIONS = 150
MAX_LINES = 4000
_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line: horizontal ones at y `at` from x `start` to `end`, vertical ones turned."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom

    def joined(self, other: "Rectangle") -> "Rectangle":
        return Rectangle(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def enclosed(
    horizontal: Sequence[Line], vertical: Sequence[Line], slack: float
) -> list[list[Rectangle]]:
    """The cells of each table, tables from top to bottom. `slack`: how far lines may miss."""
    if not horizontal or not vertical or len(horizontal) + len(vertical) > MAX_LINES:
        return []
    tables = []
    for across, down in _connected(horizontal, vertical, slack):
        cells = _cells(across, down, slack)
        if len(cells) > 1:
            tables.append(cells)
    return sorted(tables, key=lambda cells: min(cell.top for cell in cells))


def positions(values: Sequence[float], slack: float) -> list[float]:
    """Values within `slack` of their neighbour as one, their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= slack:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _connected(
    horizontal: Sequence[Line], vertical: Sequence[Line], slack: float
) -> list[tuple[list[Line], list[Line]]]:
    """Groups of lines that cross or touch one another."""
    h = np.array([(line.at, line.start, line.end) for line in horizontal])
    v = np.array([(line.at, line.start, line.end) for line in vertical])
    meets = (
        (h[:, None, 1] - slack <= v[None, :, 0])
        & (v[None, :, 0] <= h[:, None, 2] + slack)
        & (v[None, :, 1] - slack <= h[:, None, 0])
        & (h[:, None, 0] <= v[None, :, 2] + slack)
    )
    group_of_h = np.full(len(h), -1)
    group_of_v = np.full(len(v), -1)
    groups = 0
    for first in range(len(h)):
        if group_of_h[first] >= 0 or not meets[first].any():
            continue
        new_h = np.zeros(len(h), dtype=bool)
        new_h[first] = True
        while new_h.any():
            group_of_h[new_h] = groups
            new_v = meets[new_h].any(axis=0) & (group_of_v < 0)
            group_of_v[new_v] = groups
            new_h = meets[:, new_v].any(axis=1) & (group_of_h < 0)
        groups += 1
    return [
        (
            [line for line, g in zip(horizontal, group_of_h, strict=True) if g == number],
            [line for line, g in zip(vertical, group_of_v, strict=True) if g == number],
        )
        for number in range(groups)
    ]


def _cells(horizontal: list[Line], vertical: list[Line], slack: float) -> list[Rectangle]:
    ys = positions([line.at for line in horizontal], slack)
    xs = positions([line.at for line in vertical], slack)
    if min(len(xs), len(ys)) < 2 or max(len(xs), len(ys)) > MAX_POSITIONS:
        return []
    below = _covered(horizontal, ys, xs, slack)  # [y position, column]
    right = _covered(vertical, xs, ys, slack)  # [x position, row]
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = np.zeros((rows, columns), dtype=bool)
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row, column]:
                continue
            wide = 1
            while (
                column + wide < columns
                and not right[column + wide, row]
                and not taken[row, column + wide]
            ):
                wide += 1
            high = 1
            while row + high < rows and not below[row + high, column : column + wide].any():
                high += 1
            taken[row : row + high, column : column + wide] = True
            cells.append(Rectangle(xs[column], ys[row], xs[column + wide], ys[row + high]))
    return cells


def _covered(
    lines: list[Line], ats: list[float], between: list[float], slack: float
) -> NDArray[np.bool_]:
    """Whether a line at each position covers the middle of each interval."""
    middles: _Array = (np.array(between[:-1]) + np.array(between[1:])) / 2
    result = np.zeros((len(ats), len(middles)), dtype=bool)
    places: _Array = np.array(ats)
    for line in lines:
        nearest = int(np.abs(places - line.at).argmin())
        result[nearest] |= (middles >= line.start - slack) & (middles <= line.end + slack)
    return result
