"""What a person's look at a field is worth: what is asked first.

The first answer in a row says most of what its label is worth, and the first rows of a report most
of how the report is read: further ones are worth less, so that one hopeless page does not take the
time that twenty others need.
"""

import math
from collections.abc import Collection, Mapping
from functools import cache

from extractor.identities import identities


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """For each field those that share an identity of the form with it."""
    found: dict[str, set[str]] = {}
    for one in identities():
        for id in one.fields:
            found.setdefault(id, set()).update(one.fields)
    return {id: frozenset(others - {id}) for id, others in found.items()}


def expected_gain(
    field: str, confidence: float, unsettled: Collection[str], unlike: float = 0.0
) -> float:
    """Uncertainty, times the open fields that an answer helps to settle, times unlikeness.

    `unsettled`: fields of the report that wait for a person; `unlike`: the share of the document
    that nothing learned from looks like, 0 to 1.
    """
    near = neighbours().get(field, frozenset())
    helped = sum(1 for id in unsettled if id in near)
    return (1.0 - confidence) * (1 + helped) * (1.0 + unlike)


def expected_gains(confidences: Mapping[str, float], unlike: float = 0.0) -> dict[str, float]:
    """The gain of every field of a report that waits for a person, by its confidence; each less
    the more fields of its row, and the more rows of the report, come before it."""
    alone = {
        id: expected_gain(id, confidence, confidences, unlike)
        for id, confidence in confidences.items()
    }
    found: dict[str, float] = {}
    rows: dict[str, int] = {}  # fields so far
    places: dict[str, int] = {}
    for id in sorted(alone, key=lambda id: (-alone[id], id)):
        row = id.rpartition(".")[0] or id
        place = places.setdefault(row, len(places))
        before = rows.get(row, 0)
        rows[row] = before + 1
        found[id] = alone[id] / ((1 + before) * math.sqrt(1 + place))
    return found
