"""Submit, list and read documents."""

import asyncio
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response

from service import batching, limits, listing, policy, siblings, views
from service.access import Principal
from service.bodies import RAW_TYPES, TextDocument, Upload, archive_refused, check_text, read_upload
from service.core import Service
from service.idempotency import fingerprint, once
from service.pictures import draw
from service.problems import Code, Problem
from service.routes.common import (
    IDEMPOTENCY,
    KNOWN,
    Cursor,
    Limit,
    Submitter,
    The,
    answer,
    check_disk,
    problems,
)
from service.source import text_of
from service.store import annotations, jobs
from service.store import documents as store
from service.store.common import Row, dumps
from service.submit import patience, submit

router = APIRouter(tags=["documents"])
Id = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]

_DRAWING = asyncio.Semaphore(1)  # pictures of pages that are drawn at a time

_BODY: dict[str, Any] = {
    "parameters": [IDEMPOTENCY],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": f"#/components/schemas/{TextDocument.__name__}"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object", "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"},
                                   "name": {"type": "string"}, "given": {"type": "string"}},
                }
            },
            **{kind: {"schema": {"type": "string", "minLength": 1}} for kind in RAW_TYPES},
        },
    },
}  # fmt: skip


@router.post(
    "/v1/documents",
    status_code=201,
    openapi_extra=_BODY,
    responses={
        200: {"description": "The same bytes were submitted before"},
        201: {"description": "The result, `Location` names the document"},
        202: {"description": "A job: reading takes long, or `Prefer: respond-async` was sent"},
        **problems(
            Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE, Code.UNREADABLE, Code.EXTRACTION_FAILED,
            Code.IDEMPOTENCY_MISMATCH, Code.IN_PROGRESS, Code.LOW_DISK, Code.STORAGE_FULL,
        ),
    },
)  # fmt: skip
async def submit_document(
    request: Request,
    service: The,
    principal: Submitter,
    name: Annotated[str, Query(max_length=limits.NAME_LENGTH)] = "",
) -> Response:
    """Submit one document; the same bytes again are the same document."""
    check_text(name)
    upload = await read_upload(request, name, service.settings.file_bytes)
    if batching.is_archive(upload.data, upload.name):
        raise archive_refused()
    check_disk(service, len(upload.data))
    mark = fingerprint(upload.data, upload.name, dumps(upload.given))

    async def produce(_resource: str) -> Response:
        return await _submit(request, service, principal, upload)

    return await once(service, request, principal, mark, produce)


async def _submit(
    request: Request, service: Service, principal: Principal, upload: Upload
) -> Response:
    taken = await asyncio.to_thread(submit, service, upload, principal.name)
    location = f"/v1/documents/{taken.row['id']}"
    if taken.job is not None:
        at_once = "respond-async" in request.headers.get("prefer", "")
        wait = patience(service, upload.media_type, upload.name)
        if at_once or not await service.waiters.ended(taken.job["n"], wait):
            shown = views.job(taken.job, taken.row["id"])
            return answer(shown, 202, location=f"/v1/jobs/{taken.job['id']}")
    row, view = await asyncio.to_thread(read_view, service, taken.row["id"], "merged")
    if view is None:
        raise failed(row)
    return answer(view, 201 if taken.created else 200, location=location)


def failed(row: Row) -> Problem:
    """Why a document has no result."""
    code = row["failure_code"]
    known = code in ("extraction-failed", jobs.WORKER_KILLED)
    if code is None:
        return Problem(Code.NO_RESULT, document=row["id"], state=row["state"])
    return Problem(
        Code.EXTRACTION_FAILED if known else Code.UNREADABLE,
        row["failure"] or "",
        document=row["id"],
        reason=code,
    )


def read_view(
    service: Service, id: str, view: str, suggesting: bool = False
) -> tuple[Row, dict[str, Any] | None]:
    """A document's result, merged or as the machine gave it; None where it has none. `suggesting`:
    with what corrections of other reports of its template say."""
    with service.database.reading() as connection:
        row = store.get(connection, id)
        if row is None:
            raise Problem(Code.NOT_FOUND)
        result = store.result(connection, row)
        if result is None or view == "machine":
            return row, result
        decisions = annotations.of_document(connection, row["n"])
        made = policy.merged(connection, result, decisions)
        asks = suggesting and siblings.any_for(connection, row["n"])
    if asks:
        from service import suggest  # noqa: PLC0415 - rapidfuzz, once somebody corrected something

        suggest.add(service, row, result, made)
    return row, views.merged(row, made)


