"""The columns of numbers that a layout of the page sets below each other, parted by runs of blanks.

Where empty cells are only wider runs of blanks, the order of a row's numbers does not say their
columns; where they stand in their lines does, if the full rows of the table agree and the numbers
of all rows between them stand below theirs. It does as the columns do that a file format marks.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise

from extractor.tables.place import Columns
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind
from extractor.types import Span

LEAST_FULL = 3  # rows with all their numbers in the same columns
LEAST_COLUMNS = 3  # of such rows
LEAST_GAP = 3  # blanks between two numbers side by side
LONGEST_LINE = 500  # characters of a line before a number that are measured
TOLERANCE = 1  # characters that a number may stand beside its column

_ALIGNED = re.compile(r"[0-9] {3,80}[0-9]")
WIDE = "\u2e80"  # from here on, characters are twice as wide
# Narrow here, as cleaning has them, but wide in the text as it was printed, among ideographs.
_WIDE_MARKS = str.maketrans(dict.fromkeys("()[],:;!?“”‘’", "  "))

_Cell = tuple[int, int]  # from which place of its line to which
_Row = list[tuple[Token, _Cell]]


def aligned_columns(tokens: Sequence[Token], text: str, span: Span) -> Columns:
    """Where numbers start → (number of the table, column), for tables that blanks align."""
    if _ALIGNED.search(text, span.start, span.end) is None:
        return {}
    for width in (display_width, _narrow_width, len):  # programs differ in how wide they take marks
        each = (_row(line, text, width) for _, line in groupby(tokens, lambda t: t.line))
        rows = [row for row in each if row]
        if found := _tables(rows):
            return found
    return {}


def display_width(text: str) -> int:
    """How wide text is in letters of a fixed width, with the marks of ideographic text."""
    return _narrow_width(text.translate(_WIDE_MARKS))


def _narrow_width(text: str) -> int:
    return len(text) + sum(c >= WIDE for c in text)


def place_in_line(start: int, text: str, width: Callable[[str], int] = display_width) -> int:
    """How far from the beginning of its line a place of the text stands; of a longer line, from
    some place before."""
    least = max(0, start - LONGEST_LINE)
    return width(text[max(least, text.rfind("\n", least, start) + 1) : start])


def _row(line: Iterable[Token], text: str, width: Callable[[str], int]) -> _Row:
    """The numbers of a line and where they stand; none where their places say nothing."""
    row: _Row = []
    for token in line:
        if token.piped or token.is_prose:
            return []
        if token.value is not None and token.value.kind is not ValueKind.EMPTY:
            start = place_in_line(token.span.start, text, width)
            row.append((token, (start, start + len(token.span))))
    return row


def _tables(rows: Sequence[_Row]) -> dict[int, tuple[int, int]]:
    """The tables among rows, the widest first: full rows and the rows between them."""
    found: dict[int, tuple[int, int]] = {}
    for size in sorted({len(row) for row in rows if len(row) >= LEAST_COLUMNS}, reverse=True):
        full = [n for n, row in enumerate(rows) if len(row) == size]
        if len(full) < LEAST_FULL or any(rows[n][0][0].span.start in found for n in full):
            continue
        columns = _columns([rows[n] for n in full])
        between = rows[full[0] : full[-1] + 1]
        if columns is None or all(len(row) == size for row in between):
            continue
        places = [_below(row, columns) for row in between]
        if all(place is not None for place in places):
            for row, place in zip(between, places, strict=True):
                for (token, _), column in zip(row, place or (), strict=True):
                    found[token.span.start] = (size, column)
    return found


def _columns(full: Sequence[_Row]) -> list[_Cell] | None:
    """The columns of rows that have as many numbers; None where these are not below each other."""
    columns = [
        (min(start for _, (start, _) in cells), max(end for _, (_, end) in cells))
        for cells in zip(*full, strict=True)
    ]
    return columns if all(b[0] - a[1] >= LEAST_GAP for a, b in pairwise(columns)) else None


def _below(row: _Row, columns: Sequence[_Cell]) -> list[int] | None:
    """The column of each number of a row; None where one stands below none, or two below one."""
    found = []
    for _, (start, end) in row:
        near = [
            n for n, (a, b) in enumerate(columns) if start < b + TOLERANCE and a < end + TOLERANCE
        ]
        if len(near) != 1:
            return None
        found.append(near[0])
    return found if len(set(found)) == len(found) else None
