"""The end of a job, in the caller's one transaction: result, rows, batches, job."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, update

from extractor.audit import chance
from service import audits, policy, siblings, traits
from service.indexing import index
from service.store import annotations, batches, copies, jobs, rows, search
from service.store import documents as store
from service.store.common import Row, insert_new
from service.tables import step_seconds

_COUNT = (
    update(step_seconds)
    .where(step_seconds.c.step == bindparam("of"))
    .values(count=step_seconds.c.count + 1, total=step_seconds.c.total + bindparam("more"))
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no result; the message is for the user, in Chinese and English."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an extraction gave; `text` is what spans point into, `seconds` are per step, `trait` is
    how unlike what its model learned from the document is. `packed`, `sought` and `bands` are what is
    stored of it: made beforehand, as on SQLite everybody waits for whoever writes."""

    result: dict[str, Any]
    text: str
    seconds: Mapping[str, float]
    packed: store.Packed
    sought: search.Sought
    trait: traits.Trait | None = None
    bands: siblings.Bands = ()


def done(result: dict[str, Any], text: str, seconds: Mapping[str, float]) -> Done:
    """An extraction's result, ready to be stored."""
    return Done(
        result=result,
        text=text,
        seconds=seconds,
        packed=store.packed(result, sum(seconds.values())),
        sought=search.sought(text, str(result.get("document", {}).get("name", ""))),
        trait=traits.measured(result),
        bands=siblings.bands(result, text),
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """How results are kept: so many a document; the chance of a field outside review to be audited."""

    keep: int
    audit_share: float = 0.0


def succeed(connection: Connection, job: Row, done: Done, rules: Rules) -> bool:
    """Store a result; False where this attempt no longer holds the job, then nothing is stored."""
    if not jobs.holds(connection, job):
        return False
    n, model = job["doc"], done.packed.model
    store.add_result(connection, n, done.packed, rules.keep)
    if done.trait is not None:
        traits.note(connection, n, model, done.trait)
    merged = reindex(connection, n, done.result)
    copies.note(connection, n, merged, done.text)
    siblings.note(connection, n, done.bands)
    share = chance(rules.audit_share, done.trait is not None and done.trait.is_unlike)
    audits.draw(connection, n, merged, model, share)
    search.put(connection, n, done.sought)
    jobs.end(connection, job["n"], store.DONE)
    batches.follow(connection, n, store.DONE)
    for step, seconds in done.seconds.items():
        count_seconds(connection, step, seconds)
    return True


def reindex(connection: Connection, n: int, result: dict[str, Any]) -> dict[str, Any]:
    """Bring the rows of a document up to date; the merged result."""
    merged = policy.merged(connection, result, annotations.of_document(connection, n))
    rows.write(connection, n, index(merged, traits.unlike(connection, n)))
    return merged


def fail(connection: Connection, job: Row, failure: Failure) -> bool:
    """Set a document aside with its reason; False where this attempt no longer holds the job."""
    if not jobs.holds(connection, job):
        return False
    set_aside(connection, job, failure)
    return True


def set_aside(connection: Connection, job: Row, failure: Failure) -> None:
    jobs.end(connection, job["n"], store.FAILED, failure.code, failure.message)
    if job["doc"] is None:
        return
    row = store.by_number(connection, job["doc"])
    kept = row is not None and row["result"] is not None
    store.change(
        connection, job["doc"], state=store.DONE if kept else store.FAILED,
        failure_code=failure.code, failure=failure.message,
    )  # fmt: skip
    batches.follow(connection, job["doc"], store.FAILED, failure.code, failure.message)


def release(connection: Connection, worker: str | None = None) -> list[int]:
    """Jobs of a worker that is gone wait again, or are set aside; numbers of the latter."""
    _again, over = jobs.lost(connection, worker)
    for job in over:
        set_aside(connection, job, Failure(jobs.WORKER_KILLED, jobs.KILLED))
    return [job["n"] for job in over]


def count_seconds(connection: Connection, step: str, seconds: float) -> None:
    if connection.execute(_COUNT, {"of": step, "more": seconds}).rowcount == 0:
        insert_new(connection, step_seconds, {"step": step, "count": 1, "total": seconds})
