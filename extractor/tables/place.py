"""Give the values of a printed row their columns, empty cells in place or dropped.

Where empty cells were dropped the numbers stand too far left; then order and the sum of the row
say where they belong, and where several places fit the leftmost is taken and the row is `loose`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mode

from extractor.tables.events import Event
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind

MAX_PLACEMENTS = 4000  # of a row; 15 columns with 4 blanks make 1,365


@dataclass(frozen=True, slots=True)
class Placement:
    """One token (or None for an empty cell) for each column, and how sure the places are.

    `choices` is how many placements fit equally well (1: determined); `kept` says that the empty
    cells stand in the text; `surplus` counts values that found no column.
    """

    tokens: tuple[Token | None, ...]
    choices: int = 1
    kept: bool = True
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class RowSums:
    """Which columns of a row add up: (index of the total, indices of its parts)."""

    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a table prints its rows: whether empty cells keep their place, and empties before it."""

    keeps_blanks: bool
    lead: int


def table_style(events: Sequence[tuple[Event, int]]) -> Style:
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
    return Style(keeps, lead)


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
    if len(stated) > width:
        return _surplus(stated, width)
    if style.keeps_blanks and any(not _is_stated(t) for t in event.values):
        lead = style.lead if event.label is not None else max(0, event.lead and style.lead)
        spread: list[Token | None] = [t if _is_stated(t) else None for t in event.values[lead:]]
        spread = (spread + [None] * width)[: max(width, len(spread))]
        if all(t is None for t in spread[width:]):
            return Placement(tuple(spread[:width]))
    return _by_sums(stated, width, sums)


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
    return Placement(tuple(chosen.get(c) for c in range(width)), choices=len(best), kept=False)


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
