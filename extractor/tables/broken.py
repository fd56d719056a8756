"""Numbers that a narrow column broke over lines, `870⏎6`, made whole where the sum of the row proves it.

Such a row holds more values than it has columns. Where joining as many neighbours as are too many
makes its last number the sum of the others in one way only, that is what was printed. Where no way
does, and the row does not add up as it stands either, nobody knows which piece belongs to which.
In the same way goes the number of a page that came between the numbers of a row, on a line of its
own, and words that did so: what stands behind them makes the row whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from extractor.tables.dealing import row_width
from extractor.tables.events import Event
from extractor.tables.row_sums import is_sum, numbers_of
from extractor.tables.scores import KNOWN, Rows
from extractor.tables.tokens import Token
from extractor.tables.totals import total_of
from extractor.tables.values import parse_value
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

MOST_BROKEN = 7  # numbers of a row
MOST_WAYS = 2_000  # of joining them that are tried
MOST_APART = 3  # lines from a row to the rest of it, words between
LONGEST_PAGE = 3  # digits of the number of a page
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
    parted = _parted(events, widths)
    found = [_whole(event, widths) for event in parted]
    if parted is events and all(a is b for a, b in zip(found, events, strict=True)):
        return events
    return found


def _parted(
    events: Sequence[Event], widths: Mapping[tuple[LabelKind, str], int]
) -> Sequence[Event]:
    """The rows, those whole that a line of other words parts; the very same sequence without such."""
    found: list[Event] = []
    for event in events:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, event, widths):
            values = [*before.values, *event.stated]
            if _adds_up([*before.stated, *event.stated]):
                found[-1] = replace(before, values=values, last_line=event.last_line, joined=True)
                continue
            found[-1] = replace(before, unsure=True)
        found.append(event)
    return found if any(a is not b for a, b in zip(found, events, strict=False)) else events


def _goes_on(before: Event, event: Event, widths: Mapping[tuple[LabelKind, str], int]) -> bool:
    """Whether a row of an unknown name may be the rest of the one before it; the sum must prove it."""
    unknown = event.label is not None and not event.label.sims
    if not unknown or event.group is not before.group or event.line - before.last_line > MOST_APART:
        return False
    together = len(before.stated) + len(event.stated)
    return bool(before.stated) and together == row_width(before, widths, KNOWN)


def _whole(event: Event, widths: Mapping[tuple[LabelKind, str], int]) -> Event:
    stated = event.stated
    surplus = len(stated) - min(widths.values())
    if event.label is None or not surplus > 0:
        return event
    joints, pages = _joints(stated), _pages(stated)
    surplus = len(stated) - (row_width(event, widths, KNOWN) or len(stated))
    if not (joints or pages) or not 0 < surplus <= MOST_BROKEN:
        return event
    if _adds_up(stated[:-surplus]) or _adds_up(stated[surplus:]):
        return event
    if comb(len(joints), surplus) > MOST_WAYS:
        return event
    ways = [_joined(stated, set(chosen)) for chosen in combinations(joints, surplus)]
    if surplus == 1:
        ways += [[*stated[:at], *stated[at + 1 :]] for at in pages]
    ways = [way for way in ways if _adds_up(way)]
    if len({tuple(numbers_of(way)) for way in ways}) == 1:
        return replace(event, values=ways[0])
    return replace(event, others=tuple(stated)) if (surplus == 1 and joints) or ways else event


def _pages(stated: Sequence[Token]) -> list[int]:
    """The values within a row that may be the number of a page: alone on a line without bars."""
    lines = Counter(token.line for token in stated)
    return [
        at
        for at, token in enumerate(stated)
        if 0 < at < len(stated) - 1
        and lines[token.line] == 1
        and not token.piped
        and token.text.isdecimal()
        and len(token.text) <= LONGEST_PAGE
        and not token.text.startswith("0")
    ]


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
