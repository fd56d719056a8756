"""The time as the service writes it."""

import time
from datetime import UTC, datetime


def now() -> str:
    """UTC in ISO 8601 with microseconds, which sorts as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seconds() -> float:
    """Seconds since 1970, for leases and expiries that machines compare."""
    return time.time()
