"""Batches and jobs: submit many, follow, cancel."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from sse_starlette import EventSourceResponse
from starlette.datastructures import UploadFile

from service import batching, limits, manifests, views
from service.access import Principal
from service.bodies import Upload, check_text, read_form
from service.core import Service
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
from service.routes.common import (
    IDEMPOTENCY,
    Cursor,
    Limit,
    Submitter,
    The,
    answer,
    check_disk,
    problems,
)
from service.routes.following import EVENTS, PING_SECONDS, Resumed, event
from service.store import batches, jobs
from service.store import documents as store
from service.store.common import Row, decode_cursor, encode_cursor

router = APIRouter(tags=["batches"])
Id = Annotated[str, Path(pattern="^[0-9a-f]{24}$")]

_BODY: dict[str, Any] = {
    "parameters": [IDEMPOTENCY],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object", "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "manifest": {"type": "string", "format": "binary"},
                        "name": {"type": "string", "maxLength": limits.NAME_LENGTH},
                    },
                }
            },
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
        },
    },
}  # fmt: skip


@router.post(
    "/v1/batches",
    status_code=202,
    openapi_extra=_BODY,
    responses=problems(
        Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE, Code.BAD_ARCHIVE, Code.BAD_MANIFEST, Code.LOW_DISK,
        Code.STORAGE_FULL, Code.IDEMPOTENCY_MISMATCH, Code.IN_PROGRESS,
    ),
)  # fmt: skip
async def submit_batch(request: Request, service: The, principal: Submitter) -> Response:
    """Submit many files, or archives of files; each becomes a document or a reason why not."""
    sent = await _read(request, service)
    check_disk(service, sum(len(one.data) for one in sent.uploads))
    parts = (part for one in sent.uploads for part in (one.name, one.data))
    mark = fingerprint(sent.name, sent.manifest or b"", *parts)

    async def produce(resource: str) -> Response:
        return await asyncio.to_thread(_create, service, principal, resource, sent)

    return await once(service, request, principal, mark, produce)


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch as it came."""

    uploads: list[Upload]
    manifest: bytes | None
    name: str


def _create(service: Service, principal: Principal, resource: str, sent: Sent) -> Response:
    files = batching.spread(sent.uploads, service.settings)
    if not files:
        raise Problem(Code.INVALID, "没有文件。There are no files.")
    told = None
    if sent.manifest is not None:
        rows = manifests.read(sent.manifest)
        files, unused = batching.with_manifest(files, rows)
        told = batching.manifest_told(len(rows), unused)
    batch = batching.create(
        service, resource, sent.name, principal.name, batching.Files(files, told)
    )
    with service.database.reading() as connection:
        shown = view(batch, batches.counts(connection, batch["n"]))
    return answer(shown, 202, location=f"/v1/batches/{batch['id']}")


async def _read(request: Request, service: Service) -> Sent:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("application/zip", "application/x-zip-compressed"):
        data = await request.body()
        return Sent([Upload(data, "archive.zip", kind, {})], None, "")
    if kind != "multipart/form-data":
        raise Problem(
            Code.UNSUPPORTED_MEDIA_TYPE,
            "请用 multipart/form-data 或 application/zip。Send multipart/form-data or application/zip.",
            supported=["multipart/form-data", "application/zip"],
        )
    form = await read_form(request, service.settings.batch_files + 1)
    try:
        uploads: list[Upload] = []
        for part in (*form.getlist("files"), *form.getlist("file")):
            if isinstance(part, UploadFile):
                check_text(part.filename or "")
                named = (part.filename or "")[: limits.NAME_LENGTH]
                uploads.append(Upload(await part.read(), named, part.content_type or "", {}))
        if not uploads:
            raise Problem(Code.INVALID, "缺少 files。The part `files` is missing.")
        manifest = form.get("manifest")
        rows = await manifest.read() if isinstance(manifest, UploadFile) else None
        if isinstance(manifest, str) and manifest.strip():
            rows = manifest.encode("utf-8", "replace")
        name = form.get("name")
        name = name if isinstance(name, str) else ""
        check_text(name)
        return Sent(uploads, rows, name[: limits.NAME_LENGTH])
    finally:
        await form.close()


def view(batch: Row, counts: dict[str, int]) -> dict[str, Any]:
    ended = counts["done"] + counts["failed"] + counts["cancelled"]
    return {
        "id": batch["id"], "name": batch["name"], "state": batch["state"], "total": batch["total"],
        "counts": counts, "ended": ended, "created_at": batch["created_at"],
        "finished_at": batch["finished_at"], "created_by": batch["created_by"],
        "events": f"/v1/batches/{batch['id']}/events",
        "manifest": json.loads(batch["manifest"]) if batch["manifest"] else None,
    }  # fmt: skip


