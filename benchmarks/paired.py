"""Figures of two readings of the same documents, and how sure their difference is.

The document is the unit: intervals resample whole documents, the same ones for both readings.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.training.collect import Collected
from extractor.training.figures import heading_counts
from extractor.training.judging import NUMBER, OPEN, ZERO
from extractor.training.metrics import Points, aurocs

RESAMPLES = 400
SEED = 20215
SUREST = 0.95  # share of the fields whose errors are told: some 5 % are asked in review

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share, as its parts in each document: a/b over any of them is a.sum() / b.sum()."""

    part: Floats
    whole: Floats

    def over(self, weights: Floats) -> Floats:
        """The share under each row of weights of documents."""
        with np.errstate(invalid="ignore"):
            made: Floats = (weights @ self.part) / (weights @ self.whole)
        return made

    @property
    def value(self) -> float:
        whole = float(self.whole.sum())
        return float(self.part.sum()) / whole if whole else math.nan


@dataclass(frozen=True, slots=True)
class Difference:
    """A share, and what it is more than in the other reading, with a 95 % interval."""

    value: float
    more: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether chance alone would hardly make such a difference."""
        return self.low > 0 or self.high < 0


def ratios(found: Collected) -> dict[str, Ratio]:
    """What was read right, by name."""
    n = len(found.tags)

    def count(rows: NDArray[np.bool_]) -> Floats:
        return np.bincount(found.document[rows], minlength=n).astype(np.float64)

    settled, stated = found.kind != OPEN, (found.kind == ZERO) | (found.kind == NUMBER)
    heads = [heading_counts(tag["judged"]) for tag in found.tags]
    right, asked, given = (np.asarray([h[i] for h in heads], np.float64) for i in range(3))
    facts = {
        name: np.asarray([tag["judged"].get(f"fact:{name}", 0) for tag in found.tags], np.float64)
        for name in ("asked", "found", "given", "right")
    }
    reports = np.asarray([tag["reports"] for tag in found.tags], np.float64)
    return {
        "reports found": Ratio(
            np.asarray([tag["reports_found"] for tag in found.tags], np.float64), reports
        ),
        "settled fields right": Ratio(count(settled & found.right), count(settled)),
        "stated numbers right": Ratio(count(stated & found.right), count(stated)),
        "headings recall": Ratio(right, asked),
        "headings precision": Ratio(right, given),
        "facts recall": Ratio(facts["found"], facts["asked"]),
        "facts precision": Ratio(facts["right"], facts["given"]),
    }


def surest(judged: Points, documents: int) -> Ratio:
    """The share of wrong ones among the SUREST fields."""
    order = np.argsort(-judged.confidence, kind="stable")[: int(len(judged) * SUREST)]
    wrong = order[~judged.right[order]]
    both = [
        np.bincount(judged.document[rows], minlength=documents).astype(np.float64)
        for rows in (wrong, order)
    ]
    return Ratio(*both)


def resamples(documents: int, count: int = RESAMPLES) -> Floats:
    """Weights of documents, a row a resample."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(documents, np.full(documents, 1 / documents), count).astype(np.float64)


def compare(mine: Ratio, other: Ratio, weights: Floats) -> Difference:
    """A share of a reading against that of another one."""
    return _told(mine.value, other.value, mine.over(weights) - other.over(weights))


def compare_auroc(mine: Points, other: Points, weights: Floats) -> Difference:
    """How well confidence tells right from wrong, against another reading of the same documents."""
    whole = np.ones((1, weights.shape[1]))
    values = [float(aurocs(one, whole)[0]) for one in (mine, other)]
    return _told(values[0], values[1], aurocs(mine, weights) - aurocs(other, weights))


def _told(value: float, other: float, more: Floats) -> Difference:
    known = more[~np.isnan(more)]
    low, high = np.percentile(known, (2.5, 97.5)) if len(known) else (math.nan, math.nan)
    return Difference(value, value - other, float(low), float(high))


def cell(one: Difference, digits: int = 4) -> str:
    """The value, with what it is more, and its interval; bold where that is certain."""
    if one.more == one.low == one.high == 0:
        return f"{one.value:.{digits}f} (=)"
    sign = "**" if one.certain else ""
    return (
        f"{one.value:.{digits}f} ({sign}{one.more:+.{digits}f}{sign}, "
        f"{one.low:+.{digits}f} to {one.high:+.{digits}f})"
    )


def rows(table: Mapping[str, Sequence[Any]]) -> list[str]:
    """Lines of a Markdown table, by their first cell."""
    return [f"| {name} | " + " | ".join(map(str, cells)) + " |" for name, cells in table.items()]
