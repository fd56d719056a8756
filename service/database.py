"""The database: opened with care, written to in short transactions that begin as writers.

On SQLite a read that turns into a write fails at once whatever the time-out is, so `writing` begins
IMMEDIATE.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service import sqlite
from service.problems import Code, Problem
from service.settings import Settings

HEADER = b"SQLite format 3\x00"
MARKER = "duibiao-data.txt"
RETRY_SECONDS = 2


class DatabaseError(RuntimeError):
    """A database that must not be used, with the reason and what to do."""


class Database:
    """An engine with the transactions of this service."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.is_sqlite = settings.is_sqlite
        self.path = Path(settings.url.removeprefix("sqlite:///")) if self.is_sqlite else None
        if self.path is not None:
            check_file(self.path)
        self.engine = _engine(settings)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and never writes."""
        with _translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start (SQLite)."""
        with _translated(), self.engine.connect() as raw:
            connection = raw.execution_options(begin="IMMEDIATE") if self.is_sqlite else raw
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def check_file(path: Path) -> None:
    """Refuse a damaged or vanished database: never start a fresh one in its place."""
    marker = path.parent / MARKER
    if not path.exists() or path.stat().st_size == 0:
        if marker.exists():
            raise DatabaseError(
                f"数据库文件缺失或为空：{path}。请用 duibiao restore 恢复备份。"
                f" The database is missing or empty; restore a backup, or remove {marker.name} to start anew."
            )
        return
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise DatabaseError(
                f"数据库文件已损坏：{path}。请用 duibiao restore 恢复备份。"
                " The database file's header is damaged; restore a backup."
            )


def _engine(settings: Settings) -> Engine:
    if not settings.is_sqlite:
        engine = create_engine(
            settings.url, pool_size=16, max_overflow=16, pool_timeout=settings.busy_seconds,
            pool_pre_ping=True,
        )  # fmt: skip

        @event.listens_for(engine, "connect")
        def _limit_waits(connection: Any, _record: Any) -> None:
            milliseconds = int(settings.busy_seconds * 1000)
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = {milliseconds}")
            connection.commit()

        return engine
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        settings.url, module=sqlite.driver(), pool_size=16, max_overflow=16,
        pool_timeout=settings.busy_seconds,
        connect_args={"timeout": settings.busy_seconds, "check_same_thread": False},
    )  # fmt: skip
    _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin DEFERRED by itself
        for pragma in (f"journal_mode={sqlite.journal()}", "synchronous=full", "cache_size=-16000",
                       "temp_store=memory"):  # fmt: skip
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def _translated() -> Iterator[None]:
    """Faults of the database that a client can act on, as problems."""
    try:
        yield
    except PoolTimeout as error:
        raise _busy() from error
    except DBAPIError as error:
        found = problem_of(error)
        if found is None:
            raise
        raise found from error


def _busy() -> Problem:
    return Problem(
        Code.BUSY, "数据库正忙。The database is busy.", headers={"Retry-After": str(RETRY_SECONDS)}
    )


def problem_of(error: DBAPIError) -> Problem | None:
    """The problem that a fault of the database means; None where it is ours."""
    state = getattr(error.orig, "sqlstate", None)
    message = str(error.orig)
    if state in ("53100", "54000") or "database or disk is full" in message:
        return Problem(
            Code.STORAGE_FULL,
            "数据库已满，未作任何更改。The database is full; nothing was changed.",
        )
    if state in ("55P03", "40001", "40P01", "53300", "57P03") or "is locked" in message:
        return _busy()
    if isinstance(error, OperationalError) and error.connection_invalidated:
        return _busy()
    return None


def check_alive(database: Database) -> None:
    """One query; raises what is wrong."""
    with database.reading() as connection:
        connection.execute(text("SELECT 1"))
