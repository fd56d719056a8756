"""How far two people agree about the same fields: the share, and Cohen's kappa with its interval.

A category is what was decided: the number, or `blank`, or `absent` (where a number came from is not
asked of anybody). Most cells of the form are 0, so that two people who agree in nineteen of twenty
may agree by chance alone; kappa is what is left of the agreement once chance is taken out. It is
undefined where both gave one and the same answer throughout.

Fields of a document are decided by the same eyes in the same minute: the interval is a bootstrap
over documents, for which kappa is computed from counts for all samples at once.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractor.audit import interval

SAMPLES = 1_000
SEED = 20_261_129  # the same answers give the same interval
LEVEL = 0.95
FEWEST = 2  # documents, for an interval over documents
LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody decided of a field, and when."""

    who: str
    value: float | None
    state: str | None
    when: str = ""

    @property
    def category(self) -> str:
        if self.value is None:
            return self.state or "absent"
        whole = float(self.value).is_integer()
        return str(int(self.value)) if whole else repr(float(self.value))


@dataclass(frozen=True, slots=True)
class Twice:
    """A field that two people decided. `blind`: neither saw what the other had said."""

    document: str
    report: int
    target: str
    first: Answer
    second: Answer
    blind: bool = True
    name: str = ""  # of the document

    @property
    def agrees(self) -> bool:
        return self.first.category == self.second.category

    @property
    def group(self) -> str:
        kind, _, id = self.target.partition("/")
        return id.partition(".")[0] if kind == "fields" else LEGACY


@dataclass(frozen=True, slots=True)
class Figures:
    """`share` agrees of `fields`, `expected` would by chance; `low` and `high` bound kappa. What is
    undefined is None."""

    fields: int
    documents: int
    agreed: int
    share: float | None = None
    expected: float | None = None
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All together, for each two people, for each group of fields; and where they differ."""

    overall: Figures
    pairs: Mapping[tuple[str, str], Figures]
    groups: Mapping[str, Figures]
    differing: tuple[Twice, ...]


def agreement(found: Sequence[Twice]) -> Agreement:
    """Of pairs of people the raters are the people, all together the first and the second."""
    pairs: dict[tuple[str, str], list[Twice]] = defaultdict(list)
    groups: dict[str, list[Twice]] = defaultdict(list)
    for one in found:
        pairs[_people(one)].append(one)
        groups[one.group].append(one)
    return Agreement(
        figures(found),
        {people: figures(pairs[people], people[0]) for people in sorted(pairs)},
        {group: figures(groups[group]) for group in sorted(groups)},
        tuple(one for one in found if not one.agrees),
    )


def _people(one: Twice) -> tuple[str, str]:
    first, second = sorted((one.first.who, one.second.who))
    return first, second


def figures(found: Sequence[Twice], first: str | None = None) -> Figures:
    """The figures of these fields; `first` names who is the first rater, where it is a person."""
    if not found:
        return Figures(0, 0, 0)
    rows = _Counted.of(found, first)
    agreed = int(rows.agreed.sum())
    share, expected, kappa = (float(one[0]) for one in _kappas(rows, np.ones((1, rows.documents))))
    low, high = _bounds(rows, share, expected)
    return Figures(
        len(found), rows.documents, agreed, share, expected,
        None if np.isnan(kappa) else kappa, low, high,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counted:
    """By document: fields, those agreed on, and how often each rater gave each category."""

    fields: Any
    agreed: Any
    first: Any  # sparse, documents by categories
    second: Any

    @property
    def documents(self) -> int:
        return len(self.fields)

    @classmethod
    def of(cls, found: Sequence[Twice], first: str | None) -> "_Counted":
        from scipy.sparse import csr_array  # noqa: PLC0415 - loaded only where it is asked for

        turned = [first is not None and one.first.who != first for one in found]
        answers = [
            (one.second, one.first) if turn else (one.first, one.second)
            for one, turn in zip(found, turned, strict=True)
        ]
        _, at = np.unique([one.document for one in found], return_inverse=True)
        said = [pair[side].category for side in (0, 1) for pair in answers]
        names, numbers = np.unique(said, return_inverse=True)
        shape = (int(at.max()) + 1, len(names))
        ones = np.ones(len(found))
        by_side = numbers.reshape(2, len(found))
        sides = [csr_array((ones, (at, by_side[side])), shape=shape) for side in (0, 1)]
        agreed = np.bincount(at, weights=[one.agrees for one in found], minlength=shape[0])
        return cls(np.bincount(at, minlength=shape[0]), agreed, *sides)


def _kappas(rows: _Counted, weights: Any) -> tuple[Any, Any, Any]:
    """Share, share expected by chance, and kappa, for each row of weights of the documents."""
    total = weights @ rows.fields
    share = weights @ rows.agreed / total
    first, second = weights @ rows.first, weights @ rows.second
    expected = (first * second).sum(axis=1) / total**2
    defined = expected < 1 - 1e-12
    kappa = np.where(defined, (share - expected) / np.where(defined, 1 - expected, 1.0), np.nan)
    return share, expected, kappa


def _bounds(rows: _Counted, share: float, expected: float) -> tuple[float | None, float | None]:
    if rows.documents < FEWEST or expected >= 1 - 1e-12:
        return None, None
    if share == 1.0:  # no sample of agreements holds a difference: what so few cannot exclude
        missed = interval(0.0, float(rows.documents), LEVEL)[1]
        return (1 - missed - expected) / (1 - expected), 1.0
    drawn = np.random.default_rng(SEED).multinomial(
        rows.documents, np.full(rows.documents, 1 / rows.documents), size=SAMPLES
    )
    kappas = _kappas(rows, drawn.astype(float))[2]
    kappas = kappas[~np.isnan(kappas)]
    if len(kappas) < SAMPLES / 2:
        return None, None
    low, high = np.quantile(kappas, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
