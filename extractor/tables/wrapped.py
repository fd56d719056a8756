"""Put together the labels of rows that a layout broke over lines, with the numbers beside one of them.

Programs that keep the layout of a page print `二、上年结转`, `政府信息公开  22  6`, `申请数量`: the
numbers stand in the middle of their label. The labels of one column are read down the page
without the numbers between; what reads so like a known row, and holds one line of numbers, is
one label, which then stands before its numbers. What stands beside it, of other columns, keeps
its order. A unit in a cell of its own between a label and its number is no piece of a label.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractor.tables.aligned import display_width, place_in_line
from extractor.tables.recognise import Label, recognise
from extractor.tables.tokens import Token
from extractor.tables.values import UNITS, ValueKind
from extractor.tables.vocabulary import LabelKind, Vocabulary, bare

CLEAR = 0.85  # similarity of a row's label that was put together
LEAST_VALUES = 2  # of a line of numbers that has no label beside them
LONGEST_TAIL = 2  # characters that a label may go on with beside the name of its group
MOST_APART = 8  # lines of words between two lines of numbers, before another table begins


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its labels before any value but for a unit, and whether values stand in it."""

    number: int
    labels: tuple[Token, ...]
    values: int
    has_unit: bool = False

    @property
    def holds_numbers(self) -> bool:
        return self.values >= (1 if self.labels or self.has_unit else LEAST_VALUES)

    @property
    def is_words(self) -> bool:
        return bool(self.labels) and not self.values


def unwrapped(tokens: Sequence[Token], text: str, words: Vocabulary) -> Sequence[Token]:
    """The tokens with each broken label of a row in one, before its numbers; the very same
    sequence where none is broken."""
    whole: dict[int, Token] = {}  # where the last piece before the numbers starts → the label
    dropped: set[int] = set()
    for stretch in _stretches(tokens):
        if not _may_be_broken(stretch, words):
            continue
        chain = _chain(stretch, text)
        of_line = {line.number: line for line in stretch}
        starts = [t.span.start for t in chain]
        for label in recognise(chain, words):
            first = bisect_left(starts, label.span.start)
            pieces = chain[first : bisect_left(starts, label.span.end)]
            if not isinstance(label, Label) or len(pieces) < 2:
                continue
            if label.best(LabelKind.ROW)[1] < CLEAR:
                continue
            within = [
                of_line[n]
                for n in range(pieces[0].line, pieces[-1].line + 1)
                if n in of_line and of_line[n].holds_numbers
            ]
            if len(within) == 1 and _is_broken(pieces, within[0]):
                at = within[0].number
                beside = [t for t in pieces if t.line == at]
                here = beside[-1] if beside else next(t for t in pieces if t.line > at)
                dropped.update(t.span.start for t in pieces)
                place = (at, here.cell, here.piped)
                whole[at] = Token(label.text, label.span, *place, None)
    if not whole:
        return tokens
    return list(_put_in(tokens, whole, dropped))


def _may_be_broken(stretch: Sequence[_Line], words: Vocabulary) -> bool:
    """Whether unknown words stand next to a line of numbers with an unknown label, or with none; or
    any next to one whose last label is a few characters that nobody knows, beside another."""
    for one, other in pairwise(stretch):
        numbers, beside = (one, other) if one.holds_numbers else (other, one)
        if not (numbers.holds_numbers and beside.is_words):
            continue
        tail = bare(numbers.labels[-1].text) if len(numbers.labels) > 1 else ""
        if 0 < len(tail) <= LONGEST_TAIL and tail not in words.stuck:
            return True  # what stands above may be known without its tail, too
        if numbers.labels and _make_one(numbers.labels[-1], beside.labels[-1], words):
            return True
        if any(bare(t.text) not in words.stuck for t in beside.labels) and not (
            numbers.labels and bare(numbers.labels[-1].text) in words.stuck
        ):
            return True
    return False


def _make_one(beside: Token, words_only: Token, words: Vocabulary) -> bool:
    """Whether the label beside numbers and that of the line next to it make one of a row, whatever
    either is alone."""
    first, last = sorted((beside, words_only), key=lambda t: t.line)
    return bare(first.text + last.text) in words.rows


def _put_in(tokens: Sequence[Token], whole: dict[int, Token], dropped: set[int]) -> Iterator[Token]:
    """The tokens without the pieces of labels, and the labels before the values of their lines."""
    waiting = dict(whole)
    for token in tokens:
        is_value = token.value is not None and bool(token.text)
        if (is_value or token.text in UNITS) and token.line in waiting:
            yield waiting.pop(token.line)
        if token.value is None and token.span.start in dropped:
            continue
        yield token


def _is_broken(pieces: Sequence[Token], line: _Line) -> bool:
    """Whether a label goes on behind the numbers of a line, or words of other cells part it."""
    if pieces[-1].line > line.number:
        return True
    return bool(line.labels) and line.labels[0] is not pieces[-1] and len(pieces) > 1


def _stretches(tokens: Sequence[Token]) -> Iterator[list[_Line]]:
    """Lines of numbers and the lines of words among them, where such words may belong to numbers."""
    stretch: list[_Line] = []
    for line in _lines(tokens):
        if line is not None and (line.holds_numbers or line.is_words):
            stretch.append(line)
        elif line is None:
            yield from _whole(stretch)
            stretch = []
    yield from _whole(stretch)


def _whole(stretch: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The stretch, cut where more words stand together than a label has lines."""
    part: list[_Line] = []
    last = -1  # the last line of numbers
    for holds, several in groupby(stretch, lambda line: line.holds_numbers):
        group = list(several)
        if not holds and len(group) > 2 * MOST_APART:
            if last >= 0:
                yield part + group[:MOST_APART]
            part, last = group[-MOST_APART:], -1
            continue
        part += group
        last = len(part) if holds else last
    if last >= 0 and len(part) > 1:
        yield part


def _lines(tokens: Sequence[Token]) -> Iterator[_Line | None]:
    """The lines in order; None for one of prose."""
    for number, several in groupby(tokens, lambda t: t.line):
        line = list(several)
        if any(t.is_prose for t in line):
            yield None
            continue
        labels: list[Token] = []
        values = 0
        has_unit = False
        for token in line:
            if token.value is None:
                if token.text in UNITS:
                    has_unit = True
                elif not values:
                    labels.append(token)
            elif token.value.kind is not ValueKind.EMPTY:
                values += 1
        yield _Line(number, tuple(labels), values, has_unit)


def _chain(stretch: Sequence[_Line], text: str) -> list[Token]:
    """The labels of the column next to the numbers, line by line."""
    chain: list[Token] = []
    ahead = _labels_ahead(stretch)
    for line, following in zip(stretch, ahead, strict=True):
        if line.holds_numbers or len(line.labels) == 1:
            chain += line.labels[-1:]
            continue
        near = [_extent(t, text) for t in (chain[-1] if chain else None, following) if t]
        below = [t for t in line.labels if any(_overlap(_extent(t, text), one) for one in near)]
        chain += below[-1:] or line.labels[-1:]
    return chain


def _labels_ahead(stretch: Sequence[_Line]) -> list[Token | None]:
    """For each line the label next to the numbers of the next line that has some."""
    found: list[Token | None] = []
    label: Token | None = None
    for line in reversed(stretch):
        found.append(label)
        if line.holds_numbers and line.labels:
            label = line.labels[-1]
    return found[::-1]


def _extent(token: Token, text: str) -> tuple[int, int]:
    """From which column of its line to which a piece reaches."""
    before = place_in_line(token.span.start, text)
    return before, before + display_width(token.text)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
