"""Match the rows that a document shows to the rows of a statutory table, as one decision.

Monotone alignment by dynamic programming (Needleman and Wunsch 1970): rows may be lost, added,
printed twice or without label. For each match the margin tells how much worse the best alignment
is that puts the printed row elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.forms import Row
from extractor.tables.events import Event
from extractor.tables.scores import (
    KNOWN,
    NEVER,
    SKIP_ROW,
    Headers,
    Rows,
    label_similarity,
    scores,
    skip_score,
)

SLACK = 1e-6  # more than rounding adds to a total


@dataclass(frozen=True, slots=True)
class Match:
    """A printed row and the statutory row that it is; `similarity` is 0 where its label is lost."""

    event: int
    row: int
    similarity: float
    score: float
    margin: float


@dataclass(frozen=True, slots=True)
class Alignment:
    matches: tuple[Match, ...]
    total: float


@dataclass(frozen=True, slots=True)
class _Pass:
    """One monotone alignment of some printed rows to some statutory ones, both by their places."""

    event_at: Sequence[int]
    row_at: Sequence[int]
    fits: list[list[float]]
    skips: list[float]
    forward: list[list[float]]

    @classmethod
    def of(
        cls,
        event_at: Sequence[int],
        row_at: Sequence[int],
        fits: list[list[float]],
        skips: list[float],
    ) -> "_Pass":
        forward = _forward(fits, skips, len(event_at), len(row_at))
        return cls(event_at, row_at, fits, skips, forward)

    @property
    def total(self) -> float:
        return self.forward[-1][-1]

    def pairs(self) -> list[tuple[int, int]]:
        """What is matched, as places in this pass."""
        return _trace(self.forward, self.fits, self.skips, len(self.event_at), len(self.row_at))

    def margin(self, i: int, j: int, backward: list[list[float]]) -> float:
        """How much worse the best alignment is that does not match these two."""
        forward, fits, m = self.forward, self.fits[i], len(self.row_at)
        others = [
            forward[i][k] + fits[k] + backward[i + 1][k + 1]
            for k in range(m)
            if k != j and fits[k] > NEVER
        ]
        # Leaving the printed row out altogether, its statutory row going to another or to none.
        skip = self.skips[i]
        others.append(max(forward[i][k] + skip + backward[i + 1][k] for k in range(m + 1)))
        return self.total - max(others)


@dataclass(frozen=True, slots=True)
class Fit:
    """An alignment whose margins are still to be worked out: which rows, and how well they fit."""

    events: Sequence[Event]
    table: Rows
    total: float
    kept: tuple[tuple[_Pass, tuple[tuple[int, int], ...]], ...]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Places of printed rows and of the statutory rows that they are, in printed order."""
        return sorted((p.event_at[i], p.row_at[j]) for p, pairs in self.kept for i, j in pairs)

    def alignment(self) -> Alignment:
        """The alignment with the margin of each match."""
        matches = []
        for one, pairs in self.kept:
            backward = _backward(one.fits, one.skips, len(one.event_at), len(one.row_at))
            for i, j in pairs:
                event, row = one.event_at[i], one.row_at[j]
                similarity = label_similarity(self.events[event], self.table.rows[row])
                margin = one.margin(i, j, backward)
                matches.append(Match(event, row, similarity, one.fits[i][j], margin))
        return Alignment(tuple(sorted(matches, key=lambda m: m.event)), self.total)


