"""The queue by expected gain, with random audits of fields outside review among it."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from service import audits, siblings
from service.queue import QueueFilters, of_agency, of_siblings, queue_item
from service.store.common import Row, decode_cursor, encode_cursor
from service.tables import documents, review_checks, review_fields

ONE_IN = 10  # of what a page shows, one audit, as long as there are any


def page(
    connection: Connection, filters: QueueFilters, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Fields that wait, those first whose answer is worth most; audits spread among them."""
    gain, n, seen = decode_cursor(cursor, float, int, int) if cursor else (None, 0, 0)
    wanted = 0 if _narrow(filters) else max(1, limit // ONE_IN)
    drawn = audits.waiting(connection, seen, wanted, document=filters.document) if wanted else []
    query = _query(connection, filters)
    if gain is not None:
        later = (review_fields.c.gain == gain) & (review_fields.c.n < n)
        query = query.where((review_fields.c.gain < gain) | later)
    room = limit - len(drawn)
    rows = [dict(row) for row in connection.execute(query.limit(room + 1)).mappings()]
    shown, last = rows[:room], rows[room - 1] if len(rows) > room else None
    more = last is not None or len(drawn) == wanted > 0
    following = None
    if more:
        end = shown[-1] if shown else {"gain": gain if gain is not None else 0.0, "n": n}
        seen = drawn[-1]["audit"]["n"] if drawn else seen
        following = encode_cursor(float(end["gain"]), int(end["n"]), int(seen))
    asked = [{**queue_item(row), "gain": row["gain"], "audit": None} for row in shown]
    siblings.mark(connection, asked)
    return {"items": _mixed(asked, drawn), "next": following}


def _narrow(filters: QueueFilters) -> bool:
    """Audits are drawn among everything: a year or an agency has none of its own."""
    return bool(filters.agency or filters.year or filters.check or filters.target or filters.like)


def _mixed(items: list[Row], drawn: list[Row]) -> list[Row]:
    """Audits at even distances, the first at the top."""
    found = list(items)
    step = len(items) // max(1, len(drawn)) + 1
    for at, one in enumerate(drawn):
        found.insert(at * step, {**one, "gain": None})
    return found


def _query(connection: Connection, filters: QueueFilters) -> Any:
    conditions: list[ColumnElement[bool]] = []
    if filters.agency:
        conditions.append(of_agency(connection, filters.agency, review_fields.c.agency))
    if filters.year is not None:
        conditions.append(review_fields.c.year == filters.year)
    if filters.document:
        conditions.append(documents.c.id == filters.document)
    conditions += of_siblings(filters)
    if filters.check:
        conditions.append(
            exists().where(
                review_checks.c.check_id == filters.check,
                review_checks.c.priority == review_fields.c.priority,
                review_checks.c.field == review_fields.c.n,
            )
        )
    source = review_fields.join(documents, documents.c.n == review_fields.c.doc)
    return (
        select(review_fields, documents.c.id, documents.c.name, documents.c.version)
        .select_from(source)
        .where(*conditions)
        .order_by(review_fields.c.gain.desc(), review_fields.c.n.desc())
    )
