"""Training runs: start, follow, cancel."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from sse_starlette import EventSourceResponse

from service import limits
from service.bodies import read_json
from service.core import Service
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
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
from service.routes.following import EVENTS, PING_SECONDS, Resumed, event
from service.store import documents as store
from service.store import jobs, runs
from service.store.common import Row, decode_cursor, encode_cursor
from service.training_runs import TrainingRequest, line, options_of, view

router = APIRouter(tags=["training"])
Id = Annotated[str, Path(pattern="^[0-9a-f]{24}$")]

_BODY: dict[str, Any] = {
    "parameters": [IDEMPOTENCY],
    "requestBody": {
        "required": False,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TrainingRequest"}}},
    },
}  # fmt: skip


@router.post(
    "/v1/training-runs",
    status_code=202,
    openapi_extra=_BODY,
    responses={
        200: {"description": "The run that learned, or learns, from the same data"},
        **problems(
            Code.TRAINING,
            Code.TOO_LARGE,
            Code.UNSUPPORTED_MEDIA_TYPE,
            Code.IDEMPOTENCY_MISMATCH,
            Code.IN_PROGRESS,
        ),
    },
)
async def train(request: Request, service: The, principal: Admin) -> Response:
    """Train on all decisions; the model is put to use only if it is no worse."""
    empty = not (await request.body()).strip()
    sent = (
        TrainingRequest.model_validate({}) if empty else await read_json(request, TrainingRequest)
    )

    def create(resource: str) -> Response:
        with service.database.writing() as connection:
            options = options_of(sent, service.settings)
            row, fresh = runs.create(connection, resource, options, principal.name)
        service.train()
        return answer(view(row), 202 if fresh else 200, location=f"/v1/training-runs/{row['id']}")

    async def produce(resource: str) -> Response:
        return await asyncio.to_thread(create, resource)

    return await once(service, request, principal, fingerprint(sent.model_dump_json()), produce)


@router.get("/v1/training-runs", responses=problems(Code.BAD_CURSOR))
async def list_runs(
    service: The, _principal: Submitter, cursor: Cursor = None, limit: Limit = limits.PAGE_ITEMS
) -> Response:
    """Training runs, newest first."""
    before = decode_cursor(cursor, int)[0] if cursor else None

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            rows = runs.newest(connection, before, limit + 1)
        following = encode_cursor(rows[limit - 1]["n"]) if len(rows) > limit else None
        return {"items": [view(row, lines=False) for row in rows[:limit]], "next": following}

    return answer(await asyncio.to_thread(read))


def _load(service: Service, id: str) -> Row:
    with service.database.reading() as connection:
        row = runs.get(connection, id)
    if row is None:
        raise Problem(Code.NOT_FOUND)
    return row


@router.get("/v1/training-runs/{id}", responses=problems(Code.NOT_FOUND))
async def get_run(id: Id, service: The, _principal: Submitter) -> Response:
    """A training run: how far it is, what came of it, and what changed for which fields."""
    return answer(view(await asyncio.to_thread(_load, service, id)))


@router.delete("/v1/training-runs/{id}", responses=problems(Code.NOT_FOUND, Code.NOT_CANCELLABLE))
async def cancel_run(id: Id, service: The, _principal: Admin) -> Response:
    """Cancel a run that has not ended; the model in use stays."""

    def cancel() -> Row:
        with service.database.writing() as connection:
            row = runs.get(connection, id)
            if row is None:
                raise Problem(Code.NOT_FOUND)
            if row["state"] not in jobs.OPEN:
                raise Problem(Code.NOT_CANCELLABLE, state=row["state"])
            runs.end(connection, {"n": row["job"]}, store.CANCELLED, None)
        service.train()
        return _load(service, id)

    return answer(view(await asyncio.to_thread(cancel)))


@router.get("/v1/training-runs/{id}/events", response_class=EventSourceResponse, responses=EVENTS)
async def follow_run(id: Id, service: The, _principal: Submitter, seen: Resumed) -> Response:
    """Progress as server-sent events; `Last-Event-ID` resumes without repeats."""
    await asyncio.to_thread(_load, service, id)
    return EventSourceResponse(_events(service, id, seen), ping=PING_SECONDS)


async def _events(service: Service, id: str, seen: int) -> AsyncIterator[dict[str, str]]:
    state = ""
    while not service.stopping.is_set():
        row = await asyncio.to_thread(_load, service, id)
        for said in json.loads(row["progress"])["lines"]:
            if said["n"] > seen:
                seen = said["n"]
                yield event(seen, "line", line(said))
        ended = row["state"] not in jobs.OPEN
        if row["state"] != state or ended:
            state = row["state"]
            yield event(seen, "end" if ended else "progress", view(row, lines=ended))
        if ended:
            return
        await asyncio.sleep(limits.EVENT_POLL_SECONDS)
