"""A new model's threshold lets no more through than the one in use."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from extractor.artefacts import read_header, save
from extractor.training.confidence import CHAMPION, fit_confidence, save_confidence, scored
from extractor.training.guard import (
    at_least,
    floor_of,
    less_certain,
    more_wrong,
    newly_outside,
    reviewed_more_wrong,
    thresholds,
    unmoved,
)
from extractor.training.lessons import Lessons
from extractor.training.news import learned_nothing
from extractor.training.promise import Looks
from extractor.training.threshold import KEEP_NONE, Floor, certifies

from .test_compare import FIELDS, answers, population
from .test_confidence import collected

CERTIFIED = Floor(0.9, 0.02, 400, "before")


@pytest.fixture(scope="module")
def sets():
    """Documents for fitting, few for the threshold, and many."""
    return collected(1, 80), collected(2, 15), collected(3, 700)


@pytest.fixture(scope="module")
def few(sets):
    return fit_confidence(sets[0], sets[1], error=0.01, steady=True)


@pytest.fixture(scope="module")
def many(sets):
    return fit_confidence(sets[0], sets[2], error=0.01, steady=True)


def test_what_few_documents_cannot_certify_keeps_the_threshold_before(sets, few, many, tmp_path):
    assert many.guarantee.level is not None
    assert few.guarantee.level is None
    daring = replace(few, guarantee=replace(few.guarantee, threshold=0.3))
    kept = at_least(daring, sets[1], CERTIFIED).guarantee
    assert (kept.threshold, kept.floor, kept.certified) == (0.9, CERTIFIED, False)
    told = scored(few.model, sets[1])
    assert kept.in_review == pytest.approx((told.confidence < 0.9).mean())
    careful = replace(few, guarantee=replace(few.guarantee, threshold=0.95))
    assert at_least(careful, sets[1], CERTIFIED).guarantee.threshold == 0.95  # the stricter of both
    assert (
        at_least(many, sets[2], replace(CERTIFIED, level=0.05)) is many
    )  # certifies as much itself
    assert at_least(few, sets[1], None) is few


def test_the_floor_is_handed_down_until_a_model_certifies_as_much(sets, few, many, tmp_path):
    assert floor_of(tmp_path) is None
    save_confidence(tmp_path / "a", many, {})
    first = floor_of(tmp_path / "a")
    assert (first.threshold, first.level) == (many.guarantee.threshold, many.guarantee.level)
    weaker = at_least(few, sets[1], first)
    save_confidence(tmp_path / "b", weaker, {})
    assert floor_of(tmp_path / "b") == first
    assert read_header(tmp_path / "b" / "confidence.skops").settings["guarantee"]["floor"] == asdict(first)  # fmt: skip
    told = thresholds(tmp_path / "a", tmp_path / "b")
    assert told["before"]["level"] == first.level
    assert told["now"]["floor"]["model"] == first.model


def test_a_threshold_that_certifies_less_on_the_same_documents_is_refused(sets, many, tmp_path):
    save_confidence(tmp_path, many, {})
    loose = replace(many, guarantee=replace(many.guarantee, threshold=0.0, level=None))
    assert [one.code for one in less_certain(tmp_path, loose, sets[2])] == ["guarantee"]
    assert list(less_certain(tmp_path, many, sets[2])) == []
    nothing_outside = replace(many, guarantee=replace(many.guarantee, threshold=KEEP_NONE))
    assert list(less_certain(tmp_path, nothing_outside, sets[2])) == []


def test_what_was_certified_holds_where_neither_model_nor_threshold_moved(
    sets, few, many, tmp_path
):
    save_confidence(tmp_path, many, {})
    few_told = replace(few.guarantee, threshold=many.guarantee.threshold)
    same = replace(many, guarantee=few_told)
    assert unmoved(same, tmp_path).guarantee == many.guarantee
    assert list(less_certain(tmp_path, unmoved(same, tmp_path), sets[1])) == []
    assert list(less_certain(tmp_path, same, sets[1])) != []
    moved = replace(same, guarantee=replace(same.guarantee, threshold=0.5))
    assert unmoved(moved, tmp_path) is moved
    assert unmoved(same, tmp_path / "none") is same


def test_a_model_that_certifies_nothing_does_not_follow_one_that_did(sets, few, many, tmp_path):
    save_confidence(tmp_path / "certified", many, {})
    assert [one.code for one in less_certain(tmp_path / "certified", few, sets[1])] == ["guarantee"]
    save_confidence(tmp_path / "nothing", few, {})
    assert list(less_certain(tmp_path / "nothing", few, sets[1])) == []
    assert list(less_certain(tmp_path / "none", few, sets[1])) == []


def test_certified_is_told_by_the_number_of_documents_and_errors(sets, many):
    found = scored(many.model, sets[2])
    sure = replace(found, right=np.ones(len(found), np.bool_))
    levels = [certifies(sure.where(sure.document < n), 0.5) for n in (20, 300, 700)]
    assert levels[0] is None
    assert levels[1] > levels[2]
    assert certifies(replace(sure, right=~sure.right), 0.5) is None


def test_more_wrong_outside_review_is_refused_though_nothing_else_changed():
    right, sure = population(11)
    both = answers(right, sure), answers(right, sure)
    changes, reasons = more_wrong(*both, (0.7, 0.7))
    assert reasons == []
    assert changes["all"].value == changes["2021"].value == 0
    changes, reasons = more_wrong(*both, (0.7, 0.2))  # the same answers, a looser threshold
    assert {(one.code, one.where) for one in reasons} == {("outside", "all"), ("outside", "2021")}
    assert changes["all"].low > 0
    assert more_wrong(*both, (0.2, 0.7))[1] == []
    assert more_wrong(answers([], []), answers([], []), (0.5, 0.5)) == ({}, [])


def test_one_form_with_more_wrong_outside_review_is_enough():
    right, sure = population(12, documents=400)
    form = np.where(np.arange(len(right)) // FIELDS < 20, "2014", "2021")
    bad = np.flatnonzero(~right & (form == "2014"))
    after = sure.copy()
    after[bad] = 0.99
    _, reasons = more_wrong(answers(right, sure, form), answers(right, after, form), (0.7, 0.7))
    assert ("outside", "2014") in {(one.code, one.where) for one in reasons}
    assert "2021" not in {one.where for one in reasons}


def test_slips_of_people_are_not_held_against_whoever_reads_what_could_not_be_read():
    right, sure = population(13, documents=60)
    asked, read = np.full(len(sure), 0.3), np.full(len(sure), 0.95)
    for once, codes in ((np.ones(len(sure), np.bool_), set()), (None, {"outside"})):
        both = [replace(answers(right, each), once=once) for each in (asked, read)]
        assert {one.code for one in more_wrong(*both, (0.7, 0.7))[1]} == codes


def test_few_reviewed_documents_count_where_more_is_wrong_there_than_slips_and_chance():
    right, sure = population(14, documents=12, wrong=0.1)
    once = np.ones(len(sure), np.bool_)
    asked, read = np.full(len(sure), 0.3), np.full(len(sure), 0.95)

    def reasons(right, before, after, part=slice(None)):
        both = [
            replace(answers(right[part], each[part]), once=once[part]) for each in (before, after)
        ]
        return [(one.code, one.where) for one in reviewed_more_wrong(*both, (0.7, 0.7))]

    assert reasons(right, asked, read) == [("outside", "reviewed")]  # far more than slips
    assert reasons(right, sure, sure) == reasons(right, read, read) == []
    slip = np.arange(len(right)) != 7
    assert reasons(slip, asked, read) == []
    assert reasons(right, asked, read, slice(FIELDS)) == []  # a single document
    nobody = answers([], [])
    assert list(reviewed_more_wrong(nobody, nobody, (0.5, 0.5))) == []


def test_a_gold_field_newly_wrong_outside_review_is_enough():
    right = np.arange(FIELDS) > 1
    before, after = np.full(FIELDS, 0.9), np.full(FIELDS, 0.9)
    before[0], before[1] = 0.3, 0.9  # the second was wrong outside review all along
    found = list(newly_outside((answers(right, before), answers(right, after)), (0.5, 0.5)))
    assert [(one.code, one.where) for one in found] == [("gold-outside", "0.txt#0/f0")]
    assert list(newly_outside((answers(right, before), answers(right, before)), (0.5, 0.5))) == []


def folders(tmp_path, fitted):
    """A model in use and a new one that reads the same."""
    for name in ("in-use", "new"):
        save_confidence(tmp_path / name, fitted, {})
        save(tmp_path / name / "structure-headings.skops", "values", {"a": 1})
    return tmp_path / "in-use", tmp_path / "new"


def test_a_run_that_changed_nothing_of_what_people_said_is_no_news(few, tmp_path):
    both, untold = folders(tmp_path, few), few.guarantee.threshold
    as_before = replace(few, kind=CHAMPION)
    assert learned_nothing(Lessons(), few, untold, both)  # fitted on generated documents alone
    assert learned_nothing(Lessons(), as_before, untold, both)
    assert not learned_nothing(Lessons(), replace(few, heard=True), untold, both)
    raised = replace(few, guarantee=replace(few.guarantee, threshold=min(1.0, untold + 0.02)))
    assert not learned_nothing(Lessons(), raised, untold, both)  # audits did that
    assert not learned_nothing(Lessons(), few, untold, (tmp_path / "none", both[1]))
    save(both[1] / "labels.skops", "values", {"wording": 1})
    assert not learned_nothing(Lessons(), few, untold, both)


def test_what_is_familiar_now_is_news_where_unlike_documents_are_trusted_less(few, tmp_path):
    doubting = replace(few, unlike=-1.0)
    both, untold = folders(tmp_path, doubting), few.guarantee.threshold
    values = {"known": np.arange(10, dtype=np.int64), "limit": 0.5}
    save(both[0] / "novelty.skops", "values", values)
    known, strange = frozenset(range(5)), frozenset(range(90, 99))
    assert learned_nothing(Lessons(met=(known,)), doubting, untold, both)
    assert not learned_nothing(Lessons(met=(known, strange)), doubting, untold, both)
    drawn = Looks((np.zeros((1, 1), np.float32), np.ones(1, np.bool_)), np.zeros(1, np.bool_),
                  (("d", 0.1),), (strange,))  # fmt: skip
    lower = replace(few, unlike=-2.0)
    assert not learned_nothing(Lessons(looks=drawn), lower, untold, both)
    assert learned_nothing(Lessons(looks=drawn), doubting, untold, both)
