"""The queue, the decisions, the history."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from service import asking, limits, queue
from service.annotate import Changes, save
from service.bodies import read_json
from service.core import Service
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
from service.routes.common import (
    IDEMPOTENCY,
    KNOWN,
    Cursor,
    Limit,
    Reviewer,
    Submitter,
    The,
    answer,
    json_body,
    problems,
)
from service.routes.documents import Id
from service.store import annotations
from service.store import documents as store
from service.store.common import decode_cursor, encode_cursor

router = APIRouter(tags=["review"])


@router.get("/v1/review", dependencies=KNOWN, responses=problems(Code.BAD_CURSOR))
async def get_queue(
    service: The, _principal: Submitter, filters: Annotated[queue.QueueFilters, Query()],
    cursor: Cursor = None, limit: Limit = limits.PAGE_ITEMS,
) -> Response:  # fmt: skip
    """Fields that wait for a person, least certain first, or by what an answer is worth."""

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            made = asking.page if filters.order == "gain" else queue.page
            return made(connection, filters, cursor, limit)

    return answer(await asyncio.to_thread(read))


@router.get("/v1/review/summary", dependencies=KNOWN, responses=problems())
async def get_summary(
    service: The, _principal: Submitter, filters: Annotated[queue.QueueFilters, Query()]
) -> Response:
    """How many fields and documents wait, by year; with the filters of the queue, of those."""

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            return queue.summary(connection, filters)

    return answer(await asyncio.to_thread(read))


@router.post(
    "/v1/documents/{id}/annotations",
    openapi_extra={"parameters": [IDEMPOTENCY], **json_body(Changes)},
    responses=problems(
        Code.NOT_FOUND, Code.VERSION_CONFLICT, Code.NO_RESULT, Code.TOO_LARGE, Code.STORAGE_FULL,
        Code.UNSUPPORTED_MEDIA_TYPE, Code.IDEMPOTENCY_MISMATCH, Code.IN_PROGRESS,
    ),
)  # fmt: skip
async def annotate(id: Id, request: Request, service: The, principal: Reviewer) -> Response:
    """Save decisions made on a version; 409 carries the current one where it is stale."""
    sent = await read_json(request, Changes)
    mark = fingerprint(sent.model_dump_json())

    async def produce(resource: str) -> Response:
        return answer(await asyncio.to_thread(save, service, id, sent, principal.name, resource))

    return await once(service, request, principal, mark, produce)


@router.get("/v1/documents/{id}/history", responses=problems(Code.NOT_FOUND, Code.BAD_CURSOR))
async def get_history(
    id: Id,
    service: The,
    _principal: Submitter,
    cursor: Cursor = None,
    limit: Limit = limits.PAGE_ITEMS,
) -> Response:
    """Who changed what, when, from what; and which model read the document when."""
    return answer(await asyncio.to_thread(_history, service, id, cursor, limit))


def _history(service: Service, id: str, cursor: str | None, limit: int) -> dict[str, Any]:
    after = decode_cursor(cursor, int)[0] if cursor else 0
    with service.database.reading() as connection:
        row = store.get(connection, id)
        if row is None:
            raise Problem(Code.NOT_FOUND)
        rows = annotations.history(connection, row["n"], after, limit + 1)
        versions = store.result_versions(connection, row["n"])
    return {
        "items": [_entry(one) for one in rows[:limit]],
        "next": encode_cursor(rows[limit - 1]["n"]) if len(rows) > limit else None,
        "submitted": {"by": row["created_by"], "at": row["created_at"]},
        "results": [
            {"model": one["model"], "at": one["made_at"], "current": one["n"] == row["result"]}
            for one in versions
        ],
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": row["version"], "by": row["author"], "at": row["at"], "report": row["report"],
        "target": row["target"], "decision": row["decision"], "note": row["note"],
        "to": {"value": json.loads(row["value"]) if row["value"] else None, "state": row["state"]},
        "from": json.loads(row["before"]) if row["before"] else None, "model": row["model"],
        "suggested_by": json.loads(row["suggested_by"]) if row["suggested_by"] else None,
    }  # fmt: skip
