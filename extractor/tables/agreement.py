"""Whether a second, simpler reading finds the same numbers: asked only where a sum does not hold.

It looks for each statutory label in the bare text and takes the numbers behind it. It knows no
order of rows, no groups, no sums and no cut of the text into labels: between two numbers stands
a string, and the row whose label the end of that string is most like is the row of the numbers
that follow. Where both readings agree, the publisher's sum is off; else one of them is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from extractor.forms import Row
from extractor.tables.learned import Aliases
from extractor.tables.readings import TableReading
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind
from extractor.tables.vocabulary import squeeze
from extractor.types import FieldResult, Span

LEAST = 75.0  # similarity (0-100) of a string's end to a label, below which no row is read
SLACK = 2  # characters more than the label that are compared
LONGER = 1.0  # similarity that a string with those characters loses
LONGEST = 60  # characters of a label that are compared


@dataclass(slots=True)
class Run:
    """A string between two numbers, and the values behind it on the same row."""

    text: str = ""
    values: list[Token] = field(default_factory=list)


def agreement(
    fields: Mapping[str, FieldResult], readings: Sequence[TableReading], learned: Aliases = ()
) -> dict[str, bool]:
    """For each field that both readings read: whether they put the same number there; clean offsets.

    `learned` are further wordings of labels. A field that adds up several cells agrees where all do.
    """
    alike: dict[tuple[str, Span], bool] = {}
    for reading in readings:
        alike = _alike(reading, learned) | alike
    found = {}
    for id, result in fields.items():
        places = result.sources if result.span is None else (result.span,)
        said = [alike.get((id, place)) for place in places]
        if False in said:
            found[id] = False
        elif said and all(said):
            found[id] = True
    return found


def _alike(reading: TableReading, learned: Aliases) -> dict[tuple[str, Span], bool]:
    """By modern field and place of each value in a cell: whether the second reading has it there."""
    rows = {c.row.key: c.row for c in reading.cells.values()}
    again = _by_label(_runs(reading.tokens), rows.values(), learned)
    return {
        (cell.cell.modern or id, cell.token.span): again[id].span == cell.token.span
        for id, cell in reading.cells.items()
        if cell.token is not None and id in again
    }


def _by_label(runs: Sequence[Run], rows: Iterable[Row], learned: Aliases) -> dict[str, Token]:
    """For each cell found: the token that stands in it, by the label of its row alone."""
    named = [r for r in rows if r.label]
    if not runs or not named:
        return {}
    others = dict(learned)
    labels = [
        (i, label) for i, r in enumerate(named) for label in (r.label, *others.get(r.label, ()))
    ]
    each = _scores([squeeze(label)[:LONGEST] for _, label in labels], runs)
    scores = np.zeros((len(named), len(runs)))
    np.maximum.at(scores, [i for i, _ in labels], each)
    found: dict[str, Token] = {}
    for i, row in enumerate(named):
        j = int(scores[i].argmax())
        # A string that is more like another label belongs to that one.
        if scores[i, j] < LEAST or scores[:, j].max() > scores[i, j]:
            continue
        values = runs[j].values
        if len(values) >= len(row.cells):
            found |= {cell.id: token for cell, token in zip(row.cells, values, strict=False)}
    return found


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


def _runs(tokens: Sequence[Token]) -> list[Run]:
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
