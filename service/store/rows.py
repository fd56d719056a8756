"""The rows that lists and the queue are answered from, kept in step with each change."""

from sqlalchemy import Connection, bindparam, delete, insert

from service.indexing import Rows
from service.store import documents as document_store
from service.tables import report_checks, report_values, reports, review_checks, review_fields

_FORGET = tuple(
    delete(table).where(table.c.doc == bindparam("of"))
    for table in (reports, report_values, report_checks, review_fields, review_checks)
)
_ASKED = insert(review_fields).returning(review_fields.c.n, sort_by_parameter_order=True)


def write(connection: Connection, n: int, rows: Rows) -> None:
    """Replace all rows of a document."""
    for statement in _FORGET:
        connection.execute(statement, {"of": n})
    if rows.reports:
        listed = [
            {"doc": n, "report": one.report, "agency": one.agency, "year": one.year,
             "form": one.form, "scope": one.scope, "agency_id": one.agency_id,
             "in_review": one.in_review, "failing": len(one.failing),
             "values_given": one.values_given, "confidence": one.confidence}
            for one in rows.reports
        ]  # fmt: skip
        values = [{"doc": n, "report": one.report, "body": one.values} for one in rows.reports]
        connection.execute(insert(reports), listed)
        connection.execute(insert(report_values), values)
    failing = [
        {"check_id": check, "doc": n, "report": one.report}
        for one in rows.reports
        for check in one.failing
    ]
    if failing:
        connection.execute(insert(report_checks), failing)
    _write_review(connection, n, rows)
    document_store.change(connection, n, rejected=rows.rejected, in_review=len(rows.review))


def _write_review(connection: Connection, n: int, rows: Rows) -> None:
    if not rows.review:
        return
    values = [
        {"doc": n, "report": one.report, "target": one.target, "priority": one.priority,
         "agency": one.agency, "year": one.year, "body": one.body, "gain": one.gain}
        for one in rows.review
    ]  # fmt: skip
    made = connection.execute(_ASKED, values).scalars()
    checks = [
        {"check_id": check, "priority": one.priority, "field": number, "doc": n}
        for number, one in zip(made, rows.review, strict=True)
        for check in one.checks
    ]
    if checks:
        connection.execute(insert(review_checks), checks)
