"""Documents, their originals and their results."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from service import codec
from service.clock import now
from service.store.common import Row, dumps, insert_new
from service.tables import documents, originals, results

# Statements of the way that each document takes are built once: building them took as long as the
# database took to run them.
_BY_ID = select(documents).where(documents.c.id == bindparam("of"))
_BY_NUMBER = select(documents).where(documents.c.n == bindparam("of"))
_CHANGE = update(documents).where(documents.c.n == bindparam("of"))
_ORIGINAL = select(originals.c.codec, originals.c.body).where(originals.c.doc == bindparam("of"))
_NEW_RESULT = insert(results).returning(results.c.n)
_OF_MODEL = (results.c.doc == bindparam("of")) & (results.c.model == bindparam("by"))
_SAME_MODEL = delete(results).where(_OF_MODEL)
_BY_MODEL = select(results.c.codec, results.c.body).where(_OF_MODEL)
_RESULT = select(results.c.codec, results.c.body).where(results.c.n == bindparam("of"))
_OLDER = (
    select(results.c.n)
    .where(results.c.doc == bindparam("of"))
    .order_by(results.c.n.desc())
    .offset(bindparam("keep"))
)

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"


def identify(data: bytes) -> str:
    """A document's id: the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class New:
    """A document as submitted: bytes, what it is called, what is known of it, and who sends it."""

    data: bytes
    name: str
    media_type: str
    given: dict[str, Any]
    by: str


def put(connection: Connection, new: New) -> tuple[Row, bool]:
    """Store a document; its row, and whether it is new. The same bytes are one document."""
    at = now()
    id = identify(new.data)
    created = insert_new(
        connection, documents,
        {"id": id, "name": new.name, "media_type": new.media_type, "size": len(new.data), "given": dumps(new.given),
         "state": QUEUED, "version": 0, "rejected": 0, "in_review": 0, "created_at": at,
         "updated_at": at, "created_by": new.by},
    )  # fmt: skip
    row = get(connection, id)
    assert row is not None
    if created:
        number, body = codec.pack_bytes(new.data)
        connection.execute(insert(originals), {"doc": row["n"], "codec": number, "body": body})
    return row, created


def get(connection: Connection, id: str) -> Row | None:
    found = connection.execute(_BY_ID, {"of": id}).mappings().first()
    return dict(found) if found else None


def lock(connection: Connection, id: str) -> Row | None:
    """A document that nobody else changes until this transaction ends: what is read of it after
    this is what stands (PostgreSQL; on SQLite a writer is alone anyway)."""
    query = select(documents).where(documents.c.id == id).with_for_update()
    found = connection.execute(query).mappings().first()
    return dict(found) if found else None


def by_number(connection: Connection, n: int) -> Row | None:
    found = connection.execute(_BY_NUMBER, {"of": n}).mappings().first()
    return dict(found) if found else None


def change(connection: Connection, n: int, **values: Any) -> None:
    connection.execute(_CHANGE, {"of": n, "updated_at": now(), **values})


def original(connection: Connection, n: int) -> bytes:
    """The bytes as submitted."""
    row = connection.execute(_ORIGINAL, {"of": n}).one()
    return codec.unpack_bytes(row.codec, row.body)


def given(row: Row) -> dict[str, Any]:
    return dict(json.loads(row["given"]))


@dataclass(frozen=True, slots=True)
class Packed:
    """A machine's result as it is stored; `seconds` are what it took."""

    model: str
    codec: int
    body: bytes
    seconds: float


def packed(result: dict[str, Any], seconds: float) -> Packed:
    """Made before a transaction begins: others wait for the database meanwhile."""
    return Packed(str(result.get("model", "")), *codec.pack_json(result), seconds)


def add_result(connection: Connection, n: int, made: Packed, keep: int) -> int:
    """Store a machine's result as the current one; versions beyond `keep` are dropped.

    One result a model: a second extraction by the same model takes the first one's place.
    """
    connection.execute(_SAME_MODEL, {"of": n, "by": made.model})
    values = {"doc": n, "made_at": now(), **asdict(made)}
    number = connection.execute(_NEW_RESULT, values).scalar_one()
    for one in list(connection.execute(_OLDER, {"of": n, "keep": keep}).scalars()):
        connection.execute(delete(results).where(results.c.n == one))
    change(
        connection, n, result=number, model=made.model, state=DONE, failure_code=None, failure=None
    )
    return int(number)


def result(connection: Connection, row: Row, model: str | None = None) -> dict[str, Any] | None:
    """The machine's result: the current one, or that of a model."""
    if model is None:
        found = connection.execute(_RESULT, {"of": row["result"]}).first()
    else:
        found = connection.execute(_BY_MODEL, {"of": row["n"], "by": model}).first()
    if found is None:
        return None
    opened: dict[str, Any] = codec.unpack_json(found.codec, found.body)
    # Reading or naming may have changed since; what the user says now is what counts.
    opened["document"]["name"] = row["name"]
    return opened


def result_versions(connection: Connection, n: int) -> list[Row]:
    columns = (results.c.n, results.c.model, results.c.made_at, results.c.seconds)
    found = connection.execute(select(*columns).where(results.c.doc == n).order_by(results.c.n))
    return [dict(one) for one in found.mappings()]


def sizes(connection: Connection) -> Row:
    """How many bytes results and originals take, for operations."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(func.length(results.c.body)), 0)).select_from(
            results
        )
    ).one()
    return {"results": row[0], "result_bytes": row[1]}
