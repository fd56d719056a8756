"""Models and training runs; and the panel's routes, which say that they are not there yet."""

import asyncio
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import select

from service.problems import Code, Problem
from service.routes.common import IDEMPOTENCY, Admin, Submitter, The, answer, problems
from service.tables import reports

router = APIRouter(tags=["models"])


@router.get("/v1/models", responses=problems(Code.NOT_AVAILABLE))
async def list_models(_service: The, _principal: Submitter) -> Response:
    """Models with their cards and figures; which one is in use."""
    from extractor.registry import default_model_dir, model_id  # noqa: PLC0415

    def read() -> dict[str, Any]:
        folder = default_model_dir()
        current = model_id(folder)
        texts = {name: _read(folder / name) for name in ("CARD.md", "metrics.json", "model.json")}
        item = {"id": current, "current": True, "card": texts["CARD.md"], "metrics": _json(texts["metrics.json"]),
                "details": _json(texts["model.json"])}  # fmt: skip
        return {"items": [item], "current": current, "next": None}

    return answer(await asyncio.to_thread(read))


def _read(path: Any) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def _json(text: str | None) -> Any:
    import json  # noqa: PLC0415

    return json.loads(text) if text else None


@router.post(
    "/v1/models/rollback",
    openapi_extra={"parameters": [IDEMPOTENCY]},
    responses=problems(Code.NOT_AVAILABLE),
)
async def rollback(_service: The, _principal: Admin) -> Response:
    """Go back to the model before."""
    raise Problem(Code.NOT_AVAILABLE)


@router.post(
    "/v1/models/{id}/promote", openapi_extra={"parameters": [IDEMPOTENCY]},
    responses=problems(Code.NOT_FOUND, Code.NOT_AVAILABLE),
)  # fmt: skip
async def promote(id: str, _service: The, _principal: Admin) -> Response:
    """Put a model to use."""
    raise Problem(Code.NOT_AVAILABLE)


@router.post(
    "/v1/training-runs",
    openapi_extra={"parameters": [IDEMPOTENCY]},
    responses=problems(Code.NOT_AVAILABLE),
)
async def train(_service: The, _principal: Admin) -> Response:
    """Train on all annotations."""
    raise Problem(Code.NOT_AVAILABLE)


@router.get("/v1/training-runs/{id}", responses=problems(Code.NOT_FOUND, Code.NOT_AVAILABLE))
async def get_run(id: str, _service: The, _principal: Submitter) -> Response:
    """A training run."""
    raise Problem(Code.NOT_AVAILABLE)


@router.get("/v1/agencies", responses=problems())
async def list_agencies(service: The, _principal: Submitter) -> Response:
    """Who has reports here, for which years."""

    def read() -> dict[str, Any]:
        query = (
            select(reports.c.agency, reports.c.agency_id, reports.c.year)
            .where(reports.c.agency.is_not(None)).distinct().order_by(reports.c.agency, reports.c.year)
        )  # fmt: skip
        found: dict[str, dict[str, Any]] = {}
        with service.database.reading() as connection:
            for row in connection.execute(query):
                one = found.setdefault(
                    row.agency, {"agency": row.agency, "agency_id": row.agency_id, "years": []}
                )
                if row.year is not None and row.year not in one["years"]:
                    one["years"].append(row.year)
        return {"items": list(found.values()), "next": None}

    return answer(await asyncio.to_thread(read))


@router.get("/v1/panel", responses=problems(Code.NOT_AVAILABLE))
async def panel(_service: The, _principal: Submitter) -> Response:
    """Checks across years."""
    raise Problem(Code.NOT_AVAILABLE)


@router.get("/v1/indicators", responses=problems(Code.NOT_AVAILABLE))
async def indicators(_service: The, _principal: Submitter) -> Response:
    """Rates with formula, denominator and n."""
    raise Problem(Code.NOT_AVAILABLE)
