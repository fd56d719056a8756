"""Row numbers that a table prints between its labels and its values (代码 01, 02, ...).

They stand where values stand and read as numbers, so that they would be taken for values; what
tells them apart is that they rise from row to row through the whole table.
"""

from collections.abc import Sequence

from extractor.tables.events import Event
from extractor.tables.tokens import Token

LEAST_ROWS = 8  # rows through which a number rises before it is taken for the row's own
LARGEST_STEP = 3  # headings of groups and rows that were not recognised have numbers too
LARGEST_START = 3


def row_numbers(rows: Sequence[Event]) -> frozenset[int]:
    """Where the numbers of rows begin in the text; empty where no column is one of them."""
    found: set[int] = set()
    run: list[Token] = []
    for row in rows:
        numbers = row.numbers
        if not numbers:
            continue
        if run and 0 < _value(numbers[0]) - _value(run[-1]) <= LARGEST_STEP:
            run.append(numbers[0])
            continue
        found |= _kept(run)
        run = [numbers[0]] if 0 <= _value(numbers[0]) <= LARGEST_START else []
    return frozenset(found | _kept(run))


def _value(token: Token) -> float:
    assert token.value is not None
    return float(token.value.number or 0)


def _kept(run: Sequence[Token]) -> set[int]:
    return {t.span.start for t in run} if len(run) >= LEAST_ROWS else set()
