"""The review queue: fields that wait for a person, least certain first, and how many there are."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, text

from service import listing, siblings
from service.bodies import check_text
from service.indexing import labels
from service.store.common import Row, decode_cursor, encode_cursor
from service.tables import PARTIAL, documents, reports, review_checks, review_fields


class QueueFilters(BaseModel):
    """Which fields of the queue."""

    model_config = ConfigDict(extra="ignore")

    agency: Annotated[
        str | None, Field(max_length=200, description="The agency's name, or a part of names")
    ] = None
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    check: listing.CheckId | None = None
    document: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None
    target: Annotated[
        str | None, Field(max_length=200, pattern="^(fields|legacy)/[a-z0-9_.]+$")
    ] = None
    like: Annotated[
        str | None,
        Field(
            pattern="^[0-9a-f]{64}$",
            description="A document: others that have a report of the template of its report `like_report`",
        ),
    ] = None
    like_report: Annotated[int, Field(ge=0, le=10_000)] = 0
    order: Literal["confidence", "gain"] = Field(
        "confidence", description="`gain`: what an answer is worth, with audits among it"
    )


def _by_check(filters: QueueFilters) -> bool:
    """Whether the check's own order is walked; with an agency, theirs is shorter."""
    return bool(filters.check) and not (filters.agency or filters.document)


def of_agency(connection: Connection, words: str, column: Any) -> ColumnElement[bool]:
    """The agency of that name; where none is called so, those whose names have the words, as the
    list of documents finds them. `column` holds the agency."""
    check_text(words)
    whole = select(reports.c.doc).where(reports.c.agency == words).limit(1)
    if connection.execute(whole).first() is not None:
        found: ColumnElement[bool] = column == words
        return found
    names = listing.names_with(connection, words)
    if names is None:  # so many that some are found soon by walking on from the least certain
        return listing.has_words(column + "", words)
    fits: ColumnElement[bool] = column.in_(names)
    return fits


def _queue_query(connection: Connection, filters: QueueFilters) -> Select[Any]:
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
        conditions.append(of_agency(connection, filters.agency, review_fields.c.agency))
    if filters.year is not None:
        # A sum has no index: an agency's fields are few, a year's are many.
        year = review_fields.c.year + 0 if filters.agency else review_fields.c.year
        conditions.append(year == filters.year)
    if filters.document:
        conditions.append(documents.c.id == filters.document)
    conditions += of_siblings(filters)
    query = select(review_fields, documents.c.id, documents.c.name, documents.c.version)
    return query.select_from(source).where(*conditions).order_by(*order)


def of_siblings(filters: QueueFilters) -> list[ColumnElement[bool]]:
    """One cell, in reports of one template."""
    found: list[ColumnElement[bool]] = []
    if filters.target:
        found.append(review_fields.c.target == filters.target)
    if filters.like:
        found.append(siblings.of_template(filters.like, filters.like_report, review_fields.c.doc))
    return found


def page(
    connection: Connection, filters: QueueFilters, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Fields that wait, least certain first."""
    query = _queue_query(connection, filters)
    if cursor:
        priority, n = decode_cursor(cursor, float, int)
        by_check = _by_check(filters)
        first = review_checks.c.priority if by_check else review_fields.c.priority
        second = review_checks.c.field if by_check else review_fields.c.n
        query = query.where((first > priority) | ((first == priority) & (second > n)))
    rows = [dict(row) for row in connection.execute(query.limit(limit + 1)).mappings()]
    items = [queue_item(row) for row in rows[:limit]]
    siblings.mark(connection, items)
    last = rows[limit - 1] if len(rows) > limit else None
    return {"items": items, "next": encode_cursor(last["priority"], last["n"]) if last else None}


def queue_item(row: Row) -> dict[str, Any]:
    body = json.loads(row["body"])
    group, _, id = row["target"].partition("/")
    return {
        "document": row["id"], "document_name": row["name"], "version": row["version"],
        "report": row["report"], "agency": row["agency"], "year": row["year"],
        "target": row["target"], "group": group, "field": id, "priority": row["priority"], **body,
        "label": labels().get(id, id),  # not as it was called when the document was read
    }  # fmt: skip


def summary(connection: Connection, filters: QueueFilters) -> dict[str, Any]:
    """How much waits: fields and documents, by year."""
    if filters.check or filters.target or filters.like:
        return _counted(connection, filters)
    waits: list[Any] = [text(PARTIAL["reports_waiting"])]
    if filters.agency:
        waits.append(of_agency(connection, filters.agency, reports.c.agency))
    if filters.year is not None:
        waits.append(reports.c.year == filters.year)
    if filters.document:
        n = select(documents.c.n).where(documents.c.id == filters.document)
        waits.append(reports.c.doc == n.scalar_subquery())
    year = reports.c.year + 0  # a sum has no index: the one of what waits holds all that is asked
    by_year = connection.execute(
        select(year, func.sum(reports.c.in_review)).where(*waits).group_by(year).order_by(year)
    ).all()
    held = select(func.count(reports.c.doc.distinct())).where(*waits)
    return _told(by_year, connection.execute(held).scalar_one())


def _counted(connection: Connection, filters: QueueFilters) -> dict[str, Any]:
    """The fields that a check names, one by one."""
    columns = (review_fields.c.year, review_fields.c.doc)
    query = _queue_query(connection, filters).with_only_columns(*columns).order_by(None)
    fits = query.subquery()
    by_year = select(fits.c.year, func.count()).group_by(fits.c.year).order_by(fits.c.year)
    held = select(func.count(fits.c.doc.distinct()))
    return _told(connection.execute(by_year).all(), connection.execute(held).scalar_one())


def _told(by_year: Iterable[Any], held: int) -> dict[str, Any]:
    years = [{"year": year, "fields": int(count)} for year, count in by_year]
    return {"fields": sum(one["fields"] for one in years), "documents": held, "by_year": years}
