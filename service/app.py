"""The application: `create_app(settings)`."""

import asyncio
import subprocess
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.staticfiles import StaticFiles

from service import errors, limits
from service.annotate import Changes
from service.bodies import TextDocument
from service.core import Service
from service.database import Database
from service.limiter import Limiter
from service.middleware import Envelope
from service.migrate import migrate
from service.problems import Code, Problem
from service.routes import (
    batches,
    documents,
    exports,
    models,
    operations,
    review,
    session,
    training,
)
from service.routes.operations import docs_page
from service.routes.session import SignIn
from service.settings import Extractor, Settings
from service.supervisor import Supervisor
from service.trainer import Trainer
from service.training_runs import TrainingRequest

PAGE = Path(__file__).parent / "page" / "static"
BODIES: tuple[type[BaseModel], ...] = (TextDocument, Changes, SignIn, TrainingRequest)
VERSION = "1"


def create_app(
    settings: Settings,
    extractor: Extractor | None = None,
    on_ready: Callable[[], None] = lambda: None,
    first: subprocess.Popen[bytes] | None = None,
) -> FastAPI:
    """The service as an ASGI application; the database is opened and brought up to date at once.

    With `extractor` the work is done by one thread of this process, not by children; `first` is a
    child that was started before (service.nursery).
    Raises DatabaseError where the database must not be used.
    """
    database = Database(settings)
    migrate(database)
    service = Service(settings, database)
    supervisor = Supervisor(service, extractor, first)
    trainer = Trainer(service)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.waiters.start(asyncio.get_running_loop())
        watching = asyncio.create_task(service.waiters.watch())
        supervisor.start()
        trainer.start()
        on_ready()
        try:
            yield
        finally:
            service.stopping.set()
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await asyncio.to_thread(trainer.stop)
            await asyncio.to_thread(supervisor.stop)
            service.exports.shutdown(wait=False, cancel_futures=True)
            database.close()

    app = FastAPI(
        title="duibiao", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/openapi.json", redirect_slashes=False,
    )  # fmt: skip
    app.state.service = service
    app.state.sign_ins = Limiter(limits.SIGN_INS_A_MINUTE / 60, limits.SIGN_INS_A_MINUTE)
    errors.install(app)
    for module in (documents, batches, review, exports, models, training, session, operations):
        app.include_router(module.router)
    _add_page(app)
    _describe(app)
    app.add_middleware(Envelope, service=service)
    return app


def _add_page(app: FastAPI) -> None:
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def docs() -> Response:
        return docs_page(app)

    @router.get("/")
    async def page() -> Response:
        index = PAGE / "index.html"
        if not index.is_file():
            raise Problem(Code.NOT_FOUND, "网页未安装。The page is not installed.")
        return FileResponse(index, headers={"cache-control": "no-cache"})

    app.include_router(router)
    app.mount("/assets", StaticFiles(directory=PAGE / "assets", check_dir=False))


def _describe(app: FastAPI) -> None:
    """Add to the OpenAPI document the bodies that routes read themselves, and the error's shape."""
    made = app.openapi
    lock = threading.Lock()

    def described() -> dict[str, Any]:
        with lock:
            if app.openapi_schema is None:
                document = made()
                schemas = document.setdefault("components", {}).setdefault("schemas", {})
                for body in BODIES:
                    schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
                    schemas.update(schema.pop("$defs", {}))
                    schemas[body.__name__] = schema
                schemas["Problem"] = PROBLEM
            return app.openapi_schema or {}

    app.openapi = described  # type: ignore[method-assign]


PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem details; more members by code, see the docs",
    "required": ["type", "code", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string", "enum": [code.value for code in Code]},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "title_en": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
    },
}
