"""Give rows the numbers that stand apart from them: behind all labels, or each behind its column.

Copying a page can leave all labels of a table in one block and all its numbers in the next. Where
there are exactly as many numbers as the named rows hold, each row gets its own, in order. Pages
for small screens print each number behind the name of its column, below the name of the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise, takewhile

from extractor.tables.events import Event
from extractor.tables.recognise import Item, Label
from extractor.tables.row_sums import is_sum
from extractor.tables.scores import KNOWN, LABEL_LEAST, Rows
from extractor.tables.tokens import Token
from extractor.tables.totals import total_of
from extractor.tables.vocabulary import LabelKind

LEAST_COLUMNS = 3  # of a row whose numbers stand behind the names of their columns
LEAST_LABELS = 3  # rows named one after the other, before their numbers are dealt out
LEAST_NAMED = 0.4  # of a table's rows, where a run of numbers fills it and labels are unknown


def dealt(events: Sequence[Event], rows: Rows, items: Sequence[Item] = ()) -> Sequence[Event]:
    """The same rows; those of a block of labels with the numbers of the block behind it. `items` are
    what the rows were made from: they hold labels that nobody knows, too.

    The very same sequence where there is no such block.
    """
    widths = {key: len(rows.rows[at[0]].cells) for key, at in rows.named.items()}
    gathered = _gathered(events, widths)
    found: list[Event] = []
    block: list[Event] = []
    changed = len(gathered) < len(events)
    at = 0
    while at < len(gathered):
        event, at = gathered[at], at + 1
        block.append(event)
        if event.stated and len(block) == 1:  # a row with its own numbers, as nearly all are
            found.append(block.pop())
        elif event.stated and _is_elsewhere(event, widths):
            found += block
            block = []
        elif event.stated:
            run = [event, *takewhile(partial(_goes_on, event), gathered[at:])]
            values = [len(e.stated) for e in run]
            each, taken = _widths(block, widths, values)
            if not taken:  # headings of the prose above may look like rows, too
                before = _before_first(block, rows)
                each, taken = _widths(block[before:], widths, values)
                each = [0] * before + each
            whole: list[Event] = []
            if not taken:
                whole, taken = _whole(block, rows, run, items)
            found += whole or (_deal(block, _joined(run[:taken]), each) if taken else block)
            at += max(0, taken - 1)
            changed = changed or taken > 0
            block = []
    return [*found, *block] if changed else events


def _goes_on(first: Event, event: Event) -> bool:
    """Whether numbers belong to the run that began with others: no label stands between them, nor the
    name of a group, whose marks for nothing are no numbers of the rows above it."""
    group = event.group
    named = group is not None and group.span.start > first.stated[0].span.start
    return event.label is None and not named


def _is_elsewhere(event: Event, widths: Mapping[tuple[LabelKind, str], int]) -> bool:
    """Whether a row with numbers names itself a row of another table: the numbers are its own."""
    label = event.label
    known = label is not None and label.best(LabelKind.ROW)[1] >= KNOWN
    return known and row_width(event, widths, LABEL_LEAST) == 0


def _joined(events: Sequence[Event]) -> Event:
    """A row with the numbers of those behind it, which have no label."""
    return replace(events[0], values=[token for event in events for token in event.stated])


def _gathered(
    events: Sequence[Event], widths: Mapping[tuple[LabelKind, str], int]
) -> Sequence[Event]:
    """The rows, those without numbers with the numbers of the columns named one by one below them."""
    found: list[Event] = []
    at = 0
    while at < len(events):
        row, at = events[at], at + 1
        width = 0 if row.stated else row_width(row, widths, KNOWN)
        below = events[at : at + width]
        if LEAST_COLUMNS <= width == len(below) and all(_is_column(event) for event in below):
            values = [token for event in below for token in event.stated]
            found.append(_given(row, values, below[0].first))
            at += width
        else:
            found.append(row)
    return found


def _is_column(event: Event) -> bool:
    """Whether a printed row is the name of a column and one number."""
    label = event.label
    return label is not None and label.best(LabelKind.COLUMN)[1] >= KNOWN and len(event.stated) == 1


def _widths(
    block: Sequence[Event], widths: Mapping[tuple[LabelKind, str], int], values: Sequence[int]
) -> tuple[list[int], int]:
    """How many numbers each row gets, and from how many of the rows of numbers behind the block.

    `values` are the numbers of those rows. Nothing, and 0, where they do not come out even.
    """
    if len(block) < LEAST_LABELS:
        return [], 0
    tries = [[row_width(event, widths, least) for event in block] for least in (KNOWN, LABEL_LEAST)]
    if len(set(widths.values())) == 1:  # a row of the agency's own is as wide as the others
        wide = next(iter(widths.values()))
        tries.append(
            [
                one or (0 if _heads_rows(event) else wide)
                for event, one in zip(block, tries[0], strict=True)
            ]
        )
    named = sum(w > 0 for w in tries[0])
    sums = list(accumulate(values))
    # Where each row holds one number, some first lines of a block always come out even.
    ends = sums if max(widths.values(), default=0) > 1 else sums[-1:]
    even = [each for each in tries if named >= LEAST_LABELS and sum(each) in ends]
    return (even[0], sums.index(sum(even[0])) + 1) if even else ([], 0)


def _whole(
    block: Sequence[Event], rows: Rows, run: Sequence[Event], items: Sequence[Item]
) -> tuple[list[Event], int]:
    """All rows of the table with the numbers of a run that fills it, though labels of some are unknown.

    Not unless many rows are named, the labels nobody knows are just as many as the rows between, and
    each row of numbers adds up. With how many rows of numbers the run is complete; nothing, and 0,
    where it is not the table.
    """
    wide, total = len(rows.rows[0].cells), total_of(rows.rows[0].columns)
    ends = list(accumulate(len(event.stated) for event in run))
    size = wide * len(rows.rows)
    if (
        total is None
        or size not in ends
        or any(r.columns != rows.rows[0].columns for r in rows.rows)
    ):
        return [], 0
    taken = ends.index(size) + 1
    last = _joined(run[:taken])
    each = [last.stated[at : at + wide] for at in range(0, size, wide)]
    if not all(is_sum(values, total) for values in each):
        return [], 0
    places = _places(items[: last.first], block, rows)
    if len(places) < LEAST_NAMED * len(rows.rows):
        return [], 0
    named = {event.label.span.start: event for event in block if event.label is not None}
    unnamed = replace(last, label=None, group=None)
    return [
        _given(named.get(places.get(n, -1), unnamed), values, last.first + n * wide)
        for n, values in enumerate(each)
    ], taken


def _places(items: Sequence[Item], block: Sequence[Event], rows: Rows) -> dict[int, int]:
    """Where the labels of a block begin that name a row for certain, by the place of that row.

    Nothing unless each stands where the form has it, a label that nobody knows counting as one row
    and headings of groups as none, from the first row of the table to the last.
    """
    first = block[_before_first(block, rows)].label
    found: dict[int, int] = {}
    expected = 0
    for item in items:
        if not isinstance(item, Label) or first is None or item.span.start < first.span.start:
            continue
        key = max(rows.named, key=lambda one: item.sims.get(one, 0.0))
        if item.sims.get(key, 0.0) >= KNOWN:
            if expected not in rows.named[key]:
                return {}
            found[expected] = item.span.start
        elif item.best(LabelKind.GROUP)[1] >= KNOWN:
            continue
        expected += 1
    return found if expected == len(rows.rows) else {}


def _before_first(block: Sequence[Event], rows: Rows) -> int:
    """How many rows of a block stand before the one that names the table's first row."""
    first = [key for key, at in rows.named.items() if 0 in at]
    known = (
        i
        for i, event in enumerate(block)
        if event.label and any(event.label.sims.get(key, 0.0) >= KNOWN for key in first)
    )
    return next(known, 0)


def _heads_rows(event: Event) -> bool:
    """Whether a label names a group of rows rather than a row."""
    return event.label is None or event.label.best(LabelKind.GROUP)[1] >= KNOWN


def row_width(event: Event, widths: Mapping[tuple[LabelKind, str], int], least: float) -> int:
    """How many numbers the row of this table holds that the label names, 0 for a label of none."""
    if event.label is None:
        return 0
    named = [(event.label.sims.get(key, 0.0), width) for key, width in widths.items()]
    similarity, width = max(named, key=lambda one: one[0], default=(0.0, 0))
    return width if similarity >= least else 0


def _deal(block: Sequence[Event], last: Event, widths: Sequence[int]) -> list[Event]:
    ends = accumulate(widths, initial=0)
    return [
        _given(event, last.stated[start:end], last.first + start)
        for event, (start, end) in zip(block, pairwise(ends), strict=True)
    ]


def _given(event: Event, values: list[Token], first: int) -> Event:
    """A row with these values, the first of them at this place among the items of the page."""
    if not values:
        return replace(event, values=[])
    lines = (values[0].line, values[-1].line)
    return replace(
        event, values=values, first=first, line=lines[0], last_line=lines[1], joined=True
    )
