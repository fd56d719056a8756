"""Faults F6, F10, F11: backups while the service writes, their return, damage that is refused."""

import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import HERE
from service_fakes import extract
from service_steps import counted, submit

from service import sqlite
from service.backup import back_up, check_backup, restore
from service.database import Database, DatabaseError
from service.migrate import migrate
from service.settings import Settings
from service.tables import documents, results
from service.tables import jobs as jobs_table
from service.worker import Worker


def test_f6_a_backup_that_fails_leaves_the_one_before(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(sqlite_settings, target)
    before = target.read_bytes()
    with (sqlite_settings.data / "duibiao.sqlite").open("r+b") as file:
        file.write(b"x" * 100)
    with pytest.raises((DatabaseError, sqlite.driver().DatabaseError)):
        back_up(sqlite_settings, target)
    assert target.read_bytes() == before
    assert list(tmp_path.glob(".duibiao-backup-*")) == []


def test_f10_a_backup_while_writing_is_whole(settings: Settings, tmp_path: Path) -> None:
    database = Database(settings)
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            submit(database, f"癸局 {written}")
            written += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while written < 5:
            time.sleep(0.001)
        before = written
        backup = back_up(settings, tmp_path / "backup")
    finally:
        stop.set()
        thread.join()
    # The drill: later work is undone, what was backed up is there, and goes on.
    if settings.is_sqlite:
        database.close()
        settings = replace(settings, data=tmp_path / "restored")
    restore(settings, backup)
    drill = Database(settings)
    count = counted(drill, documents)
    assert before <= count <= written
    assert count == counted(drill, jobs_table)
    migrate(drill)
    worker = Worker(drill, settings, extract)
    assert worker.step()
    assert counted(drill, results) == 1
    submit(drill, "癸局 after")
    assert counted(drill, documents) == count + 1
    drill.close()
    database.close()


def test_f10_a_broken_backup_leaves_what_is_there(settings: Settings, tmp_path: Path) -> None:
    database = Database(settings)
    submit(database, "癸局 1")
    backup = back_up(settings, tmp_path / "backup")
    submit(database, "癸局 2")
    database.close()
    bad = tmp_path / "bad"
    bad.write_bytes(backup.read_bytes()[:-200])
    for broken in (bad, tmp_path / "none"):
        with pytest.raises(DatabaseError):
            restore(settings, broken)
    database = Database(settings)
    assert counted(database, documents) == 2
    database.close()


KILLED_BACKUP = """
import os, signal, sys
from pathlib import Path
from service import backup
from service.settings import Settings

def die(self, target):
    os.kill(os.getpid(), signal.SIGKILL)

Path.replace = die
backup.back_up(Settings(data=Path(sys.argv[1])), Path(sys.argv[2]))
"""


def test_f6_killed_while_writing_a_backup_the_one_before_is_whole(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(sqlite_settings, target)
    before = target.read_bytes()
    database = Database(sqlite_settings)
    submit(database, "癸局 1")
    database.close()
    arguments = [sys.executable, "-c", KILLED_BACKUP, str(sqlite_settings.data), str(target)]
    done = subprocess.run(arguments, check=False, cwd=HERE.parents[1])
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == before
    check_backup(target)


def test_f11_a_damaged_or_vanished_database_is_refused(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    path = sqlite_settings.data / "duibiao.sqlite"
    whole = path.read_bytes()
    for damaged in (b"", b"\x00" * 16 + whole[16:], b"SQLite format 2\x00" + whole[16:]):
        path.write_bytes(damaged)
        with pytest.raises(DatabaseError):
            Database(sqlite_settings)
        assert path.read_bytes() == damaged
    path.unlink()
    with pytest.raises(DatabaseError):
        Database(sqlite_settings)
    assert not path.exists()
    bad = tmp_path / "no-backup"
    bad.write_bytes(b"hello")
    with pytest.raises(DatabaseError):
        check_backup(bad)
