"""Read a table whose values all stand in one run, under its groups and columns: table 4 as printed.

The groups may stand in another order than the form's, and the values in several runs, each under
its own groups and columns. So may the columns below each group, where their heads all say so.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise

from extractor.forms import Row, Table
from extractor.tables.doubted import DOUBTED, doubt
from extractor.tables.events import Event
from extractor.tables.place import (
    Columns,
    RowSums,
    cells_in_line,
    place_alone,
    share_shown,
    table_style,
)
from extractor.tables.readings import CellReading, Found, Page, TableReading
from extractor.tables.recognise import Item, Label
from extractor.tables.scores import KNOWN
from extractor.tables.tokens import Token
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

MOST_EXTRA = 3  # values more than the table has, of a run that is searched for it
EXACT = 0.5  # what a run of just as many values as the table has counts
COMPLETE = 2.3  # score of a run that leaves nothing open
CLEAR_GROUP = 0.8  # similarity from which a heading names a group
MOST_BLANKS = 2  # within a heading that was not put together from pieces
CLEAR_NAME = 0.9  # similarity from which a head names a column beyond doubt
CLEAR_COLUMNS = 0.85  # share of the columns named above each of several runs
LEAST_COLUMNS = 0.3  # share of a strip's columns named above it, unless the count is exact
CLEAR = 4.6  # of a strip: all values, all groups and all columns named


@dataclass(frozen=True, slots=True)
class _Headings:
    """What stands above a run of values: the groups, in printed order, and the share of columns."""

    groups: tuple[str, ...]
    columns: float
    order: "_Order"


@dataclass(frozen=True, slots=True)
class _Order:
    """The places of a group's columns in the order of their heads, and whether it is in doubt."""

    places: tuple[int, ...]
    doubted: bool = False

    @property
    def total(self) -> int:
        """Where the form's last column, the total, is printed."""
        return self.places.index(len(self.places) - 1)

    def doubt(self) -> "_Order":
        """The form's order, in doubt."""
        return _Order(tuple(range(len(self.places))), True)


@dataclass(frozen=True, slots=True)
class _Strip:
    """A run of values, the groups and the share of columns named above it, and how well it fits."""

    event: Event
    groups: tuple[str, ...]
    columns: float
    score: float
    summed: bool  # it was cut from a longer run, and its sums hold
    order: _Order


def find_strip(page: Page, table: Table) -> Found | None:
    """All values of the table in one run under its column headings."""
    best: _Strip | None = None
    for strip in _strips(page, table):
        if best is None or (strip.score, strip.summed) > (best.score, best.summed):
            best = strip
    if best is None or best.score < COMPLETE:
        blocks = _blocks(page, table)
        if blocks is not None and (best is None or blocks.score > best.score):
            best = blocks
    if best is None or best.score < COMPLETE:
        empty = _empty(page, table)
        if best is None or empty is not None:
            return empty
    one = best
    return Found(2.0 * one.score, lambda total: _read_strip(one, table, page.marked, total))


def clear_strips(page: Page, table: Table) -> list[int]:
    """Where runs begin, as places among the items, that are the table beyond doubt."""
    found = {s.event.first for s in _strips(page, table) if 2.0 * s.score >= CLEAR}
    return sorted(found)


def _strips(page: Page, table: Table) -> Sequence[_Strip]:
    """The runs that may be the table, with what speaks for each."""
    return page.once(("strips", table.form, table.number), lambda: [*_found(page, table)])


def _found(page: Page, table: Table) -> Iterator[_Strip]:
    width = sum(len(r.cells) for r in table.rows)
    for event in _runs(page, width):
        if not 3 <= len(event.stated) <= width + MOST_EXTRA:
            continue
        if _is_named_row(event) and len(event.stated) != width:
            continue
        above = _headings_before(page.items, event.first, table)
        groups, columns = above.groups, above.columns
        exact = width in (len(event.stated), cells_in_line(event))
        score = columns + len(groups) / len(table.rows) + (EXACT if exact else 0.0)
        bare = event.cut and not groups  # a stretch of some longer run, with no heading at all
        if columns < LEAST_COLUMNS and (bare or not exact):
            continue
        order = _by_sums(event.stated, table, above.order)
        summed = _sums_hold(event.stated, table, order.total) if event.tail else False
        yield _Strip(event, groups, columns, score, summed, order)


