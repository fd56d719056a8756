"""The process that reads a stranger's file: `python -m extractor.reading.child`.

Reads one JSON line and so many bytes from standard input, again and again, and answers each with
eight bytes of length and a packed document. Its own limits of memory and processor time are set
before the first byte is read.
"""

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

from extractor.reading.beforehand import pages_to_recognise, seconds_a_page
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.reader import read
from extractor.reading.transfer import COUNT, LENGTH_BYTES, READ, packed, packed_number

T = TypeVar("T")
_WATCH_SECONDS = 1.0


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        _limit(request["memory"], request["seconds"])
        answer = _answer(data, request)
        answers.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        answers.flush()


def _answer(data: bytes, request: dict[str, Any]) -> bytes:
    """What a request asks for: the document, or what reading its pictures will take."""
    name = request["name"]
    if request["task"] == READ:
        return packed(_guarded(lambda: read(data, name, request["media_type"]), name))
    ask = pages_to_recognise if request["task"] == COUNT else seconds_a_page
    found = _guarded(lambda: ask(data, name), name)
    return packed(found) if isinstance(found, ReadingError) else packed_number(found)


def _guarded(work: Callable[[], T], name: str) -> T | ReadingError:
    try:
        return work()
    except ReadingError as error:
        return error
    except MemoryError:
        return ReadingError(ReadingCode.MEMORY_LIMIT, name=name)
    except RecursionError:
        return ReadingError(ReadingCode.UNSAFE, "nesting", name)
    except Exception as error:  # whatever a parser stumbles over is this document's fault
        print(f"{type(error).__name__} while reading", file=sys.stderr)
        return ReadingError(ReadingCode.UNREADABLE, name=name)


def _limit(memory: int, seconds: int) -> None:
    """Bound this process; the time counts from now. Windows has no such limits."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, most))
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_with(parent: int) -> None:
    """End when the parent is gone, even in the middle of a page."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


def main() -> None:
    if sys.platform != "win32":  # there the parent's number stays when it is gone
        threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
