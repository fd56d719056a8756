"""Lists: documents by filters, fields that wait for a person."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from service import limits, views
from service.bodies import check_text
from service.store import search
from service.store.common import Row, decode_cursor, encode_cursor
from service.tables import documents, report_checks, reports, review_checks, review_fields

SCANNED = 2_000  # candidates of a text search that are looked into for one page
Words = Annotated[str | None, Field(max_length=limits.SEARCH_LENGTH)]


class Filters(BaseModel):
    """Which documents; all given conditions hold for one and the same report."""

    model_config = ConfigDict(extra="ignore")

    agency: Words = Field(None, description="Part of the agency's name")
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    form: Literal["2021", "2019", "2014", "narrative"] | None = None
    scope: Literal["own", "region", "unknown"] | None = None
    check: Annotated[
        str | None,
        Field(pattern="^[a-z-]{1,40}$", description="Has this check failing; `any` for some"),
    ] = None
    in_review: bool | None = Field(None, description="Has fields that wait for a person")
    state: Literal["queued", "running", "done", "failed", "cancelled"] | None = None
    text: Words = Field(None, description="Words in the document, traditional or simplified")

    def checked(self) -> None:
        check_text(self.agency or "")
        check_text(self.text or "")


def _like(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def report_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions on one report."""
    found: list[ColumnElement[bool]] = []
    if filters.agency:
        found.append(reports.c.agency.like(_like(filters.agency), escape="\\"))
    for name in ("year", "form", "scope"):
        wanted = getattr(filters, name)
        if wanted is not None:
            found.append(reports.c[name] == wanted)
    if filters.in_review is not None:
        found.append(reports.c.in_review > 0 if filters.in_review else reports.c.in_review == 0)
    if filters.check == "any":
        found.append(reports.c.failing > 0)
    elif filters.check:
        found.append(
            exists().where(
                report_checks.c.check_id == filters.check, report_checks.c.doc == reports.c.doc,
                report_checks.c.report == reports.c.report,
            )
        )  # fmt: skip
    return found


def _query(connection: Connection, filters: Filters) -> Select[Any]:
    query = select(documents).order_by(documents.c.n.desc())
    conditions = report_conditions(filters)
    if conditions:
        query = query.where(exists().where(and_(reports.c.doc == documents.c.n, *conditions)))
    if filters.state:
        query = query.where(documents.c.state == filters.state)
    if filters.text:
        may = search.candidates(connection, filters.text)
        if may is not None:
            query = query.where(may)
    return query


def select_documents(
    connection: Connection, filters: Filters, before: int | None, limit: int
) -> tuple[list[Row], int | None]:
    """Matching documents below the number `before`, newest first, and where the next page begins."""
    query = _query(connection, filters)
    if before is not None:
        query = query.where(documents.c.n < before)
    if not filters.text:
        rows = [dict(row) for row in connection.execute(query.limit(limit + 1)).mappings()]
        more = len(rows) > limit
        return rows[:limit], rows[limit - 1]["n"] if more else None
    found: list[Row] = []
    rows = [dict(row) for row in connection.execute(query.limit(SCANNED)).mappings()]
    for row in rows:
        if search.matches(connection, row["n"], filters.text):
            found.append(row)
            if len(found) == limit:
                return found, row["n"] if row is not rows[-1] or len(rows) == SCANNED else None
    return found, rows[-1]["n"] if len(rows) == SCANNED else None


