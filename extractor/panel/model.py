"""A report as the panel takes it: who, which year, its values and how sure they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.forms import modern_ids

Number = int | float
# An older cell under another heading, or a sum of several, is not the same count.
SAME = (None, "exactMatch", "closeMatch")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a field; `settled`: outside review, or decided by a person."""

    value: Number
    settled: bool
    same: bool = True


@dataclass(frozen=True, slots=True)
class Filed:
    """One report of an agency: the values that it states (fields without a value are left out).

    `published` is the day that is known from elsewhere, `prose` the characters of its sections of
    prose, `place` says where it stands, for whoever reads the checks.
    """

    agency: str
    year: int
    form: str | None
    scope: str | None
    cells: Mapping[str, Cell]
    published: date | None = None
    prose: str = ""
    place: tuple[str, int] = ("", 0)


def cells_of(report: Mapping[str, Any]) -> dict[str, Cell]:
    """The modern fields of a report (of a result) that hold a number."""
    waits = set(report.get("review") or ())
    fields = report.get("fields") or {}
    found = {}
    for id in modern_ids():
        entry = fields.get(id) or {}
        value = entry.get("value")
        if isinstance(value, int | float):
            found[id] = Cell(value, id not in waits, entry.get("relation") in SAME)
    return found


def prose_of(report: Mapping[str, Any], text: str, keys: Collection[str]) -> str:
    """The Chinese characters of these sections of a report, digits and marks left out."""
    parts = []
    for section in report.get("sections") or ():
        if section.get("key") in keys and section.get("span") and section.get("level", 1) == 1:
            start, end = section["span"]
            parts.append(text[(section.get("title_span") or [0, start])[1] : end])
    return "".join(one for one in "".join(parts) if "一" <= one <= "鿿")
