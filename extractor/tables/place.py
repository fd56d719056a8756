"""Give the values of a printed row their columns, empty cells in place or dropped.

Where empty cells keep their place, the place says the column. Where they were dropped the
numbers stand too far left; then order and the sum of the row say where they belong, and where
several places fit the leftmost is taken and the row is loose.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice, pairwise
from statistics import mode

from extractor.tables.events import Event
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind

# Where a token starts (clean offset) → (number of the marked table, column in it).
Columns = Mapping[int, tuple[int, int]]

MAX_PLACEMENTS = 7000  # of a row; 15 columns with 8 values make 6,435
LEAST_TOTALS = 4  # rows with one number each before they are taken for totals
AGREED = 0.8  # share of full rows that must stand in the same cells of their lines


@dataclass(frozen=True, slots=True)
class Placement:
    """One token (or None for an empty cell) for each column, and how sure the places are.

    `choices` is how many placements fit equally well (1: determined); `kept` says that the empty
    cells stand in the text; `surplus` counts values that found no column; `options` holds the
    columns of each of those choices. `doubted`: sums would hold with the values elsewhere.
    """

    tokens: tuple[Token | None, ...]
    choices: int = 1
    kept: bool = True
    surplus: int = 0
    options: tuple[tuple[int, ...], ...] = ()
    doubted: bool = False

    def agreed(self) -> tuple[float, ...]:
        """For each column the share of the choices that give it the number that it has here."""
        if self.choices < 2 or not self.options:
            return (1.0,) * len(self.tokens)
        here = [_number(t) for t in self.tokens]
        printed = [_number(t) for t in self.tokens if t is not None]
        same = [0] * len(here)
        for columns in self.options:
            there = dict(zip(columns, printed, strict=True))
            for at, number in enumerate(here):
                same[at] += there.get(at) == number
        return tuple(count / len(self.options) for count in same)


@dataclass(frozen=True, slots=True)
class RowSums:
    """Which columns of a row add up: (index of the total, indices of its parts)."""

    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a table prints its rows.

    `keeps_blanks`: empty cells stand in the text; `lead`: how many of them stand before the first
    value of a full row. `marked`: the columns of tokens in tables that the file format marks, and
    `full` those of a full row, by (table, width). `absolute` and `relative`: the cells of a full
    row in its line, and behind its label, by width. `totals_only`: no row holds more than one
    number, which then is its total: whoever fills in one cell fills in that one.
    """

    keeps_blanks: bool
    lead: int
    marked: Columns = field(default_factory=dict)
    full: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    absolute: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    relative: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    totals_only: bool = False


def table_style(events: Sequence[tuple[Event, int]], marked: Columns | None = None) -> Style:
    """Learn from the rows of one table (each with its number of columns) how empties are printed."""
    full = [(e, w) for e, w in events if len(e.stated) == w and w > 1]
    leads = [_first_value(e) for e, _ in full if e.label]
    # No row can begin before its first column.
    most = min((_first_value(e) for e, w in events if w > 1 and e.label and e.stated), default=0)
    absolute = _agreed([(w, _cells(e)) for e, w in full])
    style = Style(
        False,
        min(mode(leads), most) if leads else 0,
        marked or {},
        _full_columns(events, marked or {}),
        {**_grid([(e, w) for e, w in events if w not in absolute]), **absolute},
        {**_extents(events), **_agreed([(w, _behind_label(e)) for e, w in full])},
    )
    keeps = False
    for event, width in events:
        if 0 < len(event.stated) < width:
            positions = _positions(event, width, style)
            moved = positions is not None and positions != list(range(len(positions)))
            keeps = keeps or (moved and _has_gap(event, style))
    counts = [len(e.stated) for e, w in events if w > 1 and e.stated]
    totals_only = len(counts) >= LEAST_TOTALS and max(counts) == 1
    return replace(style, keeps_blanks=keeps, totals_only=totals_only)


