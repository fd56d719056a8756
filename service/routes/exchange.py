"""Decisions for other annotation tools, and back."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from extractor.annotations.files import AnnotationFileError
from service import exchange
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
from service.routes.common import IDEMPOTENCY, Reviewer, Submitter, The, answer, problems

router = APIRouter(tags=["annotations"])
Format = Literal["jsonl", "label-studio", "doccano"]
MEDIA = {"jsonl": "application/x-ndjson", "label-studio": "application/json", "doccano": "application/x-ndjson"}  # fmt: skip
Hash = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")]


@router.get(
    "/v1/annotations",
    response_class=Response,
    responses={
        200: {"content": {"application/x-ndjson": {}, "application/json": {}}},
        **problems(),
    },
)
async def export_annotations(
    service: The, _principal: Submitter, format: Format = "jsonl", document: Hash = None
) -> Response:
    """Every decision as annotations, with the texts where the format needs them."""
    data = await asyncio.to_thread(exchange.export, service, format, document)
    suffix = "json" if format == "label-studio" else "jsonl"
    named = {"content-disposition": f'attachment; filename="annotations.{suffix}"'}
    return Response(data, media_type=MEDIA[format], headers=named)


_BODY: dict[str, Any] = {
    "parameters": [IDEMPOTENCY],
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
}


@router.post(
    "/v1/annotations/import",
    openapi_extra=_BODY,
    responses=problems(
        Code.TOO_LARGE,
        Code.VERSION_CONFLICT,
        Code.STORAGE_FULL,
        Code.IDEMPOTENCY_MISMATCH,
        Code.IN_PROGRESS,
    ),
)
async def import_annotations(
    request: Request, service: The, principal: Reviewer, format: Format = "label-studio"
) -> Response:
    """What was changed in another tool, as decisions; a file is taken whole or refused whole."""
    data = await request.body()
    if len(data) > service.settings.file_bytes:
        raise Problem(Code.TOO_LARGE)

    def work() -> Response:
        try:
            told = exchange.take(service, data, format, principal.name)
        except AnnotationFileError as error:
            reasons = [{"line": p.line, "code": p.code, "reason": p.reason} for p in error.problems]
            raise Problem(Code.INVALID, str(error.problems[0]), problems=reasons) from error
        return answer(asdict(told))

    async def produce(_resource: str) -> Response:
        return await asyncio.to_thread(work)

    return await once(service, request, principal, fingerprint(format, data), produce)
