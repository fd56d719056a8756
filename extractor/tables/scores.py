"""How well a printed row fits each statutory row, and what leaving it out costs.

A printed row is scored once for each kind of statutory row (width, group, columns), and by name
for the few rows that its label reads like.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

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
EXACT, NEARLY = 0.97, 0.1  # a label that reads so much like one row names no row less like it
KNOWN = 0.85  # similarity from which a label is taken for what it reads like
NEVER = -1e9


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
class _Kind:
    """What a statutory row shares with others and is held against printed rows by."""

    width: int
    names: str
    group: str | None
    columns: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Statutory rows in order, their distinct kinds, and their places by label."""

    rows: tuple[Row, ...]
    kinds: tuple[_Kind, ...]
    kind_of: tuple[int, ...]
    named: Mapping[tuple[LabelKind, str], tuple[int, ...]]
    widest: int

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Rows":
        kinds: dict[_Kind, int] = {}
        kind_of = []
        named: dict[tuple[LabelKind, str], tuple[int, ...]] = {}
        for j, row in enumerate(rows):
            kind = _Kind(len(row.cells), row.names, row.group, row.columns)
            kind_of.append(kinds.setdefault(kind, len(kinds)))
            key = (_NAMES[row.names], row.label)
            named[key] = (*named.get(key, ()), j)
        widest = max((len(r.cells) for r in rows), default=0)
        return cls(tuple(rows), tuple(kinds), tuple(kind_of), named, widest)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for a printed row whichever statutory row it is held against."""

    event: Event
    header: tuple[int, ...]  # by identity
    numbers: int
    label_row: float
    label_group: float
    label_column: float
    group_best: float

    @classmethod
    def of(cls, event: Event) -> "_Known":
        label, group = event.label, event.group
        return cls(
            event,
            tuple(map(id, event.header)),
            len(event.stated),
            label.best(LabelKind.ROW)[1] if label else 0.0,
            label.best(LabelKind.GROUP)[1] if label else 0.0,
            label.best(LabelKind.COLUMN)[1] if label else 0.0,
            group.best(LabelKind.GROUP)[1] if group else 0.0,
        )


@dataclass(slots=True)
class Headers:
    """The scores of headers for columns, remembered while the rows of one page are read.

    So is what is known of each printed row; both go by the identity of labels and rows.
    """

    found: dict[tuple[tuple[int, ...], tuple[str | None, ...]], float] = field(default_factory=dict)
    known: dict[int, _Known] = field(default_factory=dict)

    def of(self, event: Event) -> _Known:
        """What is known of a printed row."""
        if id(event) not in self.known:
            self.known[id(event)] = _Known.of(event)
        return self.known[id(event)]

    def score(self, known: _Known, columns: tuple[str | None, ...]) -> float:
        """The score of the header above a printed row for these columns."""
        key = (known.header, columns)
        if key not in self.found:
            similarity = header_similarity(known.event, columns)
            if similarity is None:
                self.found[key] = 0.0
            else:
                read = similarity > HEADER_LEAST
                self.found[key] = HEADER_GAIN * similarity if read else HEADER_DIFFERS
        return self.found[key]


def scores(event: Event, table: Rows, headers: Headers) -> list[float]:
    """How well a printed row fits each statutory one; NEVER where it cannot be."""
    known = headers.of(event)
    if (
        known.numbers == 0
        and known.label_row == 0.0
        and event.group is None
        and known.label_column == 0.0
    ):
        return [NEVER] * len(table.rows)
    unnamed = [_unnamed_score(known, kind) for kind in table.kinds]
    by_kind = [
        score if score == NEVER else score + headers.score(known, kind.columns)
        for score, kind in zip(unnamed, table.kinds, strict=True)
    ]
    found = [by_kind[k] for k in table.kind_of]
    alike = _like(event, table)
    best_like = max((similarity for _, similarity in alike), default=0.0)
    for j, similarity in alike:
        k = table.kind_of[j]
        if best_like >= EXACT and similarity < best_like - NEARLY:
            found[j] = NEVER  # it is the name of another row of the table
            continue
        kind = table.kinds[k]
        if known.numbers <= kind.width + MOST_SURPLUS:
            best = max(_named_score(known, kind, similarity), unnamed[k])
            # Where the label is the column there is no header to compare.
            header = 0.0 if kind.names == "column" else headers.score(known, kind.columns)
            found[j] = best + header
    return found


def _like(event: Event, table: Rows) -> list[tuple[int, float]]:
    """The statutory rows that a printed label reads like, and how much."""
    label = event.label if event.label is not None else event.group
    if label is None:
        return []
    return [
        (j, similarity)
        for key, similarity in label.sims.items()
        if similarity >= LABEL_LEAST and (event.label is not None or key[0] is LabelKind.GROUP)
        for j in table.named.get(key, ())
    ]


def _named_score(known: _Known, kind: _Kind, similarity: float) -> float:
    score = LABEL_GAIN * (similarity - LABEL_LEAST) + _count_score(known.numbers, kind.width)
    return score + _group_score(
        known.event.group, known.group_best, kind.group, kind.names == "column"
    )


def _count_score(numbers: int, width: int) -> float:
    if numbers == 0:
        return EMPTY_ROW
    return FULL_ROW if numbers == width else OVERFULL if numbers > width else 0.0


def _unnamed_score(known: _Known, kind: _Kind) -> float:
    """The score of a row without label, or with one that only names a group or a column."""
    event, numbers, width = known.event, known.numbers, kind.width
    if not 0 < numbers <= width + MOST_SURPLUS or width <= 1 or kind.names != "row":
        return NEVER
    group, group_best = event.group, known.group_best
    if event.label is not None:
        if known.label_group >= max(known.label_row, KNOWN):
            group, group_best = event.label, known.label_group
        elif event.label.sims and known.label_column < known.label_row:
            return NEVER
        elif not event.label.sims:
            # A row of the agency's own below the name of another group is none of this one.
            other = _group_score(group, group_best, kind.group, True) == GROUP_DIFFERS
            return STRANGE_LABEL if numbers == width and not other else NEVER
    score = NO_LABEL_FULL if numbers == width else OVERFULL if numbers > width else NO_LABEL_PART
    return score + _group_score(group, group_best, kind.group, True)


def _group_score(group: Label | None, best: float, official: str | None, decides: bool) -> float:
    if group is None or official is None:
        return 0.0
    parts = official.split("/")
    alike = max(group.sims.get((LabelKind.GROUP, p), 0.0) for p in parts)
    if alike > GROUP_LEAST and not (best >= EXACT and alike < best - NEARLY):
        return GROUP_FITS  # else it is the name of another group: 第(五)项 reads like 第(六)项
    return GROUP_DIFFERS if best > KNOWN and decides else 0.0


def skip_score(event: Event, table: Rows, left: Collection[int] | None = None) -> float:
    """What leaving a printed row out costs: little for prose, more for a full row.

    `left` are the places of the statutory rows that are not taken yet; None: all of them.
    """
    if event.label is None:
        full = table.widest > 1 and len(event.stated) == table.widest
        return SKIP_FULL_EVENT if full else 0.0
    if not event.label.sims or not event.values or not event.stated:
        return 0.0
    known = any(
        similarity > KNOWN and any(left is None or j in left for j in table.named.get(key, ()))
        for key, similarity in event.label.sims.items()
    )
    return SKIP_LABELLED_EVENT if known else 0.0
