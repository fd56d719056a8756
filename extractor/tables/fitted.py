"""Rows as a page prints them, fitted to a table: broken ones whole, runs of values cut into rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import chain
from operator import attrgetter

from extractor.tables.events import MAX_LINE_GAP, Event
from extractor.tables.row_sums import LEAST_SUMMED, adds_up, may_be_row, numbers_of, summed_cuts
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind

CROWDED = 6  # rows of a line that is no row, however its cells are parted


def fit_rows(events: Sequence[Event], width: int) -> list[Event]:
    """The same rows for a table of `width` columns: broken ones whole, runs of values cut."""
    return _split_runs(_join_lines([_copy(e) for e in events], width), width)


_all_given = attrgetter(*(f.name for f in fields(Event) if f.init))


def _copy(event: Event) -> Event:
    """The same row with values of its own; `replace` takes three times as long."""
    made = Event(*_all_given(event))
    made.values = list(event.values)
    return made


def _join_lines(events: list[Event], width: int) -> list[Event]:
    """Give a row the values that stand on the lines below it, where they make it whole."""
    joined: list[Event] = []
    for event in events:
        before = joined[-1] if joined else None
        if before is not None and event.label is None and _continues(before, event, width):
            before.first = before.first if before.stated else event.first
            before.values.extend(event.values)
            before.last_line = event.last_line
            before.joined = True
            before.ends = event.ends
        else:
            joined.append(event)
    return joined


def _continues(before: Event, event: Event, width: int) -> bool:
    if event.line - before.last_line > MAX_LINE_GAP:
        return False
    have, more = len(before.stated), len(event.stated)
    group = event.group if event.group is not before.group else None
    if group is not None and have and group.span.start > before.stated[-1].span.start:
        return False  # the name of the next group stands between them
    if before.piped and event.piped and min(map(_cells_shown, (before, event))) >= width > 1:
        return False  # two lines that show all their cells, empty ones too, are two rows
    if before.piped and not event.numbers and not any(t.piped for t in event.stated):
        return False  # 无 below a table answers the next heading
    if have == 0:
        padded = any(t.line == before.line for t in before.values)
        return before.label is not None and not padded and more <= width
    return have < width and have + more == width and width > 1


def _cells_shown(event: Event) -> int:
    """How many cells, empty ones among them, the first line of a row shows."""
    return event.lead + sum(t.line == event.values[0].line for t in event.values)


def _split_runs(events: list[Event], width: int) -> list[Event]:
    """Cut a run of values without line ends into rows of the expected width."""
    result = []
    rows_of = Counter(event.line for event in events if event.stated)
    own = [_without_remark(event, width) for event in events]
    for event in chain.from_iterable(_summed_rows(one, width) for one in own):
        stated = event.stated
        one_a_line = len({t.line for t in stated}) == len(stated)
        crowded = rows_of[event.line] >= CROWDED
        loose = one_a_line or crowded or not (stated and stated[0].piped)
        whole = len(stated) % width == 0
        summed = (
            None if event.label is None or not loose else summed_cuts(numbers_of(stated), width)
        )
        if width < 2 or len(stated) <= width or not loose or not (whole or event.label):
            # What makes it whole may be the next row's, or the number of a page.
            apart = 1 < len({t.line for t in stated}) < len(stated)
            odd = bool(summed) or (apart and not may_be_row(numbers_of(stated)))
            event.unsure |= odd and len(stated) == width
            result.append(event)
            continue
        # What follows a labelled row without a label of its own may be a row, or another table.
        lines = _line_starts(stated, width)
        cuts = lines or (range(0, len(stated), width) if whole else (0, width))
        summed = None if lines else summed
        for n, end in zip(summed or cuts, [*(summed or cuts)[1:], len(stated)], strict=True):
            result.append(_piece(event, stated[n:end], n))
            result[-1].unsure = event.unsure or summed == ()
        if not lines and not whole and not summed:
            result[-2].tail = len(stated) - width
            # One of a labelled row's numbers is that of a page, or of a remark.
            result[-2].unsure |= width < LEAST_SUMMED and event.label is not None
    return result


def _without_remark(event: Event, width: int) -> Event:
    """A labelled row without the marks for nothing behind its cells: what a column of remarks says is
    no row of its own."""
    more = event.stated[width:]
    if event.label is None or width < LEAST_SUMMED or not 0 < len(more) < width:
        return event
    kinds = [token.value.kind for token in event.stated if token.value is not None]
    if ValueKind.NUMBER in kinds[width:] or ValueKind.NUMBER not in kinds[:width]:
        return event
    own = event.values[: event.values.index(more[0])]
    return replace(event, values=own, last_line=own[-1].line)


def _summed_rows(event: Event, width: int) -> list[Event]:
    """A labelled row and what stands behind it, where the row's cells, empty ones among them, end
    in the sum of the others and as many numbers do not: the next row has lost its label."""
    if event.label is None or width < LEAST_SUMMED or len(event.values) <= width:
        return [event]
    cells, more = event.values[:width], event.values[width:]
    empty = any(t.value is not None and t.value.kind is ValueKind.EMPTY for t in cells)
    spread = len({t.line for t in cells}) == width  # a cell a line
    if not (empty and spread):
        return [event]
    if not adds_up(cells) or adds_up(event.stated[:width]):
        return [event]
    rest = replace(event, label=None, values=list(more), first=event.first + width, cut=True)
    rest.line = more[0].line
    return [replace(event, values=list(cells), last_line=cells[-1].line), rest]


def _line_starts(stated: Sequence[Token], width: int) -> list[int]:
    """Where the lines of a run begin, if lines are its rows: none too long, one of them full."""
    starts = [i for i, t in enumerate(stated) if i == 0 or t.line != stated[i - 1].line]
    sizes = [end - start for start, end in zip(starts, [*starts[1:], len(stated)], strict=True)]
    return starts if max(sizes) == width and len(starts) > 1 else []


def _piece(event: Event, values: list[Token], at: int) -> Event:
    return Event(
        event.label if at == 0 else None,
        event.group,
        event.header,
        list(values),
        first=event.first + at,
        line=values[0].line,
        last_line=values[-1].line,
        piped=values[0].piped,
        cut=event.label is None,
    )
