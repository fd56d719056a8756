"""Tables without rules: rows and columns from where words stand on a page.

A line with numbers that stand apart is a row. Numbers below one another are a column; the lines
of a label that was broken in its cell are found again by their edges and gaps, and joined to the
row whose numbers stand beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.reading.layout import (
    OPENING,
    CellBlock,
    Piece,
    TableBlock,
    is_number,
)
from extractor.reading.ruling import Rectangle

# In heights of the line: what parts a number from the words beside it, how far the edges of one
# column's lines may differ, how far apart the lines of one cell may be.
_APART = 0.45
_ALIGNED = 0.7
_NEXT_LINE = 0.7
# The same where both lines have numbers: then it is a group's name beside its rows.
_NEXT_OF_GROUP = 0.35
# A line of a label that another one follows is full: it ends at most this much before it.
_FULL = 1.3
# Gaps within a cell differ by this at most.
_EVEN = 0.3
# Lines between two rows that still belong to one table.
_MOST_BETWEEN = 8
_MOST_WORDS = 4000
_MARKS = frozenset("/-—－–")

Row = list[Piece]


@dataclass(slots=True)
class _Label:
    """Lines of one label, from top to bottom, with the numbers of their lines."""

    words: list[Piece]
    lines: list[int]

    @property
    def left(self) -> float:
        return min(word.box.left for word in self.words)

    @property
    def top(self) -> float:
        return self.words[0].box.top

    @property
    def bottom(self) -> float:
        return self.words[-1].box.bottom


@dataclass(slots=True)
class _TableRow:
    line: int
    values: Row
    labels: list[_Label] = field(default_factory=list)

    @property
    def middle(self) -> float:
        box = self.values[0].box
        return (box.top + box.bottom) / 2


def unruled(rows: Sequence[Row], page: int) -> tuple[list[TableBlock], list[Row]]:
    """The tables that rows of words (from top to bottom, each from left to right) make, and the
    rows that are left, without the words that went into tables."""
    if sum(len(row) for row in rows) > _MOST_WORDS:
        return [], list(rows)
    values = [_values(row) for row in rows]
    tables: list[TableBlock] = []
    taken: set[int] = set()
    for run in _runs(values):
        found = [_TableRow(line, values[line]) for line in run]
        _give_labels(found, _labels(rows, values, run))
        tables += _tables(found, page)
        for row in found:
            taken.update(id(word) for word in row.values)
            taken.update(id(word) for label in row.labels for word in label.words)
    rest = [[word for word in row if id(word) not in taken] for row in rows]
    return tables, [row for row in rest if row]


def _height(piece: Piece) -> float:
    return max(1.0, piece.box.bottom - piece.box.top)


def _is_value(piece: Piece) -> bool:
    return is_number(piece.text) or piece.text in _MARKS


def _values(row: Row) -> Row:
    """The words of a line that stand apart as values do; none for a line of prose."""
    found: Row = []
    for place, word in enumerate(row):
        if not _is_value(word):
            continue
        before, after = row[place - 1] if place else None, row[place + 1 : place + 2]
        close = [
            other
            for other, gap in (
                (before, word.box.left - before.box.right if before else 0.0),
                *((a, a.box.left - word.box.right) for a in after),
            )
            if other is not None
            and not _is_value(other)
            # Digits are less high than the characters beside them where boxes are of ink.
            and gap < _APART * max(_height(word), _height(other))
        ]
        if not close:
            found.append(word)
    return found if any(is_number(word.text) for word in found) else []


def _runs(values: Sequence[Row]) -> list[list[int]]:
    """Lines with values that follow one another closely; a lone number is no table."""
    runs: list[list[int]] = []
    for line, row in enumerate(values):
        if not row:
            continue
        if runs and line - runs[-1][-1] <= _MOST_BETWEEN:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [run for run in runs if sum(len(values[line]) for line in run) > 2]


def _labels(rows: Sequence[Row], values: Sequence[Row], run: Sequence[int]) -> list[_Label]:
    """The labels around the rows of a run, broken ones whole."""
    first, last = (
        max(0, run[0] - _MOST_BETWEEN),
        min(len(rows), run[-1] + _MOST_BETWEEN),
    )
    labels: list[_Label] = []
    open_labels: list[_Label] = []
    for line in range(first, last):
        own = {id(word) for word in values[line]}
        words = [word for word in rows[line] if id(word) not in own]
        open_labels = [label for label in open_labels if line - label.lines[-1] <= 3]
        for place, word in enumerate(words):
            stands = (bool(own), bool(own) and place == len(words) - 1)
            above = next((o for o in open_labels if _goes_on(o, word, stands, values)), None)
            if above is None:
                above = _Label([], [])
                labels.append(above)
                open_labels.append(above)
            above.words.append(word)
            above.lines.append(line)
    return labels


def _goes_on(label: _Label, word: Piece, stands: tuple[bool, bool], values: Sequence[Row]) -> bool:
    """Whether a word is the next line of a label.

    `stands`: whether it stands in a line with numbers, and whether it is the last before them.
    """
    numbered, names_row = stands
    last, size = label.words[-1], _height(word)
    gap = word.box.top - last.box.bottom
    if OPENING.match(word.text) or not -0.5 * size < gap < _NEXT_LINE * size:
        return False
    if numbered and values[label.lines[-1]] and (names_row or gap > _NEXT_OF_GROUP * size):
        return False  # a row of its own
    if len(label.words) > 1:
        before = last.box.top - label.words[-2].box.bottom
        if abs(gap - before) > _EVEN * size:
            return False
    middle = abs((word.box.left + word.box.right) - (last.box.left + last.box.right)) / 2
    aligned = min(abs(word.box.left - last.box.left), middle) <= _ALIGNED * size
    widest = max(w.box.right - w.box.left for w in (*label.words, word))
    full = last.box.right - last.box.left >= widest - _FULL * size
    return aligned and full


def _give_labels(rows: Sequence[_TableRow], labels: Sequence[_Label]) -> None:
    """Each label to the row that one of its lines is, or whose numbers stand at its middle."""
    by_line = {row.line: row for row in rows}
    loose: list[_Label] = []
    for label in labels:
        home = next((by_line[line] for line in label.lines if line in by_line), None)
        if home is None:
            loose.append(label)
        else:
            home.labels.append(label)
    for label in loose:
        if len(label.words) < 2:
            continue
        inside = [row for row in rows if label.top < row.middle < label.bottom]
        if len(inside) == 1 and label.left < inside[0].values[-1].box.left:
            inside[0].labels.append(label)


def _tables(rows: Sequence[_TableRow], page: int) -> list[TableBlock]:
    """The rows as tables, cut where other lines stand between them."""
    groups: list[list[_TableRow]] = []
    for row in rows:
        if groups and _adjoins(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    found: list[TableBlock] = []
    for group in groups:
        columns = _columns([word for row in group for word in row.values])
        if any(_crowded(row, columns) for row in group):
            # Numbers of one line run into one column: no line says anything about the next.
            found += [_table([row], [w.box for w in row.values], page) for row in group]
        else:
            found.append(_table(group, columns, page))
    return found


def _adjoins(above: _TableRow, below: _TableRow) -> bool:
    """Whether nothing but their own labels stands between two rows."""
    own = {line for row in (above, below) for label in row.labels for line in label.lines}
    return all(line in own for line in range(above.line + 1, below.line))


def _columns(words: Sequence[Piece]) -> list[Rectangle]:
    """Words that overlap from the left to the right, column by column."""
    found: list[Rectangle] = []
    for word in sorted(words, key=lambda w: w.box.left):
        if found and word.box.left < found[-1].right:
            found[-1] = found[-1].joined(word.box)
        else:
            found.append(word.box)
    return found


def _crowded(row: _TableRow, columns: Sequence[Rectangle]) -> bool:
    """Whether two values of a row stand in one column."""
    return len({_column(word, columns) for word in row.values}) < len(row.values)


def _column(word: Piece, columns: Sequence[Rectangle]) -> int:
    return next(i for i, c in enumerate(columns) if c.left <= word.box.left <= c.right)


def _edges(rows: Sequence[_TableRow]) -> list[float]:
    """The left edges of columns of labels."""
    slack = 2 * _ALIGNED * _height(rows[0].values[0])
    lefts = [label.left for row in rows for label in row.labels]
    found: list[float] = []
    for left in sorted(lefts):
        if not found or left - found[-1] > slack:
            found.append(left)
    return found


def _table(rows: Sequence[_TableRow], columns: Sequence[Rectangle], page: int) -> TableBlock:
    """Cells with the edges that rules would have."""
    starts = sorted({*_edges(rows), *(c.left for c in columns)})
    ends = [*starts[1:], max(c.right for c in columns) + 1.0]
    middles = [row.middle for row in rows]
    gaps = [(a + b) / 2 for a, b in pairwise(middles)]
    size = _height(rows[0].values[0])
    tops = [middles[0] - size, *gaps]
    bottoms = [*gaps, middles[-1] + size]
    cells: list[CellBlock] = []
    for row, top, bottom in zip(rows, tops, bottoms, strict=True):
        content: dict[int, list[Piece]] = {}
        for label in row.labels:
            content.setdefault(_place(label.left, starts), []).extend(label.words)
        for word in row.values:
            place = starts.index(columns[_column(word, columns)].left)
            content.setdefault(place, []).append(word)
        cells += [
            CellBlock(Rectangle(start, top, end, bottom), content.get(place, []))
            for place, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
    return TableBlock(page, cells, ruled=False)


def _place(left: float, starts: Sequence[float]) -> int:
    return max((i for i, start in enumerate(starts) if start <= left + 0.01), default=0)
