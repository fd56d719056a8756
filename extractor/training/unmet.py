"""Evidence of misreadings that no generated document shows, and that a careful reader would doubt.

A table of which most sums fail, in whole rows or in whole columns, is more likely misread than
misprinted: its columns may stand in another order, its labels one line off. A table of which
nothing was read though its labels stand before numbers is there all the same. Of rows without
labels, fewer than the form has there, nobody knows which they are. Fields of these kinds are made
up from fields that were read right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.confidence import FEATURES

SHARE = 0.002  # of the fields learned from, that are made up of each kind
FAILING = (0.6, 0.8, 1.0)  # of the telling sums of a kind, see evidence.py
FAILED = (0, 1, 2)  # identities of the field's own
DOUBTFUL = 0.5  # share of fields without a failing sum of their own that are wrong all the same
SLACK = (1.0, 2.0, 3.0)  # rows that the form has more than the page
# Whether the field's own label stands before a number, the log of 1 + how many labels do, and of
# how many are shown at all.
SEEN = (
    (1.0, 1.4, 1.4), (1.0, 1.8, 1.8), (1.0, 2.4, 2.4), (1.0, 3.2, 3.2), (0.0, 2.4, 2.4), (0.0, 3.2, 3.2),
    (0.0, 1.1, 3.2), (0.0, 0.0, 3.2),
)  # fmt: skip
EMPTY = (3.0, 5.0, 7.0)  # columns of a row without a value
UNKNOWN = (1.0, 0.9)  # share of a table's sums that nobody can check
UNREAD = (0.0, 2.5, 3.0, 4.0)  # log of 1 + numbers that belong to no table


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Evidence, a row a field, and whether the field is right."""

    evidence: NDArray[np.float32]
    right: NDArray[np.bool_]


def with_unmet(evidence: NDArray[np.float32], right: NDArray[np.bool_]) -> MadeUp:
    """What was met in documents, and what is made up of it."""
    parts = [MadeUp(evidence, right), *_made(evidence, right)]
    return MadeUp(
        np.concatenate([part.evidence for part in parts]),
        np.concatenate([part.right for part in parts]),
    )


def _made(evidence: NDArray[np.float32], right: NDArray[np.bool_]) -> Iterator[MadeUp]:
    at = {name: n for n, name in enumerate(FEATURES)}
    cells = right & (evidence[:, at["state_observed"]] > 0) & (evidence[:, at["share"]] >= 0)
    held = (evidence[:, at["identities_fail"]] == 0) & (evidence[:, at["identities_hold"]] > 0)
    yield misread_tables(_some(evidence, cells & held), at)
    without = right & (evidence[:, at["state_absent"]] > 0) & (evidence[:, at["table_read"]] == 0)
    yield unread_tables(_some(evidence, without), at)
    yield nameless_rows(_some(evidence, cells & held), at)
    yield unknown_cells(_some(evidence, cells & held), at)


def _some(evidence: NDArray[np.float32], which: NDArray[np.bool_]) -> NDArray[np.float32]:
    """SHARE of all fields, from those that will do, evenly over the documents."""
    places = np.flatnonzero(which)
    count = min(len(places), int(SHARE * len(which)))
    chosen = places[np.linspace(0, len(places) - 1, count).astype(int)]
    made: NDArray[np.float32] = evidence[chosen]
    return made


def misread_tables(made: NDArray[np.float32], at: Mapping[str, int]) -> MadeUp:
    """Cells in tables of which most sums fail."""
    turn = np.arange(len(made))
    failed = np.asarray(FAILED)[turn % len(FAILED)]
    made[:, at["identities_hold"]] = np.maximum(0, made[:, at["identities_hold"]] - failed)
    made[:, at["identities_fail"]] = failed
    made[:, at["table_fail"]] = np.asarray(FAILING)[turn // len(FAILED) % len(FAILING)]
    sure = np.random.default_rng(0).random(len(made)) >= DOUBTFUL
    return MadeUp(made, (failed == 0) & sure)


def unread_tables(made: NDArray[np.float32], at: Mapping[str, int]) -> MadeUp:
    """Fields that were not found in tables of which nothing was, though their labels were seen."""
    seen = np.asarray(SEEN, np.float32)[np.arange(len(made)) % len(SEEN)]
    made[:, at["label_seen"]], made[:, at["labels_seen"]] = seen[:, :2].T
    made[:, at["labels_shown"]] = np.maximum(made[:, at["labels_shown"]], seen[:, 2])
    return MadeUp(made, np.zeros(len(made), np.bool_))


def nameless_rows(made: NDArray[np.float32], at: Mapping[str, int]) -> MadeUp:
    """Cells of rows that order alone puts where they are, and could as well put elsewhere."""
    made[:, at["label"]] = made[:, at["margin"]] = 0.0
    made[:, at["slack"]] = np.asarray(SLACK, np.float32)[np.arange(len(made)) % len(SLACK)]
    made[:, at["state_observed"]], made[:, at["state_inferred"]] = 0.0, 1.0
    return MadeUp(made, np.zeros(len(made), np.bool_))


def unknown_cells(made: NDArray[np.float32], at: Mapping[str, int]) -> MadeUp:
    """Cells of rows whose label was read and none of whose values was, as they are printed in no
    known way; they are taken for empty."""
    turn = np.arange(len(made))
    for name in ("state_observed", "identities_hold", "is_zero", "log_value", "prose_agrees"):
        made[:, at[name]] = 0.0
    made[:, at["state_blank"]] = 1.0
    made[:, at["short"]] = np.asarray(EMPTY, np.float32)[turn % len(EMPTY)]
    made[:, at["table_unknown"]] = np.asarray(UNKNOWN, np.float32)[turn % len(UNKNOWN)]
    made[:, at["unread"]] = np.asarray(UNREAD, np.float32)[turn // len(EMPTY) % len(UNREAD)]
    return MadeUp(made, np.zeros(len(made), np.bool_))
