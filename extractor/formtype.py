"""Which statutory form a report follows: decided by the columns printed, not by the year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from extractor.tables.readings import TableReading
from extractor.types import Section

STATUTORY = frozenset({"disclosure", "applications", "remedies"})  # sections that held the tables
OLDER = "other_matters.fees"  # an outermost section until 2018
NARRATIVE = "narrative"
LEAST_COLUMNS = 2  # of a form that are printed, where no number stands in its tables
FIRST_YEAR_OF_TABLES = 2019
FIRST_YEAR_OF_MODERN = 2021


def decide_form(
    readings: Sequence[TableReading],
    sections: Sequence[Section],
    year: int | None,
    columns: Mapping[str, int] = MappingProxyType({}),
) -> tuple[str, float]:
    """(2021, 2019, 2014 or narrative; confidence). `columns` are how many columns the page prints
    that one form alone has, with numbers in them or not."""
    votes: Counter[str] = Counter()
    for reading in readings:
        number = reading.table.number
        if number is None:
            votes[reading.table.form] += 4
        elif number == 2:
            votes.update(reading.forms)
        else:
            votes.update({f: 3 * n for f, n in reading.forms.items() if f != "2021"})
            votes["2021"] += 1 if any(".other." in id for id in reading.cells) else 0
    if votes:
        (best, most), *others = votes.most_common()
        second = others[0][1] if others else 0
        return best, round(min(0.995, 0.55 + 0.45 * (most - second) / max(most, 1)), 3)
    form, printed = max(columns.items(), key=lambda one: one[1], default=("", 0))
    if printed >= LEAST_COLUMNS and printed > sum(columns.values()) - printed:
        return form, 0.9
    if readings:
        return _by_year(year), 0.8
    outermost = {s.key for s in sections if s.level == 1}
    found = outermost & STATUTORY
    # Without a year, a section of its own on fees is that of reports before the tables.
    old = OLDER in outermost if year is None else year < FIRST_YEAR_OF_TABLES
    if len(found) >= 2 and not old:
        return _by_year(year), 0.7
    return NARRATIVE, 0.9 if year is not None and year < FIRST_YEAR_OF_TABLES else 0.75


def _by_year(year: int | None) -> str:
    return (
        "2019"
        if year is not None and FIRST_YEAR_OF_TABLES <= year < FIRST_YEAR_OF_MODERN
        else "2021"
    )
