"""Runs training in a child process: one at a time, cancellable, begun anew after a kill.

The child trains and says what it does; this thread notes it, renews the lease, and at the end puts
the model to use and ends the run in one transaction. What a child finished before a crash lies in
the run's folder, so that the next attempt goes on from there.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection

from extractor.registry import REGISTRY_VARIABLE, Registry, RegistryError
from service import policy
from service.core import Service
from service.problems import Problem
from service.promotion import prepare, promote_if_better
from service.store import documents as store
from service.store import finish, jobs, runs
from service.store.common import Row
from service.supervisor import SETTINGS_VARIABLE, dump_settings

logger = structlog.get_logger("duibiao.trainer")

COMMAND = (sys.executable, "-m", "service.training_child")
RUN_VARIABLE = "DUIBIAO_TRAINING_RUN"
LOOK_SECONDS = 1.0  # how often another server's new runs are looked for
TELL_SECONDS = 0.2  # messages that come faster are noted together
BROKEN = "训练出错，已记录；在用的模型没有变。The training failed; the model in use is unchanged."


class Trainer:
    """Takes waiting runs, one after the other."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.settings = service.settings
        self.id = f"trainer-{socket.gethostname()}-{self.settings.data.resolve()}"
        self.command: tuple[str, ...] = service.settings.trainer_command or COMMAND
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="trainer", daemon=True)
        service.train = self._wake.set

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End a run at work; it waits, and goes on when a server starts again."""
        self._stop.set()
        self._wake.set()
        self._thread.join(self.settings.grace_seconds)

    def _loop(self) -> None:
        # Only one server uses a data folder, so what this one holds was left by a killed one.
        self._guarded(self._release)
        while not self._stop.is_set():
            job = self._guarded(self._claim)
            if job is None:
                if not self._guarded(self._bring_in_line):
                    self._wake.wait(LOOK_SECONDS)
                self._wake.clear()
                continue
            self._guarded(lambda job=job: self._run(job))

    def _guarded(self, work: Any) -> Any:
        """A busy or full database is no reason to stop looking."""
        try:
            return work()
        except Problem as problem:
            logger.warning("database refused", code=problem.code.value)
            self._stop.wait(LOOK_SECONDS)
            return None

    def _release(self) -> None:
        with self.service.database.writing() as connection:
            finish.release(connection, self.id)

    def _bring_in_line(self) -> int:
        """Meanwhile documents are indexed anew that a raised threshold has not reached."""
        with self.service.database.reading() as connection:
            if policy.behind(connection) is None:
                return 0  # mostly: nobody who writes waits for this look
        with self.service.database.writing() as connection:
            return policy.bring_in_line(connection)

    def _claim(self) -> Row | None:
        with self.service.database.writing() as connection:
            return runs.claim(connection, self.id, self.settings.lease_seconds)

    def _run(self, job: Row) -> None:
        child = self._begin(job)
        told: list[dict[str, Any]] = []
        reader = threading.Thread(target=_read, args=(child, told), daemon=True)
        reader.start()
        noted = self._watch(job, child, told)
        _kill(child)
        child.wait()
        reader.join()
        if child.stdout is not None:
            child.stdout.close()
        if noted is not None:
            self._finish(job, child.returncode, told, noted)
        self.service.waiters.told(job["n"])

    def _watch(
        self, job: Row, child: subprocess.Popen[bytes], told: list[dict[str, Any]]
    ) -> int | None:
        """Note what the child says until it has ended; how many messages were noted. None where
        the run was taken away (cancelled), or given back as the server stops."""
        noted, beaten = 0, 0.0
        while child.poll() is None:
            if self._stop.wait(TELL_SECONDS):
                with self.service.database.writing() as connection:
                    jobs.give_back(connection, job)
                return None
            upto, due = len(told), time.monotonic() - beaten > self.settings.lease_seconds / 3
            try:
                with self.service.database.writing() as connection:
                    if not jobs.holds(connection, job):
                        return None
                    _note(connection, job, told[noted:upto])
                    if due:
                        jobs.beat(connection, job, self.settings.lease_seconds)
            except Problem:
                continue  # next time, in time for the lease
            noted = upto
            beaten = time.monotonic() if due else beaten
        return noted

    def _finish(self, job: Row, code: int | None, told: list[dict[str, Any]], noted: int) -> None:
        last = told[-1] if told else {}
        if "outcome" in last:
            prepare(Registry(self.settings.registry_folder))
        with self.service.database.writing() as connection:
            if not jobs.holds(connection, job):
                return
            _note(connection, job, told[noted:])
            if "outcome" in last:
                registry = Registry(self.settings.registry_folder)
                try:
                    outcome = promote_if_better(registry, last["outcome"])
                except RegistryError as error:
                    runs.end(connection, job, store.FAILED, None, error.code, str(error))
                    return
                runs.end(connection, job, store.DONE, outcome)
            elif "failed" in last:
                why = last["failed"]
                runs.end(connection, job, store.FAILED, None, why["code"], why["message"])
            elif code is not None and code < 0:
                self._lost(connection)
            else:
                runs.end(connection, job, store.FAILED, None, "training-failed", BROKEN)
        logger.info("training ended", run=json.loads(job["payload"])["run"], code=code)

    def _lost(self, connection: Connection) -> None:
        """The child was killed: the run waits again, or is given up after some times."""
        finish.release(connection, self.id)

    def _begin(self, job: Row) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parent.parent)
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
        environment = {
            **os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1",
            REGISTRY_VARIABLE: str(self.settings.registry_folder.resolve()),
            SETTINGS_VARIABLE: dump_settings(self.settings), RUN_VARIABLE: job["payload"],
        }  # fmt: skip
        return subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
            start_new_session=True,
        )  # fmt: skip


def _note(connection: Connection, job: Row, told: list[dict[str, Any]]) -> None:
    fresh = [one for one in told if "text" in one]
    if fresh:
        runs.say(connection, job["n"], fresh)


def _read(child: subprocess.Popen[bytes], told: list[dict[str, Any]]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        try:
            made = json.loads(line)
        except ValueError:
            continue  # cut short by a kill
        if isinstance(made, dict):
            told.append(made)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """The child and the processes that it started: they are one session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()