def fit(
    events: Sequence[Event],
    table: Rows,
    headers: Headers | None = None,
    least: float = NEVER,
    passes: int = 4,
) -> Fit | None:
    """Align, and again what that left over, until nothing labelled is left.

    Tables printed in two columns, or with rows in another order, are several monotone runs. None
    where the total cannot reach `least`, seen from the scores before anything is aligned.
    """
    headers = headers or Headers()
    fits = [scores(e, table, headers) for e in events]
    m = len(table.rows)
    # No alignment gains more than the best score of each printed row, wherever it is put.
    most = sum(max(0.0, max(f, default=NEVER) - SKIP_ROW) for f in fits) + SKIP_ROW * m
    if most < least - SLACK:
        return None
    one = _Pass.of(range(len(events)), range(m), fits, [skip_score(e, table) for e in events])
    kept, total = [(one, tuple(one.pairs()))], one.total
    event_left = set(range(len(events))) - {i for i, _ in kept[0][1]}
    # An empty row whose label reads only somewhat like this gives way to one that surely is it.
    weak = {
        j: i
        for i, j in kept[0][1]
        if not events[i].stated and label_similarity(events[i], table.rows[j]) < KNOWN
    }
    row_left = set(range(m)) - {j for _, j in kept[0][1] if j not in weak}
    for _ in range(passes):
        again = _again(events, table, fits, sorted(event_left), sorted(row_left))
        if again is None:
            break
        kept.append(again)
        one, sure = again
        for i, j in sure:
            total += one.fits[i][j] - SKIP_ROW
            if (given_up := weak.pop(one.row_at[j], None)) is not None:
                total -= fits[given_up][one.row_at[j]] - SKIP_ROW
                first, pairs = kept[0]
                kept[0] = (first, tuple(p for p in pairs if p[0] != given_up))
        event_left -= {one.event_at[i] for i, _ in sure}
        row_left -= {one.row_at[j] for _, j in sure}
    return Fit(events, table, total, tuple(kept))


def _again(
    events: Sequence[Event],
    table: Rows,
    fits: list[list[float]],
    event_left: list[int],
    row_left: list[int],
) -> tuple[_Pass, tuple[tuple[int, int], ...]] | None:
    """What is surely matched of the rows that are left; None where nothing is."""
    event_at = [i for i in event_left if events[i].label and events[i].stated]
    if not event_at or not row_left:
        return None
    one = _Pass.of(
        event_at,
        row_left,
        [[fits[i][j] for j in row_left] for i in event_at],
        [skip_score(events[i], table, row_left) for i in event_at],
    )
    sure = tuple(
        (i, j)
        for i, j in one.pairs()
        if label_similarity(events[event_at[i]], table.rows[row_left[j]]) >= KNOWN
    )
    return (one, sure) if sure else None


def align(events: Sequence[Event], rows: Sequence[Row], passes: int = 0) -> Alignment:
    """The best monotone alignment of printed rows to statutory rows, with the margin of each match."""
    found = fit(events, Rows.of(rows), passes=passes)
    return Alignment((), 0.0) if found is None else found.alignment()


def align_again(events: Sequence[Event], rows: Sequence[Row]) -> Alignment:
    """The same, what the first alignment left over aligned again."""
    return align(events, rows, passes=4)


def _forward(fits: list[list[float]], skips: list[float], n: int, m: int) -> list[list[float]]:
    table = [[0.0] * (m + 1) for _ in range(n + 1)]
    for j in range(1, m + 1):
        table[0][j] = table[0][j - 1] + SKIP_ROW
    for i in range(1, n + 1):
        above, here, fit, skip = table[i - 1], table[i], fits[i - 1], skips[i - 1]
        if skip == 0.0 and max(fit, default=NEVER) == NEVER:
            table[i] = above  # it can only be left out, which costs nothing
            continue
        here[0] = above[0] + skip
        for j in range(1, m + 1):
            here[j] = max(above[j - 1] + fit[j - 1], above[j] + skip, here[j - 1] + SKIP_ROW)
    return table


def _backward(fits: list[list[float]], skips: list[float], n: int, m: int) -> list[list[float]]:
    table = [[0.0] * (m + 1) for _ in range(n + 1)]
    for j in range(m - 1, -1, -1):
        table[n][j] = table[n][j + 1] + SKIP_ROW
    for i in range(n - 1, -1, -1):
        below, here, fit, skip = table[i + 1], table[i], fits[i], skips[i]
        if skip == 0.0 and max(fit, default=NEVER) == NEVER:
            table[i] = below
            continue
        here[m] = below[m] + skip
        for j in range(m - 1, -1, -1):
            here[j] = max(below[j + 1] + fit[j], below[j] + skip, here[j + 1] + SKIP_ROW)
    return table


def _trace(
    forward: list[list[float]], fits: list[list[float]], skips: list[float], n: int, m: int
) -> list[tuple[int, int]]:
    pairs, i, j = [], n, m
    while i > 0 and j > 0:
        here = forward[i][j]
        if abs(here - (forward[i][j - 1] + SKIP_ROW)) < 1e-9:
            j -= 1
        elif abs(here - (forward[i - 1][j - 1] + fits[i - 1][j - 1])) < 1e-9:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        else:
            i -= 1
    return pairs[::-1]
