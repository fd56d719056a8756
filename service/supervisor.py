"""The workers of one server: child processes that are started again when they die."""

import subprocess
import threading
import time

import structlog

from service import limits
from service.core import Service
from service.nursery import (
    SETTINGS_VARIABLE,
    dismiss,
    dump_settings,
    start_child,
    wake,
    worker_name,
)
from service.problems import Problem
from service.settings import Extractor
from service.store import finish
from service.worker import Told, Worker, run

logger = structlog.get_logger("duibiao.supervisor")

__all__ = ["SETTINGS_VARIABLE", "Supervisor", "dump_settings", "worker_name"]


class Supervisor:
    """Starts, watches, wakes and stops the workers."""

    def __init__(
        self,
        service: Service,
        extractor: Extractor | None,
        first: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.service = service
        self.extractor = extractor
        self._first = first
        self._threads: list[threading.Thread] = []
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._work = threading.Event()
        service.wake = self.wake

    def start(self) -> None:
        inside = self.extractor is not None or self.service.settings.workers == 0
        if inside:
            self._threads = [threading.Thread(target=self._inside, name="worker", daemon=True)]
        else:
            slots = range(self.service.settings.workers)
            self._threads = [
                threading.Thread(target=self._keep, args=(slot,), daemon=True) for slot in slots
            ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is work."""
        self._work.set()
        with self._lock:
            for child in self._children.values():
                wake(child)

    def stop(self) -> None:
        """Let each worker finish what it does, for so long; then end it."""
        self._stop.set()
        self._work.set()
        with self._lock:
            for child in self._children.values():
                dismiss(child)
        until = time.monotonic() + self.service.settings.grace_seconds
        for thread in self._threads:
            thread.join(max(0.1, until - time.monotonic()))
        with self._lock:
            left = list(self._children.values())
        for child in left:
            child.kill()
        for thread in self._threads:
            thread.join(5)

    def pids(self) -> list[int]:
        """Process ids of the children that run."""
        with self._lock:
            return [child.pid for child in self._children.values()]

    def _inside(self) -> None:
        told = Told(on_end=self.service.waiters.told)
        worker = Worker(self.service.database, self.service.settings, self.extractor, told)

        def wait(seconds: float) -> None:
            self._work.wait(seconds)
            self._work.clear()

        run(worker, self._stop, wait)

    def _keep(self, slot: int) -> None:
        pause = 0.1
        while not self._stop.is_set():
            began = time.monotonic()
            worked = self._one(slot)
            # Only a worker that dies before it has read anything is likely to die again at once.
            if worked or time.monotonic() - began > limits.BACKOFF_MOST_SECONDS:
                pause = 0.1
            if not self._stop.wait(pause):
                pause = min(pause * 2, limits.BACKOFF_MOST_SECONDS)

    def _one(self, slot: int) -> bool:
        """One child's life; whether it ended a job."""
        child = self._begin(slot)
        worked = False
        try:
            for line in child.stdout or ():
                if line.strip().isdigit():
                    worked = True
                    self.service.waiters.told(int(line))
        finally:
            code = child.wait()
            with self._lock:
                self._children.pop(slot, None)
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:
                        continue
        if code != 0:
            logger.warning("worker died", slot=slot, code=code)
        self._release(worker_name(child.pid))
        return worked

    def _begin(self, slot: int) -> subprocess.Popen[bytes]:
        with self._lock:
            child, self._first = self._first, None
        child = child or start_child(self.service.settings)
        with self._lock:
            self._children[slot] = child
        wake(child)
        if self._stop.is_set():
            dismiss(child)
        return child

    def _release(self, worker: str) -> None:
        """Its job waits again at once: nobody needs to wait for the lease to run out."""
        try:
            with self.service.database.writing() as connection:
                over = finish.release(connection, worker)
        except Problem:
            return  # the lease runs out
        for n in over:
            self.service.waiters.told(n)
        self.wake()
