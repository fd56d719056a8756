"""Worker processes as children. Light to import: the first child loads while the server does.

A child reads its standard input. The first byte lets it go to the database, which the parent has
brought up to date by then; any other wakes it; the end of it (also when the parent is killed) tells
it to finish and go. It writes the number of each ended job to its standard output.
"""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractor.registry import REGISTRY_VARIABLE
from service.settings import Settings

COMMAND = (sys.executable, "-m", "service.child")
SETTINGS_VARIABLE = "DUIBIAO_CHILD_SETTINGS"


def start_child(settings: Settings) -> subprocess.Popen[bytes]:
    """A worker process that loads its models and then waits to be let go."""
    root = str(Path(__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    environment = {
        **os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1",
        REGISTRY_VARIABLE: str(settings.registry_folder.resolve()),
        SETTINGS_VARIABLE: dump_settings(settings),
    }  # fmt: skip
    child = subprocess.Popen(
        settings.worker_command or COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    if child.stdin is not None:
        # One that is busy for long does not read: waking it must never wait.
        os.set_blocking(child.stdin.fileno(), False)
    return child


def wake(child: subprocess.Popen[bytes]) -> None:
    """Let a child go, or tell it that there is work; one that has just died is passed over."""
    try:
        if child.stdin is not None:
            child.stdin.write(b"\n")
            child.stdin.flush()
    except (OSError, ValueError):
        return


def dismiss(child: subprocess.Popen[bytes]) -> None:
    """Tell a child to finish what it does and go."""
    try:
        if child.stdin is not None:
            child.stdin.close()
    except OSError:
        return


def worker_name(pid: int) -> str:
    """A worker's id: its machine and process."""
    return f"{socket.gethostname()}-{pid}"


def dump_settings(settings: Any) -> str:
    return json.dumps(asdict(settings), default=str)
