"""A worker: takes jobs one after the other, and ends each in one transaction.

Nothing is written between the claim and the end of a job, so a worker that is killed leaves a
leased job and nothing else. Whoever reads the lease as run out, or sees the process end, puts the
job back; the attempt number then refuses a late result of the first worker.
"""

import gc
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import structlog
from sqlalchemy import delete

from service.clock import seconds
from service.database import Database
from service.problems import Problem
from service.settings import Extractor, Settings
from service.source import text_of
from service.store import documents as store
from service.store import finish, jobs
from service.store.common import Row, replace
from service.tables import workers

logger = structlog.get_logger("duibiao.worker")

TOO_SLOW = "此文件处理超时。It took longer than a document may."
BROKEN = "提取此文件时出错，已记录。The extraction failed on this document."
IDLE_SECONDS = 1.0
WARMING = "某市某局2023年政府信息公开工作年度报告\n一、总体情况\n2023年，本局主动公开信息12条。\n"


def load_extractor(path: str) -> Extractor:
    """The function that `module:function` names."""
    module, _, name = path.partition(":")
    function: Extractor = getattr(import_module(module), name)
    return function


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told: `on_step` of each step when it is reached, `on_end` of each ended job."""

    on_end: Callable[[int], None] = lambda _n: None
    on_step: Callable[[str], None] = lambda _step: None


class Worker:
    """One worker: takes jobs, runs the extractor, stores what it gives."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        extractor: Extractor | None = None,
        told: "Told | None" = None,
        id: str | None = None,
    ) -> None:
        self.id = id or f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.database = database
        self.settings = settings
        self.extract = extractor or load_extractor(settings.extractor)
        told = told or Told()
        self.on_end, self.on_step = told.on_end, told.on_step
        self.rules = finish.Rules(settings.keep_results, settings.audit_share)
        self.model: str | None = None
        self.ahead = False  # whether the end of a job takes the next one, in the same transaction
        self._job: Row | None = None
        self._next: Row | None = None
        self._since = 0.0
        self._seen = 0.0
        self._swept = 0.0

    def warm(self) -> None:
        """Load what the extractor loads on first use, so that no document waits for it.

        What is loaded then stays, so the search for unused objects, which comes up every few dozen
        documents, passes it over.
        """
        try:
            self.model = str(self.extract(WARMING.encode(), "warm.txt", None).get("model", ""))
        except Exception as error:
            # Documents will say what is wrong, each with its own reason.
            logger.error("warming up failed", error=type(error).__name__)
        gc.collect()
        gc.freeze()

    def step(self) -> bool:
        """Do one job; False where none waits."""
        self._sweep()
        job, self._next = self._next, None
        if job is None:
            with self.database.writing() as connection:
                job = jobs.claim(connection, self.id, self.settings.lease_seconds)
        if job is None:
            self.seen()
            return False
        self._since = time.monotonic()
        self._job = job
        try:
            self._do(job)
        finally:
            self._job = None
        self.on_end(job["n"])
        return True

    def _do(self, job: Row) -> None:
        self.on_step("claimed")
        started = time.perf_counter()
        with self.database.reading() as connection:
            row = store.by_number(connection, job["doc"])
            if row is None:
                return
            data = store.original(connection, job["doc"])
        self.on_step("read")
        outcome = self._extracted(data, row, time.perf_counter() - started)
        self.on_step("extracted")
        with self.database.writing() as connection:
            if isinstance(outcome, finish.Failure):
                kept = finish.fail(connection, job, outcome)
            else:
                kept = finish.succeed(connection, job, outcome, self.rules)
            following = None
            if self.ahead:
                following = jobs.claim(connection, self.id, self.settings.lease_seconds)
            self.on_step("written")
        self._next = following
        self.on_step("committed")
        logger.info(
            "job ended", job=job["id"], document=row["id"], attempt=job["attempt"], kept=kept,
            outcome=outcome.code if isinstance(outcome, finish.Failure) else "done",
            seconds=round(time.perf_counter() - started, 4),
        )  # fmt: skip
        self.seen()

    def _extracted(self, data: bytes, row: Row, load: float) -> finish.Done | finish.Failure:
        """What is stored of a document; `load` are the seconds that reading its bytes took."""
        began = time.perf_counter()
        try:
            result = self.extract(data, row["name"], store.given(row) or None)
            self.model = str(result.get("model", ""))
            took = {"load": load, "extract": time.perf_counter() - began}
            return finish.done(result, text_of(data, result), took)
        except Exception as error:
            # The one broad net: whatever a document does to the extraction, the next one runs.
            code, message = getattr(error, "code", None), getattr(error, "message", None)
            if (
                isinstance(code, str)
                and isinstance(message, str)
                and not isinstance(error, Problem)
            ):
                return finish.Failure(code, message)
            logger.error("extraction failed", document=row["id"], error=type(error).__name__)
            return finish.Failure("extraction-failed", BROKEN)

    def _sweep(self) -> None:
        """Now and then, look for jobs whose lease ran out."""
        if time.monotonic() - self._swept < self.settings.lease_seconds / 3:
            return
        self._swept = time.monotonic()
        with self.database.writing() as connection:
            over = finish.release(connection)
        for n in over:
            self.on_end(n)

    def beat(self) -> None:
        """Renew the lease of the job at hand; called by another thread, several times a lease."""
        job = self._job
        if job is None:
            return
        if time.monotonic() - self._since > self.settings.document_seconds:
            raise TimeoutError(TOO_SLOW)
        with self.database.writing() as connection:
            jobs.beat(connection, job, self.settings.lease_seconds)

    def seen(self) -> None:
        """Say that this worker is there, every few seconds."""
        if time.monotonic() - self._seen < min(5.0, self.settings.lease_seconds / 3):
            return
        self._seen = time.monotonic()
        with self.database.writing() as connection:
            row = {
                "id": self.id,
                "host": socket.gethostname(),
                "model": self.model,
                "seen": seconds(),
            }
            replace(connection, workers, row)

    def leave(self) -> None:
        """Give back what is at hand and strike this worker off."""
        with self.database.writing() as connection:
            for held in (self._job, self._next):
                if held is not None:
                    jobs.give_back(connection, held)
            connection.execute(delete(workers).where(workers.c.id == self.id))


def run(worker: Worker, stop: threading.Event, wake: Callable[[float], None]) -> None:
    """Work until `stop`; `wake(seconds)` waits that long at most, or until there may be work."""
    worker.ahead = True  # a commit waits for the disk: one less for each document
    done = threading.Event()
    pulse = threading.Thread(target=_pulse, args=(worker, done), daemon=True)
    pulse.start()
    pause = 0.02
    try:
        while not stop.is_set():
            try:
                busy = worker.step()
            except Problem as problem:
                # The database is locked or full: what was begun is rolled back and comes again.
                logger.warning("database refused", code=problem.code.value)
                busy = False
                pause = IDLE_SECONDS
            if busy:
                pause = 0.02
            elif not stop.is_set():
                wake(pause)
                pause = min(pause * 2, IDLE_SECONDS)
    finally:
        done.set()
        pulse.join()
        worker.leave()


def _pulse(worker: Worker, done: threading.Event) -> None:
    while not done.wait(worker.settings.lease_seconds / 3):
        try:
            worker.beat()
        except TimeoutError:
            # Only the end of the process stops a computation that does not return.
            logger.error("document took too long")
            os._exit(70)
        except Problem:
            continue  # the next beat is in time
