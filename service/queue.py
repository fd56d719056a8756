"""The review queue: fields that wait for a person, least certain first, and how many there are."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, text

from service.store.common import Row, decode_cursor, encode_cursor
from service.tables import PARTIAL, documents, reports, review_checks, review_fields


class QueueFilters(BaseModel):
    """Which fields of the queue."""

    model_config = ConfigDict(extra="ignore")

    agency: Annotated[str | None, Field(max_length=200, description="The agency's whole name")] = (
        None
    )
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    check: Annotated[str | None, Field(pattern="^[a-z-]{1,40}$")] = None
    document: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None
    order: Literal["confidence", "gain"] = Field(
        "confidence", description="`gain`: what an answer is worth, with audits among it"
    )


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
        # A sum has no index: an agency's fields are few, a year's are many.
        year = review_fields.c.year + 0 if filters.agency else review_fields.c.year
        conditions.append(year == filters.year)
    if filters.document:
        conditions.append(documents.c.id == filters.document)
    query = select(review_fields, documents.c.id, documents.c.name, documents.c.version)
    return query.select_from(source).where(*conditions).order_by(*order)


def page(
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
    items = [queue_item(row) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return {"items": items, "next": encode_cursor(last["priority"], last["n"]) if last else None}


def queue_item(row: Row) -> dict[str, Any]:
    body = json.loads(row["body"])
    group, _, id = row["target"].partition("/")
    return {
        "document": row["id"], "document_name": row["name"], "version": row["version"],
        "report": row["report"], "agency": row["agency"], "year": row["year"],
        "target": row["target"], "group": group, "field": id, "priority": row["priority"], **body,
    }  # fmt: skip


def summary(connection: Connection) -> dict[str, Any]:
    """How much waits: fields and documents, by year."""
    waits = text(PARTIAL["reports_waiting"])
    year = reports.c.year + 0  # a sum has no index: the one of what waits holds all that is asked
    by_year = connection.execute(
        select(year, func.sum(reports.c.in_review)).where(waits).group_by(year).order_by(year)
    ).all()
    waiting = connection.execute(select(func.count(reports.c.doc.distinct())).where(waits))
    return {
        "fields": sum(int(count) for _, count in by_year),
        "documents": waiting.scalar_one(),
        "by_year": [{"year": year, "fields": int(count)} for year, count in by_year],
    }
