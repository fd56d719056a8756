"""Fault F12: clients that go away and restarts leave no files, no descriptors, no threads."""

import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from service_steps import counted

from service.settings import Settings
from service.tables import documents

RESTARTS = int(os.environ.get("DUIBIAO_TEST_RESTARTS", "12"))  # 50 where there is time


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, with nothing of anybody else."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_f12_clients_that_go_away_leave_nothing_behind(
    sqlite_settings: Settings, start: Callable[..., Any], temporary: Path
) -> None:
    process = psutil.Process()
    with start(sqlite_settings) as run:
        run.submit("子局 1")
        vanish(run, 20)
        before = handles(process)
        vanish(run, 40)
        assert run.submit("丑局 1").status_code == 201
        until = time.monotonic() + 20
        while handles(process) > before + 5 and time.monotonic() < until:
            run.client.get("/healthz")
        assert handles(process) <= before + 5
        assert counted(run.service.database, documents) == 2
        assert list(temporary.iterdir()) == []


def handles(process: psutil.Process) -> int:
    """What the process holds open beside the database, of whose connections a pool keeps some."""
    stored = sum(Path(one.path).name.startswith("duibiao.sqlite") for one in process.open_files())
    return process.num_fds() - stored


def vanish(run: Any, times: int) -> None:
    """Clients that go away in the middle of an upload."""
    for _ in range(times):
        with socket.create_connection(("127.0.0.1", run.port)) as one:
            head = "POST /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
            one.sendall(f"{head}Content-Length: 5000000\r\n\r\n".encode() + b"x" * 1000)


def test_f12_restarts_leave_nothing_behind(
    sqlite_settings: Settings, start: Callable[..., Any], temporary: Path
) -> None:
    """Each life of the server sees a client vanish in mid-upload."""
    process = psutil.Process()
    counts, threads = [], []
    with start(sqlite_settings) as run:
        run.submit("寅局 1")
    for _ in range(RESTARTS):
        with start(sqlite_settings) as run:
            vanish(run, 1)
            assert run.client.get("/healthz").status_code == 200
        counts.append(process.num_fds())
        threads.append(threading.active_count())
    assert max(counts[2:]) <= counts[1] + 1
    assert max(threads[2:]) <= threads[1] + 1
    assert list(temporary.iterdir()) == []
    allowed = {"duibiao.sqlite", "duibiao.sqlite-journal", "duibiao-data.txt"}
    assert {one.name for one in sqlite_settings.data.iterdir()} <= allowed
