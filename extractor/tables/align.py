"""Match the rows that a document shows to the rows of a statutory table, as one decision.

Monotone alignment by dynamic programming (Needleman and Wunsch 1970): rows may be lost, added,
printed twice or without label. For each match the margin tells how much worse the best alignment
is that puts the printed row elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.forms import Row
from extractor.tables.events import Event
from extractor.tables.recognise import Label
from extractor.tables.vocabulary import LabelKind

# Weights, in units of one fully matching label; set by hand on generated documents.
LABEL_GAIN = 2.5  # per unit of similarity above LABEL_LEAST
LABEL_LEAST = 0.55
FULL_ROW = 0.4  # as many values as columns
OVERFULL = -0.5  # more values than columns
EMPTY_ROW = -0.1
NO_LABEL_FULL = 0.35
NO_LABEL_PART = 0.05
GROUP_FITS, GROUP_DIFFERS = 0.3, -0.5
HEADER_GAIN = 1.0  # all columns of the row stand in the header above it
HEADER_DIFFERS = -1.5
SKIP_ROW = -0.2
SKIP_FULL_EVENT = -0.5
SKIP_LABELLED_EVENT = -0.3
MOST_SURPLUS = 3  # values more than columns: a serial number, a remark, a zero printed twice
STRANGE_LABEL = -0.1  # a full row under a label that nobody knows
HEADER_LEAST = 0.3  # similarity below which a header is another table's
GROUP_LEAST = 0.7
KNOWN = 0.85  # similarity from which a label is taken for what it reads like
NEVER = -1e9


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


_NAMES = {"row": LabelKind.ROW, "group": LabelKind.GROUP, "column": LabelKind.COLUMN}


def label_similarity(event: Event, row: Row) -> float:
    """How much the printed label reads like the row's own, 0 to 1."""
    label = event.label
    if row.names == "group" and label is None:
        label = event.group
    if label is None:
        return 0.0
    return label.sims.get((_NAMES[row.names], row.label), 0.0)


