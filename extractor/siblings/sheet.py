"""A report as it is printed, cell by cell, and what the machine read in which cell."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extractor.forms import tables
from extractor.siblings.rows import Row, Value, cells_of, rows_of, unit_of, words_of
from extractor.siblings.template import sketch_of

NUMERIC = ("fields", "legacy")
FORMS = ("2021", "2019", "2014")
LEAST_WORDS = 4  # ideographs of a label that is no other's end


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a row: the label, the one above, and which cell behind the label, of how many.

    `parts` tells what parts the cells: one sign for all, empty ones being counted, or else
    everything that stands between the values.
    """

    label: str
    before: str
    parts: str
    at: int
    cells: int


@cache
def columns() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """For each field where its cell stands in its row, and in its table if all rows of that are
    printed beside each other: (which cell, of how many)."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for form in FORMS:
        for table in tables(form):
            whole = [cell.id for row in table.rows for cell in row.cells]
            for row in table.rows:
                for at, cell in enumerate(row.cells, 1):
                    ways = ((at, len(row.cells)), (whole.index(cell.id) + 1, len(whole)))
                    found.setdefault(cell.id, ways)
    return found


def is_own(target: str, place: Place) -> bool:
    """Whether a row prints all cells of the field's row, and this is the field's: then the label
    alone says what it is."""
    return (place.at, place.cells) in columns().get(target.partition("/")[2], ())


def is_anothers(target: str, place: Place) -> bool:
    """Whether this is the cell of another field: a row of full length has it elsewhere, or the
    label is the official one of another row."""
    id = target.partition("/")[2]
    widths = {cells for _, cells in columns().get(id, ())}
    if place.cells in widths and not is_own(target, place):
        return True
    named = {
        row for words, rows in _labels().items() if place.label.endswith(words) for row in rows
    }
    return bool(named) and id.rpartition(".")[0] not in named


@cache
def _labels() -> Mapping[str, set[str]]:
    """The rows of the forms by the ideographs of their official labels."""
    found: dict[str, set[str]] = {}
    for form in FORMS:
        for table in tables(form):
            for row in table.rows:
                words = words_of(row.label)
                if len(words) >= LEAST_WORDS:
                    found.setdefault(words, set()).add(row.key)
    return found


class Sheet:
    """Offsets are those of the source text."""

    def __init__(self, text: str, report: Mapping[str, Any]) -> None:
        start, end = report["span"]
        self.text = text
        self.report = report
        self.rows = rows_of(text, (start, end))
        self.sketch = sketch_of(self.rows)
        unit = unit_of(self.rows)
        self._values = [value for row in self.rows for value in row.values]
        self._starts = [value.start for value in self._values]
        self._places = [place for row in self.rows for place in _places(row, unit)]
        often = Counter(self._places)
        both = zip(self._places, self._values, strict=True)
        self._at = {place: value for place, value in both if often[place] == 1}
        self._rows = {replace(place, at=0) for place in self._at}
        self._read: dict[Place, str] | None = None

    def place_at(self, span: Sequence[int] | None) -> Place | None:
        """The place of a stretch that holds one value; None where it cannot be named for certain."""
        if span is None:
            return None
        found = bisect_right(self._starts, span[0])
        for index in (found - 1, found):  # a span begins with its number, or just before it
            if 0 <= index < len(self._values):
                value = self._values[index]
                if value.start < span[1] and span[0] < value.end:
                    return self._places[index] if self._places[index] in self._at else None
        return None

    def value_at(self, place: Place) -> Value | None:
        """What is printed there."""
        return self._at.get(place)

    def is_empty(self, place: Place) -> bool:
        """Whether there is such a row, and nothing in that cell of it."""
        return place not in self._at and replace(place, at=0) in self._rows

    def read_there(self, place: Place) -> str | None:
        """The target that the machine read there."""
        if self._read is None:
            self._read = {}
            for target, entry in entries(self.report):
                here = self.place_at(entry.get("span"))
                if here is not None:
                    self._read.setdefault(here, target)
        return self._read.get(place)


def entries(report: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every number of a report by its target."""
    for group in NUMERIC:
        for id, entry in (report.get(group) or {}).items():
            yield f"{group}/{id}", entry


def entry_of(report: Mapping[str, Any], target: str) -> Mapping[str, Any] | None:
    group, _, id = target.partition("/")
    found: Mapping[str, Any] | None = (report.get(group) or {}).get(id)
    return found


def _places(row: Row, unit: str) -> list[Place]:
    counted = cells_of(row, unit)
    if counted is not None:
        return [Place(row.label, row.before, unit, at, counted[-1]) for at in counted]
    parts, count = "\r".join((row.lead, *row.gaps)), len(row.values)
    return [Place(row.label, row.before, parts, at, count) for at in range(1, count + 1)]
