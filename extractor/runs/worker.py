"""A worker process: loads the models once, then turns one document at a time into a result.

Top-level imports stay light on purpose: this module is imported before the thread counts of the
numeric libraries are set.
"""

import gc
import hashlib
import os
import signal
import stat
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from itertools import count
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.runs.encoding import to_json
from extractor.runs.limits import Limits
from extractor.runs.problems import InputError, Problem
from extractor.runs.tasks import Answer, Result, Task

Work = Callable[[bytes, str, Result | None], Result]
PIPELINE = "extractor.strangers:extract_safely"

# One thread a worker: more fight each other for the cores that --jobs shares out.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def resolve(name: str) -> Work:
    """The function that `module:function` names."""
    module, _, function = name.partition(":")
    found: Work = getattr(import_module(module), function)
    return found


def bound_memory(limit: int) -> None:
    """Cap this process's address space, where the system can."""
    try:
        import resource  # noqa: PLC0415  not there on Windows
    except ImportError:
        return
    if sys.platform != "linux":  # macOS accepts the call and ignores it
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises InputError."""
    try:
        # Opening without waiting: a pipe in the folder must not hold the run up.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError as error:
        raise InputError("not-found") from error
    except PermissionError as error:
        raise InputError("no-permission") from error
    except OSError as error:
        raise InputError("read-failed", type(error).__name__) from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not-a-file")
        if status.st_size > limit:
            raise InputError("too-large", f"{status.st_size} > {limit} bytes")
        data = file.read(limit + 1)  # it may have grown since
    if len(data) > limit:
        raise InputError("too-large", f"> {limit} bytes")
    return data


def place(error: BaseException) -> str:
    """The kind of an unexpected error and the line that raised it; never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def run(task: Task, work: Work, limits: Limits) -> Answer:
    """The result of one document as JSON, or why there is none. Raises nothing."""
    digest = None
    try:
        data = load(task, limits)
        digest = hashlib.sha256(data).hexdigest()
        return Answer(to_json(work(data, task.name, task.given)), sha256=digest)
    except InputError as error:
        return Answer(problem=error.problem, sha256=digest)
    except MemoryError:
        return Answer(problem=Problem("too-much-memory"), sha256=digest)
    except Exception as error:  # the job runner: one bad document must not end the run
        return Answer(problem=refusal(error), sha256=digest)


def load(task: Task, limits: Limits) -> bytes:
    """The bytes of a document, a web page with the pictures beside it in it; raises InputError."""
    data = task.data
    if data is None:
        path = Path(task.path or "")
        data = read_bytes(path, limits.file)
        if task.folder is not None:
            data = _with_pictures(data, path, Path(task.folder), limits)
    if len(data) > limits.file:
        raise InputError("too-large", f"{len(data)} > {limits.file} bytes")
    if not data:
        raise InputError("empty")
    return data


def _with_pictures(data: bytes, page: Path, folder: Path, limits: Limits) -> bytes:
    from extractor.reading.embedded import self_contained  # noqa: PLC0415  only in workers
    from extractor.reading.sniff import Kind, sniff  # noqa: PLC0415

    if b"<img" not in data.lower() or sniff(data, page.name) is not Kind.HTML:
        return data
    root = folder.resolve()

    def beside(name: str) -> bytes | None:
        found = (page.parent / name).resolve()
        if not found.is_relative_to(root):
            return None  # what a stranger's page names outside is nothing of the page
        try:
            return read_bytes(found, limits.file)
        except (InputError, OSError, ValueError):
            return None

    return self_contained(data, beside)


def refusal(error: Exception) -> Problem:
    """The problem behind an error of a room: its own code and message where it has them."""
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    if isinstance(code, str) and isinstance(message, str):
        return Problem(str(code), message=message)
    return Problem("internal", place(error))


def silence() -> None:
    """Keep what libraries print (the integer solver does) out of the results on standard output."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.close(sink)


def settle() -> None:
    """What is loaded by now stays: the search for unused objects, which comes up every few dozen
    documents, passes it over from now on."""
    gc.collect()
    gc.freeze()


def follow_parent() -> None:
    """Leave when the parent is gone, even in the middle of a document that never ends."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def serve(connection: Connection, work_name: str, limits: Limits) -> None:
    """Answer tasks until the parent closes its end. The first message says ready, or why not."""
    for name in THREADS:
        os.environ.setdefault(name, "1")
    silence()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends us
    threading.Thread(target=follow_parent, daemon=True).start()
    try:
        work = resolve(work_name)
    except Exception as error:  # whatever hinders loading must reach the user as one line
        connection.send(Answer(problem=Problem("worker-start", place(error))))
        return
    bound_memory(limits.memory)
    connection.send(Answer())
    for number in count(1):
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        if number == 2:  # the first document loads the models
            settle()
        try:
            connection.send(run(task, work, limits))
        except BrokenPipeError:
            return
