"""The checks of the contract that one document allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.checks.document_checks import (
    blank_cells,
    conflicts,
    disagreements,
    missing_parts,
    not_counts,
    outdated_form,
    wrong_period,
)
from extractor.checks.identity_checks import (
    Agreement,
    identity_checks,
    nothing_read_again,
    repairs,
)
from extractor.checks.model import Check, Names
from extractor.checks.recheck import recheck
from extractor.types import Cleaned, FieldResult, Section, Span, Statement

if TYPE_CHECKING:
    from extractor.tables.readings import TableReading

__all__ = ["Check", "Names", "Subject", "check_report", "recheck", "repairs"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is held against the rules: one report as it was read; clean offsets."""

    cleaned: Cleaned
    span: Span
    fields: Mapping[str, FieldResult]
    readings: Sequence["TableReading"]
    statements: Sequence[Statement]
    sections: Sequence[Section]
    agency: str | None
    year: int | None
    form: str
    agreement: Agreement = nothing_read_again


def check_report(report: Subject, given: Mapping[str, str]) -> list[Check]:
    """Every check, failing or not, in the order of the contract's list."""
    names, year = Names.of(), report.year
    return [
        *identity_checks(report.fields, names, report.agreement),
        *conflicts(report.fields, report.statements, names),
        *blank_cells(report.fields, names),
        *not_counts(report.fields, names),
        *missing_parts(report.sections, report.readings, report.cleaned.text, year, report.form),
        *outdated_form(report.form, year),
        *wrong_period(report.cleaned, report.span, year),
        *disagreements(given, report.agency, year),
    ]
