"""Rows in the order of their heads, where a page prints the columns in another order than the form.

The heads decide where they name every column once, on one line or in the form's two lines put
together. Where the sums contradict them, or they name the columns in disorder without being
complete, the rows are in doubt. Heads that are damaged never move a number.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from extractor.forms import Row
from extractor.tables.events import Event
from extractor.tables.recognise import Item, Label
from extractor.tables.totals import LEAST_ROWS, OFTENER, total_of
from extractor.tables.vocabulary import LABELS, LabelKind, bare

CLEAR_NAME = 0.9  # similarity from which a head names a column beyond doubt
CLEAR_SEVERAL = 0.8  # the same for a head over several, which moves nothing by itself
LEAST_NARROW = 4  # columns that are named of a table that lacks some

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headed:
    """A row with its cells in printed order, and whether the order is in doubt."""

    row: Row
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    """The columns in the order that heads name; `clear`: beyond doubt where all are named; `plain`:
    they stand in the form's order; `disordered`: some do not."""

    names: Names
    clear: bool
    plain: bool
    disordered: bool


def by_heads(printed: Sequence[tuple[Event, Row]], items: Sequence[Item]) -> list[Headed]:
    """The printed rows of a table, each in the order that the heads above it name; a head that names
    no order leaves that of the head before it."""
    several = _heads_of_several(items)
    orders: dict[tuple[int, ...], _Order] = {}
    under: dict[tuple[Names, Names], list[int]] = {}  # (names, columns of the form) → rows
    headed = [Headed(row) for _, row in printed]
    last: Names | None = None  # of a head in another order
    for at, (event, row) in enumerate(printed):
        if total_of(row.columns) is None:
            continue
        columns = tuple(column or "" for column in row.columns)
        key = tuple(map(id, event.header))
        if key not in orders:
            orders[key] = _order(event.header, columns, several)
        order = orders[key]
        complete = order.clear and set(order.names) == set(columns)
        doubted = not complete and order.disordered
        if complete or (order.clear and _may_lack(order.names, columns)):
            last = None if order.plain else order.names
        elif last is not None:
            doubted = doubted or bool(event.header)
        headed[at] = Headed(row, doubted)
        if last is not None and last != columns:
            under.setdefault((last, columns), []).append(at)
    for (names, columns), places in under.items():
        rows = [printed[at] for at in places]
        of = _narrow if len(names) < len(columns) else _moved
        for at, one in zip(places, of(names, columns, rows), strict=True):
            moved = one.row is not headed[at].row
            headed[at] = Headed(one.row, one.doubted or (headed[at].doubted and not moved))
    return headed


def _moved(names: Names, columns: Names, rows: Sequence[tuple[Event, Row]]) -> list[Headed]:
    """The rows in the order of heads that name all columns, unless their sums contradict it."""
    own = total_of(columns)
    assert own is not None
    named = names.index(columns[own])
    # Of a row that is not whole nobody knows which number stands where.
    whole = [len(event.stated) == len(columns) for event, _ in rows]
    sums = [
        (all_there and _is_sum(event, named), all_there and _is_sum(event, own))
        for (event, _), all_there in zip(rows, whole, strict=True)
    ]
    first = sum(here and not there for here, there in sums)
    other = sum(there and not here for here, there in sums)
    parts = [columns.index(name) for name in names if name != columns[own]]
    # The total moves alone: so it does where the form's two lines are printed as one.
    alone = parts == sorted(parts)
    if named != own and (other or alone) and first <= OFTENER * other:
        doubted = not alone or (other > 0 and named != 1)
        return [Headed(row, doubted) for _, row in rows]
    found = []
    for (_, row), (here, there) in zip(rows, sums, strict=True):
        doubted = named != own and (not first or (there and not here))
        cells = tuple(row.cells[columns.index(name)] for name in names)
        found.append(Headed(replace(row, cells=cells), doubted))
    return found


def _narrow(names: Names, columns: Names, rows: Sequence[tuple[Event, Row]]) -> list[Headed]:
    """The rows of a table that is printed without some columns, where all rows are as wide as its
    heads and their sums agree; in doubt, where these don't and no row is wider."""
    own = total_of(columns)
    assert own is not None
    stated = [event for event, _ in rows if event.stated]
    wide = [event for event in stated if _is_full(event, len(names))]
    place = names.index(columns[own])
    held = sum(_is_sum(event, place) for event in wide)
    broken = sum(any(_numbers(event)) and not _is_sum(event, place) for event in wide)
    if any(len(event.stated) > len(names) for event in stated):
        return [Headed(row) for _, row in rows]  # a head was lost, not a column
    if len(wide) < len(stated) or held < LEAST_ROWS or held <= OFTENER * broken:
        return [Headed(row, len(event.stated) == len(names)) for event, row in rows]
    return [
        Headed(
            replace(row, cells=tuple(row.cells[columns.index(name)] for name in names)),
            any(_numbers(event)) and not _is_sum(event, place),
        )
        for event, row in rows
    ]


def _is_full(event: Event, width: int) -> bool:
    """Whether a row shows just so many numbers, and no empty cell among them."""
    numbers = event.stated
    if len(numbers) != width:
        return False
    return event.values[event.values.index(numbers[0]) :][:width] == numbers


