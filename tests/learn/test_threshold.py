"""The guarantee: it holds as often as it says, refuses when data are few, and says how many more."""

import math

import numpy as np
import pytest

from extractor.training.metrics import points
from extractor.training.threshold import REVIEW_BUDGET, choose, log_wealth, needed, without_error


def population(seed, documents, *, fields=20, bad=0.02):
    """Fields whose confidence is honest, with a share of documents in which much is unsure."""
    rng = np.random.default_rng(seed)
    hard = np.repeat(rng.random(documents) < bad, fields)
    chance = np.where(
        hard,
        rng.uniform(0.3, 1, documents * fields),
        1 - rng.exponential(0.0003, documents * fields),
    ).clip(0, 1)
    return points(
        chance, rng.random(documents * fields) < chance, np.repeat(np.arange(documents), fields)
    )


def true_risk(threshold):
    fresh = population(999, 60_000)
    kept = fresh.confidence >= threshold
    return (~fresh.right[kept]).mean()


def test_three_thousand_clean_documents_certify_a_tenth_of_a_percent_and_few_do_not():
    assert without_error() == pytest.approx(3000, abs=5)
    clean = points(np.full(3000, 1.0), np.full(3000, True), range(3000))
    assert (
        log_wealth(np.full(3000, -0.001)) < math.log(1 / 0.05) < log_wealth(np.full(5000, -0.001))
    )
    few = choose(clean, points([1.0] * 100, [True] * 100, range(100)))
    assert not few.certified
    assert few.reason == "too few documents"
    assert few.more_documents > 2900


def test_the_promise_is_broken_rarely():
    fitting = population(0, 2000)
    broken = certified = 0
    for seed in range(1, 21):
        found = choose(fitting, population(seed, 9000), error=0.001, delta=0.05)
        certified += found.certified
        broken += found.certified and true_risk(found.threshold) > 0.001
    assert certified >= 15
    assert broken <= 3  # 20 trials at 5 %: more than 3 would happen once in 60 times


def test_an_answer_that_is_itself_unsure_stays_in_review_though_the_promise_would_be_kept():
    sure = np.tile([0.999] * 19 + [0.95], 9000)
    clean = points(sure, np.full(len(sure), True), np.repeat(np.arange(9000), 20))
    found = choose(clean, clean)
    assert found.certified
    assert found.threshold == 0.999
    assert found.in_review == pytest.approx(0.05)


def test_errors_that_nothing_foretells_cannot_be_certified():
    rng = np.random.default_rng(5)
    noisy = points(rng.random(5000), rng.random(5000) < 0.95, range(5000))
    found = choose(noisy, noisy)
    assert not found.certified
    assert found.more_documents is None
    # No promise, and no flood either: reviewers are asked for what they can look at.
    assert 0 < found.in_review <= REVIEW_BUDGET
    assert "no threshold" in found.reason


def test_a_promise_that_asks_for_more_than_the_budget_is_told_and_not_taken():
    rng = np.random.default_rng(6)
    sure = np.where(rng.random(200_000) < 0.8, 0.99, 0.6)  # a fifth is doubted, and 2 % of it wrong
    right = (sure > 0.9) | (rng.random(200_000) < 0.98)
    sure = np.where(sure < 0.9, 0.5 + 0.4 * rng.random(200_000), sure)
    found = choose(*(points(sure, right, np.arange(200_000) // 20) for _ in range(2)))
    assert not found.certified
    assert found.strict > found.threshold
    assert found.strict_review > REVIEW_BUDGET >= found.in_review > 0
    assert found.wrong_outside > 0.001
    assert found.more_documents is None  # at such an error no number of documents would do


def test_how_many_more_would_do_is_what_would_do():
    losses = np.full(50, -0.001)
    count = needed(losses, math.log(1 / 0.05))
    assert log_wealth(np.full(count, -0.001)) >= math.log(1 / 0.05)
    assert needed(np.full(50, 0.001), 3.0) is None


def test_no_documents_at_all_and_impossible_levels():
    empty = points([], [], [])
    found = choose(empty, empty)
    assert not found.certified
    assert found.more_documents >= 2990
    with pytest.raises(ValueError, match="between"):
        choose(empty, empty, error=0)


def test_where_the_promise_fails_a_weaker_one_is_told_if_it_holds():
    rng = np.random.default_rng(7)
    n, fields = 4000, 20
    right = rng.random(n * fields) > 0.004  # whatever the confidence: no threshold helps
    noisy = points(rng.random(n * fields), right, np.repeat(np.arange(n), fields))
    found = choose(noisy, noisy)
    assert not found.certified
    assert found.level is not None
    assert 0.004 < found.level <= 0.01
    few = choose(noisy, noisy.where(noisy.document < 20))
    assert few.level is None
