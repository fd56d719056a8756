"""Is it alive, is it ready, what does it do: and the docs, without any other host."""

import asyncio
import html
import shutil
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select

from service.clock import seconds
from service.core import Service
from service.database import check_alive
from service.metrics import WORKER_SECONDS
from service.problems import Problem
from service.routes.common import Admin, The, answer, problems
from service.tables import workers

router = APIRouter(tags=["operations"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> Response:
    """The process answers."""
    return answer({"status": "ok"})


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses={503: {"description": "Not ready; says what is missing"}})
async def readyz(service: The) -> Response:
    """Database, workers with their model, disk."""
    parts = await asyncio.to_thread(_parts, service)
    ready = all(one["ok"] for one in parts.values())
    return answer({"ready": ready, **parts}, 200 if ready else 503)


def _parts(service: Service) -> dict[str, Any]:
    try:
        check_alive(service.database)
        with service.database.reading() as connection:
            live = workers.c.seen > seconds() - WORKER_SECONDS
            count = connection.execute(
                select(func.count()).select_from(workers).where(live)
            ).scalar_one()
            model = connection.execute(
                select(workers.c.model).where(live, workers.c.model.is_not(None)).limit(1)
            ).scalar()
    except Problem as problem:
        return {"database": {"ok": False, "code": problem.code.value}}
    free = shutil.disk_usage(service.settings.data).free
    return {
        "database": {"ok": True},
        "workers": {"ok": count > 0, "count": count, "model": model},
        "disk": {"ok": free > service.settings.free_disk_bytes, "free_bytes": free},
    }


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **problems()},
)
async def metrics(service: The, _principal: Admin) -> Response:
    """Figures for Prometheus; with keys, an admin's key."""
    text = await asyncio.to_thread(service.metrics.text)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def docs_page(app: FastAPI) -> HTMLResponse:
    """The API as one plain page made from its own description; no script, no other host."""
    description = app.openapi()
    rows = []
    for path, methods in description["paths"].items():
        for method, one in methods.items():
            statuses = ", ".join(sorted(one.get("responses", {})))
            rows.append(
                f"<tr><td>{method.upper()}</td><td>{html.escape(path)}</td>"
                f"<td>{html.escape(one.get('description', ''))}</td><td>{statuses}</td></tr>"
            )
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>duibiao API</title>'
        f"<h1>duibiao API {html.escape(description['info']['version'])}</h1>"
        '<p><a href="/openapi.json">OpenAPI</a></p>'
        '<table border="1" cellpadding="4"><tr><th>Method</th><th>Path</th><th>What</th><th>Answers</th></tr>'
        f"{''.join(rows)}</table></html>"
    )
    return HTMLResponse(page)
