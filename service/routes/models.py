"""Models: which there are, which is in use."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from extractor.registry import (
    Registry,
    RegistryError,
    default_model_dir,
    model_id,
    packaged_model_dir,
)
from service import reextract
from service.core import Service
from service.idempotency import fingerprint, once
from service.problems import Code, Problem
from service.promotion import register_start
from service.routes.common import IDEMPOTENCY, Admin, Submitter, The, answer, problems

router = APIRouter(tags=["models"])
Id = Annotated[str, PathParameter(pattern="^[0-9a-f]{16}$")]


@router.get("/v1/models", responses=problems())
async def list_models(service: The, _principal: Submitter) -> Response:
    """Models with their cards and figures; which one is in use."""
    return answer(await asyncio.to_thread(_models, service))


def _models(service: Service) -> dict[str, Any]:
    registry = Registry(service.settings.registry_folder)
    packaged = model_id(packaged_model_dir())
    promoted = registry.current()
    folder = promoted or default_model_dir()
    current = model_id(folder)
    items = [
        {
            "id": one.id,
            "current": one.id == current,  # before the first promotion the registry does not know
            "added": one.added,
            "metrics": one.metrics,
            "card": _read(registry.models / one.id / "CARD.md"),
            "reason": one.reason,
            "packaged": one.id == packaged,
        }
        for one in registry.list()
    ]
    if promoted is None and all(one["id"] != current for one in items):
        metrics = json.loads(_read(folder / "metrics.json") or "{}")
        card = _read(folder / "CARD.md")
        built_in = {
            "id": current,
            "current": True,
            "added": "",
            "metrics": metrics,
            "card": card,
            "reason": "",
            "packaged": current == packaged,
        }
        items.insert(0, built_in)
    with service.database.reading() as connection:
        stale = reextract.stale(connection, current)
    return {
        "items": items,
        "current": current,
        "back": registry.before(),
        "stale": stale,
        "next": None,
    }


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def _refused(error: RegistryError) -> Problem:
    code = Code.NOT_FOUND if error.code == "unknown-model" else Code.NOT_PROMOTABLE
    return Problem(code, reason=error.code)


CHANGING = (Code.NOT_PROMOTABLE, Code.IN_PROGRESS, Code.IDEMPOTENCY_MISMATCH)


@router.post(
    "/v1/models/rollback",
    openapi_extra={"parameters": [IDEMPOTENCY]},
    responses=problems(*CHANGING),
)
async def rollback(request: Request, service: The, principal: Admin) -> Response:
    """Go back to the model that was in use before; again: further back."""

    def change() -> Response:
        try:
            Registry(service.settings.registry_folder).rollback(why=f"rollback by {principal.name}")
        except RegistryError as error:
            raise Problem(Code.NOT_PROMOTABLE, reason=error.code) from error
        return answer(_models(service))

    async def produce(_resource: str) -> Response:
        return await asyncio.to_thread(change)

    return await once(service, request, principal, fingerprint("rollback"), produce)


@router.post(
    "/v1/models/{id}/promote",
    openapi_extra={"parameters": [IDEMPOTENCY]},
    responses=problems(Code.NOT_FOUND, *CHANGING),
)
async def promote(id: Id, request: Request, service: The, principal: Admin) -> Response:
    """Put a model to use, from the next document on."""

    def change() -> Response:
        try:
            registry = Registry(service.settings.registry_folder)
            if (registry.models / id).is_dir():
                register_start(registry)
            registry.promote(id, why=f"by {principal.name}")
        except RegistryError as error:
            raise _refused(error) from error
        return answer(_models(service))

    async def produce(_resource: str) -> Response:
        return await asyncio.to_thread(change)

    return await once(service, request, principal, fingerprint("promote", id), produce)
