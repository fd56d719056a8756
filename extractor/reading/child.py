"""The process that reads a stranger's file: `python -m extractor.reading.child`.

Reads one JSON line and so many bytes from standard input, again and again, and answers each with
eight bytes of length and a packed document. Its own limits of memory and processor time are set
before the first byte is read.
"""

import contextlib
import json
import os
import sys
from typing import BinaryIO

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.reader import read
from extractor.reading.transfer import LENGTH_BYTES, packed
from extractor.types import Document


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        _limit(request["memory"], request["seconds"])
        answer = packed(_read(data, request["name"], request["media_type"]))
        answers.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        answers.flush()


def _read(data: bytes, name: str, media_type: str | None) -> Document | ReadingError:
    try:
        return read(data, name, media_type)
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


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
