"""Which SQLite is used: that of Python, or a newer one whose write-ahead log is safe.

SQLite below 3.51.3 (3.50.7, 3.44.6) can lose committed pages of a write-ahead log that is reset at
the wrong moment. The rollback journal that it needs instead waits for the disk three to four times
at each commit, where the log waits once, and readers and writers wait for each other. A process
must not open one file by two of them: each would let go of the other's locks.
"""

import sqlite3
from functools import cache
from importlib import import_module
from typing import Any


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether a SQLite has the repair of the write-ahead log's reset."""
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


@cache
def driver() -> Any:
    """The module of the SQLite to use, always the same one in a process."""
    if wal_is_safe(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        newer = import_module("pysqlite3.dbapi2")  # not there on every system
    except ImportError:
        return sqlite3
    return newer if wal_is_safe(newer.sqlite_version_info) else sqlite3


def journal() -> str:
    """The journal mode that is safe with this SQLite."""
    return "wal" if wal_is_safe(driver().sqlite_version_info) else "persist"