def _has_gap(event: Event, style: Style) -> bool:
    """Whether an empty cell stands before the row's last value: only then can one be in place."""
    if event.stated[-1].span.start in style.marked:
        return True
    last = event.stated[-1].span.start
    return any(not _is_stated(t) and t.span.start < last for t in event.values)


def _agreed(rows: list[tuple[int, tuple[int, ...] | None]]) -> dict[int, tuple[int, ...]]:
    """The cells of full rows, by width, where most rows stand in the same ones."""
    found = {}
    for width in {w for w, _ in rows}:
        cells = [c for w, c in rows if w == width]
        best, count = Counter(cells).most_common(1)[0]
        if best is not None and count >= AGREED * len(cells):
            found[width] = best
    return found


def _grid(events: Sequence[tuple[Event, int]]) -> dict[int, tuple[int, ...]]:
    """Where no row is full, but most lines have the same number of cells and values in the last
    one: the columns are the last cells of a line, however deep its label stands; by width."""
    found = {}
    for width in {w for _, w in events if w > 1}:
        rows = [(e, c) for e, w in events if w == width and e.stated and (c := _cells(e))]
        ends = [max(t.cell for t in e.values if t.line == e.stated[0].line) for e, _ in rows]
        if len(rows) < LEAST_TOTALS:
            continue
        last, count = Counter(ends).most_common(1)[0]
        alike = [c for (_, c), end in zip(rows, ends, strict=True) if end == last]
        columns = tuple(range(last - width + 1, last + 1))
        reached = max(c[-1] for c in alike) == last and min(c[0] for c in alike) >= columns[0]
        if count >= AGREED * len(rows) and reached:
            found[width] = columns
    return found


def _extents(events: Sequence[tuple[Event, int]]) -> dict[int, tuple[int, ...]]:
    """Where no row is full: the cells behind the label that all rows together fill, by width."""
    found = {}
    for width in {w for e, w in events if w > 1}:
        behind = [b for e, w in events if w == width and e.stated and (b := _behind_label(e))]
        least, most = (
            min((min(b) for b in behind), default=0),
            max((max(b) for b in behind), default=0),
        )
        if most - least + 1 == width:
            found[width] = tuple(range(least, most + 1))
    return found


def _cells(event: Event) -> tuple[int, ...] | None:
    """Which cells of their one line the values stand in; None where lines are no rows."""
    stated = event.stated
    cells = tuple(t.cell for t in stated)
    one_line = len({t.line for t in stated}) == 1 and all(t.piped for t in stated)
    rising = all(a < b for a, b in pairwise(cells))
    return cells if one_line and rising else None


def _base(event: Event) -> int:
    """The first cell behind the labels of a row's line."""
    line = event.stated[0].line
    label = event.label if event.label and event.label.line == line else event.group
    return label.cell + 1 if label is not None and label.line == line else 0


def cells_in_line(event: Event) -> int:
    """How many cells, empty ones among them, a row's one marked line has behind its labels; else 0."""
    if _cells(event) is None:
        return 0
    line = event.stated[0].line
    return max(t.cell for t in event.values if t.line == line) - _base(event) + 1


def _behind_label(event: Event) -> tuple[int, ...] | None:
    cells = _cells(event)
    return None if cells is None else tuple(c - _base(event) for c in cells)


def _positions(event: Event, width: int, style: Style) -> list[int] | None:
    """The column of each value by where it stands; None where that says nothing."""
    cells, behind = _cells(event), _behind_label(event)
    if cells is None or behind is None:
        return _in_sequence(event, width, style)
    for found, full in ((cells, style.absolute.get(width)), (behind, style.relative.get(width))):
        if full is not None and all(c in full for c in found):
            return [full.index(c) for c in found]
    if cells_in_line(event) == width:
        return [c for c in behind if 0 <= c < width] if min(behind) >= 0 else None
    return None


