"""What a person's look at a field is worth: what is asked first."""

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
