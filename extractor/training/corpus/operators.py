"""The registry of damage: every kind is one named operator that can be left out or used alone."""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.training.corpus.marked import MarkedText
from extractor.training.corpus.model import Report

TABLED = frozenset({"2021", "2019", "hybrid", "2014"})
MODERN_TABLES = frozenset({"2021", "2019", "hybrid"})
ALL = TABLED | {"narrative", "no-tables"}


@dataclass(frozen=True, slots=True)
class Operator:
    """`plan` changes the report before printing, `text` the printed report."""

    name: str
    forms: frozenset[str]
    weight: float
    plan: Callable[[Report], None] | None = None
    text: Callable[[Report, MarkedText], None] | None = None
    layouts: frozenset[str] | None = None
    against: frozenset[str] = frozenset()  # operators that cannot stand beside it

    def fits(self, report: Report) -> bool:
        layout = self.layouts is None or report.layout in self.layouts
        return layout and report.form in self.forms


OPERATORS: dict[str, Operator] = {}


def plan(
    name: str,
    forms: frozenset[str] = ALL,
    weight: float = 1,
    layouts: frozenset[str] | None = None,
    against: tuple[str, ...] = (),
) -> Callable[[Callable[[Report], None]], Callable[[Report], None]]:
    """Register an operator that works before printing."""

    def add(work: Callable[[Report], None]) -> Callable[[Report], None]:
        OPERATORS[name] = Operator(name, forms, weight, work, None, layouts, frozenset(against))
        return work

    return add


def text(
    name: str,
    forms: frozenset[str] = ALL,
    weight: float = 1,
    layouts: frozenset[str] | None = None,
    against: tuple[str, ...] = (),
) -> Callable[[Callable[[Report, MarkedText], None]], Callable[[Report, MarkedText], None]]:
    """Register an operator that works on the printed report."""

    def add(work: Callable[[Report, MarkedText], None]) -> Callable[[Report, MarkedText], None]:
        OPERATORS[name] = Operator(name, forms, weight, None, work, layouts, frozenset(against))
        return work

    return add
