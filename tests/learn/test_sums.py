"""Answers that break the form's own sums are a reason to learn nothing from them."""

import numpy as np

from extractor.annotations.model import Annotation
from extractor.confidence import FEATURES
from extractor.forms import modern_ids
from extractor.training.readings import Reading
from extractor.training.reviewed import Review
from extractor.training.sums import broken_sums

IDS = modern_ids()
PART = next(id for id in IDS if id.startswith("applications.new.") and not id.endswith(".total"))


class Known:
    """Readings of which every field is 0, but for those that are given."""

    def __init__(self, values=()):
        self.values = dict(values)

    def of(self, data, name):
        answers = tuple((self.values.get(id, 0), "observed") for id in IDS)
        width = (1, len(IDS), len(FEATURES))
        return Reading(((0, 100),), ("2021",), (answers,), np.zeros(width, np.float32))


def reviewed(number, **values):
    """A document of which somebody answered some fields."""
    said = tuple(
        Annotation(document=f"{number:064x}", length=100, report=0, report_span=(0, 100),
                   target=f"fields/{id}", value=value, state="observed", who="x",
                   when="2026-01-01T00:00:00Z", provenance="review", decision="corrected")
        for id, value in values.items()
    )  # fmt: skip
    return Review(f"{number:064x}", "a.txt", b"", said)


def test_answers_that_break_sums_in_most_reports_are_told_with_their_form():
    [reason] = broken_sums([reviewed(n, **{PART: 1}) for n in range(10)], Known())
    assert (reason.code, reason.where) == ("sums", "2021")
    assert "10/10" in reason.message


def test_slips_in_a_few_reports_are_no_reason():
    slips = [reviewed(n, **{PART: 1}) for n in range(6)]
    careful = [reviewed(n, **{PART: 0}) for n in range(6, 40)]
    assert broken_sums([*slips, *careful], Known()) == ()


def test_answers_that_mend_sums_are_no_reason():
    mending = [reviewed(n, **{PART: 0}) for n in range(10)]
    assert broken_sums(mending, Known({PART: 5})) == ()


def test_few_reports_are_no_reason():
    assert broken_sums([reviewed(n, **{PART: 1}) for n in range(4)], Known()) == ()