def _runs(page: Page, width: int) -> Iterator[Event]:
    """Runs of values that may be the strip, parts of longer runs included."""
    yield from page.fitted(width)
    for event in page.rows:
        extra = len(event.stated) - width
        if extra <= 0:
            continue
        run = replace(event, label=None, tail=extra)
        if extra <= MOST_EXTRA:
            for at in range(extra + 1):  # all under the headings above the run
                yield replace(run, values=event.stated[at : at + width])
        elif event.label is not None:
            yield replace(run, values=event.stated[extra:], first=event.first + extra)


def _is_named_row(event: Event) -> bool:
    """Whether a run of values stands behind the name of a row: a strip has none, only heads, of
    which some (总计) name a row as well."""
    if event.label is None:
        return False
    row, *heads = (
        event.label.best(k)[1] for k in (LabelKind.ROW, LabelKind.COLUMN, LabelKind.GROUP)
    )
    return row >= KNOWN and row > max(heads)


def _sums_hold(values: Sequence[Token], table: Table, total: int) -> bool:
    """Whether the values fill the table and each of its rows adds up to the number at the place of
    its total, one of them at least to more than nothing."""
    each = len(table.rows[0].cells)
    numbers = [t.value.number or 0 if t.value else 0 for t in values]
    rows = [numbers[at : at + each] for at in range(0, len(numbers), each)]
    full = len(numbers) == each * len(table.rows) and any(numbers)
    return full and all(sum(row) == 2 * row[total] for row in rows)


def _by_sums(values: Sequence[Token], table: Table, order: _Order) -> _Order:
    """The order of the heads; where they move the total and the sums do not say the same, in doubt."""
    last = len(order.places) - 1
    if order.total == last or _sums_hold(values, table, order.total):
        return order
    return order.doubt() if _sums_hold(values, table, last) else replace(order, doubted=True)


def _order_named(heads: Sequence[str], columns: Sequence[str], groups: int) -> _Order:
    """The order of the columns below each group as their heads have it: the same below each, and
    every column named once. In doubt where they are in disorder without saying so."""
    own = _Order(tuple(range(len(columns))))
    places = [columns.index(head) for head in heads]
    each = [tuple(places[at : at + len(columns)]) for at in range(0, len(places), len(columns))]
    if each and all(sorted(one) == list(own.places) for one in each):
        return _Order(each[0]) if len(set(each)) == 1 else own.doubt()
    # The form's heads start over once for each group.
    over = sum(after < before for before, after in pairwise(places))
    return own.doubt() if over >= max(groups, len(each)) else own


def _blocks(page: Page, table: Table) -> _Strip | None:
    """The table in several runs, each under its own groups and all columns; every group once."""
    each = len(table.rows[0].cells)
    most = each * (len(table.rows) - 1)
    values: dict[str, list[Token]] = {}
    runs: list[Event] = []
    columns = 1.0
    orders: list[_Order] = []
    for event in page.rows:
        if len(event.stated) % each or not each <= len(event.stated) <= most:
            continue
        above = _headings_before(page.items, event.first, table)
        if len(above.groups) * each != len(event.stated) or above.columns < CLEAR_COLUMNS:
            continue
        if any(group in values for group in above.groups):
            return None
        for at, group in enumerate(above.groups):
            values[group] = event.stated[at * each : (at + 1) * each]
        columns = min(columns, above.columns)
        orders.append(above.order)
        runs.append(event)
    groups = tuple(values)
    if len(groups) < len(table.rows):
        return None
    together = [token for group in groups for token in values[group]]
    event = replace(runs[0], label=None, values=together, last_line=runs[-1].last_line, joined=True)
    order = orders[0] if len(set(orders)) == 1 else orders[0].doubt()
    order = _by_sums(together, table, order)
    return _Strip(event, groups, columns, columns + 1.0 + EXACT, True, order)


def _headings_before(items: Sequence[Item], first: int, table: Table) -> _Headings:
    """The groups named between the last values before a run and the run, and the columns' share."""
    places: dict[str, int] = {}
    whole = True  # no group was put together from pieces, which may lie across each other
    names = {name for row in table.rows for name in (row.label, row.group) if name}
    expected = [c.column or "" for c in table.rows[0].cells]
    seen = dict.fromkeys(expected, 0.0)
    heads: list[str] = []
    index = first - 1
    while index >= 0:
        item = items[index]
        if not isinstance(item, Label):
            if item.text:
                break
            index -= 1
            continue
        name, similarity = item.best(LabelKind.GROUP)
        if name in names and similarity > CLEAR_GROUP:
            places[name] = index
            whole = whole and len(item.span) <= len(item.text) + MOST_BLANKS
        alike = [float(item.sims.get((LabelKind.COLUMN, column), 0.0)) for column in expected]
        for column, similarity in zip(expected, alike, strict=True):
            seen[column] = max(seen[column], similarity)
        if max(alike) >= CLEAR_NAME:
            heads.append(expected[alike.index(max(alike))])
        index -= 1
    found = [row for row in table.rows if row.label in places]
    if whole:  # groups that belong together stand where their common heading does
        found.sort(
            key=lambda row: (
                places.get(row.group or row.label, places[row.label]),
                places[row.label],
            )
        )
    order = _order_named(heads[::-1], expected, len(table.rows))
    return _Headings(tuple(row.label for row in found), sum(seen.values()) / len(seen), order)


