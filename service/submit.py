"""Take a document in, and wait for its result as long as that is polite."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.bodies import Upload
from service.core import Service
from service.store import documents as store
from service.store import jobs
from service.store.common import Row, dumps

SLOW = ("application/pdf", "image/")


@dataclass(frozen=True, slots=True)
class Taken:
    """A document taken in; `job` is None where its result is there already."""

    row: Row
    created: bool
    job: Row | None


def take(connection: Connection, upload: Upload, by: str, batch: int | None = None) -> Taken:
    """Store a document and queue it, unless the same bytes have their result already.

    What the user knows about it may be told later: a manifest that differs makes a new extraction.
    """
    new = store.New(upload.data, upload.name, upload.media_type, upload.given, by)
    row, created = store.put(connection, new)
    changed = bool(upload.given) and upload.given != store.given(row)
    if changed and not created:
        store.change(connection, row["n"], given=dumps({**store.given(row), **upload.given}))
    if row["state"] == store.DONE and not changed:
        return Taken(row, created, None)
    if row["state"] in (store.FAILED, store.CANCELLED, store.DONE):
        store.change(connection, row["n"], state=store.QUEUED, failure_code=None, failure=None)
    job = jobs.add(connection, jobs.EXTRACT, row["n"], batch=batch)
    return Taken(row, created, job)


def patience(service: Service, media_type: str, name: str) -> float:
    """Seconds that a submission waits: reading a picture takes longer than anybody would."""
    slow = media_type.startswith(SLOW) or name.lower().endswith(
        (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
    )
    return service.settings.sync_seconds_slow if slow else service.settings.sync_seconds


def submit(service: Service, upload: Upload, by: str) -> Taken:
    with service.database.writing() as connection:
        taken = take(connection, upload, by)
    if taken.job is not None:
        service.wake()
    return taken


def load(service: Service, id: str) -> tuple[Row, dict[str, Any] | None, Row | None]:
    """A document, its machine result and its newest job."""
    with service.database.reading() as connection:
        row = store.get(connection, id)
        if row is None:
            from service.problems import Code, Problem  # noqa: PLC0415

            raise Problem(Code.NOT_FOUND)
        return row, store.result(connection, row), jobs.of_document(connection, row["n"])
