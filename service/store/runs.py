"""Training runs: one at a time, each a job; what it says on its way, and what came of it."""

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from service.clock import now
from service.problems import Code, Problem
from service.store import documents as store
from service.store import jobs
from service.store.common import Row, dumps
from service.tables import annotations, training_runs
from service.tables import jobs as job_table

LINES = 200  # newest messages of a run that are kept
LOCK = 20210131  # so that two servers on one database do not both begin a run


def data_digest(connection: Connection, options: dict[str, Any]) -> str:
    """What a run learns from: every decision up to now, and the options. Decisions are only added,
    so their number and the newest one's say which they are; a flag decides nothing."""
    decided = annotations.c.decision.is_distinct_from("flagged")
    row = connection.execute(select(func.count(), func.max(annotations.c.n)).where(decided)).one()
    return hashlib.sha256(dumps([row[0], row[1], options]).encode()).hexdigest()


def create(connection: Connection, id: str, options: dict[str, Any], by: str) -> tuple[Row, bool]:
    """A new run, or the one that learned (or learns) from the same data; whether it is new.

    Problem: a run on other data is at work.
    """
    _alone(connection)
    data = data_digest(connection, {k: v for k, v in options.items() if k != "again"})
    found = get(connection, id)  # the same request once more, after it was cut off
    if found is not None:
        return found, False
    newest = _query().where(training_runs.c.data == data).order_by(training_runs.c.n.desc())
    same = connection.execute(newest.limit(1)).mappings().first()
    usable = (store.DONE, *jobs.OPEN) if not options.get("again") else jobs.OPEN
    if same is not None and same["state"] in usable:
        return dict(same), False
    busy = connection.execute(_query().where(job_table.c.state.in_(jobs.OPEN))).mappings().first()
    if busy is not None:
        raise Problem(Code.TRAINING, run=busy["id"])
    job = jobs.add(connection, jobs.TRAIN, None, payload={"run": id, **options})
    values = {
        "id": id, "state": store.QUEUED, "job": job["n"], "seq": 0, "data": data,
        "progress": dumps({"lines": []}), "created_at": now(), "created_by": by,
    }  # fmt: skip
    connection.execute(insert(training_runs).values(**values))
    made = get(connection, id)
    assert made is not None
    return made, True


def _alone(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":  # SQLite has one writer anyway
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def _query() -> Any:
    """Runs with the state of their jobs, which is the one that counts."""
    columns = [c for c in training_runs.c if c.name not in ("state", "finished_at")]
    return select(
        *columns, job_table.c.state, job_table.c.attempt, job_table.c.failure_code,
        job_table.c.failure, job_table.c.finished_at, job_table.c.payload,
    ).select_from(training_runs.join(job_table, job_table.c.n == training_runs.c.job))  # fmt: skip


def get(connection: Connection, id: str) -> Row | None:
    row = connection.execute(_query().where(training_runs.c.id == id)).mappings().first()
    return dict(row) if row else None


def newest(connection: Connection, before: int | None, limit: int) -> list[Row]:
    """Runs, newest first, older than number `before`."""
    query = _query().order_by(training_runs.c.n.desc()).limit(limit)
    if before is not None:
        query = query.where(training_runs.c.n < before)
    return [dict(row) for row in connection.execute(query).mappings()]


def claim(connection: Connection, worker: str, lease: float) -> Row | None:
    """Take the waiting run; None where none waits or one is at work."""
    _alone(connection)
    working = select(job_table.c.n).where(
        job_table.c.kind == jobs.TRAIN, job_table.c.state == store.RUNNING
    )
    if connection.execute(working).first() is not None:
        return None
    job = jobs.claim(connection, worker, lease, (jobs.TRAIN,))
    if job is not None:
        _note_state(connection, job["n"], store.RUNNING)
    return job


def say(connection: Connection, job: int, told: list[dict[str, Any]]) -> None:
    """Add messages; each has `text`, and `done` and `total` where it counts something."""
    row = connection.execute(
        select(training_runs.c.seq, training_runs.c.progress).where(training_runs.c.job == job)
    ).one()
    progress = json.loads(row.progress)
    for number, one in enumerate(told, row.seq + 1):
        progress["lines"].append({"n": number, "at": now(), **one})
    progress["lines"] = progress["lines"][-LINES:]
    connection.execute(
        update(training_runs)
        .where(training_runs.c.job == job)
        .values(seq=row.seq + len(told), progress=dumps(progress))
    )


def end(connection: Connection, job: Row, state: str, outcome: Any, *why: str) -> None:
    """End a run whose job this attempt holds; `why` is code and message of a failure."""
    jobs.end(connection, job["n"], state, *why)
    _note_state(connection, job["n"], state)
    connection.execute(
        update(training_runs)
        .where(training_runs.c.job == job["n"])
        .values(outcome=None if outcome is None else dumps(outcome))
    )


def _note_state(connection: Connection, job: int, state: str) -> None:
    ended = None if state in jobs.OPEN else now()
    connection.execute(
        update(training_runs)
        .where(training_runs.c.job == job)
        .values(state=state, finished_at=ended, seq=training_runs.c.seq + 1)
    )
