"""Find the known labels in a run of label pieces, however they were broken over cells and lines.

Each run of pieces between two numbers is cut into labels by dynamic programming: pieces are
joined where the join reads more like a known label than the pieces alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from extractor.tables.tokens import Token
from extractor.tables.vocabulary import LabelKind, Similarities, Vocabulary, bare, numbering
from extractor.tables.years import column_of
from extractor.types import Span

MAX_JOIN = 9  # pieces of one label: single characters a line make four to eight
MAX_LENGTH = 48  # characters of a bare label
LONG = 40  # characters of a label that count in its favour
LEAST = 0.6  # similarity below which a piece is not the label
JOIN_COST = 0.35  # in characters: what a join must gain
CELL_JOIN_COST = 0.05  # the same for the words of one cell
# What pieces that make exactly the label of a row are worth more: each half may be known as well.
WHOLE = 2.0
INSIDE_COST = 3.0  # of a label that begins in the middle of a marked cell
LEAST_HEADS, LONGEST_HEAD = 3, 12  # columns of years side by side; characters of one head
NEXT_LINE = 2  # a cell a line, perhaps with an empty line between
CLEAR = 0.85  # similarity of a label that surely names a row
SAME_NUMBER, OTHER_NUMBER, NO_NUMBER = 0.03, -0.08, -0.02


_NONE = ("", 0.0)
MOST_REMEMBERED = 20_000  # labels compared before; a page has some 300


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of the table that is no value; `sims` maps (kind, official label) to similarity."""

    text: str
    span: Span
    line: int
    cell: int
    piped: bool
    sims: Similarities
    prose: bool = False
    bests: dict[LabelKind, tuple[str, float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bests: dict[LabelKind, tuple[str, float]] = {}
        for (kind, official), similarity in self.sims.items():
            if similarity > bests.get(kind, _NONE)[1]:
                bests[kind] = (official, similarity)
        object.__setattr__(self, "bests", bests)

    def best(self, kind: LabelKind) -> tuple[str, float]:
        """The official label of that kind that it reads like most, and how much."""
        return self.bests.get(kind, _NONE)


Item = Label | Token  # a token here always has a value


def recognise(tokens: Sequence[Token], words: Vocabulary) -> list[Item]:
    """Turn label tokens into known labels (or unknown ones), values staying as they are."""
    runs: list[list[Token]] = []
    order: list[Token | int] = []
    run: list[Token] = []
    for token in tokens:
        if token.value is None and not token.is_prose:
            if bare(token.text) or numbering(token.text)[0]:
                run.append(token)  # a lone mark of punctuation is no label
            continue
        if token.value is not None and token.text == "" and run:
            run.append(token)  # padding inside a broken label does not end it
            continue
        if run:
            order.append(len(runs))
            runs.append(run)
            run = []
        order.append(token)
    if run:
        order.append(len(runs))
        runs.append(run)
    cut = _cut_runs(runs, words)
    items: list[Item] = []
    for entry in order:
        if isinstance(entry, int):
            items.extend(cut[entry])
        elif entry.value is None:
            items.append(
                Label(entry.text, entry.span, entry.line, entry.cell, entry.piped, {}, True)
            )
        else:
            items.append(entry)
    return items


@dataclass(slots=True)
class _Candidate:
    run: int
    first: int
    last: int
    text: str
    pieces: int
    bare: str
    number: int


def _candidates(runs: list[list[Token]]) -> list[_Candidate]:
    found = []
    for r, run in enumerate(runs):
        labels = [i for i, t in enumerate(run) if t.value is None]
        heads = _heads_of_years([run[i].text for i in labels])
        for a, first in enumerate(labels):
            text = ""
            for joined, last in enumerate(labels[a : a + MAX_JOIN]):
                if joined and heads[a + joined]:
                    break
                text += run[last].text
                stripped, number = _compared(text)
                if len(stripped) > MAX_LENGTH:
                    break
                if stripped or joined == 0:
                    found.append(_Candidate(r, first, last, text, joined + 1, stripped, number))
    return found


def _heads_of_years(texts: Sequence[str]) -> list[bool]:
    """Which labels are heads of columns side by side that each name a year: 上年, 本年, 增减. Two may
    be the halves of an official head, 本年增/减."""
    found = [_names_year(text) for text in texts]
    at = 0
    for is_head, several in groupby(found):
        count = sum(1 for _ in several)
        if is_head and count < LEAST_HEADS:
            found[at : at + count] = [False] * count
        at += count
    return found


@lru_cache(maxsize=1 << 12)
def _names_year(text: str) -> bool:
    return len(text) <= LONGEST_HEAD and column_of(text, None) is not None


@lru_cache(maxsize=1 << 14)
def _compared(text: str) -> tuple[str, int]:
    """A label as it is compared, and the number before it."""
    return bare(text), numbering(text)[0]


def _cut_runs(runs: list[list[Token]], words: Vocabulary) -> list[list[Item]]:
    candidates = _candidates(runs)
    sims = _similarities(candidates, words)
    by_run: list[list[int]] = [[] for _ in runs]
    for i, candidate in enumerate(candidates):
        by_run[candidate.run].append(i)
    return [
        _cut(run, [(candidates[i], sims[i]) for i in mine], words.rows)
        for run, mine in zip(runs, by_run, strict=True)
    ]


def _similarities(candidates: list[_Candidate], words: Vocabulary) -> list[Similarities]:
    """The known labels that each candidate reads like; those of earlier pages are remembered."""
    asked = [(c.bare, c.number) for c in candidates]
    found = {key: words.remembered.get(key) for key in asked}
    new = sorted(key for key, sims in found.items() if sims is None)
    made = dict(zip(new, _compare(new, words), strict=True))
    if len(words.remembered) + len(made) > MOST_REMEMBERED:
        words.remembered.clear()
    words.remembered.update(made)
    return [found[key] or made.get(key, {}) for key in asked]


def reads_like(text: str, words: Vocabulary) -> Similarities:
    """The known labels that a text reads like as a whole, and how much."""
    key = _compared(text)
    found = words.remembered.get(key)
    return _compare([key], words)[0] if found is None else found


def _compare(texts: Sequence[tuple[str, int]], words: Vocabulary) -> list[Similarities]:
    """Compare labels, with the numbers before them, to every wording."""
    if not texts:
        return []
    result: list[Similarities] = [{} for _ in texts]
    matrix = cdist(
        [text for text, _ in texts], words.bares,
        scorer=fuzz.ratio, score_cutoff=100 * (LEAST - 0.05), dtype=np.uint8,
    )[:, words.columns]  # fmt: skip
    rows, columns = np.nonzero(matrix)
    ratios = matrix[rows, columns].tolist()
    for i, j, ratio in zip(rows.tolist(), columns.tolist(), ratios, strict=True):
        word, sims = words.wordings[j], result[i]
        score = float(ratio) / 100 + _number_bonus(texts[i][1], word.number)
        key = (word.kind, word.official)
        if score >= LEAST and score > sims.get(key, 0.0):
            sims[key] = min(score, 1.0)
    return result


def _number_bonus(printed: int, official: int) -> float:
    if printed and official:
        return SAME_NUMBER if printed == official else OTHER_NUMBER
    return 0.0 if printed == official else NO_NUMBER


def _cut(
    run: list[Token], candidates: list[tuple[_Candidate, Similarities]], rows: frozenset[str]
) -> list[Item]:
    """The best sequence of labels for a run of pieces (Viterbi over the places between them)."""
    gain = [0.0] * (len(run) + 1)
    choice: list[tuple[int, _Candidate | None, Similarities]] = [
        (max(i - 1, 0), None, {}) for i in range(len(run) + 1)
    ]
    ends: dict[int, list[tuple[_Candidate, Similarities]]] = {}
    for candidate, sims in candidates:
        ends.setdefault(candidate.last + 1, []).append((candidate, sims))
    for end in range(1, len(run) + 1):
        gain[end] = gain[end - 1]
        for candidate, sims in ends.get(end, ()):
            best = max(sims.values()) if sims else 0.0
            if candidate.pieces > 1 and best < 0.8:
                continue
            won = max(0.0, best - LEAST) * min(len(candidate.bare), LONG)
            won -= _joins(run[candidate.first : end])
            if candidate.pieces > 1 and candidate.bare in rows:
                won += WHOLE
            if won > 0.0 and _inside_cell(run, candidate.first):
                won = max(0.0, won - INSIDE_COST)
            if gain[candidate.first] + won > gain[end] or (
                candidate.pieces == 1 and gain[candidate.first] + won >= gain[end]
            ):
                gain[end] = gain[candidate.first] + won
                choice[end] = (candidate.first, candidate, sims)
    return _trace(run, choice)


def _inside_cell(run: list[Token], at: int) -> bool:
    """Whether a piece goes on in a cell whose line has marked cells: a cell is one label."""
    before, here = run[at - 1] if at else None, run[at]
    if before is None or before.value is not None or not here.piped:
        return False
    return (before.line, before.cell) == (here.line, here.cell)


def _joins(pieces: list[Token]) -> float:
    """What joining pieces costs: more over cells and lines than among the words of a cell."""
    if len(pieces) == 1:
        return 0.0
    labels = [t for t in pieces if t.value is None]
    same = sum(a.line == b.line and a.cell == b.cell for a, b in pairwise(labels))
    return CELL_JOIN_COST * same + JOIN_COST * (len(labels) - 1 - same)


def _trace(
    run: list[Token],
    choice: list[tuple[int, _Candidate | None, Similarities]],
) -> list[Item]:
    items: list[Item] = []
    end = len(run)
    while end > 0:
        start, candidate, sims = choice[end]
        head, tail = run[start], run[end - 1]
        if candidate is None:
            if tail.value is not None:
                items.append(tail)
            elif tail.text:
                items.append(Label(tail.text, tail.span, tail.line, tail.cell, tail.piped, {}))
        else:
            span = Span(head.span.start, tail.span.end)
            items.append(Label(candidate.text, span, head.line, head.cell, head.piped, sims))
        end = start
    items.reverse()
    return _without_repeats(items)


def _without_repeats(items: list[Item]) -> list[Item]:
    """A merged cell that is printed in each of its places counts once; so does one beside the row
    that it names in the same words, without the row's number."""
    kept: list[Item] = []
    for item in items:
        before = kept[-1] if kept else None
        if not (isinstance(item, Label) and isinstance(before, Label) and item.sims):
            kept.append(item)
        elif _names_the_row_behind(before, item):
            kept[-1] = item
        elif (item.text, item.line) != (before.text, before.line):
            kept.append(item)
    return kept


def _names_the_row_behind(group: Label, row: Label) -> bool:
    if group.prose or (group.piped and group.line != row.line) or row.line - group.line > NEXT_LINE:
        return False
    (words, number), (again, own) = _compared(group.text), _compared(row.text)
    return words == again and number == 0 < own and row.best(LabelKind.ROW)[1] >= CLEAR
