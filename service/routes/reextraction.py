"""Read stored documents again with the model in use, and what that changed."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from extractor.registry import Registry
from service import limits, reextract
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
from service.promotion import in_use
from service.routes.batches import Id as BatchId
from service.routes.batches import view
from service.routes.common import (
    IDEMPOTENCY,
    Admin,
    Cursor,
    Limit,
    Submitter,
    The,
    answer,
    problems,
)
from service.routes.documents import Id
from service.store import batches
from service.store import documents as store
from service.store.common import decode_cursor, encode_cursor

router = APIRouter(tags=["models"])


@router.post(
    "/v1/re-extractions",
    status_code=202,
    openapi_extra={"parameters": [IDEMPOTENCY]},
    responses=problems(Code.IDEMPOTENCY_MISMATCH, Code.IN_PROGRESS, Code.STORAGE_FULL),
)
async def re_extract(request: Request, service: The, principal: Admin) -> Response:
    """Read every document again that another model than the one in use has read: a batch."""

    def create(resource: str) -> Response:
        model = in_use(Registry(service.settings.registry_folder))
        batch = reextract.create(service, resource, f"{model}", principal.name, model)
        with service.database.reading() as connection:
            shown = view(batch, batches.counts(connection, batch["n"]))
        return answer(shown, 202, location=f"/v1/batches/{batch['id']}")

    async def produce(resource: str) -> Response:
        return await asyncio.to_thread(create, resource)

    return await once(service, request, principal, fingerprint("re-extract"), produce)


@router.get("/v1/batches/{id}/changes", responses=problems(Code.NOT_FOUND, Code.BAD_CURSOR))
async def batch_changes(
    id: BatchId,
    service: The,
    _principal: Submitter,
    cursor: Cursor = None,
    limit: Limit = limits.PAGE_ITEMS,
) -> Response:
    """What a new reading changed in each of a batch's documents that is done."""
    after = decode_cursor(cursor, int)[0] if cursor else -1

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            batch = batches.get(connection, id)
            if batch is None:
                raise Problem(Code.NOT_FOUND)
            items = reextract.changes_of_batch(connection, batch["n"], after, limit + 1)
        following = encode_cursor(items[limit - 1]["position"]) if len(items) > limit else None
        return {"items": items[:limit], "next": following}

    return answer(await asyncio.to_thread(read))


@router.get("/v1/documents/{id}/changes", responses=problems(Code.NOT_FOUND))
async def document_changes(id: Id, service: The, _principal: Submitter) -> Response:
    """What changed between the last two models' readings of a document."""

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            row = store.get(connection, id)
            if row is None:
                raise Problem(Code.NOT_FOUND)
            return reextract.changes(connection, row)

    return answer(await asyncio.to_thread(read))
