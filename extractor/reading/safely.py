"""Reading files of strangers in a child process with limits of memory and time."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.reader import read
from extractor.reading.sniff import Kind, sniff
from extractor.reading.transfer import (
    COUNT,
    LENGTH_BYTES,
    READ,
    TIME,
    unpacked,
    unpacked_number,
)
from extractor.types import Document

# A fresh child from time to time, for parsers that leak.
_DOCUMENTS_A_CHILD = 200


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one document may take. `memory` in bytes of address space, times in seconds.

    Recognising a page takes about 10 s of processor time and 1 GB (`limits.MAX_RECOGNISED`).
    """

    memory: int = 3 * 1024**3
    processor_seconds: int = 600
    seconds: float = 900.0


class SafeReader:
    """Reads documents one after the other in a child process; a context manager.

    A document that breaks the child, or its limits, is refused; the next gets a new child.
    Plain text is read in this process: nothing parses it.
    """

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits or ReadingLimits()
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> "SafeReader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str = "", media_type: str | None = None) -> Document:
        """As `reader.read`; further errors: `ReadingError` (time-limit, memory-limit)."""
        if sniff(data, name, media_type) in (Kind.TEXT, Kind.MARKDOWN):
            return read(data, name, media_type)
        return unpacked(self._answer(READ, data, name, media_type))

    def pages_to_recognise(self, data: bytes, name: str = "") -> int:
        """How many pages `read` would read as pictures. Errors: as `read`."""
        return int(unpacked_number(self._answer(COUNT, data, name)) or 0)

    def seconds_a_page(self, data: bytes, name: str = "") -> float | None:
        """How long the first of those pages takes on this machine; None without any."""
        return unpacked_number(self._answer(TIME, data, name))

    def _answer(self, task: str, data: bytes, name: str, media_type: str | None = None) -> bytes:
        if self._served >= _DOCUMENTS_A_CHILD:
            self.close()
        child = self._child or self._started()
        self._served += 1
        late = threading.Event()
        watch = threading.Timer(self._limits.seconds, _kill, (child, late))
        watch.start()
        request = {
            "task": task,
            "name": name,
            "media_type": media_type,
            "length": len(data),
            "memory": self._limits.memory,
            "seconds": self._limits.processor_seconds,
        }
        try:
            answer = _asked(child, request, data)
        finally:
            watch.cancel()
        if answer is None:
            self.close()
            raise ReadingError(_cause(child, late), name=name)
        return answer

    def close(self) -> None:
        """End the child."""
        child, self._child, self._served = self._child, None, 0
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # bytes that a dead child never took

    def _started(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "extractor.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        return self._child


def read_safely(
    data: bytes, name: str = "", media_type: str | None = None, limits: ReadingLimits | None = None
) -> Document:
    """Read one document in a child process of its own. For many, keep a `SafeReader`."""
    with SafeReader(limits) as reader:
        return reader.read(data, name, media_type)


def _asked(child: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> bytes | None:
    """The child's answer; None where it died over it."""
    if child.stdin is None or child.stdout is None:
        return None
    try:
        child.stdin.write(json.dumps(request).encode("ascii") + b"\n" + data)
        child.stdin.flush()
        length = child.stdout.read(LENGTH_BYTES)
        expected = int.from_bytes(length, "big")
        answer = child.stdout.read(expected) if len(length) == LENGTH_BYTES else b""
    except OSError:
        return None
    return answer if answer and len(answer) == expected else None


def _kill(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _cause(child: subprocess.Popen[bytes], late: threading.Event) -> ReadingCode:
    """Why a child died: SIGXCPU and the watch are time, the kernel's SIGKILL is memory."""
    if late.is_set() or child.returncode == -24:
        return ReadingCode.TIME_LIMIT
    if child.returncode in (-9, -6, -11):
        return ReadingCode.MEMORY_LIMIT
    return ReadingCode.UNREADABLE
