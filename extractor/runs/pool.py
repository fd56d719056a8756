"""Worker processes that may die, hang or grow without taking the run with them.

concurrent.futures gives up as a whole when one process dies and cannot say on which document;
here each worker has its own pipe, so the document is known.
"""

import multiprocessing
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from extractor.runs.limits import Limits
from extractor.runs.problems import Problem
from extractor.runs.tasks import Answer, Outcome, Task
from extractor.runs.worker import PIPELINE, serve

# Documents in flight a worker: results wait for their turn, but never many.
WINDOW = 4
# Seconds a worker gets to leave by itself before it is ended.
PATIENCE = 2.0


class PoolError(Exception):
    """No worker can be started, so no document can be done; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, problem.detail)
        self.problem = problem


@dataclass(slots=True, eq=False)
class Worker:
    process: BaseProcess
    connection: Connection
    deadline: float
    ready: bool = False
    place: int | None = None  # of the task it is busy with

    def stop(self, patience: float = 0.0) -> None:
        """End the process; with patience, let it leave by itself first."""
        self.connection.close()
        if patience:
            self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.process.close()


@dataclass(slots=True)
class Pool:
    """Processes tasks in parallel and gives their outcomes in the order of the tasks."""

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    work: str = PIPELINE
    _workers: list[Worker] = field(default_factory=list)
    _tasks: dict[int, Task] = field(default_factory=dict)
    _done: dict[int, Outcome] = field(default_factory=dict)

    def process(self, tasks: Iterable[Task]) -> Generator[Outcome, None, None]:
        """Outcomes in order. Raises PoolError where no worker can start."""
        numbered = iter(enumerate(tasks))
        following, more = 0, True
        try:
            while True:
                while more and len(self._tasks) + len(self._done) < self.jobs * WINDOW:
                    more = self._take(numbered)
                while following in self._done:
                    yield self._done.pop(following)
                    following += 1
                if not more and not self._tasks and not self._done:
                    return
                if self._tasks:
                    self._turn()
        finally:
            self._close()

    def _take(self, numbered: Iterator[tuple[int, Task]]) -> bool:
        found = next(numbered, None)
        if found is None:
            return False
        place, task = found
        if task.problem is not None:
            self._done[place] = Outcome(task, Answer(problem=task.problem))
        else:
            self._tasks[place] = task
        return True

    def _turn(self) -> None:
        """Hand out tasks, then wait for the next message, death or deadline."""
        self._hand_out()
        busy = [w for w in self._workers if w.place is not None or not w.ready]
        first = min(w.deadline for w in busy)
        for item in wait([w.connection for w in busy], max(0.0, first - time.monotonic())):
            self._receive(next(w for w in busy if w.connection is item))
        for worker in busy:
            if worker in self._workers and worker.deadline <= time.monotonic():
                self._lose(worker, Problem("too-slow", f"> {self.limits.seconds:g} s"))

    def _hand_out(self) -> None:
        held = {w.place for w in self._workers}
        free = [place for place in sorted(self._tasks) if place not in held]
        starting = sum(not w.ready for w in self._workers)
        while (
            len(free) > starting
            and len(self._workers) < self.jobs
            and not any(w.ready and w.place is None for w in self._workers)
        ):
            self._workers.append(self._start())
            starting += 1
        for worker in [w for w in self._workers if w.ready and w.place is None]:
            if not free:
                return
            worker.place = free.pop(0)
            worker.deadline = time.monotonic() + self.limits.seconds
            with suppress(BrokenPipeError, ConnectionError):  # its death shows when we wait for it
                worker.connection.send(self._tasks[worker.place])

    def _start(self) -> Worker:
        # spawn everywhere: the same on every system, and nothing half-copied from our threads.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.work, self.limits))
        process.start()
        theirs.close()
        return Worker(process, ours, time.monotonic() + self.limits.start)

    def _receive(self, worker: Worker) -> None:
        try:
            answer: Answer = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker, Problem("worker-died", self._ending(worker)))
            return
        if not worker.ready:
            if answer.problem is not None:
                raise PoolError(answer.problem)
            worker.ready = True
            return
        self._finish(worker, answer)

    def _finish(self, worker: Worker, answer: Answer) -> None:
        if worker.place is not None:
            self._done[worker.place] = Outcome(self._tasks.pop(worker.place), answer)
            worker.place = None

    def _lose(self, worker: Worker, problem: Problem) -> None:
        if not worker.ready:
            raise PoolError(Problem("worker-start", f"{problem.code} {problem.detail}".strip()))
        self._workers.remove(worker)
        worker.stop()
        self._finish(worker, Answer(problem=problem))

    @staticmethod
    def _ending(worker: Worker) -> str:
        worker.process.join(PATIENCE)
        code = worker.process.exitcode
        return "" if code is None else f"signal {-code}" if code < 0 else f"exit {code}"

    def _close(self) -> None:
        for worker in self._workers:
            worker.stop(0.0 if worker.place is not None or not worker.ready else PATIENCE)
        self._workers.clear()
        self._tasks.clear()
        self._done.clear()