def header_similarity(event: Event, columns: tuple[str | None, ...]) -> float | None:
    """How much the header above reads like these columns, 0 to 1; None without a header."""
    named = [c for c in columns if c]
    if not named or not event.header:
        return None
    best = [max(h.sims.get((LabelKind.COLUMN, c), 0.0) for h in event.header) for c in named]
    return sum(best) / len(best)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for a printed row whichever statutory row it is held against."""

    event: Event
    numbers: int
    label_row: float
    label_group: float
    label_column: float
    group_best: float
    headers: dict[tuple[str | None, ...], float | None]

    @classmethod
    def of(cls, event: Event) -> "_Known":
        label, group = event.label, event.group
        return cls(
            event,
            len(event.stated),
            label.best(LabelKind.ROW)[1] if label else 0.0,
            label.best(LabelKind.GROUP)[1] if label else 0.0,
            label.best(LabelKind.COLUMN)[1] if label else 0.0,
            group.best(LabelKind.GROUP)[1] if group else 0.0,
            {},
        )

    def header(self, columns: tuple[str | None, ...]) -> float:
        """The score of the header above for these columns."""
        if columns not in self.headers:
            self.headers[columns] = header_similarity(self.event, columns)
        similarity = self.headers[columns]
        if similarity is None:
            return 0.0
        return HEADER_GAIN * similarity if similarity > HEADER_LEAST else HEADER_DIFFERS


def _scores(event: Event, rows: Sequence[Row]) -> list[float]:
    """How well a printed row fits each statutory one; NEVER where it cannot be."""
    known = _Known.of(event)
    if (
        known.numbers == 0
        and known.label_row == 0.0
        and event.group is None
        and known.label_column == 0.0
    ):
        return [NEVER] * len(rows)
    return [_match_score(known, row) for row in rows]


def _match_score(known: _Known, row: Row) -> float:
    event, numbers, width = known.event, known.numbers, len(row.cells)
    if numbers > width + MOST_SURPLUS:
        return NEVER
    similarity = label_similarity(event, row)
    named = unnamed = NEVER
    if similarity >= LABEL_LEAST:
        named = LABEL_GAIN * (similarity - LABEL_LEAST) + _count_score(numbers, width)
        named += _group_score(event.group, known.group_best, row, row.names == "column")
    if numbers and width > 1 and row.names == "row":
        unnamed = _unnamed_score(known, row)
    best = max(named, unnamed)
    if best == NEVER or row.names == "column":
        return best  # the label is the column; there is no header to compare
    return best + known.header(row.columns)


def _count_score(numbers: int, width: int) -> float:
    if numbers == 0:
        return EMPTY_ROW
    return FULL_ROW if numbers == width else OVERFULL if numbers > width else 0.0


def _unnamed_score(known: _Known, row: Row) -> float:
    """The score of a row without label, or with one that only names a group or a column."""
    event, numbers, width = known.event, known.numbers, len(row.cells)
    group, group_best = event.group, known.group_best
    if event.label is not None:
        if known.label_group >= max(known.label_row, KNOWN):
            group, group_best = event.label, known.label_group
        elif event.label.sims and known.label_column < known.label_row:
            return NEVER
        elif not event.label.sims:
            return STRANGE_LABEL if numbers == width else NEVER
    score = NO_LABEL_FULL if numbers == width else OVERFULL if numbers > width else NO_LABEL_PART
    return score + _group_score(group, group_best, row, True)


def _group_score(group: Label | None, best: float, row: Row, decides: bool) -> float:
    if group is None or row.group is None:
        return 0.0
    parts = row.group.split("/")
    if max(group.sims.get((LabelKind.GROUP, p), 0.0) for p in parts) > GROUP_LEAST:
        return GROUP_FITS
    return GROUP_DIFFERS if best > KNOWN and decides else 0.0


def skip_score(event: Event, rows: Sequence[Row]) -> float:
    """What leaving a printed row out costs: little for prose, more for a full row."""
    if event.label is None:
        widest = max(len(r.cells) for r in rows)
        return SKIP_FULL_EVENT if widest > 1 and len(event.stated) == widest else 0.0
    if not event.label.sims or not event.values:
        return 0.0
    known = max((label_similarity(event, r) for r in rows), default=0.0) > KNOWN
    return SKIP_LABELLED_EVENT if known and event.stated else 0.0


def align(events: Sequence[Event], rows: Sequence[Row]) -> Alignment:
    """The best monotone alignment of printed rows to statutory rows, with the margin of each match."""
    n, m = len(events), len(rows)
    fits = [_scores(e, rows) for e in events]
    skips = [skip_score(e, rows) for e in events]
    forward = _forward(fits, skips, n, m)
    backward = _backward(fits, skips, n, m)
    total = forward[n][m]
    matches = []
    for i, j in _trace(forward, fits, skips, n, m):
        others = [
            forward[i][k] + fits[i][k] + backward[i + 1][k + 1]
            for k in range(m)
            if k != j and fits[i][k] > NEVER
        ]
        # Leaving the printed row out altogether, its statutory row going to another or to none.
        others.append(max(forward[i][k] + skips[i] + backward[i + 1][k] for k in range(m + 1)))
        similarity = label_similarity(events[i], rows[j])
        matches.append(Match(i, j, similarity, fits[i][j], total - max(others)))
    return Alignment(tuple(matches), total)


def align_again(events: Sequence[Event], rows: Sequence[Row], passes: int = 4) -> Alignment:
    """Align what the first alignment left over, until nothing labelled is left.

    Tables printed in two columns, or with rows in another order, are several monotone runs.
    """
    first = align(events, rows)
    matches, total = list(first.matches), first.total
    for _ in range(passes):
        used_events, used_rows = {m.event for m in matches}, {m.row for m in matches}
        event_at = [
            i
            for i, e in enumerate(events)
            if i not in used_events and e.label is not None and e.stated
        ]
        row_at = [j for j in range(len(rows)) if j not in used_rows]
        if not event_at or not row_at:
            break
        more = align([events[i] for i in event_at], [rows[j] for j in row_at])
        sure = [m for m in more.matches if m.similarity >= KNOWN]
        if not sure:
            break
        for m in sure:
            matches.append(Match(event_at[m.event], row_at[m.row], m.similarity, m.score, m.margin))
            total += m.score - SKIP_ROW
    return Alignment(tuple(sorted(matches, key=lambda m: m.event)), total)


def _forward(fits: list[list[float]], skips: list[float], n: int, m: int) -> list[list[float]]:
    table = [[0.0] * (m + 1) for _ in range(n + 1)]
    for j in range(1, m + 1):
        table[0][j] = table[0][j - 1] + SKIP_ROW
    for i in range(1, n + 1):
        above, here, fit, skip = table[i - 1], table[i], fits[i - 1], skips[i - 1]
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