def _in_sequence(event: Event, width: int, style: Style) -> list[int] | None:
    """The same for one cell a line: the values' places among the empty lines between them."""
    if all(_is_stated(t) for t in event.values):
        return None
    lead = style.lead if event.label is not None else 0
    at = [i - lead for i, t in enumerate(event.values) if _is_stated(t)]
    return at if at[0] >= 0 and at[-1] < width else None


def _full_columns(
    events: Sequence[tuple[Event, int]], marked: Columns
) -> dict[tuple[int, int], tuple[int, ...]]:
    """The marked columns of full rows, the commonest by table and width.

    Where no row of a table is full: the columns that its rows together reach from and to, if
    these are just as many as a full row has.
    """
    seen: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    reach: dict[tuple[int, int], list[int]] = {}
    for event, width in events:
        known = [p for t in event.stated if (p := marked.get(t.span.start)) is not None]
        if width < 2 or not known or len({table for table, _ in known}) > 1:
            continue
        key, columns = (known[0][0], width), tuple(c for _, c in known)
        reach.setdefault(key, []).extend(columns)
        if len(known) == width:
            seen.setdefault(key, []).append(columns)
    found = {key: mode(columns) for key, columns in seen.items()}
    for key, every in reach.items():
        if key not in found and max(every) - min(every) + 1 == key[1]:
            found[key] = tuple(range(min(every), max(every) + 1))
    return found


def _first_value(event: Event) -> int:
    return next(i for i, t in enumerate(event.values) if _is_stated(t))


def _number(token: Token | None) -> int | float | None:
    return token.value.number if token is not None and token.value is not None else None


def _is_stated(token: Token) -> bool:
    return token.value is not None and token.value.kind is not ValueKind.EMPTY


def share_shown(event: Event, width: int, style: Style) -> float:
    """The share of a row's cells, numbers and empty ones, that the text shows, in a table that
    shows empty ones: what it does not show may be any of them, and the rest stand elsewhere. 1
    where the file format marks the columns."""
    if not style.keeps_blanks or any(t.span.start in style.marked for t in event.values):
        return 1.0
    return min(1.0, len(event.values) / width)


def place(event: Event, width: int, sums: RowSums, style: Style) -> Placement:
    """The columns of a row's values."""
    stated = event.stated
    if len(stated) in (0, width):
        return Placement(tuple(stated) or (None,) * width)
    if (by_mark := _by_mark(stated, width, style)) is not None:
        return by_mark
    if len(stated) > width:
        return _surplus(stated, width)
    if style.keeps_blanks:
        positions = _positions(event, width, style)
        if positions is not None and len(positions) == len(stated):
            by_column = dict(zip(positions, stated, strict=True))
            return Placement(tuple(by_column.get(c) for c in range(width)))
    if style.totals_only and sums.sums:
        total = sums.sums[0][0]
        tokens = tuple(stated[0] if c == total else None for c in range(width))
        # Custom says total; nothing printed says so.
        anywhere = ((total,), *((c,) for c in range(width) if c != total))
        return Placement(tokens, width, False, 0, anywhere)
    return _by_sums(stated, width, sums)


def place_alone(event: Event, width: int, sums: RowSums, style: Style) -> Placement:
    """The columns of a row that is all its table has, so that no other row says whether its gaps are
    empty cells: its sums have a say, too.

    An empty line before its first value may be no cell at all; and where its gaps leave no sum
    that holds, and order alone holds them all, they are none.
    """
    one, stated = place(event, width, sums, style), event.stated
    if not sums.sums or len(stated) >= width or not stated:
        return one
    if not one.kept:
        return _or_a_part_lost(one, stated, sums)
    if stated[0].span.start in style.marked:
        return one
    columns = tuple(at for at, token in enumerate(one.tokens) if token is not None)
    other = _by_sums(stated, width, sums)
    if columns in other.options:
        inside = columns[-1] - columns[0] >= len(columns) or _cells(event) is not None
        return one if inside else replace(one, choices=other.choices, options=other.options)
    here, there = _telling(one.tokens, sums), _telling(other.tokens, sums)
    if all(there) and len(there) > here.count(True):
        return _or_a_part_lost(other, stated, sums)
    return replace(one, doubted=True)


