"""The service on both databases, behind a real socket on loopback."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import uvicorn

from service.app import create_app
from service.core import Service
from service.database import Database
from service.migrate import migrate
from service.settings import Settings

HERE = Path(__file__).parent
Extract = Callable[..., dict[str, Any]]
sys.path.insert(0, str(HERE))  # for the fakes, which child processes import too

BINARIES = (
    sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if Path("/usr/lib/postgresql").is_dir()
    else []
)


def _as_postgres(command: list[str]) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: the given one, or one of our own in a scratch folder."""
    given = os.environ.get("DUIBIAO_TEST_POSTGRES")
    if given:
        yield given
        return
    if not BINARIES:
        pytest.skip("needs postgres")
    folder = Path(tempfile.mkdtemp(prefix="duibiao-pg-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    port = _free_port()
    binary = BINARIES[-1]
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": "/",
    }
    data, log = str(folder / "d"), str(folder / "log")
    subprocess.run(
        _as_postgres([str(binary / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                      "--locale=C.UTF-8", "--no-sync"]), check=True, **quiet,
    )  # fmt: skip
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = str(binary / "pg_ctl")
    subprocess.run(
        _as_postgres([control, "-D", data, "-l", log, "-w", "-o", options, "start"]),
        check=True,
        **quiet,
    )
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            _as_postgres([control, "-D", data, "-m", "immediate", "stop"]), check=True, **quiet
        )
        shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path, url: str = "") -> Settings:
    return Settings(
        data=folder, database_url=url, workers=0, log_level="error", extractor="service_fakes:extract", trainer="training_fakes:run", audit_share=0.0,
        busy_seconds=5.0, free_disk_bytes=1, rate_per_second=100_000, rate_burst=100_000,
    )  # fmt: skip


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database as a new one is, to be copied."""
    settings = _settings(tmp_path_factory.mktemp("template"))
    database = Database(settings)
    migrate(database)
    database.close()
    return settings.data


TEMPLATE = f"duibiao_template_{os.getpid()}"  # each process of the tests makes its own


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")  # type: ignore[call-overload]
        connection.execute(f"CREATE DATABASE {TEMPLATE}")  # type: ignore[call-overload]
    url = postgres.rpartition("/")[0] + f"/{TEMPLATE}"
    database = Database(_settings(Path(tempfile.gettempdir()), url))
    migrate(database)
    database.close()
    return postgres


_numbers = iter(range(1_000_000))


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh, empty database of each kind."""
    data = tmp_path / "data"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("template"), data)
        yield _settings(data)
        return
    server: str = request.getfixturevalue("postgres_template")
    name = f"duibiao_{os.getpid()}_{next(_numbers)}"
    data.mkdir()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")  # type: ignore[call-overload]
    yield _settings(data, server.rpartition("/")[0] + f"/{name}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.fixture
def sqlite_settings(template: Path, tmp_path: Path) -> Settings:
    """Settings of a fresh SQLite database, for what is about SQLite alone."""
    shutil.copytree(template, tmp_path / "data")
    return _settings(tmp_path / "data")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    made = Database(settings)
    yield made
    made.close()


@dataclass
class Running:
    """A service that listens."""

    service: Service
    client: httpx.Client
    port: int

    def new_client(self, **more: Any) -> httpx.Client:
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=30, **more
        )

    def submit(self, text: str, **headers: str) -> httpx.Response:
        return self.client.post(
            "/v1/documents",
            content=text.encode(),
            headers={"content-type": "text/plain", **headers},
        )

    def id_of(self, text: str) -> str:
        answer = self.submit(text)
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["document"]["id"])


@contextmanager
def running(
    settings: Settings, inside: bool = True, extract: Extract | None = None
) -> Iterator[Running]:
    """Serve on a free port of loopback; `inside`: the worker is a thread with the fake extractor, or
    with the given one."""
    if extract is None:
        from service_fakes import extract  # noqa: PLC0415 - found by the path above

    ready = threading.Event()
    app = create_app(settings, extract if inside else None, on_ready=ready.set)
    # The protocol named, as the service does: short answers go out at once.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert ready.wait(20)
    port = listening.getsockname()[1]
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30
        ) as client:
            yield Running(app.state.service, client, port)
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
        assert not thread.is_alive()


@pytest.fixture
def run(settings: Settings) -> Iterator[Running]:
    with running(settings) as one:
        yield one


@pytest.fixture
def start() -> Callable[..., Any]:
    """Start a service with settings of the test's own."""

    def begin(
        settings: Settings, inside: bool = True, extract: Extract | None = None, **changes: Any
    ) -> Any:
        return running(replace(settings, **changes), inside, extract)

    return begin
