"""Metrics against plain slow twins, and against what they must show."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.training.metrics import measure, points, reliability, risk_coverage

SCORED = st.lists(
    st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.55, 0.9, 1.0]), st.booleans(), st.integers(0, 4)),
    min_size=1,
    max_size=40,
)


def slow_auroc(pairs):
    good = [c for c, ok, _ in pairs if ok]
    bad = [c for c, ok, _ in pairs if not ok]
    if not good or not bad:
        return math.nan
    return sum((g > b) + (g == b) / 2 for g in good for b in bad) / (len(good) * len(bad))


def slow_coverage(pairs, level):
    best = 0
    for threshold in {c for c, _, _ in pairs}:
        kept = [ok for c, ok, _ in pairs if c >= threshold]
        if sum(not ok for ok in kept) <= level * len(kept):
            best = max(best, len(kept))
    return best / len(pairs)


@given(SCORED)
def test_figures_equal_their_slow_twins(pairs):
    found = measure(points(*zip(*pairs, strict=True)), 0.5, resamples=0)
    assert found.figures["auroc"].value == pytest.approx(slow_auroc(pairs), nan_ok=True)
    assert found.figures["coverage at 1% error"].value == pytest.approx(slow_coverage(pairs, 0.01))
    kept = [ok for c, ok, _ in pairs if c >= 0.5]
    wrong = sum(not ok for ok in kept) / len(kept) if kept else math.nan
    assert found.figures["wrong outside review"].value == pytest.approx(wrong, nan_ok=True)
    assert found.figures["brier"].value == pytest.approx(
        sum((c - ok) ** 2 for c, ok, _ in pairs) / len(pairs)
    )
    assert found.documents == len({d for _, _, d in pairs})


def test_a_constant_confidence_is_calibrated_but_does_not_separate():
    rng = np.random.default_rng(1)
    right = rng.random(4000) < 0.9
    found = measure(points([0.9] * 4000, right, range(4000)), resamples=50)
    assert found.figures["ece"].value < 0.02
    assert found.occupied_bins == 1
    assert found.figures["auroc"].value == 0.5


def test_intervals_widen_when_errors_come_by_the_document():
    rng = np.random.default_rng(2)
    apart = rng.random(4000) < 0.9
    together = np.repeat(rng.random(40) < 0.9, 100)
    documents = np.repeat(np.arange(40), 100)
    confidence = rng.random(4000)
    loose = measure(points(confidence, together, documents)).figures["accuracy"]
    tight = measure(points(confidence, apart, documents)).figures["accuracy"]
    assert loose.high - loose.low > 3 * (tight.high - tight.low)


def test_the_curve_ends_at_everything_and_reliability_counts_all():
    rng = np.random.default_rng(3)
    confidence = rng.random(500)
    given_points = points(confidence, rng.random(500) < confidence, range(500))
    coverage, risk = risk_coverage(given_points)
    assert coverage[-1] == 1
    assert risk[-1] == pytest.approx(1 - given_points.right.mean())
    assert sum(n for n, _, _ in reliability(given_points)) == 500


def test_nothing_to_judge_is_nan_and_lengths_must_agree():
    found = measure(points([], [], []), 0.5)
    assert all(math.isnan(figure.value) for figure in found.figures.values())
    with pytest.raises(ValueError, match="length"):
        points([0.1], [], [])
