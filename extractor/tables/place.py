"""Give the values of a printed row their columns, empty cells in place or dropped.

Where empty cells were dropped the numbers stand too far left; then order and the sum of the row
say where they belong, and where several places fit the leftmost is taken and the row is `loose`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import mode

from extractor.tables.events import Event
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind

# Where a token starts (clean offset) → (number of the marked table, column in it).
Columns = Mapping[int, tuple[int, int]]

MAX_PLACEMENTS = 4000  # of a row; 15 columns with 4 blanks make 1,365


@dataclass(frozen=True, slots=True)
class Placement:
    """One token (or None for an empty cell) for each column, and how sure the places are.

    `choices` is how many placements fit equally well (1: determined); `kept` says that the empty
    cells stand in the text; `surplus` counts values that found no column; `options` holds the
    columns of each of those choices.
    """

    tokens: tuple[Token | None, ...]
    choices: int = 1
    kept: bool = True
    surplus: int = 0
    options: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RowSums:
    """Which columns of a row add up: (index of the total, indices of its parts)."""

    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a table prints its rows.

    `keeps_blanks`: empty cells stand in the text; `lead`: how many of them stand before the first
    value of a full row; `marked`: where the file format marks the table, the columns of a full
    row by (table, number of columns) and of each token.
    """

    keeps_blanks: bool
    lead: int
    marked: Columns = field(default_factory=dict)
    full: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)


def table_style(events: Sequence[tuple[Event, int]], marked: Columns | None = None) -> Style:
    """Learn from the rows of one table (each with its number of columns) how empties are printed."""
    leads = [
        _first_value(e) for e, width in events if len(e.stated) == width and width > 1 and e.label
    ]
    lead = mode(leads) if leads else 0
    keeps = False
    for event, width in events:
        if not 0 < len(event.stated) < width:
            continue
        at = [i - lead for i, t in enumerate(event.values) if _is_stated(t)]
        contiguous = at[-1] - at[0] + 1 == len(at)
        if not contiguous or at[0] > 0:
            keeps = True
    return Style(keeps, lead, marked or {}, _full_columns(events, marked or {}))


def _full_columns(
    events: Sequence[tuple[Event, int]], marked: Columns
) -> dict[tuple[int, int], tuple[int, ...]]:
    """The marked columns of full rows, the commonest by table and width."""
    seen: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for event, width in events:
        places = [marked.get(t.span.start) for t in event.stated]
        known = [p for p in places if p is not None]
        if len(known) == width == len(places) and len({table for table, _ in known}) == 1:
            seen.setdefault((known[0][0], width), []).append(tuple(c for _, c in known))
    return {key: mode(columns) for key, columns in seen.items()}


def _first_value(event: Event) -> int:
    return next(i for i, t in enumerate(event.values) if _is_stated(t))


def _is_stated(token: Token) -> bool:
    return token.value is not None and token.value.kind is not ValueKind.EMPTY


def place(event: Event, width: int, sums: RowSums, style: Style) -> Placement:
    """The columns of a row's values."""
    stated = event.stated
    if len(stated) == width:
        return Placement(tuple(stated))
    if not stated:
        return Placement((None,) * width)
    if (by_mark := _by_mark(stated, width, style)) is not None:
        return by_mark
    if len(stated) > width:
        return _surplus(stated, width)
    if style.keeps_blanks and any(not _is_stated(t) for t in event.values):
        lead = style.lead if event.label is not None else max(0, event.lead and style.lead)
        spread: list[Token | None] = [t if _is_stated(t) else None for t in event.values[lead:]]
        spread = (spread + [None] * width)[: max(width, len(spread))]
        if all(t is None for t in spread[width:]):
            return Placement(tuple(spread[:width]))
    return _by_sums(stated, width, sums)


def _by_mark(stated: list[Token], width: int, style: Style) -> Placement | None:
    """Columns as the file format marks them, where a full row of the same table shows the way."""
    places = [style.marked.get(t.span.start) for t in stated]
    known = [p for p in places if p is not None]
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
    best: list[tuple[int, ...]] = []
    best_score: tuple[int, int] | None = None
    for n, columns in enumerate(combinations(range(width), len(stated))):
        if n >= MAX_PLACEMENTS:
            break
        score = _fit(dict(zip(columns, stated, strict=True)), sums)
        if best_score is None or score > best_score:
            best, best_score = [columns], score
        elif score == best_score:
            best.append(columns)
    chosen = dict(zip(best[0], stated, strict=True))
    tokens = tuple(chosen.get(c) for c in range(width))
    return Placement(tokens, len(best), False, 0, tuple(best))


def _fit(placed: dict[int, Token], sums: RowSums) -> tuple[int, int]:
    """(sums that hold less sums that fail, totals that are printed); higher is better."""
    held = failed = printed = 0
    for total, parts in sums.sums:
        token = placed.get(total)
        number = token.value.number if token and token.value else None
        known = [
            t.value.number for p in parts if (t := placed.get(p)) is not None and t.value is not None
        ]
        if number is None or not known:
            failed += number is not None  # a total without any part
            continue
        printed += 1
        if sum(k for k in known if k is not None) == number:
            held += 1
        else:
            failed += 1
    return held - failed, printed
