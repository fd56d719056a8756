"""Running heads inside a table: the title of the report, or of the site, over each page of a print.

Such a line begins nothing, whatever body it names: rows stand above it, and rows of the same table
go on below it. A report whose table comes at once begins with the first rows, not with later ones.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.forms import load_form
from extractor.types import CleaningKind

LONGEST = 90  # characters of a running head
LEAST_LABEL = 4  # characters of a label, or of the part of one that stands in its line
LEAST_NUMBERS = 2  # of a row whose label stands elsewhere
BESIDE = 4  # lines between a head and the rows: a page number, an address
ABOVE, REST = 8, 12  # lines above in which a label ends, and characters of such an end
LONGEST_ROW = 400
FORMS = ("2021", "2019", "2014")
_CELLS = re.compile(r"[|\t]|\s{2,}")
_VALUE = re.compile(r"[-+]?\d[\d,.]{0,14}|[-—/]")
_NOISE = re.compile(r"[\s、,，。．.:：;；()（）《》“”\"'\-—_|]+")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}(?=[^一二三四五六七八九十])|\d{1,2})")
_AROUND = " \t\r\f|"


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def running_heads(draft: Draft) -> Draft:
    """Drop them, marked, with their line."""
    patterns = _patterns("title")
    if not any(pattern.search(draft.text) for pattern in patterns):
        return draft
    lines = list(_lines(draft.text))
    edits = [
        Edit(line.start, _line_end(draft.text, line.end), "", CleaningKind.FURNITURE)
        for place, line in enumerate(lines)
        if len(line.text) <= LONGEST
        and "。" not in line.text
        and any(pattern.search(line.text) for pattern in patterns)
        and _is_inside(lines, place)
    ]
    return draft.edited(edits)


def _line_end(text: str, at: int) -> int:
    return at + 1 if at < len(text) else at


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.split("\n"):
        bare = raw[: LONGEST_ROW + 1].strip(_AROUND)
        if bare:
            yield _Line(at, at + len(raw), bare)
        at += len(raw) + 1


def _is_inside(lines: Sequence[_Line], place: int) -> bool:
    """Whether rows stand above a line, and rows that begin no report below it."""
    below = next(_beside(lines, range(place + 1, place + 1 + BESIDE)), None)
    if below is None or not _is_row(below):
        return False
    above = list(_beside(lines, range(place - 1, place - 1 - ABOVE, -1)))
    if not above:
        return False
    if any(pattern.match(above[0]) for pattern in _patterns("opens")):
        return True
    row = next((line for line in above if _is_row(line) or not _is_rest(line)), None)
    begins = any(pattern.match(below) for pattern in _patterns("first"))
    return row is not None and _is_row(row) and not begins


def _beside(lines: Sequence[_Line], places: Sequence[int]) -> Iterator[str]:
    """The lines at some places that are no page numbers or the like."""
    for at in places:
        if 0 <= at < len(lines) and not _is_page_mark(lines[at].text):
            yield lines[at].text


def _is_rest(line: str) -> bool:
    """Whether a line may hold the ends of labels that did not fit into the line of their row."""
    return "。" not in line and all(len(cell) <= REST for cell in _CELLS.split(line))


def _is_page_mark(line: str) -> bool:
    keys = ("page_sure", "page_dashed", "page_counted")
    shaped = any(p.fullmatch(line) for key in keys for p in _patterns(key, "furniture"))
    return shaped or any(p.fullmatch(line) for p in _patterns("beside"))


def _is_row(line: str) -> bool:
    """Whether a line holds values, or a label of a statutory table, or the beginning of one."""
    cells = [cell.strip() for cell in _CELLS.split(line)]
    values = sum(_VALUE.fullmatch(part) is not None for cell in cells for part in cell.split())
    if values >= LEAST_NUMBERS or _VALUE.fullmatch(line):
        return True
    return any(_is_label(cell) for cell in cells)


def _is_label(cell: str) -> bool:
    """Whether a cell is a label without its number, or as much of one as the line could hold."""
    key = _key(cell)
    if len(key) < LEAST_LABEL:
        return False
    labels = _labels()
    place = bisect_left(labels, key)
    return place < len(labels) and labels[place].startswith(key)


def _key(label: str) -> str:
    return _NUMBER.sub("", _NOISE.sub("", label), count=1)


@cache
def _labels() -> Sequence[str]:
    found = {
        _key(part)
        for form in FORMS
        for field in load_form(form)
        for part in (field.row, field.column, *(field.group or "").split("/"))
        if part
    }
    return sorted(found)


@cache
def _patterns(key: str, file: str = "running") -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words(file, key))
