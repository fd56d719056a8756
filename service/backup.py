"""Backups while the service runs, and their return: proved, not hoped for."""

import os
import shutil
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from service import sqlite
from service.database import HEADER, MARKER, DatabaseError
from service.settings import Settings


def back_up(settings: Settings, target: Path) -> Path:
    """Write a backup of one moment. SQLite's own backup interface is used, never a file copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".duibiao-backup-")
    os.close(handle)
    temporary = Path(name)
    try:
        if settings.is_sqlite:
            _back_up_sqlite(_file(settings), temporary)
        else:
            _run("pg_dump", "--format=custom", f"--file={temporary}", _plain_url(settings))
            _run("pg_restore", "--list", str(temporary))
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target


def restore(settings: Settings, source: Path) -> None:
    """Put a backup in the place of the data; what was there is kept beside it (SQLite)."""
    if not settings.is_sqlite:
        database = f"--dbname={_plain_url(settings)}"
        # All of it, or what was there stays.
        whole = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner")
        _run("pg_restore", *whole, database, str(source))
        return
    check_backup(source)
    target = _file(settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".restoring")
    shutil.copyfile(source, fresh)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    kept = target.with_name(target.name + ".before-restore")
    for suffix in ("", "-journal", "-wal", "-shm"):  # a journal belongs to its database
        was = target.with_name(target.name + suffix)
        kept.with_name(kept.name + suffix).unlink(missing_ok=True)
        if was.exists():
            was.replace(kept.with_name(kept.name + suffix))
    fresh.replace(target)
    (target.parent / MARKER).write_text(
        "duibiao.sqlite belongs to this folder; see `duibiao backup`.\n", "utf-8"
    )


def check_backup(path: Path) -> None:
    """Refuse what is no whole database of ours."""
    try:
        with path.open("rb") as file:
            header = file.read(len(HEADER))
    except OSError as error:
        raise DatabaseError(f"无法打开备份：{path}。The backup cannot be opened.") from error
    if header != HEADER:
        raise DatabaseError(f"不是备份文件：{path}。This is not a backup.")
    try:
        _check_pages(path)
    except sqlite.driver().DatabaseError as error:
        raise DatabaseError(f"备份已损坏：{path}。The backup is damaged.") from error


def _check_pages(path: Path) -> None:
    with closing(sqlite.driver().connect(f"file:{path}?mode=ro", uri=True)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()
        ours = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
        pages, bytes_a_page = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "page_size")
        )
    # A page cut short passes for an empty one.
    whole = path.stat().st_size == pages * bytes_a_page
    if found != ("ok",) or ours != (1,) or not whole:
        raise DatabaseError(f"备份已损坏：{path}。The backup is damaged.")


def _back_up_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise DatabaseError(f"没有数据库：{source}。There is no database.")
    with (
        closing(sqlite.driver().connect(source, timeout=30)) as connection,
        closing(sqlite.driver().connect(target)) as copy,
    ):
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=delete")  # one file, which nothing belongs to
    check_backup(target)


def _file(settings: Settings) -> Path:
    return Path(settings.url.removeprefix("sqlite:///"))


def _plain_url(settings: Settings) -> str:
    return settings.url.replace("postgresql+psycopg://", "postgresql://", 1)


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise DatabaseError(f"需要 {program}。{program} of PostgreSQL is needed.")
    done = subprocess.run([found, *arguments], check=False, capture_output=True)
    if done.returncode != 0:
        raise DatabaseError(f"{program} 失败。{program} failed with code {done.returncode}.")
