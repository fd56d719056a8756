"""The application: `create_app(settings)`."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

from service import description, errors, limits
from service.core import Service
from service.database import Database
from service.limiter import Limiter
from service.middleware import Envelope
from service.migrate import migrate
from service.problems import Code, Problem
from service.routes import (
    agreement,
    audits,
    batches,
    documents,
    exchange,
    exports,
    models,
    operations,
    panel,
    reextraction,
    review,
    session,
    training,
)
from service.routes.operations import docs_page
from service.settings import Extractor, Settings
from service.supervisor import Supervisor
from service.trainer import Trainer

PAGE = Path(__file__).parent / "page" / "static"
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
    for module in (
        documents,
        batches,
        review,
        exports,
        panel,
        models,
        training,
        audits,
        agreement,
        reextraction,
        exchange,
        session,
        operations,
    ):
        app.include_router(module.router)
    _add_page(app)
    description.install(app)
    app.add_middleware(Envelope, service=service)
    return app


def _add_page(app: FastAPI) -> None:
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def docs() -> Response:
        return docs_page(app)

    @router.head("/")
    @router.get("/")
    async def page() -> Response:
        index = PAGE / "index.html"
        if not index.is_file():
            raise Problem(Code.NOT_FOUND, "网页未安装。The page is not installed.")
        return FileResponse(index, headers={"cache-control": "no-cache"})

    app.include_router(router)
    app.mount("/assets", StaticFiles(directory=PAGE / "assets", check_dir=False))
