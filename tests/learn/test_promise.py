"""A new model's threshold keeps what audits found, and trusts unlike documents less."""

import json
from dataclasses import replace

import numpy as np
import pytest

from extractor.audit import Audit, shrunk
from extractor.confidence import FEATURES
from extractor.novelty import Familiar
from extractor.scoring import load_scorer, shifted
from extractor.training.confidence import fit_confidence, save_confidence
from extractor.training.metrics import points
from extractor.training.promise import (
    UNUSUAL,
    USUAL,
    Looks,
    as_reported,
    audits_in,
    keep_promise,
    raised,
    strangers,
)

from .test_confidence import collected

PROMISE = 0.01
FAMILIAR = Familiar(frozenset(range(10)), 0.5)
KNOWN, UNKNOWN = np.arange(10), np.arange(100, 110)


def documents(seed, count, unlike=0):
    """Generated documents, the last ones unlike what is familiar."""
    made = collected(seed, count)
    pieces = tuple(UNKNOWN if n >= count - unlike else KNOWN for n in range(count))
    return replace(made, pieces=pieces)


@pytest.fixture(scope="module")
def sets():
    return documents(1, 120), documents(2, 300, unlike=40)


@pytest.fixture(scope="module")
def fitted(sets):
    return fit_confidence(*sets, error=PROMISE, steady=True)


def looks(sets, wrong, pieces, count=200):
    """Audits of fields that the model is sure of, some of which were wrong."""
    sure = sets[0].evidence[sets[0].evidence[:, FEATURES.index("choices")] == 1][:count]
    right = np.arange(len(sure)) >= wrong
    drawn = tuple((f"d{n}", 0.0025) for n in range(len(sure)))
    each = tuple(frozenset(pieces.tolist()) for _ in drawn)
    return Looks((sure, right), np.zeros(len(sure), np.bool_), drawn, each)


def asked(model, found, familiar=FAMILIAR):
    """Shares of fields in review, in documents like what was learned and in unlike ones."""
    strange = strangers(found, familiar)[found.document]
    low = as_reported(model, found, familiar).confidence < model.guarantee.threshold
    return float(low[~strange].mean()), float(low[strange].mean())


def test_without_audits_or_with_right_ones_the_generated_threshold_stays(sets, fitted):
    for told in (None, looks(sets, 0, KNOWN)):
        kept = keep_promise(fitted, sets[1], FAMILIAR, told, PROMISE)
        assert kept.guarantee == fitted.guarantee
        assert kept.unlike <= 0


def test_audits_that_break_the_promise_raise_the_threshold_and_end_the_guarantee(sets, fitted):
    kept = keep_promise(fitted, sets[1], FAMILIAR, looks(sets, 30, KNOWN), PROMISE)
    assert kept.guarantee.threshold > fitted.guarantee.threshold
    assert kept.guarantee.in_review > fitted.guarantee.in_review
    assert not kept.guarantee.certified
    assert kept.guarantee.reason


def test_errors_in_unlike_documents_put_their_like_in_review_and_no_others(sets, fitted):
    kept = keep_promise(fitted, sets[1], FAMILIAR, looks(sets, 5, UNKNOWN, 20), PROMISE)
    assert kept.guarantee.threshold == fitted.guarantee.threshold
    before, after = asked(fitted, sets[1]), asked(kept, sets[1])
    assert after[0] == before[0]
    assert after[1] == 1.0
    # The same number among familiar documents says that much less.
    usual = keep_promise(fitted, sets[1], FAMILIAR, looks(sets, 5, KNOWN, 20), PROMISE)
    assert asked(usual, sets[1])[0] < 0.5


def test_what_is_kept_is_what_extraction_does(sets, fitted, tmp_path):
    kept = keep_promise(fitted, sets[1], FAMILIAR, looks(sets, 5, UNKNOWN, 20), PROMISE)
    save_confidence(tmp_path, kept, {})
    scorer = load_scorer(tmp_path)
    rows = sets[1].evidence[:50].astype(np.float64)
    assert (scorer.doubting(rows, True) < scorer.threshold).all()
    assert (scorer.doubting(rows, False) == scorer(rows)).all()


def test_moved_odds_stay_in_order_and_within_bounds():
    chances = np.asarray([0.001, 0.5, 0.9, 0.9999])
    moved = shifted(chances, -3.0)
    assert (moved < chances).all()
    assert (np.diff(moved) > 0).all()
    assert moved[1] == pytest.approx(1 / (1 + np.exp(3)))
    assert shifted(moved, 3.0) == pytest.approx(chances)


def test_few_audits_move_little_and_many_move_all():
    wrong = [Audit("a", 0.01, 0.9, True)]
    right = [Audit(str(n), 0.01, 0.9, False) for n in range(99)]
    assert shrunk([], 0.001, 1000) == 0.001
    one_in_a_hundred = shrunk(wrong + right, 0.0, 1000)
    assert 0 < one_in_a_hundred < 0.01
    assert shrunk(wrong + right, 0.0, 1) == pytest.approx(0.01, rel=0.02)


def test_the_threshold_rises_no_higher_than_a_few_audits_allow():
    n = np.arange(5000)
    generated = points(np.linspace(0.9, 1, len(n)), n % 500 > 0, n)
    few = [Audit(str(n), 0.01, 0.99, n == 0) for n in range(40)]
    limit = raised(few, generated, 0.9, 0.001, USUAL)
    assert 0.9 < limit < 0.99
    assert (generated.confidence < limit).mean() <= USUAL.most
    assert raised(few, generated, 0.9, 0.001, UNUSUAL) > 0.99
    many = [Audit(f"w{n}", 0.01, 0.99, True) for n in range(50)]
    assert raised([*few, *many], generated, 0.9, 0.001, USUAL) > 1.0


def test_chances_are_read_where_they_were_written(tmp_path):
    assert audits_in(tmp_path) == {}
    (tmp_path / "audits.json").write_text(json.dumps({"d": {"0/fields/x": 0.5}}), "utf-8")
    assert audits_in(tmp_path) == {"d": {"0/fields/x": 0.5}}
