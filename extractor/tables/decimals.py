"""Put together numbers that a line end or a blank broke at their point: `713.` / `43`.

The whole part with its point is no numbering where it stands behind a label or other numbers, or
is too large for one; what follows is digits alone, with nothing else in their line or cell.
"""

import re
from collections.abc import Sequence

from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind, parse_value
from extractor.types import Span

MAX_LINES = 2  # a line end, perhaps with an empty line
MOST_NUMBERED = 20  # a larger number before a point is no numbering of a row

IDEOGRAPH = "\u3400"
_WHOLE = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})\.")
_FRACTION = re.compile(r"[0-9]{1,6}")
_POINTED = re.compile(r"\.[0-9]{1,6}")


def mended(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens with numbers that were broken at their point in one; the very same sequence where
    there is none."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        one = tokens[at]
        number = _number(tokens, at) if at + 1 < len(tokens) else None
        found.append(one if number is None else number)
        at += 1 if number is None else 2
    return found if len(found) < len(tokens) else tokens


def _number(tokens: Sequence[Token], at: int) -> Token | None:
    one, other = tokens[at], tokens[at + 1]
    if not _parted(one, other) or not _ends(tokens, at + 1):
        return None
    behind_point = one.value is None and other.value is not None and _WHOLE.fullmatch(one.text)
    if behind_point:
        if not _FRACTION.fullmatch(other.text) or _is_numbering(tokens, at):
            return None
    elif not (one.text.isdecimal() and one.value is not None and _POINTED.fullmatch(other.text)):
        return None
    value = parse_value(one.text + other.text)
    if value is None or value.kind is not ValueKind.NUMBER:
        return None
    span = Span(one.span.start, other.span.end)
    return Token(one.text + other.text, span, one.line, one.cell, one.piped, value)


def _parted(one: Token, other: Token) -> bool:
    """Whether two pieces stand in one cell, or the second begins a line close below the first."""
    if one.line == other.line:
        return one.cell == other.cell
    return 0 < other.line - one.line <= MAX_LINES


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing else that is printed follows in the line or, of marked lines, in the cell."""
    here, behind = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is None or behind.line != here.line:
        return True
    return here.piped and (behind.cell != here.cell) and not behind.text


def _is_numbering(tokens: Sequence[Token], at: int) -> bool:
    """Whether digits with a point may be the numbering of a row whose words were lost."""
    one = tokens[at]
    whole = one.text.rstrip(".").replace(",", "")
    before = tokens[at - 1] if at else None
    if int(whole) > MOST_NUMBERED or whole == "0":
        return False
    if before is None or before.line != one.line:
        return before is None or before.value is not None
    return before.value is None and not before.text[-1:] >= IDEOGRAPH  # `Item 1.`
