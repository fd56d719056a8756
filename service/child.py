"""A worker as a child process of `duibiao serve`; see `supervisor`."""

import json
import os
import resource
import select
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service import limits
from service.database import Database, DatabaseError
from service.logs import configure
from service.nursery import SETTINGS_VARIABLE, worker_name
from service.settings import Extractor, Settings
from service.worker import Told, Worker, load_extractor, run

HUNGRY = "处理此文件需要的内存超过上限。It needs more memory than a worker may take."


def read_settings(text: str) -> Settings:
    """The settings that the parent wrote."""
    values = json.loads(text)
    values["data"] = Path(values["data"])
    for name in ("worker_command", "trainer_command"):
        values[name] = tuple(values[name])
    return Settings(**values)


class HungryError(Exception):
    """A document that needs more memory than a worker may take."""

    code, message = "extraction-failed", HUNGRY


def within_memory(extract: Extractor, stop: threading.Event) -> Extractor:
    """Bound this process's memory. Whatever ran out of it is not trusted with another document."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = limits.WORKER_BYTES if hard == resource.RLIM_INFINITY else min(hard, limits.WORKER_BYTES)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))

    def bounded(data: bytes, name: str, given: dict[str, Any] | None) -> dict[str, Any]:
        try:
            return extract(data, name, given)
        except MemoryError as error:
            stop.set()
            raise HungryError from error

    return bounded


def main(on_step: Callable[[str], None] = lambda _step: None) -> None:
    settings = read_settings(os.environ[SETTINGS_VARIABLE])
    # What an extractor prints must not look like a message to the parent.
    told = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    configure(settings.log_level)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which tells us
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def on_end(n: int) -> None:
        try:
            told.write(f"{n}\n".encode())
        except OSError:
            stop.set()

    def wait(seconds: float | None) -> None:
        ready, _, _ = select.select([sys.stdin], [], [], seconds)
        if ready and not os.read(0, 65536):
            stop.set()

    try:
        database = Database(settings)
    except DatabaseError:
        raise SystemExit(1) from None  # the parent says why
    extract = within_memory(load_extractor(settings.extractor), stop)
    told_of = Told(on_end, on_step)
    worker = Worker(database, settings, extract, told_of, worker_name(os.getpid()))
    worker.warm()
    wait(None)  # until the parent has brought the database up to date
    if not stop.is_set():
        run(worker, stop, wait)
    worker.database.close()


if __name__ == "__main__":
    main()
