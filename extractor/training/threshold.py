"""The review threshold, with a finite-sample guarantee over documents.

What is promised: draw a document of the calibrated population, then a field of it; given that
the field is outside review, it is wrong with probability at most `error`. The promise fails with
probability at most `delta` over the draw of the calibration documents.

How: *learn then test* (Angelopoulos, Bates, Candès, Jordan, Lei 2021, arXiv:2110.01052). Each
candidate threshold t is a hypothesis "E[X(t)] >= 0" with X = (wrong outside review - error *
outside review) / fields, one value per document, as fields of a document fail together. It is
rejected by an e-value: the wealth of bets against it, the mean over stakes s of
prod(1 - s * X_i), at least 1/delta (Waudby-Smith & Ramdas 2024, JRSS-B 86(1), "Estimating means
of bounded random variables by betting"; a fixed mixture needs no order of the documents).
Candidates are tested by fixed sequences, from sure to daring, started at several places between
which delta is divided; a sequence ends at its first failure. Candidates and starts must come
from other documents than those tested.

With no error at all and all fields outside review, 0.1 % at 95 % takes some 3,000 documents for
one hypothesis and one stake; four starts and a mixture of ten stakes make it some 5,600. Fewer
cannot certify it, however good.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.training.metrics import Floats, Points

ERROR = 0.001
DELTA = 0.05
KEEP_NONE = math.nextafter(1.0, 2.0)  # a threshold that puts every field in review
# Shares of fields outside review, on the documents used for fitting, at which sequences start.
STARTS = (0.5, 0.85, 0.93, 0.97)
CANDIDATES = 80
STAKES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A threshold and what it promises on documents like those it was tested on.

    `certified` false: nothing is promised, `reason` says why and `more_documents` how many
    further ones would do at the present error rate (None: no number would).
    """

    threshold: float
    certified: bool
    error: float
    delta: float
    documents: int
    fields: int
    in_review: float
    wrong_outside: float
    more_documents: int | None
    reason: str


def candidates(fitting: Points, count: int = CANDIDATES) -> Floats:
    """Thresholds to test, sure ones first, spread over the share of fields that they keep."""
    if not len(fitting):
        return np.zeros(0)
    ordered = np.sort(fitting.confidence)[::-1]
    shares = np.linspace(0.3, 1.0, count)
    places = np.minimum((shares * len(ordered)).astype(int), len(ordered) - 1)
    return np.unique(ordered[places])[::-1]


def choose(
    fitting: Points, calibration: Points, *, error: float = ERROR, delta: float = DELTA
) -> Guarantee:
    """The most daring threshold that is certified on `calibration`, else the best uncertified.

    `fitting` only orders the candidates; its documents must not be among those of `calibration`.
    """
    if not 0 < error < 1 or not 0 < delta < 1:
        raise ValueError("error and delta lie between 0 and 1")
    grid = candidates(fitting)
    starts = _starts(fitting, grid)
    certified = None
    for start in starts:
        for threshold in grid[start:]:
            wealth = log_wealth(_losses(calibration, float(threshold), error))
            if wealth < math.log(len(starts) / delta):
                break
            certified = min(float(threshold), certified if certified is not None else math.inf)
    if certified is not None:
        return _guarantee(calibration, certified, (error, delta), None, "")
    return _uncertified(grid, calibration, (error, delta), len(starts))


def _starts(fitting: Points, grid: Floats) -> list[int]:
    kept = np.asarray([(fitting.confidence >= t).mean() for t in grid]) if len(grid) else np.zeros(0)
    return sorted({int(np.argmax(kept >= share)) for share in STARTS if (kept >= share).any()})


def _losses(given: Points, threshold: float, error: float) -> Floats:
    """X of each document, between -error and 1 - error."""
    _, index = np.unique(given.document, return_inverse=True)
    kept = given.confidence >= threshold
    fields = np.bincount(index)
    wrong = np.bincount(index, kept & ~given.right)
    outside = np.bincount(index, kept)
    losses: Floats = (wrong - error * outside) / fields
    return losses


def log_wealth(losses: Floats, stakes: Sequence[float] = STAKES) -> float:
    """Log of the wealth of a mixture of bets that the mean loss is below 0."""
    if not len(losses):
        return 0.0
    logs = np.asarray([np.log1p(-stake * losses).sum() for stake in stakes])
    top = float(logs.max())
    return top + math.log(float(np.exp(logs - top).mean()))


def needed(losses: Floats, level: float) -> int | None:
    """How many documents like these would bring the wealth to `level` (a log); None: never."""
    if not len(losses):
        return None
    growth = max(float(np.log1p(-stake * losses).mean()) for stake in STAKES)
    if growth <= 0:
        return None
    return math.ceil((level + math.log(len(STAKES))) / growth)


def _uncertified(
    grid: Floats, calibration: Points, promise: tuple[float, float], starts: int
) -> Guarantee:
    error, delta = promise
    level = math.log(max(starts, 1) / delta)
    best: tuple[int, float] | None = None
    for threshold in grid:
        need = needed(_losses(calibration, float(threshold), error), level)
        if need is not None and (best is None or need < best[0]):
            best = (need, float(threshold))
    if best is None and not len(calibration):
        floor = math.ceil(level / error)
        return _guarantee(calibration, KEEP_NONE, promise, floor, "no calibration documents")
    if best is None:
        reason = "no threshold keeps the error that low on these documents"
        return _guarantee(calibration, _fallback(grid, calibration, error), promise, None, reason)
    more = max(1, best[0] - calibration.documents)
    return _guarantee(calibration, best[1], promise, more, "too few documents")


def _fallback(grid: Floats, calibration: Points, error: float) -> float:
    """Without any promise: the most daring threshold that these documents themselves bear out.

    Sure answers (confidence 1: reports that were not found) are left aside, as no threshold
    brings them into review.
    """
    seen = calibration.where(calibration.confidence < 1)
    for threshold in grid[::-1]:
        kept = seen.confidence >= threshold
        if kept.any() and (~seen.right[kept]).mean() <= error:
            return float(threshold)
    return KEEP_NONE


def _guarantee(
    calibration: Points, threshold: float, promise: tuple[float, float], more: int | None,
    reason: str,
) -> Guarantee:
    kept = calibration.confidence >= threshold
    outside = int(kept.sum())
    wrong = int((kept & ~calibration.right).sum())
    return Guarantee(
        threshold=threshold, certified=not reason, error=promise[0], delta=promise[1],
        documents=calibration.documents, fields=len(calibration),
        in_review=1 - outside / len(calibration) if len(calibration) else math.nan,
        wrong_outside=wrong / outside if outside else math.nan,
        more_documents=more, reason=reason,
    )


def without_error(error: float = ERROR, delta: float = DELTA, starts: int = 1) -> int:
    """How many documents without a single error certify a promise, if all is outside review."""
    return math.ceil(math.log(starts / delta) / math.log1p(error))