def _printed_rows(strip: _Strip, table: Table) -> tuple[Row, ...]:
    """The rows of the table in the order of their groups, where all of them are named, with their
    cells in that of the columns' heads."""
    rows = tuple(
        replace(row, cells=tuple(row.cells[place] for place in strip.order.places))
        for row in table.rows
    )
    if len(strip.groups) < len(rows):
        return rows
    return tuple(sorted(rows, key=lambda row: strip.groups.index(row.label)))


def _empty(page: Page, table: Table) -> Found | None:
    """The table with nothing in it: its groups and columns, and a row of empty cells below them."""
    width = sum(len(r.cells) for r in table.rows)
    if not any(event.stated for event in page.rows):
        return None  # a page that lost all its numbers
    for first, length in _empty_runs(page.items):
        if length < width:
            continue
        above = _headings_before(page.items, first, table)
        if len(above.groups) == len(table.rows) and above.columns >= CLEAR_COLUMNS:
            score = above.columns + 1.0 + EXACT
            return Found(2.0 * score, partial(_read_empty, page.items[first].span, table))
    return None


def _empty_runs(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Where empty cells begin that stand side by side on a line or one a line, and how many."""
    for is_empty, run in groupby(enumerate(items), lambda one: _is_empty(one[1])):
        places = [at for at, _ in run]
        if is_empty:
            lines = Counter(items[at].line for at in places)
            line, most = lines.most_common(1)[0]
            whole = most if most > 1 else len(places)
            yield next(at for at in places if most == 1 or items[at].line == line), whole


def _is_empty(item: Item) -> bool:
    return not isinstance(item, Label) and item.text == "" and item.value is not None


def _read_empty(span: Span, table: Table, total: float) -> TableReading:
    reading = TableReading(table, {}, span, total, {})
    for row in table.rows:
        for cell in row.cells:
            evidence = {"label": 1.0, "margin": total / 2.0, "share": 1.0, "header": 1.0}
            reading.cells[cell.id] = CellReading(cell, row, None, False, evidence)
    return reading


def _read_strip(strip: _Strip, table: Table, marked: Columns, total: float) -> TableReading:
    event, groups, columns, score = strip.event, strip.groups, strip.columns, strip.score
    cells = [(c, r) for r in _printed_rows(strip, table) for c in r.cells]
    each = len(table.rows[0].cells)
    sums = RowSums(
        tuple(
            (
                n * each + strip.order.total,
                tuple(n * each + at for at in range(each) if at != strip.order.total),
            )
            for n in range(len(table.rows))
        )
    )
    style = table_style([(event, len(cells))], marked)
    placement = place_alone(event, len(cells), sums, style)
    # Without sums, any stretch of a longer run may be the table: no value stands under its heading.
    anywhere = event.tail > 0 and not strip.summed
    ways = placement.choices + event.tail if anywhere else placement.choices
    shown = share_shown(event, len(cells), style) / (1 + event.tail if anywhere else 1)
    span = event.span
    reading = TableReading(table, {}, span, total, {table.form: 1})
    reading.stated = {t.span.start for t in event.stated}
    for (cell, row), token, agreed in zip(cells, placement.tokens, placement.agreed(), strict=True):
        lost = anywhere or row.label not in groups
        evidence = {
            "label": columns,
            "margin": score,
            "choices": float(ways),
            "agreed": agreed * shown,
            "surplus": float(placement.surplus + event.tail),
            "short": float(len(cells) - len(event.stated)),
            "kept": float(placement.kept),
            "joined": float(event.joined),
            "header": columns,
            "share": len(groups) / len(table.rows),
        }
        if strip.order.doubted or placement.doubted:
            evidence["own"] = DOUBTED
        reading.cells[cell.id] = CellReading(cell, row, token, lost, evidence)
    for row in table.rows if event.others else ():
        doubt(reading, row)
    return reading
