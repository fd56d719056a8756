"""The second reading: each statutory label looked for in the bare text, the numbers behind it.

It knows no order of rows, no groups, no sums and no cut of the text into labels: between two
numbers stands a string, and the row whose official label the end of that string is most like is
the row of the numbers that follow. Where it and the aligned reading differ, one of them is wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from extractor.forms import Row
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind
from extractor.tables.vocabulary import squeeze

LEAST = 75.0  # similarity (0-100) of a string's end to a label, below which no row is read
SLACK = 2  # characters more than the label that are compared
LONGEST = 60  # characters of a label that are compared


@dataclass(slots=True)
class _Run:
    """A string between two numbers, and the values behind it on the same row."""

    text: str = ""
    values: list[Token] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SecondReading:
    """For each cell found: the token that stands in it; and each row's label similarity (0-1)."""

    tokens: dict[str, Token]
    similarity: dict[str, float]


def second_reading(tokens: Sequence[Token], rows: Iterable[Row]) -> SecondReading:
    """Read the rows once more, by label alone."""
    runs = [r for r in _runs(tokens) if r.values and r.text]
    named = [r for r in rows if r.label]
    if not runs or not named:
        return SecondReading({}, {})
    scores = np.zeros((len(named), len(runs)))
    for i, row in enumerate(named):
        label = squeeze(row.label)[:LONGEST]
        tails = [run.text[-(len(label) + SLACK) :] for run in runs]
        exact = cdist([label], [t[-len(label) :] for t in tails], scorer=fuzz.ratio)[0]
        near = cdist([label], tails, scorer=fuzz.ratio)[0]
        scores[i] = np.maximum(exact, near - 1.0)
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


def _runs(tokens: Sequence[Token]) -> list[_Run]:
    runs = [_Run()]
    for token in tokens:
        if token.value is None:
            if runs[-1].values or token.is_prose:
                runs.append(_Run())
            runs[-1].text = (runs[-1].text + squeeze(token.text))[-2 * LONGEST :]
        elif token.value.kind is not ValueKind.EMPTY:
            runs[-1].values.append(token)
    return runs
