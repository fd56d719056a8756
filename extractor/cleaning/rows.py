"""Lines of the statutory tables: rows with their values, labels, and the beginnings of both."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.forms import load_form

LEAST_LABEL = 4  # characters of a label, or of the part of one that stands in its line
LEAST_NUMBERS = 2  # of a row whose label stands elsewhere
LONGEST_ROW = 400
FORMS = ("2021", "2019", "2014")
_CELLS = re.compile(r"[|\t]|\s{2,}")
_VALUE = re.compile(r"[-+]?\d[\d,.]{0,14}|[-—/]|——")
_COUNTED = re.compile(r"(?!20\d\d(?!\d))\d[\d,.]{0,14}(?:[条件次篇个份]|人次?|万?元)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOISE = re.compile(r"[\s、,，。．.:：;；()（）《》“”\"'\-—_|]+")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}(?=[^一二三四五六七八九十])|\d{1,2})")
_AROUND = " \t\r\f|"


class Line(NamedTuple):
    """A line that is not blank: where it stands, and its text without what surrounds cells."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank; long ones by their beginning."""
    at = 0
    for raw in text.split("\n"):
        bare = raw[: LONGEST_ROW + 1].strip(_AROUND)
        if bare:
            yield Line(at, at + len(raw), bare)
        at += len(raw) + 1


def cells_of(line: str) -> list[str]:
    """The cells of a line, as far as bars, tabs or wide blanks tell them."""
    return [cell.strip() for cell in _CELLS.split(line)]


@lru_cache(maxsize=4096)
def is_row(line: str) -> bool:
    """Whether a line holds values, or a label of a statutory table, or the beginning of one."""
    cells = cells_of(line)
    values = sum(_VALUE.fullmatch(part) is not None for cell in cells for part in cell.split())
    if values >= LEAST_NUMBERS or is_value(line):
        return True
    named = len(cells) > 1 and _COUNTED.fullmatch(cells[-1]) is not None
    if named and _HAN.search(cells[0]) and "。" not in line:
        return True
    return any(_is_label(cell) for cell in cells)


def is_value(line: str) -> bool:
    """Whether a line holds one value and nothing else."""
    return _VALUE.fullmatch(line) is not None


def _is_label(cell: str) -> bool:
    """Whether a cell is a label without its number, or as much of one as the line could hold."""
    key = _key(cell)
    labels = _labels()
    place = bisect_left(labels, key)
    if place >= len(labels) or not key:
        return False
    return labels[place] == key if len(key) < LEAST_LABEL else labels[place].startswith(key)


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