def page(
    connection: Connection, filters: Filters, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of documents with their reports."""
    before = decode_cursor(cursor, int)[0] if cursor else None
    rows, following = select_documents(connection, filters, before, limit)
    summaries = _summaries(connection, [row["n"] for row in rows])
    items = [{**views.document(row), "reports": summaries.get(row["n"], [])} for row in rows]
    return {"items": items, "next": encode_cursor(following) if following is not None else None}


def _summaries(connection: Connection, numbers: list[int]) -> dict[int, list[Row]]:
    failing: dict[tuple[int, int], list[str]] = {}
    for row in connection.execute(select(report_checks).where(report_checks.c.doc.in_(numbers))):
        failing.setdefault((row.doc, row.report), []).append(row.check_id)
    found: dict[int, list[Row]] = {}
    query = (
        select(reports).where(reports.c.doc.in_(numbers)).order_by(reports.c.doc, reports.c.report)
    )
    for one in connection.execute(query).mappings():
        shown = {
            name: one[name]
            for name in (
                "report",
                "agency",
                "year",
                "form",
                "scope",
                "in_review",
                "values_given",
                "confidence",
            )
        }
        shown["failing"] = sorted(failing.get((one["doc"], one["report"]), []))
        found.setdefault(one["doc"], []).append(shown)
    return found


class QueueFilters(BaseModel):
    """Which fields of the queue."""

    model_config = ConfigDict(extra="ignore")

    agency: Annotated[str | None, Field(max_length=200, description="The agency's whole name")] = (
        None
    )
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    check: Annotated[str | None, Field(pattern="^[a-z-]{1,40}$")] = None
    document: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None


def _by_check(filters: QueueFilters) -> bool:
    """Whether the check's own order is walked; with an agency, theirs is shorter."""
    return bool(filters.check) and not (filters.agency or filters.document)


def _queue_query(filters: QueueFilters) -> Select[Any]:
    source: Any = review_fields.join(documents, documents.c.n == review_fields.c.doc)
    order: tuple[Any, ...] = (review_fields.c.priority, review_fields.c.n)
    conditions: list[ColumnElement[bool]] = []
    if _by_check(filters):
        source = source.join(review_checks, review_checks.c.field == review_fields.c.n)
        order = (review_checks.c.priority, review_checks.c.field)
        conditions.append(review_checks.c.check_id == filters.check)
    elif filters.check:
        conditions.append(
            exists().where(
                review_checks.c.check_id == filters.check,
                review_checks.c.priority == review_fields.c.priority,
                review_checks.c.field == review_fields.c.n,
            )
        )
    if filters.agency:
        conditions.append(review_fields.c.agency == filters.agency)
    if filters.year is not None:
        conditions.append(review_fields.c.year == filters.year)
    if filters.document:
        conditions.append(documents.c.id == filters.document)
    query = select(review_fields, documents.c.id, documents.c.name, documents.c.version)
    return query.select_from(source).where(*conditions).order_by(*order)


def queue(
    connection: Connection, filters: QueueFilters, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Fields that wait, least certain first."""
    query = _queue_query(filters)
    if cursor:
        priority, n = decode_cursor(cursor, float, int)
        by_check = _by_check(filters)
        first = review_checks.c.priority if by_check else review_fields.c.priority
        second = review_checks.c.field if by_check else review_fields.c.n
        query = query.where((first > priority) | ((first == priority) & (second > n)))
    rows = [dict(row) for row in connection.execute(query.limit(limit + 1)).mappings()]
    items = [_queue_item(row) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return {"items": items, "next": encode_cursor(last["priority"], last["n"]) if last else None}


def _queue_item(row: Row) -> dict[str, Any]:
    body = json.loads(row["body"])
    group, _, id = row["target"].partition("/")
    return {
        "document": row["id"], "document_name": row["name"], "version": row["version"],
        "report": row["report"], "agency": row["agency"], "year": row["year"],
        "target": row["target"], "group": group, "field": id, "priority": row["priority"], **body,
    }  # fmt: skip


def summary(connection: Connection) -> dict[str, Any]:
    """How much waits: fields and documents, by year."""
    by_year = connection.execute(
        select(review_fields.c.year, func.count())
        .group_by(review_fields.c.year)
        .order_by(review_fields.c.year)
    ).all()
    waiting = connection.execute(
        select(func.count()).select_from(documents).where(documents.c.in_review > 0)
    ).scalar_one()
    return {
        "fields": sum(count for _, count in by_year),
        "documents": waiting,
        "by_year": [{"year": year, "fields": count} for year, count in by_year],
    }
