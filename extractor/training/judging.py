"""Whether an answer is right, as the project's scoring rule says, and which report is which."""

from collections.abc import Mapping, Sequence
from typing import Any

EMPTY_STATES = frozenset({"blank", "absent"})

Answer = tuple[int | float | None, str]


def right(gold: Mapping[str, Any], found: Answer | None) -> bool:
    """Whether value (and, for null, the state) is what gold says or accepts."""
    if found is None:
        return False
    value, state = found
    if value == gold["value"] and (value is not None or state in EMPTY_STATES):
        return True
    return value is not None and value in gold.get("accept", ())


def overlap(a: Sequence[int], b: Sequence[int]) -> int:
    """How many characters two stretches share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def pair(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> list[int | None]:
    """For each gold stretch, the number of the found one that overlaps it most, used once."""
    free = set(range(len(found)))
    pairs: list[int | None] = []
    for stretch in gold:
        best = max(sorted(free), key=lambda i: overlap(stretch, found[i]), default=None)
        if best is None or overlap(stretch, found[best]) == 0:
            pairs.append(None)
        else:
            free.discard(best)
            pairs.append(best)
    return pairs


def field_judgements(
    gold: Mapping[str, Any], found: Mapping[str, Answer], ids: Sequence[str]
) -> list[bool]:
    """For each field whether it is right; what the document leaves open is never right.

    An undetermined field (several readings fit) must land in review: a careful reader could not
    confirm any answer, so no answer deserves confidence.
    """
    open_fields = frozenset(gold.get("undetermined", ()))
    return [
        id not in open_fields and id in gold["fields"] and right(gold["fields"][id], found.get(id))
        for id in ids
    ]
