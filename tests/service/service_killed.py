"""A worker that is killed once, at the step that `KILL_AT` names."""

import os
import signal
from pathlib import Path

from service.child import main


def on_step(step: str) -> None:
    mark = Path(os.environ["KILL_MARK"])
    if step == os.environ["KILL_AT"] and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(on_step)
