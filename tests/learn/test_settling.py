"""What people's answers settle: which fields need not be asked any more, and which always are."""

import numpy as np
import pytest

from extractor.artefacts import ArtefactError, save
from extractor.forms import modern_ids
from extractor.settling import (
    ARTEFACT,
    EMPTY,
    FEATURES,
    NUMBER,
    ZERO,
    Read,
    Settler,
    evidence,
    kind_of,
    load_settler,
    settle,
)
from extractor.training.settling import Asked, fit_settling, learn_settling, order, play

IDS = modern_ids()
ROW = [at for at, id in enumerate(IDS) if id.startswith("applications.new.")]


class Counting:
    """A model that is as sure as there are answers that agree in the row, less those that differ."""

    def predict_proba(self, rows):
        agreed, differed = FEATURES.index("row_agreed"), FEATURES.index("row_differed")
        right = np.where(rows[:, differed] > 0, 0.1, np.where(rows[:, agreed] > 0, 0.995, 0.5))
        return np.column_stack([1 - right, right])


SETTLER = Settler(Counting(), 0.99)


def read(asked, sure=0.6):
    """A report of numbers, of which some are asked for."""
    mask = np.isin(np.arange(len(IDS)), asked)
    return Read(np.where(mask, sure, 0.99), np.zeros(len(IDS), np.int8), mask)


def machine(asked):
    """A report as a result gives it: every field a 3, some in review."""
    fields = {
        id: {"value": 3, "state": "observed", "confidence": 0.6 if at in asked else 0.99}
        for at, id in enumerate(IDS)
    }
    return {"fields": fields, "review": [IDS[at] for at in asked]}


def decided(report, at, value):
    """The report with a person's answer to a field."""
    entry = report["fields"][IDS[at]]
    before = {name: entry[name] for name in ("value", "state", "confidence")}
    entry.update(value=value, confidence=1.0, reviewed_by="somebody", machine=before)
    report["review"].remove(IDS[at])
    return report


def test_evidence_counts_answers_by_row_column_table_and_report():
    first, second, *others = ROW
    other = next(at for at, id in enumerate(IDS) if id.startswith("remedies."))
    rows = evidence(read(ROW), [first, other], [second], others)
    at = {name: rows[0, n] for n, name in enumerate(FEATURES)}
    assert rows.shape == (len(others), len(FEATURES))
    assert at["row_agreed"] == at["table_agreed"] == at["row_numbers"] == 1
    assert at["row_differed"] == at["table_differed"] == at["report_differed"] == 1
    assert at["report_agreed"] == 2
    assert at["column_agreed"] == at["column_differed"] == 0
    assert at["number"] == 1
    assert at["zero"] == at["empty"] == 0
    assert at["odds"] == pytest.approx(np.log(0.6 / 0.4))


def test_kinds_of_what_was_read():
    assert [kind_of(v) for v in (None, 0, 0.0, 7)] == [EMPTY, ZERO, ZERO, NUMBER]


def test_two_answers_that_agree_settle_their_row_and_say_so():
    report = decided(machine(ROW), ROW[0], 3)
    settle(report, machine(ROW), SETTLER)
    assert report["review"] == [IDS[at] for at in ROW[1:]]  # one answer may be a slip
    report = decided(report, ROW[3], 3)
    settle(report, machine(ROW), SETTLER)
    assert report["review"] == []
    entry = report["fields"][IDS[ROW[1]]]
    assert (entry["confidence"], entry["settled_by"], entry["value"]) == (0.995, 2, 3)
    assert entry["machine"]["confidence"] == 0.6
    assert "settled_by" not in report["fields"][IDS[ROW[0]]]


def test_an_answer_that_differs_settles_nothing():
    report = decided(machine(ROW), ROW[0], 4)
    settle(report, machine(ROW), SETTLER)
    assert report["review"] == [IDS[at] for at in ROW[1:]]


def test_flags_and_values_that_follow_others_are_asked_all_the_same():
    report = decided(decided(machine(ROW), ROW[0], 3), ROW[3], 3)
    flagged, derived = (report["fields"][IDS[at]] for at in ROW[1:3])
    flagged.update(reviewed_by="somebody", flagged=True)
    derived.update(derived_from=["x"])
    settle(report, machine(ROW), SETTLER)
    assert report["review"] == [IDS[ROW[1]], IDS[ROW[2]]]


def test_without_answers_nothing_changes():
    report = machine(ROW)
    settle(report, machine(ROW), SETTLER)
    assert report == machine(ROW)


def made(count=400):
    """Reports whose row is right as a whole or wrong as a whole."""
    rng = np.random.default_rng(1)
    right = rng.random(count) < 0.7
    return [
        Asked(read(ROW), np.where(np.isin(np.arange(len(IDS)), ROW), good, True), n)
        for n, good in enumerate(right)
    ]


def test_a_fitted_model_asks_less_and_errs_seldom():
    reports = made()
    settler = fit_settling(reports)
    assert settler is not None
    alone = play(reports, len(reports), None)
    helped = play(reports, len(reports), settler)
    assert alone.decisions == alone.asked == helped.asked == len(ROW) * len(reports)
    assert helped.decisions < alone.decisions / 1.5
    assert helped.settled == helped.asked - helped.decisions
    assert helped.wrong < 0.03 * helped.settled


def test_more_agreement_never_lowers_the_chance():
    settler = fit_settling(made())
    one = read(ROW)
    chances = [settler.chances(one, ROW[:n], [], ROW[-1:])[0] for n in range(len(ROW) - 1)]
    assert chances == sorted(chances)
    assert chances[-1] > chances[0]


def test_too_few_reports_teach_nothing(tmp_path):
    assert learn_settling(tmp_path, made(20), {}) is None
    assert load_settler(tmp_path) is None


def test_the_same_reports_give_the_same_file_and_it_is_read_back(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert learn_settling(tmp_path / name, made(), {"x": "y"}) is not None
    one, other = ((tmp_path / name / ARTEFACT).read_bytes() for name in ("a", "b"))
    assert one == other
    again, fresh = load_settler(tmp_path / "a"), fit_settling(made())
    args = (read(ROW), ROW[:2], [], ROW[2:])
    assert again.chances(*args).tolist() == fresh.chances(*args).tolist()


def test_a_file_of_other_evidence_is_refused(tmp_path):
    save(tmp_path / ARTEFACT, "settling", {}, settings={"features": ["odds"], "threshold": 0.9})
    with pytest.raises(ArtefactError):
        load_settler(tmp_path)


def test_the_order_of_asking_begins_with_different_rows():
    two = [*ROW, *(at for at, id in enumerate(IDS) if id.startswith("applications.carried_in."))]
    first, second, *_ = order(Asked(read(two), np.ones(len(IDS), np.bool_), 0))
    assert IDS[first].rpartition(".")[0] != IDS[second].rpartition(".")[0]


def test_a_table_that_nobody_can_tell_takes_one_answer():
    whole = [at for at, id in enumerate(IDS) if id.startswith(("applications.", "remedies."))]
    left = np.isin(np.arange(len(IDS)), whole)
    one = Asked(read([*whole, 0]), np.zeros(len(IDS), np.bool_), 0, left)
    found = play([one], 1, None)
    assert not left[0]
    assert found.asked == len(whole) + 1
    assert found.decisions == 3  # two tables and a field
