"""Make numbers whole that the sign between cells cut at their thousands: `申请数,件,2,411`.

Where a page parts its cells by commas, 2,411 looks like two of them. A row that then holds more
values than it has columns gets as many pairs joined as it has too many, where one way fits. The
same number several times is a merged cell that is printed in each of its places: `行政处罚,518,518`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise

from extractor.tables.dealing import row_width
from extractor.tables.events import Event
from extractor.tables.row_sums import LEAST_SUMMED, is_sum
from extractor.tables.scores import KNOWN, Rows
from extractor.tables.tokens import Token
from extractor.tables.values import parse_value
from extractor.types import Span

GROUP = 3  # digits behind a sign of thousands
_GROUP = re.compile(rf"\d{{{GROUP}}}(?![\d.])")  # a unit may follow
MAX_WAYS = 200  # of joining, that are weighed


def regrouped(events: Sequence[Event], rows: Rows) -> Sequence[Event]:
    """The rows, thousands whole; the very same sequence where nothing was cut."""
    if not any(_joints(event.stated) for event in events):
        return events
    widths = {key: len(rows.rows[at[0]].cells) for key, at in rows.named.items()}
    each = [row_width(event, widths, KNOWN) for event in events]
    stated = [len(event.stated) for event in events]
    if not any(0 < width == count for width, count in zip(each, stated, strict=True)):
        return events  # no row has its width: the page prints more columns, or numbers elsewhere
    found = [
        _whole(e, width) if may else e
        for e, width, may in zip(events, each, _may_join(events, each), strict=True)
    ]
    return found if any(a is not b for a, b in zip(found, events, strict=True)) else events


def _may_join(events: Sequence[Event], widths: Sequence[int]) -> list[bool]:
    """For each row, whether its values may be pieces of numbers. Where rows repeat their one number
    those of one column may not; a row that might do so only if others must be joined."""
    over = [0 < width < len(e.stated) for e, width in zip(events, widths, strict=True)]
    equal = [_all_equal(e.stated) for e in events]
    joints = [bool(_joints(e.stated)) for e in events]
    repeats = any(o and e and not j for o, e, j in zip(over, equal, joints, strict=True))
    cut = any(o and j and not e for o, e, j in zip(over, equal, joints, strict=True))
    return [
        o and not (e and not cut) and not (repeats and width == 1)
        for o, e, width in zip(over, equal, widths, strict=True)
    ]


def _all_equal(stated: Sequence[Token]) -> bool:
    return len({token.text for token in stated}) == 1


def _joints(stated: Sequence[Token]) -> list[int]:
    """The values that may go on in the next one: one sign between them, three digits behind it."""
    return [
        i
        for i, (one, two) in enumerate(pairwise(stated))
        if two.after_comma
        and two.span.start == one.span.end + 1
        and two.line == one.line
        and _GROUP.match(two.text)
        and one.text.isdecimal()
        and len(one.text) <= GROUP
        and not one.text.startswith("0")
    ]


def _whole(event: Event, width: int) -> Event:
    stated = event.stated
    surplus = len(stated) - width
    joints = _joints(stated) if surplus > 0 else []
    if len(joints) < surplus or not joints:
        return event
    ways = [
        _joined(stated, set(chosen)) for chosen in islice(combinations(joints, surplus), MAX_WAYS)
    ]
    if len(ways) > 1 and width >= LEAST_SUMMED:
        ways = [way for way in ways if is_sum(way)]
    return replace(event, values=ways[0]) if len(ways) == 1 else event


def _joined(stated: Sequence[Token], joints: set[int]) -> list[Token]:
    found: list[Token] = []
    for i, token in enumerate(stated):
        if i - 1 in joints:
            before = found.pop()
            text = f"{before.text},{token.text}"
            span = Span(before.span.start, token.span.end)
            value = parse_value(text)
            if value is not None and before.value is not None:
                value = replace(value, unit=value.unit or before.value.unit)
            found.append(replace(before, text=text, span=span, value=value))
        else:
            found.append(token)
    return found
