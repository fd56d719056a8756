"""The second reading: each statutory label looked for in the bare text, the numbers behind it.

It knows no order of rows, no groups, no sums and no cut of the text into labels: between two
numbers stands a string, and the row whose official label the end of that string is most like is
the row of the numbers that follow. Where it and the aligned reading differ, one of them is wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from extractor.forms import Row
from extractor.tables.learned import Aliases
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind
from extractor.tables.vocabulary import squeeze

LEAST = 75.0  # similarity (0-100) of a string's end to a label, below which no row is read
SLACK = 2  # characters more than the label that are compared
LONGER = 1.0  # similarity that a string with those characters loses
LONGEST = 60  # characters of a label that are compared


@dataclass(slots=True)
class Run:
    """A string between two numbers, and the values behind it on the same row."""

    text: str = ""
    values: list[Token] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SecondReading:
    """For each cell found: the token that stands in it; and each row's label similarity (0-1)."""

    tokens: dict[str, Token]
    similarity: dict[str, float]


def second_reading(
    runs: Sequence[Run], rows: Iterable[Row], learned: Aliases = ()
) -> SecondReading:
    """Read the rows once more, by label alone; `learned` are further wordings of labels."""
    named = [r for r in rows if r.label]
    if not runs or not named:
        return SecondReading({}, {})
    others = dict(learned)
    labels = [
        (i, label) for i, r in enumerate(named) for label in (r.label, *others.get(r.label, ()))
    ]
    each = _scores([squeeze(label)[:LONGEST] for _, label in labels], runs)
    scores = np.zeros((len(named), len(runs)))
    np.maximum.at(scores, [i for i, _ in labels], each)
    found: dict[str, Token] = {}
    similarity: dict[str, float] = {}
    for i, row in enumerate(named):
        j = int(scores[i].argmax())
        # A string that is more like another label belongs to that one.
        if scores[i, j] < LEAST or scores[:, j].max() > scores[i, j]:
            continue
        values = runs[j].values
        similarity[row.key] = float(scores[i, j]) / 100
        if len(values) >= len(row.cells):
            for cell, token in zip(row.cells, values, strict=False):
                found[cell.id] = token
    return SecondReading(found, similarity)


def _scores(labels: Sequence[str], runs: Sequence[Run]) -> NDArray[np.float64]:
    """How much each string's end reads like each label, 0 to 100; what is less than LEAST is 0."""
    scores = np.zeros((len(labels), len(runs)))
    by_length: dict[int, list[int]] = {}
    for i, label in enumerate(labels):
        by_length.setdefault(len(label), []).append(i)
    for length, places in by_length.items():
        alike = [labels[i] for i in places]
        tails = [run.text[-(length + SLACK) :] for run in runs]
        ends = [t[-length:] for t in tails]
        exact = cdist(alike, ends, scorer=fuzz.ratio, score_cutoff=LEAST)
        near = cdist(alike, tails, scorer=fuzz.ratio, score_cutoff=LEAST + LONGER)
        scores[places] = np.maximum(exact, near - LONGER)
    return scores


def runs_of(tokens: Sequence[Token]) -> list[Run]:
    """The strings between numbers that numbers follow, in order."""
    runs = [Run()]
    for token in tokens:
        if token.value is None:
            if runs[-1].values or token.is_prose:
                runs.append(Run())
            runs[-1].text = (runs[-1].text + squeeze(token.text))[-2 * LONGEST :]
        elif token.value.kind is not ValueKind.EMPTY:
            runs[-1].values.append(token)
    return [r for r in runs if r.values and r.text]
