"""Run the server: one for each data folder, on loopback unless keys exist, told to stop in order."""

import gc
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager

import click
import uvicorn
from filelock import FileLock, Timeout

from service import access
from service.app import create_app
from service.core import Service
from service.database import DatabaseError
from service.idempotency import release_unfinished
from service.logs import configure
from service.samples import load_samples
from service.settings import Settings


class ServeError(RuntimeError):
    """Why the server does not start."""


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the data folder: two servers on one SQLite database would each start its workers."""
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise ServeError(
            f"数据文件夹正在使用：{settings.data}。Another service uses this folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def run_server(
    settings: Settings, samples: bool = False, first: subprocess.Popen[bytes] | None = None
) -> None:
    """Serve until told to stop. ServeError, with the reason, where it must not start.

    `first` is a worker that was started before this module was loaded (service.nursery).
    """
    configure(settings.log_level)
    with only_one(settings), closing(_listen(settings)) as listening:
        address = _address(listening)

        def ready() -> None:
            gc.freeze()  # what is loaded by now stays: no need to look through it again and again
            click.echo(f"duibiao: {address}/")

        try:
            app = create_app(settings, on_ready=ready, first=first)
        except DatabaseError as error:
            raise ServeError(str(error)) from error
        _check_keys(app.state.service)
        release_unfinished(app.state.service)
        if samples:
            load_samples(app.state.service)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=int(settings.grace_seconds), h11_max_incomplete_event_size=64 * 1024,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio switches off Nagle's delay; else each short answer, which is
    # written as head and body, waits 40 ms for the client's acknowledgement of the head.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()  # whoever is told the address may come before the first is accepted
    except OSError as error:
        listening.close()
        raise ServeError(
            f"无法监听 {settings.host}:{settings.port}。Cannot listen there: {error.strerror}."
        ) from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _check_keys(service: Service) -> None:
    with service.database.reading() as connection:
        keyed = access.any_keys(connection)
    if keyed:
        return
    if not service.settings.on_loopback:
        raise ServeError(
            "没有密钥时只能监听本机。请先运行 duibiao keys add。"
            " Without keys the service listens on loopback only; run `duibiao keys add` first."
        )
    click.echo(
        "没有密钥：仅监听本机，本机任何人都可使用。No keys: loopback only, open to everybody on this machine."
    )
