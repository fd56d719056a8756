"""Fields that two people decided, found in annotations.

Of each person the last word counts. Who replaced another's answer had it before the eyes, so the
two are not blind; answers that do not refer to each other (two files, two people) are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from extractor.annotations.agreement import Answer, Twice
from extractor.annotations.model import Annotation

NUMERIC = frozenset({"fields", "legacy"})
Subject = tuple[str, int, str]


def twice_decided(annotations: Iterable[Annotation]) -> tuple[Twice, ...]:
    """Every field and each two people who decided it, in the order of the annotations."""
    about: dict[Subject, dict[str, Annotation]] = defaultdict(dict)
    for one in annotations:
        if one.kind in NUMERIC and one.who:
            about[one.document, one.report, one.target].setdefault(one.id, one)
    return tuple(found for held in about.values() for found in _of_subject(held))


def _of_subject(held: Mapping[str, Annotation]) -> Iterator[Twice]:
    said: dict[str, Annotation] = {}
    for one in sorted(
        held.values(), key=lambda a: a.when
    ):  # stable: as they stand, within a second
        said[one.who] = one
    standing = [one for one in said.values() if one.decision != "retracted"]
    standing.sort(key=lambda a: a.when)
    for first, second in combinations(standing, 2):
        yield Twice(
            first.document, first.report, first.target, _answer(first), _answer(second),
            not _saw(second, first.who, held) and not _saw(first, second.who, held),
            second.name or first.name,
        )  # fmt: skip


def _saw(one: Annotation, who: str, held: Mapping[str, Annotation]) -> bool:
    """Whether an answer replaced, directly or by steps, one of that person's."""
    seen: set[str] = set()
    before = one.replaces
    while before is not None and before in held and before not in seen:
        seen.add(before)
        if held[before].who == who:
            return True
        before = held[before].replaces
    return False


def _answer(one: Annotation) -> Answer:
    value = one.value if isinstance(one.value, int | float) else None
    return Answer(one.who, value, one.state, one.when)
