"""What the routes of one server share."""

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from service.database import Database
from service.limiter import Limiter
from service.metrics import Metrics
from service.settings import Settings
from service.store import jobs
from service.streaming import EXPORTS_AT_ONCE

LATELY = 1_000


class Waiters:
    """Requests that wait for a job to end. Told by workers at once, and by looking now and then."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._lately: dict[int, None] = {}  # jobs that ended, in order: some before anybody waited
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def told(self, n: int) -> None:
        """A job has ended; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set, n)

    def _set(self, n: int) -> None:
        self._lately[n] = None
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]
        for one in self._waiting.get(n, ()):
            one.set()

    async def ended(self, n: int, timeout: float) -> bool:
        """Wait for a job's end; False where it takes longer."""
        if n in self._lately:
            return True
        one = asyncio.Event()
        self._waiting.setdefault(n, set()).add(one)
        try:
            try:
                await asyncio.wait_for(one.wait(), timeout)
            except TimeoutError:
                return bool(await asyncio.to_thread(self.look, [n]))
            return True
        finally:
            self._waiting[n].discard(one)
            if not self._waiting[n]:
                del self._waiting[n]

    def look(self, numbers: Iterable[int]) -> list[int]:
        with self.database.reading() as connection:
            return jobs.ended(connection, list(numbers))

    async def watch(self) -> None:
        """Look now and then: a worker on another machine cannot tell us."""
        while True:
            await asyncio.sleep(0.25)
            if self._waiting:
                for n in await asyncio.to_thread(self.look, list(self._waiting)):
                    self._set(n)


class Service:
    """Settings, database and the parts that live as long as the server."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.waiters = Waiters(database)
        self.limiter = Limiter(settings.rate_per_second, settings.rate_burst)
        self.metrics = Metrics(database)
        self.exports = ThreadPoolExecutor(EXPORTS_AT_ONCE, "export")
        self.stopping = threading.Event()
        self.wake: Any = lambda: None
        self.train: Any = lambda: None