@router.get(
    "/v1/documents", dependencies=KNOWN, responses=problems(Code.NOT_FOUND, Code.BAD_CURSOR)
)
async def list_documents(
    service: The, _principal: Submitter, filters: Annotated[listing.Filters, Query()], cursor: Cursor = None,
    limit: Limit = limits.PAGE_ITEMS,
) -> Response:  # fmt: skip
    """Documents, newest first; `next` is the cursor of the page after this one."""
    filters.checked()
    return answer(await asyncio.to_thread(_list, service, filters, cursor, limit))


def _list(
    service: Service, filters: listing.Filters, cursor: str | None, limit: int
) -> dict[str, Any]:
    with service.database.reading() as connection:
        return listing.page(connection, filters, cursor, limit)


@router.get("/v1/documents/{id}", responses=problems(Code.NOT_FOUND, Code.NO_RESULT))
async def get_document(
    id: Id, service: The, _principal: Submitter, view: Literal["merged", "machine"] = "merged"
) -> Response:
    """The result: `merged` as people left it, `machine` exactly as the model gave it."""
    row, found = await asyncio.to_thread(read_view, service, id, view, suggesting=True)
    if found is None:
        if row["state"] in (store.QUEUED, store.RUNNING):
            raise Problem(
                Code.NO_RESULT, document=id, state=row["state"], headers={"Retry-After": "1"}
            )
        raise failed(row)
    return answer(found)


@router.get(
    "/v1/documents/{id}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **problems(Code.NOT_FOUND, Code.NO_RESULT)},
)
async def get_text(id: Id, service: The, _principal: Submitter) -> Response:
    """The text that all spans point into, as UTF-8; line ends as submitted."""

    def read() -> str:
        with service.database.reading() as connection:
            row = store.get(connection, id)
            if row is None:
                raise Problem(Code.NOT_FOUND)
            result = store.result(connection, row)
            if result is None:
                raise failed(row)
            return text_of(store.original(connection, row["n"]), result)

    text = await asyncio.to_thread(read)
    return Response(text.encode("utf-8", "replace"), media_type="text/plain; charset=utf-8")


@router.get(
    "/v1/documents/{id}/pages/{number}",
    response_class=Response,
    responses={
        200: {"content": {"image/png": {}}},
        **problems(Code.NOT_FOUND, Code.NO_RESULT, Code.UNREADABLE),
    },
)
async def get_page(
    id: Id, number: Annotated[int, Path(ge=1, le=10_000)], service: The, _principal: Submitter
) -> Response:
    """A page of a document that has pages, as a picture; boxes are in its result."""

    def read() -> bytes:
        with service.database.reading() as connection:
            row = store.get(connection, id)
            result = store.result(connection, row) if row else None
            if row is None or result is None:
                raise failed(row) if row else Problem(Code.NOT_FOUND)
            pages = result["document"].get("pages") or []
            if all(page["number"] != number for page in pages):
                raise Problem(Code.NOT_FOUND)
            data = store.original(connection, row["n"])
        return draw(data, number)

    async with _DRAWING:
        picture = await asyncio.to_thread(read)
    headers = {"cache-control": "private, max-age=86400, immutable"}  # the bytes never change
    return Response(picture, media_type="image/png", headers=headers)


@router.get(
    "/v1/documents/{id}/original",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **problems(Code.NOT_FOUND)},
)
async def get_original(id: Id, service: The, _principal: Submitter) -> Response:
    """The bytes as submitted, always as a download: a browser must not run them."""

    def read() -> tuple[str, bytes]:
        with service.database.reading() as connection:
            row = store.get(connection, id)
            if row is None:
                raise Problem(Code.NOT_FOUND)
            return row["name"], store.original(connection, row["n"])

    name, data = await asyncio.to_thread(read)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name or id, safe='')}"}
    return Response(data, media_type="application/octet-stream", headers=headers)