def _telling(tokens: Sequence[Token | None], sums: RowSums) -> list[bool]:
    """Whether the sums hold whose total is printed and more than nothing."""
    told = []
    for total, parts in sums.sums:
        if number := _number(tokens[total]):
            told.append(sum(_number(tokens[p]) or 0 for p in parts) == number)
    return told


def _by_mark(stated: list[Token], width: int, style: Style) -> Placement | None:
    """Columns as the file format marks them, where a full row of the same table shows the way."""
    known = [p for t in stated if (p := style.marked.get(t.span.start)) is not None]
    if len(known) < len(stated):
        return None
    full = style.full.get((known[0][0], width))
    if full is None or any(column not in full for _, column in known):
        return None
    by_column = {column: t for (_, column), t in zip(known, stated, strict=True)}
    return Placement(tuple(by_column.get(column) for column in full))


def _surplus(stated: list[Token], width: int) -> Placement:
    """More values than columns: the same number thrice is one number; else the first ones."""
    numbers = {t.value.number for t in stated if t.value}
    surplus = 0 if len(numbers) == 1 and width == 1 else len(stated) - width
    return Placement(tuple(stated[:width]), choices=1 if surplus == 0 else 2, surplus=surplus)


def _by_sums(stated: list[Token], width: int, sums: RowSums) -> Placement:
    """Choose the columns by order and sums, the leftmost where several choices are as good."""
    fits = _fits(stated, width, sums)
    most = max(fit.score for _, fit in fits)
    best = [columns for columns, fit in fits if fit.score == most]
    chosen = dict(zip(best[0], stated, strict=True))
    tokens = tuple(chosen.get(c) for c in range(width))
    return Placement(tokens, len(best), False, 0, tuple(best))


def _or_a_part_lost(one: Placement, stated: list[Token], sums: RowSums) -> Placement:
    """The same, as good as others where all parts of a sum were given their numbers and its total
    none: nothing says that, and a part may as well be what is gone."""
    columns = tuple(at for at, token in enumerate(one.tokens) if token is not None)
    if all(total in columns or not {*parts} <= {*columns} for total, parts in sums.sums):
        return one
    fits = _fits(stated, len(one.tokens), sums)
    held = max(fit.held for _, fit in fits)
    others = (c for c, fit in fits if fit.held == held and c not in one.options)
    options = (*one.options, *others)
    return replace(one, choices=len(options), options=options)


def _fits(stated: list[Token], width: int, sums: RowSums) -> list[tuple[tuple[int, ...], "_Fit"]]:
    """The columns that the values of a row may have, in order, and what the sums say of each."""
    return [
        (columns, _fit(dict(zip(columns, stated, strict=True)), sums))
        for columns in islice(combinations(range(width), len(stated)), MAX_PLACEMENTS)
    ]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How many sums hold, how many fail, and of how many the total is printed."""

    held: int
    failed: int
    printed: int

    @property
    def score(self) -> tuple[int, int]:
        """The higher, the better."""
        return self.held - self.failed, self.printed


def _fit(placed: dict[int, Token], sums: RowSums) -> _Fit:
    """What the sums say to values in these columns."""
    held = failed = printed = 0
    for total, parts in sums.sums:
        token = placed.get(total)
        number = token.value.number if token and token.value else None
        known = [
            t.value.number
            for p in parts
            if (t := placed.get(p)) is not None and t.value is not None
        ]
        if number is None or not known:
            failed += number is not None  # a total without any part
            continue
        printed += 1
        if sum(k for k in known if k is not None) == number:
            held += 1
        else:
            failed += 1
    return _Fit(held, failed, printed)