def _may_lack(names: Names, columns: Names) -> bool:
    """Whether heads that name not all columns may be those of a table that lacks the others."""
    total = total_of(columns)
    return total is not None and len(names) >= LEAST_NARROW and columns[total] in names


def _numbers(event: Event) -> list[int | float]:
    return [(t.value.number if t.value else None) or 0 for t in event.stated]


def _is_sum(event: Event, place: int) -> bool:
    """Whether the number at a place of a row is the sum of all others, and more than nothing."""
    numbers = _numbers(event)
    return place < len(numbers) and 0 < 2 * numbers[place] == sum(numbers)


def _is_disordered(header: Sequence[Label], columns: Names) -> bool:
    """Whether a line of heads names columns in an order that no line of the form has, the total
    apart. Heads each on its line may be copied by the height of their cells, in pieces; and most
    may be heads of another table."""
    named, _ = _named(header, columns)
    if 2 * len(named) < len(header):
        return False
    total = total_of(columns)
    lines: dict[int, list[int]] = {}
    for label, name in named:
        lines.setdefault(label.line, []).append(columns.index(name))
    for places in lines.values():
        parts = [at for at, _ in groupby(places) if at != total]
        if parts != sorted(set(parts)):
            return True
    return False


def _order(header: Sequence[Label], columns: Names, several: Mapping[int, Label]) -> _Order:
    """The columns that the heads above a row name, in printed order."""
    named, whole = _named(_last_line(header, columns), columns)
    names = tuple(name for _, name in named)
    whole = whole and len(set(names)) == len(names)
    heads = [several[id(label)] for label in header if id(label) in several]
    if len(heads) == 1 and whole:
        under = _columns_of()[_name_of_several(heads[0])]
        split = next((at for at, name in enumerate(names) if name in under), len(names))
        outer, inner = named[:split], named[split:]
        if outer and inner and all(name in under for _, name in inner):
            return _composed(outer, inner, heads[0], columns)
    lines = len({label.line for label, _ in named})
    clear = whole and not heads and lines in (1, len(names))
    if heads and whole and lines in (1, len(columns)):
        clear = len(heads) == 1  # its own columns right behind it, or before it
    return _Order(names, clear, names == columns, _is_disordered(header, columns))


def _last_line(header: Sequence[Label], columns: Names) -> Sequence[Label]:
    """The heads of the last line, where that names every column: what stands above it are heads that
    span both lines, printed in each."""
    last = [label for label in header if label.line == header[-1].line]
    named, _ = _named(last, columns)
    return last if {name for _, name in named} == set(columns) else header


def _named(header: Sequence[Label], columns: Names) -> tuple[list[tuple[Label, str]], bool]:
    """The heads that name columns of the table, and whether no others stand among or behind them."""
    named: list[tuple[Label, str]] = []
    whole = True
    before = 0
    for label in header:
        sims = [label.sims.get((LabelKind.COLUMN, column), 0.0) for column in columns]
        best = max(sims)
        if best >= CLEAR_NAME:
            named.append((label, columns[sims.index(best)]))
        else:  # before the columns stands the head of the labels, at most
            before += 1
            whole = whole and not (named or best) and before == 1
    return named, whole


def _composed(
    outer: Sequence[tuple[Label, str]],
    inner: Sequence[tuple[Label, str]],
    head: Label,
    columns: Names,
) -> _Order:
    """The form's two lines put together: the columns under a head of several in its place.

    A head before or behind all others on a line says where its columns stand; each on its line it
    does not: so does whoever copies a page of the form's order by the height of its cells.
    """
    before = [name for label, name in outer if label.span.start < head.span.start]
    after = [name for label, name in outer if label.span.start > head.span.start]
    names = (*before, *(name for _, name in inner), *after)
    above = {label.line for label, _ in outer}
    below = {label.line for label, _ in inner}
    clear = len(below) in (1, len(inner))
    if not (before and after):
        clear = clear and above == {head.line} and len(below) == 1 and below != above
    in_order = tuple(name for name in columns if name in names)
    return _Order(names, clear, names == columns, names != in_order)


def _heads_of_several(items: Iterable[Item]) -> dict[int, Label]:
    """The heads of several columns on a page, by the identity of the label right behind each."""
    found: dict[int, Label] = {}
    head: Label | None = None
    for item in items:
        if isinstance(item, Label):
            if head is not None:
                found[id(item)] = head
            head = item if _name_of_several(item) in _columns_of() else None
        elif item.text:
            head = None
    return found


def _name_of_several(label: Label) -> str:
    """The head over several columns that a label may be, as it is compared; empty where none."""
    name, similarity = label.best(LabelKind.NOISE)
    return bare(name) if similarity >= CLEAR_SEVERAL else ""


@cache
def _columns_of() -> Mapping[str, frozenset[str]]:
    """Heads over several columns, with those."""
    raw: dict[str, list[str]] = json.loads(LABELS.read_text("utf-8"))["heads_of_several"]
    return {bare(head): frozenset(columns) for head, columns in raw.items()}
