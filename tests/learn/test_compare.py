"""A new model replaces the old one only where it proves to be no worse."""

import json

import numpy as np
import pytest

from extractor.confidence import FEATURES
from extractor.training.collect import Collected
from extractor.training.compare import MOST_NAMED, Answers, UnpairedError, compare
from extractor.training.confidence import fit_confidence, scored
from extractor.training.figures import forms
from extractor.training.metrics import paired, points

from .test_confidence import collected

FIELDS = 20


def answers(right, confidence, form=None):
    n = len(right)
    document = np.arange(n) // FIELDS
    names = np.asarray([f"{d}.txt#0/f{i % FIELDS}" for i, d in enumerate(document)])
    return Answers(
        names,
        np.asarray(form if form is not None else ["2021"] * n),
        points(confidence, right, document),
    )


def population(seed, documents=150, wrong=0.02):
    rng = np.random.default_rng(seed)
    right = rng.random(documents * FIELDS) >= wrong
    return right, np.where(
        right, rng.uniform(0.9, 1, len(right)), rng.uniform(0.1, 0.6, len(right))
    )


def test_the_same_answers_are_no_worse_and_better_ones_name_what_they_won():
    right, sure = population(1)
    same = compare(answers(right, sure), answers(right, sure))
    assert same.promoted
    assert same.won == same.lost == ()
    mended = right.copy()
    first = int(np.flatnonzero(~right)[0])
    mended[first] = True
    better = compare(answers(right, sure), answers(mended, np.where(mended, 0.95, sure)))
    assert better.promoted
    assert better.won == (f"{first // FIELDS}.txt#0/f{first % FIELDS}",)
    json.dumps(better.as_dict(), allow_nan=False)


def test_answers_that_got_worse_are_refused():
    right, sure = population(2)
    worse = right & (np.random.default_rng(0).random(len(right)) > 0.01)
    found = compare(answers(right, sure), answers(worse, sure))
    assert not found.promoted
    assert {"accuracy", "coverage", "auroc"} <= {r.code for r in found.reasons}
    assert len(found.lost) == int((right & ~worse).sum())


def unread(seed, documents=40):
    """A layout that one model cannot read, and knows it: right and sure, before and after."""
    rng = np.random.default_rng(seed)
    n = documents * FIELDS
    right = rng.random(n) >= 0.03
    sure = np.where(right, rng.uniform(0.6, 0.9, n), rng.uniform(0.1, 0.7, n))
    return (np.zeros(n, np.bool_), rng.uniform(0, 0.1, n)), (right, sure)


def test_reading_what_could_not_be_read_is_no_fault():
    right, sure = population(6)
    sure = np.where(right, sure, sure + 0.37)  # errors that are hard to tell, before and after
    (none, low), (most, middling) = unread(7)
    before = answers(np.r_[right, none], np.r_[sure, low])
    after = answers(np.r_[right, most], np.r_[sure, middling])
    found = compare(before, after)
    assert found.promoted, found.reasons
    assert len(found.won) == MOST_NAMED
    plain = paired(before.points, after.points)["auroc"]
    assert plain.high < 0  # errors that were easy to tell are gone


def test_confidence_that_tells_less_of_what_both_read_is_a_fault_beside_what_was_won():
    right, sure = population(8)
    (none, low), (most, middling) = unread(9)
    blurred = np.where(np.random.default_rng(0).random(len(right)) < 0.2, 0.5, sure)
    found = compare(
        answers(np.r_[right, none], np.r_[sure, low]),
        answers(np.r_[right, most], np.r_[blurred, middling]),
    )
    assert "auroc" in {reason.code for reason in found.reasons}


