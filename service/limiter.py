"""Token buckets: so many requests a second for each caller, with a burst."""

import threading
import time

MOST_CALLERS = 10_000


class Limiter:
    """Thread-safe; forgets the callers that have been quiet when there are too many."""

    def __init__(self, per_second: float, burst: int) -> None:
        self.per_second = per_second
        self.burst = burst
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, caller: str) -> float:
        """Seconds to wait before the next request may come; 0 where this one may pass."""
        at = time.monotonic()
        with self._lock:
            left, since = self._buckets.get(caller, (float(self.burst), at))
            left = min(float(self.burst), left + (at - since) * self.per_second)
            if left < 1:
                self._buckets[caller] = (left, at)
                return (1 - left) / self.per_second
            if len(self._buckets) >= MOST_CALLERS:
                self._buckets.clear()
            self._buckets[caller] = (left - 1, at)
            return 0.0
