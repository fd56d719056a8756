"""The checks of the contract that one document allows."""

from collections.abc import Mapping, Sequence

from extractor.checks.document_checks import (
    blank_cells,
    conflicts,
    disagreements,
    missing_parts,
    not_counts,
    outdated_form,
    wrong_period,
)
from extractor.checks.identity_checks import identity_checks, repairs
from extractor.checks.model import Check, Names
from extractor.tables.reader import TableReading
from extractor.types import Cleaned, FieldResult, Section, Span, Statement

__all__ = ["Check", "Names", "check_report", "repairs"]


def check_report(
    cleaned: Cleaned,
    span: Span,
    fields: Mapping[str, FieldResult],
    readings: Sequence[TableReading],
    statements: Sequence[Statement],
    sections: Sequence[Section],
    agency: str | None,
    year: int | None,
    form: str,
    given: Mapping[str, str],
) -> list[Check]:
    """Every check, failing or not, in the order of the contract's list."""
    names = Names.of()
    return [
        *identity_checks(fields, names),
        *conflicts(fields, statements, names),
        *blank_cells(fields, names),
        *not_counts(fields, names),
        *missing_parts(sections, readings, cleaned.text, year, form),
        *outdated_form(form, year),
        *wrong_period(cleaned, span, year),
        *disagreements(given, agency, year),
    ]
