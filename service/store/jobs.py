"""Jobs: rows with a lease. Whoever holds the newest attempt of a job may end it, nobody else.

Order: each job gets a turn. A lane (a batch, or all single submissions) hands out its turns one
after the other, starting from the turn that is being served, so a batch of a thousand does not
keep a later single document waiting, and two batches share the workers evenly.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from service import limits
from service.clock import now, seconds
from service.store import documents as store
from service.store.common import Row, dumps, new_id
from service.tables import documents, jobs

EXTRACT, TRAIN = "extract", "train"
SINGLE = "single"
OPEN = (store.QUEUED, store.RUNNING)
WORKER_KILLED = "worker-killed"
KILLED = (
    "处理此文件时工作进程三次异常终止，已搁置。"
    "Its worker was killed three times; the document is set aside."
)

# Built once, as those of `service.store.documents`.
_OPEN_OF = select(jobs).where(jobs.c.doc == bindparam("of"), jobs.c.state.in_(OPEN))
_NEW = insert(jobs).returning(jobs)
_SERVED = select(func.min(jobs.c.turn)).where(jobs.c.state == store.QUEUED)
_LAST = select(func.max(jobs.c.turn)).where(
    jobs.c.lane == bindparam("of"), jobs.c.state == store.QUEUED
)
_FIRST = (
    select(jobs.c.n)
    .where(jobs.c.state == store.QUEUED, jobs.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(jobs.c.turn, jobs.c.n)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(jobs)
    .where(jobs.c.n == bindparam("of"))
    .values(state=store.RUNNING, attempt=jobs.c.attempt + 1)
    .returning(jobs)
)
_RUNS = (
    update(documents)
    .where(documents.c.n == bindparam("of"), documents.c.state == store.QUEUED)
    .values(state=store.RUNNING)
)
_MINE = (
    (jobs.c.n == bindparam("of"))
    & (jobs.c.attempt == bindparam("try"))
    & (jobs.c.state == store.RUNNING)
)
_BEAT = update(jobs).where(_MINE)
_HOLDS = select(jobs.c.n).where(_MINE).with_for_update()
_END = update(jobs).where(jobs.c.n == bindparam("of")).values(lease_until=None)


def add(
    connection: Connection, kind: str, doc: int | None, *, batch: int | None = None,
    payload: dict[str, Any] | None = None,
) -> Row:  # fmt: skip
    """Queue a job; for a document that has an open one, that one."""
    if doc is not None:
        found = connection.execute(_OPEN_OF, {"of": doc}).mappings().first()
        if found:
            return dict(found)
    lane = SINGLE if batch is None else f"batch {batch}"
    values = {
        "id": new_id(), "kind": kind, "doc": doc, "batch": batch, "lane": lane,
        "turn": _next_turn(connection, lane), "state": store.QUEUED, "attempt": 0, "kills": 0,
        "payload": dumps(payload or {}), "created_at": now(),
    }  # fmt: skip
    return dict(connection.execute(_NEW, values).mappings().one())


def _next_turn(connection: Connection, lane: str) -> float:
    served = connection.execute(_SERVED).scalar()
    if lane == SINGLE:
        return float(served or 0.0)
    last = connection.execute(_LAST, {"of": lane}).scalar()
    return max(float(served or 0.0), float(last) + 1.0 if last is not None else 0.0)


def claim(
    connection: Connection, worker: str, lease: float, kinds: tuple[str, ...] = (EXTRACT,)
) -> Row | None:
    """Take the next job for `lease` seconds; None where nothing waits."""
    chosen = connection.execute(_FIRST, {"kinds": kinds}).scalar()
    if chosen is None:
        return None
    held = {"of": chosen, "worker": worker, "lease_until": seconds() + lease}
    row = connection.execute(_TAKE, held).mappings().one()
    if row["doc"] is not None:
        connection.execute(_RUNS, {"of": row["doc"]})
    return dict(row)


def beat(connection: Connection, job: Row, lease: float) -> bool:
    """Renew a lease; False where the job was taken away (cancelled, or retaken by another)."""
    until = {**_mine(job), "lease_until": seconds() + lease}
    return connection.execute(_BEAT, until).rowcount == 1


def holds(connection: Connection, job: Row) -> bool:
    """Whether this attempt is still the one that may end the job; locks the row."""
    return connection.execute(_HOLDS, _mine(job)).first() is not None


def _mine(job: Row) -> Row:
    return {"of": job["n"], "try": job["attempt"]}


def end(
    connection: Connection, n: int, state: str, code: str | None = None, message: str | None = None
) -> None:
    how = {"of": n, "state": state, "failure_code": code, "failure": message, "finished_at": now()}
    connection.execute(_END, how)


def give_back(connection: Connection, job: Row) -> None:
    """A worker that stops in good order returns its job; that is no kill."""
    if holds(connection, job):
        _requeue(connection, job["n"], job["doc"], job["kills"])


def _requeue(connection: Connection, n: int, doc: int | None, kills: int) -> None:
    connection.execute(
        update(jobs)
        .where(jobs.c.n == n)
        .values(state=store.QUEUED, worker=None, lease_until=None, kills=kills)
    )
    if doc is not None:
        connection.execute(
            update(documents)
            .where(documents.c.n == doc, documents.c.state == store.RUNNING)
            .values(state=store.QUEUED)
        )


def lost(connection: Connection, worker: str | None = None) -> tuple[list[Row], list[Row]]:
    """Jobs whose worker is gone: the named one, or any whose lease ran out.

    Returns those that wait again and those that have used up their chances; the caller ends the
    latter (it knows what hangs on them).
    """
    gone = jobs.c.worker == worker if worker else jobs.c.lease_until < seconds()
    # A worker that died while it wrote holds its row until PostgreSQL sees that it is gone: who
    # passes the row over leaves the job to the end of its lease.
    query = select(jobs).where(jobs.c.state == store.RUNNING, gone)
    found = connection.execute(query.with_for_update(skip_locked=worker is None)).mappings()
    again, over = [], []
    for row in [dict(one) for one in found]:
        row["kills"] += 1
        if row["kills"] >= limits.KILLS:
            over.append(row)
        else:
            _requeue(connection, row["n"], row["doc"], row["kills"])
            again.append(row)
    return again, over


def get(connection: Connection, id: str) -> Row | None:
    row = connection.execute(select(jobs).where(jobs.c.id == id)).mappings().first()
    return dict(row) if row else None


def of_document(connection: Connection, doc: int) -> Row | None:
    """The newest job of a document."""
    query = select(jobs).where(jobs.c.doc == doc).order_by(jobs.c.n.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def ended(connection: Connection, numbers: list[int]) -> list[int]:
    """Which of these jobs have ended."""
    query = select(jobs.c.n).where(jobs.c.n.in_(numbers), jobs.c.state.not_in(OPEN))
    return list(connection.execute(query).scalars())


def counts(connection: Connection) -> dict[str, int]:
    query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
    return dict(tuple(row) for row in connection.execute(query))
