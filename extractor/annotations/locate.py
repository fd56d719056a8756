"""Find where a text prints the numbers that a reader found in it: field -> source span.

Gold that names only values gains offsets this way: the rows of the statutory form, each label
followed by its numbers, are aligned in order with the text's cells (Needleman-Wunsch), numbers
matching only when equal, labels by likeness. No text is kept, only offsets.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from extractor.forms import tables
from extractor.types import Span

_CELL = re.compile(r"[^|\n\t]+")
_NUMBER = re.compile(r"[+]?(-?\d{1,15}(?:\.\d{1,6})?)")
# A number with a further figure beside it, as `5(12.5%)`: the first is the cell's.
_BESIDE = re.compile(
    r"[+]?(-?\d{1,15}(?:\.\d{1,6})?)(?= ?(?:[(\[<{+±↑↓][^\s]{1,14}|\d{1,6}(?:\.\d{1,4})?[%‰])$)"
)
_PINYIN = re.compile(r"\([a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü ]{1,8}\)")

# Scores of the alignment; tuned by eye on the seeds: a number is never given up for a label.
NUMBER_MATCH = 2.0
LABEL_MATCH = 2.0
LABEL_FLOOR = 55.0
SKIP_NUMBER = -3.0
SKIP_LABEL = -0.2
SKIP_SOURCE_NUMBER = -0.3
SKIP_SOURCE = -0.05


@dataclass(frozen=True, slots=True)
class _Target:
    label: str | None
    field: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A label (`text`) or a number of the text."""

    span: Span
    text: str
    value: float | None


def locate(text: str, span: Span, form: str, values: Mapping[str, float]) -> dict[str, Span]:
    """The source span of each field whose number the report's tables print.

    `values` maps field ids (modern, or legacy of an older form) to the numbers to look for, in
    the stretch `span`, which prints the tables of `form`. Fields that cannot be placed in the
    order of the form are left out.
    """
    return locate_among(tuple(_tokens(text, span)), form, values)


def locate_among(
    tokens: Sequence[Printed], form: str, values: Mapping[str, float]
) -> dict[str, Span]:
    """The same among labels and numbers that were told apart already, in the order of the text."""
    targets = tuple(_targets(values, form))
    if not targets or not tokens:
        return {}
    likeness = cdist(
        [t.label or "" for t in targets], [t.text for t in tokens], scorer=fuzz.ratio, workers=1
    )
    return {
        targets[i].field or "": tokens[j].span
        for i, j in _align(targets, tokens, likeness)
        if targets[i].field
    }


def _targets(values: Mapping[str, float], form: str) -> Iterator[_Target]:
    last = None
    for id, label in _order(form):
        if id not in values:
            continue
        if label != last and label:
            yield _Target(label)
        last = label
        yield _Target(None, id, float(values[id]))


@cache
def _order(form: str) -> tuple[tuple[str, str], ...]:
    """Field ids and row labels in the order in which a form prints them."""
    return tuple(
        (cell.id, _plain(row.label))
        for table in tables(form)
        for row in table.rows
        for cell in row.cells
    )


def _plain(text: str) -> str:
    """A label without the differences that printing makes: widths, pinyin, old characters."""
    from extractor.annotations.characters import simplified  # noqa: PLC0415 - loads opencc

    return simplified("".join(_PINYIN.sub("", unicodedata.normalize("NFKC", text)).split()))


def _tokens(text: str, span: Span) -> Iterator[Printed]:
    for match in _CELL.finditer(text, span.start, span.end):
        raw = match[0]
        stripped = raw.strip()
        if not stripped:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        where = Span(start, start + len(stripped))
        plain = unicodedata.normalize("NFKC", stripped[:40])
        number = _NUMBER.fullmatch(plain) or _BESIDE.match(plain)
        if number:
            if number.end() < len(plain):
                where = Span(start, start + number.end())
            yield Printed(where, "", float(number[1]))
        else:
            yield Printed(where, _plain(stripped[:120]) if len(stripped) <= 120 else "", None)


def _align(
    targets: Sequence[_Target], tokens: Sequence[Printed], likeness: Any
) -> list[tuple[int, int]]:
    """Pairs (target, token) of the best monotone alignment."""
    skip = [SKIP_SOURCE if t.value is None else SKIP_SOURCE_NUMBER for t in tokens]
    best = [0.0]
    for cost in skip:
        best.append(best[-1] + cost)
    moves: list[bytearray] = []
    for i, target in enumerate(targets):
        give_up = SKIP_LABEL if target.value is None else SKIP_NUMBER
        row, here = bytearray(len(tokens) + 1), [best[0] + give_up]
        for j, token in enumerate(tokens, 1):
            choice, move = here[j - 1] + skip[j - 1], 1
            if best[j] + give_up > choice:
                choice, move = best[j] + give_up, 0
            gain = _gain(target, token, likeness[i][j - 1])
            if gain is not None and best[j - 1] + gain >= choice:
                choice, move = best[j - 1] + gain, 2
            here.append(choice)
            row[j] = move
        moves.append(row)
        best = here
    return _trace(moves, len(tokens))


def _gain(target: _Target, token: Printed, likeness: float) -> float | None:
    if target.value is not None:
        return NUMBER_MATCH if token.value == target.value else None
    if token.value is not None or likeness < LABEL_FLOOR:
        return None
    return LABEL_MATCH * likeness / 100


def _trace(moves: list[bytearray], width: int) -> list[tuple[int, int]]:
    pairs, i, j = [], len(moves), width
    while i and j:
        move = moves[i - 1][j]
        if move == 2:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif move == 1:
            j -= 1
        else:
            i -= 1
    return pairs[::-1]