def _item(row: Row) -> dict[str, Any]:
    failure = (
        {"code": row["failure_code"], "message": row["failure"]} if row["failure_code"] else None
    )
    return {
        "position": row["position"], "name": row["name"], "document": row["document"],
        "state": row["state"], "failure": failure,
    }  # fmt: skip


def _load(service: Service, id: str) -> tuple[Row, dict[str, int]]:
    with service.database.reading() as connection:
        batch = batches.get(connection, id)
        if batch is None:
            raise Problem(Code.NOT_FOUND)
        return batch, batches.counts(connection, batch["n"])


@router.get("/v1/batches/{id}", responses=problems(Code.NOT_FOUND, Code.BAD_CURSOR))
async def get_batch(
    id: Id,
    service: The,
    _principal: Submitter,
    cursor: Cursor = None,
    limit: Limit = limits.PAGE_ITEMS,
) -> Response:
    """A batch, how far it is, and a page of its files in the order they came."""
    after = decode_cursor(cursor, int)[0] if cursor else -1

    def read() -> dict[str, Any]:
        batch, counts = _load(service, id)
        with service.database.reading() as connection:
            rows = batches.items(connection, batch["n"], after, limit + 1, "position")
        following = encode_cursor(rows[limit - 1]["position"]) if len(rows) > limit else None
        return {
            **view(batch, counts),
            "items": [_item(row) for row in rows[:limit]],
            "next": following,
        }

    return answer(await asyncio.to_thread(read))


@router.get("/v1/batches/{id}/events", response_class=EventSourceResponse, responses=EVENTS)
async def follow_batch(id: Id, service: The, _principal: Submitter, seen: Resumed) -> Response:
    """Progress as server-sent events; `Last-Event-ID` resumes without loss or repeats."""
    await asyncio.to_thread(_load, service, id)
    return EventSourceResponse(_events(service, id, seen), ping=PING_SECONDS)


async def _events(service: Service, id: str, seen: int) -> AsyncIterator[dict[str, str]]:
    first = True
    while not service.stopping.is_set():
        batch, counts, rows = await asyncio.to_thread(_changes, service, id, seen)
        for row in rows:
            seen = row["seq"]
            yield event(seen, "item", _item(row))
        if rows or first:
            yield event(seen, "progress", view(batch, counts))
            first = False
        if batch["state"] != store.RUNNING and not rows:
            yield event(seen, "end", view(batch, counts))
            return
        if not rows:
            await asyncio.sleep(limits.EVENT_POLL_SECONDS)


def _changes(service: Service, id: str, seen: int) -> tuple[Row, dict[str, int], list[Row]]:
    batch, counts = _load(service, id)
    with service.database.reading() as connection:
        return batch, counts, batches.items(connection, batch["n"], seen, 200)


@router.delete("/v1/batches/{id}", responses=problems(Code.NOT_FOUND, Code.NOT_CANCELLABLE))
async def cancel_batch(id: Id, service: The, _principal: Submitter) -> Response:
    """Cancel what has not ended; what has ended stays."""

    def cancel() -> dict[str, Any]:
        with service.database.writing() as connection:
            batch = batches.get(connection, id)
            if batch is None:
                raise Problem(Code.NOT_FOUND)
            if batch["state"] != store.RUNNING:
                raise Problem(Code.NOT_CANCELLABLE, state=batch["state"])
            batches.cancel(connection, batch)
        return view(*_load(service, id))

    return answer(await asyncio.to_thread(cancel))


@router.get("/v1/jobs/{id}", responses=problems(Code.NOT_FOUND))
async def get_job(id: Id, service: The, _principal: Submitter) -> Response:
    """A job; its document has the result once the state is `done`."""

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            row = jobs.get(connection, id)
            if row is None:
                raise Problem(Code.NOT_FOUND)
            document = store.by_number(connection, row["doc"]) if row["doc"] else None
        return views.job(row, document["id"] if document else None)

    return answer(await asyncio.to_thread(read))


@router.delete("/v1/jobs/{id}", responses=problems(Code.NOT_FOUND, Code.NOT_CANCELLABLE))
async def cancel_job(id: Id, service: The, _principal: Submitter) -> Response:
    """Cancel a job that has not ended; its worker's late result is refused."""

    def cancel() -> dict[str, Any]:
        with service.database.writing() as connection:
            row = jobs.get(connection, id)
            if row is None:
                raise Problem(Code.NOT_FOUND)
            if row["state"] not in jobs.OPEN:
                raise Problem(Code.NOT_CANCELLABLE, state=row["state"])
            jobs.end(connection, row["n"], store.CANCELLED)
            if row["doc"] is not None:
                batches.settle_cancelled(connection, row["doc"])
                batches.follow(connection, row["doc"], store.CANCELLED)
            row = jobs.get(connection, id) or row
            document = store.by_number(connection, row["doc"]) if row["doc"] else None
        service.waiters.told(row["n"])
        return views.job(row, document["id"] if document else None)

    return answer(await asyncio.to_thread(cancel))
