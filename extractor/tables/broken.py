"""Numbers that a narrow column broke over lines, `870⏎6`, made whole where the sum of the row proves it.

Such a row holds more values than it has columns. Where joining as many neighbours as are too many
makes its last number the sum of the others in one way only, that is what was printed. Where no way
does, and the row does not add up as it stands either, nobody knows which piece belongs to which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from extractor.tables.dealing import row_width
from extractor.tables.events import Event
from extractor.tables.row_sums import is_sum, numbers_of
from extractor.tables.scores import KNOWN, Rows
from extractor.tables.tokens import Token
from extractor.tables.totals import total_of
from extractor.tables.values import parse_value
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

MOST_BROKEN = 2  # numbers of a row
MOST_DIGITS = 7  # of a number that was broken


def rejoined(events: Sequence[Event], rows: Rows) -> Sequence[Event]:
    """The rows, broken numbers whole; the very same sequence where nothing was broken."""
    widths = {
        key: len(rows.rows[at[0]].cells)
        for key, at in rows.named.items()
        if total_of(rows.rows[at[0]].columns) is not None
    }
    if not widths:
        return events
    found = [_whole(event, widths) for event in events]
    return found if any(a is not b for a, b in zip(found, events, strict=True)) else events


def _whole(event: Event, widths: Mapping[tuple[LabelKind, str], int]) -> Event:
    stated = event.stated
    surplus = len(stated) - min(widths.values())
    if event.label is None or surplus < 1 or not (joints := _joints(stated)):
        return event
    surplus = len(stated) - (row_width(event, widths, KNOWN) or len(stated))
    if not 0 < surplus <= MOST_BROKEN or _adds_up(stated[:-surplus]) or _adds_up(stated[surplus:]):
        return event
    ways = [_joined(stated, set(chosen)) for chosen in combinations(joints, surplus)]
    ways = [way for way in ways if _adds_up(way)]
    if len(ways) == 1:
        return replace(event, values=ways[0])
    return replace(event, others=tuple(stated)) if surplus == 1 or ways else event


def _joints(stated: Sequence[Token]) -> list[int]:
    """The values that may go on in the next one: digits behind nothing but a line end or a blank."""
    return [
        at
        for at, (one, two) in enumerate(pairwise(stated))
        if two.span.start == one.span.end + 1
        and (two.line > one.line or two.cell == one.cell)
        and one.text.isdecimal()
        and two.text.isdecimal()
        and not one.text.startswith("0")
        and len(one.text) + len(two.text) <= MOST_DIGITS
    ]


def _joined(stated: Sequence[Token], joints: set[int]) -> list[Token]:
    found: list[Token] = []
    for at, token in enumerate(stated):
        if at - 1 not in joints:
            found.append(token)
            continue
        before = found.pop()
        digits = "".join((before.text + token.text).split())
        between = " " if token.line == before.line else "\n"
        text, span = before.text + between + token.text, Span(before.span.start, token.span.end)
        found.append(replace(before, text=text, span=span, value=parse_value(digits)))
    return found


def _adds_up(tokens: Sequence[Token]) -> bool:
    """Whether the last number is the sum of the others, and more than nothing."""
    return is_sum(tokens) and numbers_of(tokens)[-1] > 0
