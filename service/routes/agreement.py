"""How far people agree, and the second readings that tell it."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from service import limits, second
from service.bodies import read_json
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
from service.routes.common import (
    IDEMPOTENCY,
    Cursor,
    Limit,
    Reviewer,
    Submitter,
    The,
    answer,
    json_body,
    problems,
)
from service.second import SecondAnswer
from service.store.common import decode_cursor, encode_cursor

router = APIRouter(tags=["agreement"])


@router.get("/v1/agreement", responses=problems())
async def get_agreement(service: The, principal: Submitter) -> Response:
    """Cohen's kappa of the fields that two people decided, and where they differ."""

    def read() -> dict[str, Any]:
        from service import agreed  # noqa: PLC0415 - numpy, once somebody asks

        with service.database.reading() as connection:
            return agreed.told(connection, principal.name, service.settings.second_share)

    return answer(await asyncio.to_thread(read))


@router.get("/v1/second-readings", responses=problems(Code.BAD_CURSOR))
async def list_second_readings(
    service: The, principal: Reviewer, cursor: Cursor = None, limit: Limit = limits.PAGE_ITEMS
) -> Response:
    """Fields that somebody else decided, to be read once more without the first answer."""
    after = decode_cursor(cursor, int)[0] if cursor else 0

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            items = second.waiting(connection, principal.name, after, limit + 1)
        following = encode_cursor(items[limit - 1]["n"]) if len(items) > limit else None
        return {"items": items[:limit], "next": following}

    return answer(await asyncio.to_thread(read))


@router.post(
    "/v1/second-readings/{number}",
    openapi_extra={"parameters": [IDEMPOTENCY], **json_body(SecondAnswer)},
    responses=problems(
        Code.NOT_FOUND, Code.TOO_LARGE, Code.STORAGE_FULL, Code.UNSUPPORTED_MEDIA_TYPE,
        Code.IDEMPOTENCY_MISMATCH, Code.IN_PROGRESS,
    ),
)  # fmt: skip
async def answer_second(
    number: Annotated[int, Path(ge=1, le=2**53)], request: Request, service: The, principal: Reviewer
) -> Response:  # fmt: skip
    """Give the second answer. It is compared with the first, and changes nothing."""
    sent = await read_json(request, SecondAnswer)

    def keep() -> None:
        with service.database.writing() as connection:
            if not second.answer(connection, number, sent, principal.name):
                raise Problem(Code.NOT_FOUND)

    async def produce(_resource: str) -> Response:
        await asyncio.to_thread(keep)
        return answer({"n": number})

    return await once(service, request, principal, fingerprint(sent.model_dump_json()), produce)
