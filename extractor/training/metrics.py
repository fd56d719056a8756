"""How good, how sure, and how well the sureness sorts right from wrong; documents are the unit.

Fields of one document share their errors, so every interval resamples whole documents
(cluster bootstrap, percentile method). A figure with nothing to judge is nan.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 10  # of the calibration error, equally wide, as in the project's scoring rule
RESAMPLES = 200
LEVELS = (0.001, 0.01)  # error rates at which coverage is told
CURVE_POINTS = 200


@dataclass(frozen=True, slots=True)
class Points:
    """Judged answers: confidence in 0..1, whether right, and the number of its document."""

    confidence: Floats
    right: NDArray[np.bool_]
    document: Ints

    def __post_init__(self) -> None:
        if not len(self.confidence) == len(self.right) == len(self.document):
            raise ValueError("confidence, right and document differ in length")

    def __len__(self) -> int:
        return len(self.confidence)

    def where(self, mask: NDArray[np.bool_]) -> "Points":
        return Points(self.confidence[mask], self.right[mask], self.document[mask])

    @property
    def documents(self) -> int:
        return len(np.unique(self.document))


def points(confidence: ArrayLike, right: ArrayLike, document: ArrayLike) -> Points:
    """Points from plain sequences or arrays."""
    return Points(
        np.asarray(confidence, np.float64),
        np.asarray(right, np.bool_),
        np.asarray(document, np.int64),
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95 % interval over documents (nan where it could not be drawn)."""

    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured about a set of points."""

    fields: int
    documents: int
    wrong: int
    occupied_bins: int
    figures: dict[str, Figure] = field(default_factory=dict)


def measure(
    given: Points, threshold: float | None = None, *, resamples: int = RESAMPLES, seed: int = 0
) -> Measures:
    """Accuracy, AUROC, ECE, Brier, coverage at 0.1 % and 1 % error, and what review leaves.

    Keys: accuracy, auroc, ece, brier, coverage at 0.1% error, coverage at 1% error, and with a
    threshold (a field below it is in review): in review, wrong outside review.
    """
    ordered = _Ordered(given)
    values = ordered.figures(np.ones(ordered.documents), threshold)
    draws: dict[str, list[float]] = {name: [] for name in values}
    if ordered.documents > 1:
        rng = np.random.default_rng(seed)
        share = np.full(ordered.documents, 1 / ordered.documents)
        for _ in range(resamples):
            weights = rng.multinomial(ordered.documents, share).astype(np.float64)
            for name, value in ordered.figures(weights, threshold).items():
                draws[name].append(value)
    figures = {name: _interval(value, draws[name]) for name, value in values.items()}
    occupied = int(np.count_nonzero(np.bincount(_bin(given.confidence), minlength=BINS)))
    return Measures(
        len(given), given.documents, int(np.count_nonzero(~given.right)), occupied, figures
    )


def paired(
    before: Points,
    after: Points,
    thresholds: tuple[float, float] | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, Figure]:
    """The change of each figure from one set of answers to another on the same fields.

    `low` and `high` bound the change from one side at 95 % each: the 5th and 95th percentile
    over resampled documents, the same draw for both. `thresholds` of review, one for each.
    """
    if not np.array_equal(before.document, after.document):
        raise ValueError("paired answers must be about the same fields")
    both = _Ordered(before), _Ordered(after)
    limits = thresholds or (None, None)
    documents = both[0].documents

    def change(weights: Floats) -> dict[str, float]:
        old, new = (one.figures(weights, t) for one, t in zip(both, limits, strict=True))
        return {name: new[name] - old[name] for name in old}

    values = change(np.ones(documents))
    draws: dict[str, list[float]] = {name: [] for name in values}
    if documents > 1:
        rng = np.random.default_rng(seed)
        share = np.full(documents, 1 / documents)
        for _ in range(resamples):
            for name, value in change(rng.multinomial(documents, share).astype(np.float64)).items():
                draws[name].append(value)
    return {name: _interval(value, draws[name], (0.05, 0.95)) for name, value in values.items()}


def aurocs(given: Points, weights: Floats) -> Floats:
    """The chance that a right field is surer than a wrong one under each row of `weights` of
    documents, which are numbered as in `given`; nan where nothing is right, or nothing wrong."""
    ordered, names = _Ordered(given), np.unique(given.document)
    return np.asarray([_auroc(*ordered.steps(row[names])) for row in weights], np.float64)


def as_json(value: Any) -> Any:
    """A figure or a structure of figures as JSON values: nan as null, which JSON has instead."""
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(v) for v in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _interval(
    value: float, draws: list[float], ends: tuple[float, float] = (0.025, 0.975)
) -> Figure:
    drawn = np.asarray([d for d in draws if not math.isnan(d)])
    if len(drawn) < max(10, len(draws) // 2):
        return Figure(value)
    low, high = np.quantile(drawn, ends)
    return Figure(value, float(low), float(high))


def risk_coverage(given: Points, most: int = CURVE_POINTS) -> tuple[Floats, Floats]:
    """The share of fields kept, most certain first, and the error rate among them."""
    ordered = _Ordered(given)
    kept, wrong = ordered.cumulative(np.ones(ordered.documents))
    if not len(kept):
        return np.zeros(0), np.zeros(0)
    chosen = np.unique(np.linspace(0, len(kept) - 1, most).astype(int))
    return kept[chosen] / kept[-1], wrong[chosen] / kept[chosen]


def threshold_at(given: Points, level: float) -> float:
    """The lowest confidence such that of the fields at least as sure a share `level` is wrong;
    above 1 where even the surest are wrong more often."""
    ordered = _Ordered(given)
    kept, wrong = ordered.cumulative(np.ones(ordered.documents))
    good = np.flatnonzero(wrong <= level * kept)
    if not len(good):
        return math.nextafter(1.0, 2.0)
    return float(ordered.confidence[ordered.starts[good[-1]]])


def reliability(given: Points) -> list[tuple[int, float, float]]:
    """Of each occupied bin: how many fields, their mean confidence, the share right."""
    bins = _bin(given.confidence)
    made = []
    for number in range(BINS):
        inside = bins == number
        if inside.any():
            made.append(
                (
                    int(inside.sum()),
                    float(given.confidence[inside].mean()),
                    float(given.right[inside].mean()),
                )
            )
    return made


def _bin(confidence: Floats) -> NDArray[np.intp]:
    return np.minimum((confidence * BINS).astype(np.intp), BINS - 1)


class _Ordered:
    """Points sorted once, most certain first, so that each resample is a weighted pass."""

    def __init__(self, given: Points) -> None:
        order = np.argsort(-given.confidence, kind="stable")
        self.confidence = given.confidence[order]
        self.wrong = (~given.right[order]).astype(np.float64)
        names, index = np.unique(given.document, return_inverse=True)
        self.document = index[order]
        self.documents = len(names)
        changes = np.flatnonzero(np.diff(self.confidence)) + 1
        # Points of equal confidence are kept or reviewed together: they form one step.
        self.starts = np.concatenate([[0], changes]) if len(given) else np.zeros(0, np.intp)
        self.bins = _bin(self.confidence)

    def steps(self, weights: Floats) -> tuple[Floats, Floats]:
        """Weight and wrong weight of each step of equal confidence."""
        if not len(self.starts):
            return np.zeros(0), np.zeros(0)
        each = weights[self.document]
        return (np.add.reduceat(each, self.starts), np.add.reduceat(each * self.wrong, self.starts))

    def cumulative(self, weights: Floats) -> tuple[Floats, Floats]:
        total, wrong = self.steps(weights)
        return np.cumsum(total), np.cumsum(wrong)

    def figures(self, weights: Floats, threshold: float | None) -> dict[str, float]:
        total, wrong = self.steps(weights)
        kept, kept_wrong = np.cumsum(total), np.cumsum(wrong)
        n = float(kept[-1]) if len(kept) else 0.0
        made = {
            "accuracy": 1 - float(kept_wrong[-1]) / n if n else math.nan,
            "auroc": _auroc(total, wrong),
            **self._calibration(weights, n),
        }
        for level in LEVELS:
            made[f"coverage at {level:.1%} error".replace(".0%", "%")] = _coverage(
                kept, kept_wrong, level
            )
        if threshold is not None:
            keep = self.confidence[self.starts] >= threshold if len(kept) else np.zeros(0, bool)
            outside = float(total[keep].sum())
            made["in review"] = 1 - outside / n if n else math.nan
            made["wrong outside review"] = (
                float(wrong[keep].sum()) / outside if outside else math.nan
            )
        return made

    def _calibration(self, weights: Floats, n: float) -> dict[str, float]:
        if not n:
            return {"ece": math.nan, "brier": math.nan}
        each = weights[self.document]
        right = 1 - self.wrong
        sure = np.bincount(self.bins, each * self.confidence, BINS)
        hit = np.bincount(self.bins, each * right, BINS)
        return {
            "ece": float(np.abs(sure - hit).sum()) / n,
            "brier": float((each * (self.confidence - right) ** 2).sum()) / n,
        }


def _auroc(total: Floats, wrong: Floats) -> float:
    """The chance that a right field is surer than a wrong one, ties counting half."""
    right = total - wrong
    if not right.sum() or not wrong.sum():
        return math.nan
    before = np.cumsum(right) - right
    return float((wrong * (before + right / 2)).sum() / (right.sum() * wrong.sum()))


def _coverage(kept: Floats, wrong: Floats, level: float) -> float:
    if not len(kept) or not kept[-1]:
        return math.nan
    good = np.flatnonzero((wrong <= level * kept) & (kept > 0))
    return float(kept[good[-1]] / kept[-1]) if len(good) else 0.0
