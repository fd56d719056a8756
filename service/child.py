"""A worker as a child process of `duibiao serve`; see `supervisor`."""

import json
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from service.database import Database, DatabaseError
from service.logs import configure
from service.nursery import SETTINGS_VARIABLE, worker_name
from service.settings import Settings
from service.worker import Told, Worker, run


def read_settings(text: str) -> Settings:
    """The settings that the parent wrote."""
    values = json.loads(text)
    values["data"] = Path(values["data"])
    for name in ("worker_command", "trainer_command"):
        values[name] = tuple(values[name])
    return Settings(**values)


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
    worker = Worker(database, settings, told=Told(on_end, on_step), id=worker_name(os.getpid()))
    worker.warm()
    wait(None)  # until the parent has brought the database up to date
    if not stop.is_set():
        run(worker, stop, wait)
    worker.database.close()


if __name__ == "__main__":
    main()
