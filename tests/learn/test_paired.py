"""Two readings of the same documents: shares, their differences, and how sure they are."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks import paired
from extractor.training.metrics import aurocs, points


def test_a_reading_differs_from_itself_by_nothing() -> None:
    share = paired.Ratio(np.array([3.0, 4.0, 0.0]), np.array([4.0, 4.0, 2.0]))
    same = paired.compare(share, share, paired.resamples(3))
    assert (same.value, same.more, same.low, same.high) == (0.7, 0.0, 0.0, 0.0)
    assert not same.certain


def test_what_every_document_shows_is_certain_and_what_one_shows_is_not() -> None:
    whole = np.full(50, 10.0)
    other = paired.Ratio(np.full(50, 8.0), whole)
    weights = paired.resamples(50)
    everywhere = paired.compare(paired.Ratio(np.full(50, 9.0), whole), other, weights)
    assert everywhere.certain
    assert everywhere.more == pytest.approx(0.1)
    once = np.full(50, 8.0)
    once[7] = 9.0
    assert not paired.compare(paired.Ratio(once, whole), other, weights).certain


def test_a_share_of_nothing_is_no_number() -> None:
    nothing = paired.Ratio(np.zeros(4), np.zeros(4))
    assert np.isnan(nothing.value)
    told = paired.compare(nothing, nothing, paired.resamples(4))
    assert np.isnan(told.low)
    assert not told.certain


def test_auroc_of_resamples_is_that_of_the_documents_drawn() -> None:
    rng = np.random.default_rng(3)
    sure = np.round(rng.random(300), 1)  # many are equally sure
    right = rng.random(300) < sure
    document = np.repeat(np.arange(30), 10)
    judged = points(sure, right, document)
    weights = np.vstack([np.ones(30), paired.resamples(30, 5)])
    for row, told in zip(weights, aurocs(judged, weights), strict=True):
        assert told == pytest.approx(roc_auc_score(right, sure, sample_weight=row[document]))


def test_only_the_surest_fields_count() -> None:
    sure = np.linspace(1, 0, 100)
    right = np.ones(100, bool)
    right[[3, 97, 98, 99]] = False  # all but one of the wrong ones are among the least sure
    share = paired.surest(points(sure, right, np.repeat([0, 1], 50)), 2)
    assert share.part.tolist() == [1, 0]
    assert share.whole.tolist() == [50, 45]
