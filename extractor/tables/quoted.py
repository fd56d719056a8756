"""Rows written as lists whose cells stand in quotes: `"规章",3,"+2"`, `['规章', '', '3']`.

Programs put some cells in quotes and others not, and a comma or a bracket inside of quotes parts
nothing; so such a line is read from its first sign to its last. Characters are replaced one by
one: offsets stay.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from extractor.tables.values import ValueKind, parse_value
from extractor.tables.vocabulary import bare
from extractor.types import Span

LEAST_ROWS = 4  # with a known label and a value, before lines are lists of cells
LONGEST_LINE = 2000
BAR = "|"
_QUOTES = "\"'"
_BLANKS = " \u3000\t\r"
_BRACKETS = {"[": "]", "(": ")"}
_LINE = re.compile(r"[^\n|]+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that is a list: its cells, where commas part them, and what else only writes them."""

    cells: list[str]
    commas: list[int]
    signs: list[int]


def unquoted(text: str, span: Span, known: Container[str]) -> str:
    """The text with bars between the cells of such lines of `text[span]`; the very same without them.

    `known` are bare labels.
    """
    if not any(sign in text for sign in (',"', '",', "',", ",'", "', ")):
        return text
    rows: list[tuple[int, _Row]] = []
    for line in _LINE.finditer(text, span.start, span.end):
        if len(line[0]) <= LONGEST_LINE and (row := _row(line[0])) is not None:
            rows.append((line.start(), row))
    if sum(_is_stated(row, known) for _, row in rows) < LEAST_ROWS:
        return text
    letters = list(text)
    for start, row in rows:
        for at in row.signs:
            letters[start + at] = " "
        for at in row.commas:
            letters[start + at] = BAR
    return "".join(letters)


def _row(line: str) -> _Row | None:
    quotes = [quote for quote in _QUOTES if quote in line]
    if not quotes:
        return _numbers(line)
    return next((row for quote in quotes if (row := _cells(line, quote)) is not None), None)


def _cells(line: str, quote: str) -> _Row | None:
    """The line as a list of cells, if all of it is one and a cell stands in quotes."""
    end = len(line.rstrip(_BLANKS + ","))
    at = _next(line, 0, end)
    cells: list[str] = []
    commas: list[int] = []
    signs: list[int] = []
    if line[at : at + 1] in _BRACKETS and line[end - 1] == _BRACKETS[line[at]]:
        signs += [at, end - 1, *range(end, len(line.rstrip(_BLANKS)))]
        at, end = at + 1, end - 1
    else:
        end = len(line.rstrip(_BLANKS))  # commas at the end part empty cells
    bracketed = len(signs)
    while True:
        at = _next(line, at, end)
        if line.startswith(quote, at, end):
            closing = _closing(line, at + 1, end, quote)
            if closing < 0:
                return None
            cells.append(line[at + 1 : closing])
            signs += [at, closing]
            at = _next(line, closing + 1, end)
        else:
            start, comma = at, line.find(",", at, end)
            at = comma if comma >= 0 else end
            cells.append(line[start:at].strip(_BLANKS))
            if quote in cells[-1]:
                return None
        if at >= end:
            break
        if line[at] != ",":
            return None
        commas.append(at)
        at += 1
    return _Row(cells, commas, signs) if commas and len(signs) > bracketed else None


def _numbers(line: str) -> _Row | None:
    """A line of a list that has nothing to quote: numbers, marks and empty cells, between commas."""
    commas = [at for at, sign in enumerate(line) if sign == ","]
    cells = [cell.strip(_BLANKS) for cell in line.split(",")]
    if not commas or not any(cells) or any(parse_value(cell) is None for cell in cells):
        return None
    return _Row(cells, commas, [])


def _next(line: str, at: int, end: int) -> int:
    while at < end and line[at] in _BLANKS:
        at += 1
    return at


def _closing(line: str, at: int, end: int, quote: str) -> int:
    """Where the quotes of a cell close: two in a row are one that is written."""
    while (at := line.find(quote, at, end)) >= 0 and line.startswith(quote, at + 1, end):
        at += 2
    return at


def _is_stated(row: _Row, known: Container[str]) -> bool:
    """Whether a row has a known label and a value."""
    values = [parse_value(cell) for cell in row.cells]
    stated = any(value is not None and value.kind is not ValueKind.EMPTY for value in values)
    return stated and any(bare(cell) in known for cell in row.cells if len(cell) > 1)
