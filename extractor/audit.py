"""How often fields outside review are wrong, told from a random sample that people looked at.

Each field outside review is drawn with a probability that is known, and counts for as many fields
as that probability says (Horvitz and Thompson 1952, as a ratio: Hájek 1971). Fields of a document
fail together, so the interval is widened by the design effect of documents (Kish 1965); it is
that of Clopper and Pearson (1934) for the effective number of fields.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.95
# How much more often fields of documents unlike what was learned are drawn: errors come with new
# layouts, and few documents show them. The estimate weighs each field by its own chance.
MORE_OF_UNLIKE = 10.0


@dataclass(frozen=True, slots=True)
class Audit:
    """A field outside review that a person looked at. `wrong` only once a second look agreed."""

    document: str
    probability: float
    confidence: float
    wrong: bool


def chance(share: float, is_unlike: bool) -> float:
    """The chance at which a field outside review is drawn, where `share` of all shall be."""
    return min(1.0, share * MORE_OF_UNLIKE) if is_unlike else share


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of wrong fields outside review, with its interval; `wrong` counts audited ones."""

    audited: int
    documents: int
    wrong: int
    rate: float
    low: float
    high: float

    def passes(self, promise: float) -> bool:
        """Whether even the lower end is above what was promised."""
        return self.audited > 0 and self.low > promise


def estimate(audits: Sequence[Audit], level: float = LEVEL) -> Estimate:
    """The estimate; without audits it is between 0 and 1."""
    if not audits:
        return Estimate(0, 0, 0, 0.0, 0.0, 1.0)
    rate, effective = _weighed(audits)
    low, high = interval(rate * effective, effective, level)
    return Estimate(
        len(audits),
        len({one.document for one in audits}),
        sum(one.wrong for one in audits),
        rate,
        low,
        high,
    )


def shrunk(audits: Sequence[Audit], expected: float, strength: float) -> float:
    """The error rate that audits show, drawn towards an expected one that is worth `strength`
    audits; without audits it is the expected one."""
    if not audits:
        return expected
    rate, effective = _weighed(audits)
    return (strength * expected + effective * rate) / (strength + effective)


def _weighed(audits: Sequence[Audit]) -> tuple[float, float]:
    """The share of wrong ones, each audit counting for what it was drawn from; the number of
    independent fields that would tell as much."""
    weights = [1.0 / one.probability for one in audits]
    total = math.fsum(weights)
    rate = math.fsum(w for w, one in zip(weights, audits, strict=True) if one.wrong) / total
    effective = total**2 / math.fsum(w * w for w in weights)
    return rate, effective / _design_effect(audits, weights, rate, effective)


def _design_effect(
    audits: Sequence[Audit], weights: Sequence[float], rate: float, effective: float
) -> float:
    """How much more the rate varies than if every field were its own document; at least 1."""
    plain = rate * (1 - rate) / effective
    if plain <= 0:
        return 1.0
    sums: dict[str, float] = defaultdict(float)
    for one, weight in zip(audits, weights, strict=True):
        sums[one.document] += weight * (one.wrong - rate)
    between = math.fsum(s * s for s in sums.values()) / math.fsum(weights) ** 2
    return max(1.0, between / plain)


def interval(wrong: float, number: float, level: float = LEVEL) -> tuple[float, float]:
    """The two-sided interval for a share; both counts may be fractions."""
    from scipy.special import betaincinv  # noqa: PLC0415 - loaded only where it is asked for

    tail = (1 - level) / 2
    low = float(betaincinv(wrong, number - wrong + 1, tail)) if wrong > 0 else 0.0
    high = float(betaincinv(wrong + 1, number - wrong, 1 - tail)) if wrong < number else 1.0
    return low, high


def tightened(audits: Sequence[Audit], promise: float, threshold: float) -> float:
    """The lowest threshold, not below the present one, above which audits keep the promise.

    Where none does, every field that was as sure as the surest wrong one goes into review.
    """
    found = threshold
    for one in sorted((a for a in audits if a.wrong), key=lambda a: a.confidence):
        kept = [a for a in audits if a.confidence >= found]
        if estimate(kept).rate <= promise:
            return found
        found = max(found, math.nextafter(one.confidence, 2.0))
    return found


def apart(
    usual: Sequence[Audit], unlike: Sequence[Audit], promise: float, before: tuple[float, float]
) -> tuple[float, float]:
    """The thresholds for all documents and for those unlike what was learned, raised where audits
    of the one or the other leave no doubt, or both together; else as `before`."""
    everywhere, there = before
    if estimate(usual).passes(promise):
        everywhere = tightened(usual, promise, everywhere)
    if estimate(unlike).passes(promise):
        there = tightened(unlike, promise, max(everywhere, there))
    together = [*usual, *unlike]
    both = all(any(one.wrong for one in some) for some in (usual, unlike))
    if both and (everywhere, there) == before and estimate(together).passes(promise):
        everywhere = tightened(together, promise, everywhere)
    return everywhere, there
