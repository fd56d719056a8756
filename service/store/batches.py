"""Batches: many documents under one name, with progress that can be followed from any point.

Every change of an item takes the batch's next sequence number. Who has seen everything up to a
number asks for items above it and gets each item's newest state, once.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from service.clock import now
from service.store import documents as store
from service.store import jobs as job_store
from service.store.common import Row
from service.tables import batch_items, batches, documents, jobs

OPEN = (store.QUEUED, store.RUNNING)
_WAITING = select(batch_items.c.batch, batch_items.c.position).where(
    batch_items.c.doc == bindparam("of"), batch_items.c.state.in_(OPEN)
)


def create(connection: Connection, id: str, name: str, by: str, total: int) -> Row:
    row = (
        connection.execute(
            insert(batches)
            .values(
                id=id,
                name=name,
                state=store.RUNNING,
                seq=0,
                total=total,
                created_at=now(),
                created_by=by,
            )
            .returning(batches)
        )
        .mappings()
        .one()
    )
    return dict(row)


def note_manifest(connection: Connection, n: int, told: str) -> None:
    """Keep what is told of a batch's manifest, as JSON."""
    connection.execute(update(batches).where(batches.c.n == n).values(manifest=told))


def get(connection: Connection, id: str) -> Row | None:
    row = connection.execute(select(batches).where(batches.c.id == id)).mappings().first()
    return dict(row) if row else None


def _next(connection: Connection, batch: int) -> int:
    changed = update(batches).where(batches.c.n == batch).values(seq=batches.c.seq + 1)
    return int(connection.execute(changed.returning(batches.c.seq)).scalar_one())


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a batch; without a document where it was refused, with the reason."""

    batch: int
    position: int
    name: str
    doc: int | None
    state: str
    code: str | None = None
    message: str | None = None


def add_item(connection: Connection, one: Item) -> None:
    connection.execute(
        insert(batch_items).values(
            batch=one.batch, position=one.position, name=one.name, doc=one.doc, state=one.state,
            failure_code=one.code, failure=one.message, seq=_next(connection, one.batch),
        )
    )  # fmt: skip


def follow(
    connection: Connection,
    doc: int,
    state: str,
    code: str | None = None,
    message: str | None = None,
) -> None:
    """A document's state changed: so do the open items that wait for it."""
    touched = set()
    # In one order, so that two workers that end at once cannot wait for each other.
    for batch, position in sorted(tuple(row) for row in connection.execute(_WAITING, {"of": doc})):
        connection.execute(
            update(batch_items)
            .where(batch_items.c.batch == batch, batch_items.c.position == position)
            .values(state=state, failure_code=code, failure=message, seq=_next(connection, batch))
        )
        touched.add(batch)
    for batch in sorted(touched):
        close_if_done(connection, batch)


def close_if_done(connection: Connection, batch: int) -> None:
    """End a batch whose files are all in and all ended."""
    counted = counts(connection, batch)
    open_items = sum(counted[state] for state in OPEN)
    if open_items:
        return
    connection.execute(
        update(batches)
        .where(batches.c.n == batch, batches.c.state == store.RUNNING)
        .where(batches.c.total == sum(counted.values()))
        .values(state=store.DONE, finished_at=now(), seq=batches.c.seq + 1)
    )


def cancel(connection: Connection, batch: Row) -> None:
    """Cancel what has not ended. Documents that another batch waits for go on."""
    waiting = connection.execute(
        select(batch_items.c.doc, batch_items.c.position).where(
            batch_items.c.batch == batch["n"], batch_items.c.state.in_(OPEN)
        )
    ).all()
    for doc, position in waiting:
        connection.execute(
            update(batch_items)
            .where(batch_items.c.batch == batch["n"], batch_items.c.position == position)
            .values(state=store.CANCELLED, seq=_next(connection, batch["n"]))
        )
        if doc is not None:
            _cancel_document(connection, doc, batch["n"])
    connection.execute(
        update(batches)
        .where(batches.c.n == batch["n"])
        .values(state=store.CANCELLED, finished_at=now(), seq=batches.c.seq + 1)
    )


def _cancel_document(connection: Connection, doc: int, batch: int) -> None:
    others = connection.execute(
        select(func.count())
        .select_from(batch_items)
        .where(batch_items.c.doc == doc, batch_items.c.state.in_(OPEN))
    ).scalar_one()
    if others:
        return
    open_jobs = select(jobs.c.n).where(
        jobs.c.doc == doc, jobs.c.batch == batch, jobs.c.state.in_(job_store.OPEN)
    )
    for n in list(connection.execute(open_jobs.with_for_update()).scalars()):
        job_store.end(connection, n, store.CANCELLED)
        settle_cancelled(connection, doc)


def settle_cancelled(connection: Connection, doc: int) -> None:
    """A document whose job was cancelled keeps the result it had, if it had one."""
    row = connection.execute(select(documents.c.result).where(documents.c.n == doc)).one()
    store.change(connection, doc, state=store.DONE if row.result else store.CANCELLED)


def counts(connection: Connection, batch: int) -> dict[str, int]:
    query = (
        select(batch_items.c.state, func.count())
        .where(batch_items.c.batch == batch)
        .group_by(batch_items.c.state)
    )
    found = dict(tuple(row) for row in connection.execute(query))
    states = (store.QUEUED, store.RUNNING, store.DONE, store.FAILED, store.CANCELLED)
    return {state: found.get(state, 0) for state in states}


def items(
    connection: Connection, batch: int, after: int, limit: int, by: str = "seq"
) -> list[dict[str, Any]]:
    """Items above a sequence number (or a position), in that order."""
    column = batch_items.c[by]
    query = (
        select(
            batch_items.c.position, batch_items.c.name, batch_items.c.state, batch_items.c.seq,
            batch_items.c.failure_code, batch_items.c.failure, documents.c.id.label("document"),
        )
        .select_from(batch_items.outerjoin(documents, documents.c.n == batch_items.c.doc))
        .where(batch_items.c.batch == batch, column > after)
        .order_by(column)
        .limit(limit)
    )  # fmt: skip
    return [dict(row) for row in connection.execute(query).mappings()]
