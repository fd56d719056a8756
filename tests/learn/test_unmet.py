"""Misreadings that no document shows: made up, few, and enough to be doubted."""

import numpy as np
import pytest

from extractor.confidence import FEATURES
from extractor.training.confidence import fit_confidence
from extractor.training.unmet import SHARE, with_unmet

from .test_confidence import collected

AT = {name: n for n, name in enumerate(FEATURES)}


def documents(seed, count):
    """Half the fields are cells of sums that hold, half are absent from pages without tables."""
    found = collected(seed, count)
    cells = np.arange(len(found)) % 2 == 0
    for name, value in (
        ("state_observed", 1),
        ("share", 1),
        ("identities_hold", 2),
        ("table_read", 1),
    ):
        found.evidence[:, AT[name]] = np.where(cells, value, 0)
    found.evidence[:, AT["state_absent"]] = ~cells
    return found


def test_what_was_met_comes_first_and_little_is_added():
    found = documents(1, 40)
    both = with_unmet(found.evidence, found.right)
    n = len(found)
    assert np.array_equal(both.evidence[:n], found.evidence)
    assert np.array_equal(both.right[:n], found.right)
    added, right = both.evidence[n:], both.right[n:]
    assert len(added) == 4 * int(SHARE * n)
    misread = added[:, AT["table_fail"]] > 0.5
    unread = added[:, AT["labels_shown"]] > 1
    nameless = added[:, AT["slack"]] > 0
    empty = added[:, AT["state_blank"]] > 0
    assert (misread.astype(int) + unread + nameless + empty == 1).all()
    assert not right[unread | nameless | empty].any()
    assert not right[added[:, AT["identities_fail"]] > 0].any()


def test_without_fields_to_make_them_of_nothing_is_made_up():
    found = collected(1, 5)  # neither cells nor absent fields
    assert len(with_unmet(found.evidence, found.right).right) == len(found)


@pytest.mark.parametrize(
    "doubt",
    [
        {"table_fail": 1.0, "identities_fail": 2.0, "identities_hold": 0.0},
        {"state_observed": 0, "state_absent": 1, "table_read": 0, "label_seen": 1, "labels_seen": 3.0,
         "labels_shown": 3.0},
        {"state_observed": 0, "state_blank": 1, "short": 7, "unread": 3.0, "identities_hold": 0.0},
        {"state_observed": 0, "state_inferred": 1, "label": 0, "margin": 0, "slack": 1},
    ],
)  # fmt: skip
def test_a_reading_that_no_document_taught_to_doubt_is_doubted(doubt):
    fitted = fit_confidence(documents(1, 120), documents(2, 200), error=0.01, steady=True)
    row = documents(3, 1).evidence[:1].astype(np.float64)
    row[0, AT["choices"]] = 1
    usual = fitted.model.bounded(row)[0]
    for name, value in doubt.items():
        row[0, AT[name]] = value
    assert usual > 0.97
    assert fitted.model.bounded(row)[0] < 0.7
