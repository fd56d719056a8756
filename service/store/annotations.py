"""People's decisions: appended, never changed."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from service.clock import now
from service.overlay import Decision
from service.store.common import Row, dumps
from service.tables import annotations, documents

_OF = select(annotations).where(annotations.c.doc == bindparam("of")).order_by(annotations.c.n)


def of_document(connection: Connection, doc: int) -> list[Decision]:
    return [_decision(row) for row in connection.execute(_OF, {"of": doc}).mappings()]


def _decision(row: Any) -> Decision:
    anchor = None if row["start"] is None else (row["start"], row["end"])
    return Decision(
        n=row["n"], version=row["version"], report=row["report"], anchor=anchor,
        target=row["target"], value=json.loads(row["value"]) if row["value"] is not None else None,
        state=row["state"], decision=row["decision"], note=row["note"], author=row["author"],
        at=row["at"], model=row["model"],
        suggested_by=json.loads(row["suggested_by"]) if row["suggested_by"] else None,
    )  # fmt: skip


def take_version(connection: Connection, doc: int, version: int) -> bool:
    """Move a document from `version` to the next; False where it is no longer at `version`."""
    moved = connection.execute(
        update(documents)
        .where(documents.c.n == doc, documents.c.version == version)
        .values(version=version + 1, updated_at=now())
    )
    return moved.rowcount == 1


@dataclass(frozen=True, slots=True)
class Save:
    """One save of one person: the version it makes, and the request it came by."""

    version: int
    author: str
    request: str


def append(connection: Connection, doc: int, save: Save, changes: list[Row]) -> list[int]:
    """Add decisions as one version; each change has report, start, end, target, value, ...

    Returns their numbers.
    """
    at, numbers = now(), []
    for change in changes:
        value = change.get("value")
        made = connection.execute(
            insert(annotations).values(
                doc=doc, version=save.version, report=change.get("report"), start=change.get("start"),
                end=change.get("end"), target=change["target"],
                value=None if value is None else dumps(value), state=change.get("state"),
                decision=change.get("decision"), note=change.get("note"), author=save.author, at=at,
                before=dumps(change.get("before")), model=change.get("model"), request=save.request,
                suggested_by=_told(change.get("suggested_by")),
            ).returning(annotations.c.n)
        )  # fmt: skip
        numbers.append(int(made.scalar_one()))
    return numbers


def _told(suggested_by: Row | None) -> str | None:
    return dumps(suggested_by) if suggested_by else None


def by_request(connection: Connection, request: str) -> int | None:
    """The version that a request made already, when it is sent once more."""
    query = select(annotations.c.version).where(annotations.c.request == request).limit(1)
    found = connection.execute(query).scalar()
    return int(found) if found is not None else None


def history(connection: Connection, doc: int, after: int, limit: int) -> list[Row]:
    query = (
        select(annotations)
        .where(annotations.c.doc == doc, annotations.c.n > after)
        .order_by(annotations.c.n)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
