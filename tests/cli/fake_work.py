"""Stand-ins for the extractor in worker processes: quick, and bad in each way that matters."""

import hashlib
import os
import signal
import threading
from typing import Any

from tests.export.results import result_of


class RefusedError(Exception):
    """As a room refuses a document: a code and a message of its own."""

    code = "unreadable"
    message = "坏了 / broken"


def work(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    text = data.decode("utf-8")
    if text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "hang":
        threading.Event().wait()
    if text == "refuse":
        raise RefusedError
    if text == "memory":
        raise MemoryError
    if text == "error":
        raise KeyError("secret text of the document")
    if text == "nothing":
        rejected = [{"span": [0, 3], "reason": "guide"}, {"span": [3, 7], "reason": "news"}]
        return {"reports": [], "rejected": rejected, "text": '"reports":[]'}
    return result_of(hashlib.sha256(data).hexdigest(), name, len(text), given)


def name_of_process(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"process": os.getpid(), "threads": os.environ.get("OMP_NUM_THREADS")}


def chatty(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    os.write(1, b"a library speaks")
    return {}
