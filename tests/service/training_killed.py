"""Run the trainer until a run has ended; killed once, before or after the model is put to use."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from service import trainer as room
from service.child import read_settings
from service.core import Service
from service.database import Database
from service.promotion import promote_if_better
from service.store import runs
from service.supervisor import SETTINGS_VARIABLE

WAIT = 60.0


def _killed(at: str, mark: Path) -> Any:
    def promote(*given: Any) -> Any:
        first = not mark.exists()
        mark.touch()
        if first and at == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        made = promote_if_better(*given)
        if first and at == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    return promote


def main(run: str, at: str, mark: str) -> None:
    settings = read_settings(os.environ[SETTINGS_VARIABLE])
    room.promote_if_better = _killed(at, Path(mark))
    service = Service(settings, Database(settings))
    working = room.Trainer(service)
    working.start()
    until = time.monotonic() + WAIT
    state = ""
    while state not in ("done", "failed") and time.monotonic() < until:
        with service.database.reading() as connection:
            row = runs.get(connection, run)
        state = row["state"] if row else ""
        time.sleep(0.05)  # another process ends it: there is nothing to wait on
    working.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