def test_one_form_that_got_worse_is_enough_even_where_all_together_did_not():
    right, sure = population(3, documents=400)
    form = np.where(np.arange(len(right)) // FIELDS < 20, "2014", "2021")
    old = answers(right, sure, form)
    lost = np.flatnonzero(right & (form == "2014"))[::40]
    won = np.flatnonzero(~right & (form == "2021"))[:60]
    after = right.copy()
    after[lost], after[won] = False, True
    found = compare(old, answers(after, np.where(after, 0.95, 0.3), form))
    assert {r.where for r in found.reasons} == {"2014"}


def test_a_gold_field_newly_wrong_is_enough():
    right, sure = population(4)
    gold = np.full(FIELDS, True)
    lost = gold.copy()
    lost[3] = False
    certain = np.full(FIELDS, 0.99)
    found = compare(
        answers(right, sure), answers(right, sure), (answers(gold, certain), answers(lost, certain))
    )
    assert [r.code for r in found.reasons] == ["gold-field"]
    assert found.reasons[0].where == "0.txt#0/f3"


def test_what_was_not_judged_alike_is_not_compared_and_nothing_proves_nothing():
    right, sure = population(5, documents=3)
    with pytest.raises(UnpairedError):
        compare(answers(right, sure), answers(right[:-1], sure[:-1]))
    assert [r.code for r in compare(answers([], []), answers([], [])).reasons] == ["no-documents"]


def new_layout(seed, wrong, fields=120, slips=0.02):
    """Fields that one model cannot read, and knows it; another one is sure of them. People say what
    stands there, with slips, and the other one has `wrong` of them wrong."""
    rng = np.random.default_rng(seed)
    right = rng.permutation(fields) >= round(fields * (wrong + slips))
    return (np.zeros(fields, np.bool_), np.full(fields, 0.05)), (right, np.full(fields, 0.999))


def judged_with(population, layout, once):
    """What two models make of generated documents and of a layout that people reviewed."""
    right, sure = population
    sure = np.where(right, sure, sure + 0.37)  # errors that are hard to tell
    made = []
    for fresh, certain in layout:
        known = answers(np.r_[right, fresh], np.r_[sure, certain])
        said = np.r_[np.zeros(len(right), np.bool_), np.full(len(fresh), once)]
        made.append(Answers(known.names, known.forms, known.points, said))
    return compare(*made)


def test_slips_of_people_in_a_layout_that_only_the_new_model_reads_are_no_errors_of_it():
    told = judged_with(population(10), new_layout(11, wrong=0.0), once=True)
    assert told.promoted, told.reasons
    assert len(told.contested) == 2  # named, so that somebody looks again
    looked_at_twice = judged_with(population(10), new_layout(11, wrong=0.0), once=False)
    assert "coverage" in {r.code for r in looked_at_twice.reasons}
    assert not looked_at_twice.contested


@pytest.mark.parametrize("wrong", [0.06, 0.3, 0.98])
def test_a_layout_that_is_misread_for_certain_is_more_than_slips(wrong):
    told = judged_with(population(10), new_layout(11, wrong), once=True)
    assert {"coverage", "auroc"} <= {r.code for r in told.reasons}
    assert told.contested


def test_the_excuse_is_none_where_the_old_model_was_sure_as_well():
    right, sure = population(12)
    layout = new_layout(13, wrong=0.0)
    n = len(layout[1][0])
    read = np.full(n, True), np.full(n, 0.999)
    told = judged_with((right, sure), (read, layout[1]), once=True)
    assert "coverage" in {r.code for r in told.reasons}
    assert len(told.lost) == len(told.contested) == 2


def by_form(seed, documents):
    """Evidence that says which form a report has."""
    made = collected(seed, documents)
    made.evidence[:, FEATURES.index("form2014")] = forms(made) == "2019"
    return made


def judged(model, held):
    names = np.asarray([f"{d}#0/{f}" for d, f in zip(held.document, held.field, strict=True)])
    return Answers(names, forms(held), scored(model, held))


def test_a_poisoned_run_is_refused_by_the_form_that_was_poisoned():
    clean = by_form(1, 80)
    swapped = np.where(forms(clean) == "2019", ~clean.right, clean.right)
    poisoned = Collected(
        clean.evidence, swapped, clean.missing, clean.kind, clean.document, clean.field, clean.tags
    )
    calibration, held = by_form(2, 20), by_form(3, 60)
    good = fit_confidence(clean, calibration, error=0.01)
    bad = fit_confidence(poisoned, calibration, error=0.01)
    found = compare(judged(good.model, held), judged(bad.model, held), resamples=50)
    assert not found.promoted
    assert ("coverage", "2019") in {(r.code, r.where) for r in found.reasons}
    assert compare(judged(good.model, held), judged(good.model, held), resamples=50).promoted
