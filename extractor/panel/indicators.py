"""Rates over reports: formula, denominator, n."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.panel.model import Cell, Number
from extractor.panel.rules import Indicator


@dataclass(frozen=True, slots=True)
class Part:
    """What one report adds to a rate; `below` is None where it does not state every part."""

    above: Number = 0
    below: Number | None = None
    settled: bool = True


def part_of(indicator: Indicator, cells: Mapping[str, Cell]) -> Part:
    """The two sides of a rate in one report."""
    above = [cells.get(id) for id in indicator.numerator]
    below = [cells.get(id) for id in indicator.denominator]
    stated = [one for one in (*above, *below) if one is not None and one.same]
    if len(stated) < len(above) + len(below):
        return Part()
    settled = all(one.settled for one in stated)
    values = [one.value for one in stated]
    return Part(sum(values[: len(above)]), sum(values[len(above) :]), settled)


@dataclass(slots=True)
class Tally:
    """A rate over some reports, as it is counted.

    n counts the reports that state every part and whose denominator is not 0; `missing` those
    that do not state all of it (a wider or narrower cell of an older form does not), `none` those with nothing to divide by, `unsettled` those of n
    that rest on a value in review.
    """

    numerator: Number = 0
    denominator: Number = 0
    missing: int = 0
    none: int = 0
    unsettled: int = 0
    rates: list[float] = field(default_factory=list)

    def add(self, part: "Part") -> None:
        if part.below is None:
            self.missing += 1
        elif part.below <= 0:
            self.none += 1
        else:
            self.numerator += part.above
            self.denominator += part.below
            self.unsettled += not part.settled
            self.rates.append(part.above / part.below)

    def as_dict(self) -> dict[str, Any]:
        """The rate of all together, and the quartiles of the reports' own; null without reports."""
        n = len(self.rates)
        low, middle, high = quartiles(self.rates)
        return {
            "n": n, "missing": self.missing, "nothing_to_divide_by": self.none, "unsettled": self.unsettled,
            "numerator": round(self.numerator, 6), "denominator": round(self.denominator, 6),
            "rate": self.numerator / self.denominator if n else None,
            "median": middle, "lower_quartile": low, "upper_quartile": high,
        }  # fmt: skip


def quartiles(values: list[float]) -> tuple[float | None, float | None, float | None]:
    """Lower quartile, median, upper quartile; of one value it is all three."""
    if not values:
        return None, None, None
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


@dataclass(slots=True)
class Rates:
    """One indicator over all reports, and year by year."""

    indicator: Indicator
    all: Tally = field(default_factory=Tally)
    years: dict[int, Tally] = field(default_factory=dict)

    def add(self, year: int | None, cells: Mapping[str, Cell]) -> None:
        part = part_of(self.indicator, cells)
        self.all.add(part)
        if year is not None:
            self.years.setdefault(year, Tally()).add(part)

    def as_dict(self) -> dict[str, Any]:
        one = self.indicator
        return {
            "id": one.id, "label": one.label, "label_en": one.label_en, "formula": one.formula,
            "numerator_fields": list(one.numerator), "denominator_fields": list(one.denominator), **self.all.as_dict(),
            "by_year": [{"year": year, **tally.as_dict()} for year, tally in sorted(self.years.items())],
        }  # fmt: skip


def rates(
    indicators: Iterable[Indicator], reports: Iterable[tuple[int | None, Mapping[str, Cell]]]
) -> list[dict[str, Any]]:
    """Every indicator over (year, values) of reports."""
    found = [Rates(one) for one in indicators]
    for year, cells in reports:
        for one in found:
            one.add(year, cells)
    return [one.as_dict() for one in found]
