"""The real service with the real extractor, for the tests that go the whole way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from extractor.pipeline import extract_bytes
from service.app import create_app
from service.core import Service
from service.settings import Settings


@dataclass
class Real:
    """A service that listens on loopback; `address` ends in a slash."""

    service: Service
    address: str


@contextmanager
def real_service(data: Path, **changes: Any) -> Iterator[Real]:
    """Serve from a folder, with one worker as a thread."""
    settings = Settings(data=data, workers=0, log_level="error", free_disk_bytes=1, **changes)
    ready = threading.Event()
    app = create_app(settings, extract_bytes, on_ready=ready.set)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield Real(app.state.service, f"http://127.0.0.1:{listening.getsockname()[1]}/")
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
        assert not thread.is_alive()
