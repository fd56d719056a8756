"""Exports sent as they are made: a thread writes, the answer's sender reads, little waits between.

A client that reads slowly holds the writer back; one that goes away ends it. Where making it fails
half way the connection is cut, so that no client takes a part for the whole.
"""

import io
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO

CHUNK = 256 * 1024
WAITING = 4  # chunks between the writer and the sender
PATIENCE = 60.0  # seconds without progress after which the other side counts as gone

# Exports have threads of their own: they last, and short requests must not wait behind them.
EXPORTS_AT_ONCE = 4


class GoneError(OSError):
    """The other side no longer takes or gives anything."""


class _Writing(io.RawIOBase):
    """The writer's end: bytes are gathered into chunks and handed on."""

    def __init__(self, chunks: "queue.Queue[bytes | None]", gone: threading.Event) -> None:
        self._chunks, self._gone = chunks, gone
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._held += part
        if len(self._held) >= CHUNK:
            self.hand_on()
        return len(part)

    def hand_on(self) -> None:
        if self._gone.is_set():
            raise GoneError("the client went away")
        if self._held:
            _put(self._chunks, bytes(self._held))
            self._held.clear()


def _put(chunks: "queue.Queue[bytes | None]", part: bytes | None) -> None:
    try:
        chunks.put(part, timeout=PATIENCE)
    except queue.Full as error:
        raise GoneError("the client takes nothing") from error


def stream(pool: ThreadPoolExecutor, make: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """The bytes that `make` writes, as it writes them. Raises what `make` raised."""
    chunks: queue.Queue[bytes | None] = queue.Queue(WAITING)
    gone = threading.Event()

    def work() -> None:
        writing = _Writing(chunks, gone)
        try:
            make(writing)  # type: ignore[arg-type]  # a raw stream is enough for writing
            writing.hand_on()
        finally:
            if not gone.is_set():
                _put(chunks, None)

    running = pool.submit(work)
    try:
        while (part := chunks.get()) is not None:
            yield part
        running.result()
    finally:
        gone.set()
        while not chunks.empty():  # lets a writer that waits for room see that nobody reads
            chunks.get_nowait()
