"""Rows of a table that are told as sentences: `予以公开：自然人5件，商业企业0件，…，总计6件；`.

The counts of such a line have the names of a row's columns before them, all of them and in the
form's order, and its label before the first. Where several lines are so, they are shown as rows:
bars for the signs between, blanks for names and units. Offsets stay.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.forms import load_forms, tables
from extractor.tables.values import UNITS
from extractor.tables.vocabulary import bare
from extractor.types import Span

LEAST_LINES = 3  # of such sentences, before they are the rows of a table
LEAST_KNOWN = 2  # of them whose label is a known one
LEAST_COUNTS = 3  # of a row
LEAST_OF_NAME = 4  # characters of a column's name that may stand for all of it
LONGEST_LINE = 400
BAR = "|"

_UNITS = "|".join(sorted(UNITS, key=len, reverse=True))
_COUNT = re.compile(
    rf"(?P<name>[^\d,、;:。|\s]{{2,12}}?)[:为]? ?(?P<number>[0-9]{{1,9}}) ?(?:{_UNITS})?(?P<end>[,、;。]|$)\s?"
)
_LINE = re.compile(r"[^\n|\t]+")
# Before the label of a part.
_JOINT = re.compile(r",(?=[(（]?[0-9一二三四五六七八九十]{1,2}[.、)）])")


@dataclass(frozen=True, slots=True)
class _Told:
    """A line: where its label ends, and its counts."""

    start: int
    colon: int
    counts: tuple[re.Match[str], ...]


def as_rows(text: str, span: Span, known: Container[str] = ()) -> str:
    """The text with the sentences of `text[span]` that are rows shown as such; the very same
    without them. `known` are bare labels."""
    lines = _LINE.finditer(text, span.start, span.end)
    told = [one for line in lines if (one := _told(text, line)) is not None]
    named = sum(bare(text[one.start : one.colon]) in known for one in told)
    if len(told) < LEAST_LINES and named < LEAST_KNOWN:
        return text
    letters = list(text)
    for one in told:
        letters[one.colon] = BAR
        for joint in _JOINT.finditer(text, one.start, one.colon):
            letters[joint.start()] = BAR
        for count in one.counts:
            start, end = count.span("number")
            letters[count.start() : start] = " " * (start - count.start())
            letters[end : count.end()] = " " * (count.end() - end)
            if count["end"]:
                letters[count.start("end")] = BAR
    return "".join(letters)


def _told(text: str, line: re.Match[str]) -> _Told | None:
    """The line as a row: a label, a colon, and a count for each column, in the form's order."""
    if len(line[0]) > LONGEST_LINE:
        return None
    colon = text.find(":", line.start() + 2, line.end())
    counts = tuple(_counts(text, colon + 1, line.end())) if colon >= 0 else ()
    if len(counts) < LEAST_COUNTS or counts[-1].end() != line.start() + len(line[0].rstrip()):
        return None
    names = [bare(count["name"]) for count in counts]
    known = any(_are_columns(names, columns) for columns in _orders())
    return _Told(line.start(), colon, counts) if known else None


def _are_columns(names: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether names are those of the columns, or begin so."""
    return len(names) == len(columns) and all(
        name == column or (len(name) >= LEAST_OF_NAME and column.startswith(name))
        for name, column in zip(names, columns, strict=True)
    )


def _counts(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The counts with names that follow each other without anything between."""
    while (match := _COUNT.match(text, start, end)) is not None:
        yield match
        start = match.end()


@lru_cache(maxsize=1)
def _orders() -> frozenset[tuple[str, ...]]:
    """The names of the columns of each row of the forms."""
    return frozenset(
        tuple(bare(column or "") for column in row.columns)
        for form in load_forms()
        for table in tables(form.name)
        for row in table.rows
        if len(row.columns) >= LEAST_COUNTS
    )
