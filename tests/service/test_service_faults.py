"""Faults F1 to F12: nothing accepted is lost, nothing is doubled, nothing wrong is silent."""

import io
import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from service_fakes import extract
from service_steps import counted, submit
from sqlalchemy import select, text, update

from service import sqlite
from service.database import Database
from service.settings import Settings
from service.store import documents as store
from service.store import finish, jobs
from service.tables import documents, results, workers
from service.tables import jobs as jobs_table
from service.worker import Told, Worker

HERE = str(Path(__file__).parent)
FIELD = "applications.new.total"


@pytest.fixture
def children(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Settings for workers that are processes, with the fake extractor."""
    monkeypatch.setenv("PYTHONPATH", HERE)
    monkeypatch.setenv("KILL_MARK", str(tmp_path / "killed"))
    command = (sys.executable, "-m", "service_killed")
    return replace(settings, workers=1, worker_command=command)


@pytest.mark.parametrize("step", ["claimed", "read", "extracted", "written", "committed"])
def test_f1_killed_at_each_step(
    step: str,
    children: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("KILL_AT", step)
    with start(children, inside=False) as run:
        answer = run.submit("甲局 5")
        assert answer.status_code in (200, 201), answer.text
        assert (tmp_path / "killed").exists()
        id = answer.json()["document"]["id"]
        assert run.client.get(f"/v1/documents/{id}?view=machine").json() == extract(
            "甲局 5".encode(), ""
        )
        assert counted(run.service.database, results) == 1
        if children.is_sqlite:
            with run.service.database.reading() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_f2_a_document_that_kills_is_set_aside_after_three_times(
    children: Settings, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILL_AT", "never")
    with start(children, inside=False) as run:
        problem = run.submit("乙局 KILL").json()
        assert (problem["code"], problem["reason"]) == ("extraction-failed", "worker-killed")
        assert run.submit("丙局 1").status_code == 201
        with run.service.database.reading() as connection:
            query = select(jobs_table.c.attempt).where(jobs_table.c.state == "failed")
            assert connection.execute(query).scalar_one() == 3


def test_a_document_that_wants_too_much_memory_fails_and_its_worker_is_replaced(
    children: Settings, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILL_AT", "never")
    with start(children, inside=False) as run:
        assert run.submit("甲局 1").status_code == 201
        with run.service.database.reading() as connection:
            before = connection.execute(select(workers.c.id)).scalars().all()
        problem = run.submit("乙局 HUNGRY").json()
        assert (problem["code"], problem["reason"]) == ("extraction-failed", "extraction-failed")
        assert "memory" in problem["detail"]
        assert run.submit("丙局 1").status_code == 201
        with run.service.database.reading() as connection:
            after = connection.execute(select(workers.c.id)).scalars().all()
    assert len(before) == len(after) == 1
    assert before != after


def test_f3_a_result_that_comes_late_is_refused(database: Database, settings: Settings) -> None:
    submit(database, "丁局 4")
    quick = Worker(database, settings, extract)

    def overtake(step: str) -> None:
        if step == "extracted":
            with database.writing() as connection:
                connection.execute(update(jobs_table).values(lease_until=0.0))
                finish.release(connection)
            assert quick.step()

    def late(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**extract(data, name, given), "model": "late"}

    slow = Worker(database, settings, late, Told(on_step=overtake))
    assert slow.step()
    with database.reading() as connection:
        assert connection.execute(select(results.c.model)).scalars().all() == ["fake-1"]
        job = connection.execute(select(jobs_table)).mappings().one()
        assert (job["state"], job["attempt"], job["kills"]) == ("done", 2, 1)


def test_a_worker_that_stops_in_good_order_is_no_kill(
    database: Database, settings: Settings
) -> None:
    job = submit(database, "戊局 4")
    for _ in range(5):
        with database.writing() as connection:
            claimed = jobs.claim(connection, "w", 30)
            assert claimed is not None
            jobs.give_back(connection, claimed)
    with database.reading() as connection:
        found = jobs.get(connection, job["id"])
    assert found is not None
    assert (found["state"], found["kills"]) == ("queued", 0)


def test_f4_a_full_database_changes_nothing_and_still_reads(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings) as run:
        id = run.id_of("己局 4")
        engine = run.service.database.engine
        engine.dispose()
        from sqlalchemy import event  # noqa: PLC0415

        @event.listens_for(engine, "connect")
        def _small(connection: Any, _record: Any) -> None:
            pages = connection.execute("pragma page_count").fetchone()[0]
            connection.execute(f"pragma max_page_count={pages}")

        answer = run.submit("庚局 4 " + os.urandom(200_000).hex())
        assert (answer.status_code, answer.json()["code"]) == (507, "storage-full")
        assert run.client.get(f"/v1/documents/{id}").status_code == 200
        assert len(run.client.get("/v1/documents").json()["items"]) == 1


def test_f5_low_disk_refuses_before_writing(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings, free_disk_bytes=2**60) as run:
        answer = run.submit("辛局 4")
        assert (answer.status_code, answer.json()["code"]) == (507, "low-disk")
        assert counted(run.service.database, documents) == 0
        assert run.client.get("/readyz").status_code == 503


def test_f8_a_lock_held_too_long_is_503_with_retry_after(
    settings: Settings, start: Callable[..., Any]
) -> None:
    with start(settings, busy_seconds=0.2) as run:
        id = run.id_of("壬局 4")
        body = {"version": 0, "changes": [{"report": 0, "target": "scope", "value": "region"}]}
        with held(settings):
            answer = run.client.post(f"/v1/documents/{id}/annotations", json=body)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) > 0
        assert run.client.post(f"/v1/documents/{id}/annotations", json=body).status_code == 200


def held(settings: Settings) -> Any:
    """Another program that holds the lock while the block runs."""
    if settings.is_sqlite:
        connection = sqlite.driver().connect(settings.data / "duibiao.sqlite", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return closing(connection)
    other = psycopg.connect(settings.database_url)
    other.execute("LOCK TABLE documents IN EXCLUSIVE MODE")
    return closing(other)


def test_f9_the_write_ahead_log_is_used_only_where_it_is_safe(sqlite_settings: Settings) -> None:
    unsafe = [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)]
    safe = [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)]
    assert [sqlite.wal_is_safe(one) for one in unsafe] == [False] * len(unsafe)
    assert [sqlite.wal_is_safe(one) for one in safe] == [True] * len(safe)
    database = Database(sqlite_settings)
    with database.reading() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
    database.close()
    assert mode == sqlite.journal()


def test_f9_without_a_newer_sqlite_the_one_of_python_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", None)
    assert sqlite.driver.__wrapped__() is sqlite3


def test_f9_an_older_sqlite_goes_on_with_the_same_database_by_its_own_journal(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    for number, driver in enumerate((sqlite.driver, lambda: sqlite3, sqlite.driver)):
        monkeypatch.setattr(sqlite, "driver", driver)
        database = Database(sqlite_settings)
        submit(database, f"辰局 {number}")
        with database.reading() as connection:
            modes.append(connection.execute(text("PRAGMA journal_mode")).scalar())
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert counted(database, documents) == number + 1
        database.close()
    usual = "wal" if sqlite.wal_is_safe(sqlite3.sqlite_version_info) else "persist"
    assert modes == [sqlite.journal(), usual, sqlite.journal()]


def test_fairness_single_documents_and_batches_take_turns(database: Database) -> None:
    with database.writing() as connection:
        for batch, count in ((1, 6), (2, 3)):
            for n in range(count):
                new = store.New(f"{batch} {n}".encode(), "", "text/plain", {}, "t")
                row, _ = store.put(connection, new)
                jobs.add(connection, jobs.EXTRACT, row["n"], batch=batch)
        row, _ = store.put(connection, store.New(b"alone", "", "text/plain", {}, "t"))
        alone = jobs.add(connection, jobs.EXTRACT, row["n"])
    order = []
    for _ in range(10):
        with database.writing() as connection:
            job = jobs.claim(connection, "w", 30)
            assert job is not None
            order.append("alone" if job["n"] == alone["n"] else job["batch"])
    assert "alone" in order[:3]  # each waiting batch has had one turn at most
    rest = [one for one in order if one != "alone"]
    assert rest[:6].count(2) == 3


def test_cancelling_a_batch_spares_what_another_waits_for(
    settings: Settings, start: Callable[..., Any]
) -> None:
    with start(settings) as run:
        shared, own = (
            ("files", ("a.txt", "寅局 1".encode())),
            ("files", ("b.txt", "卯局 2".encode())),
        )
        with held_worker(run):
            first = run.client.post("/v1/batches", files=[shared, own]).json()["id"]
            second = run.client.post(
                "/v1/batches", files=[shared, ("files", ("c.txt", b"c 1"))]
            ).json()["id"]
            cancelled = run.client.delete(f"/v1/batches/{first}").json()
            assert cancelled["state"] == "cancelled"
        run.client.get(f"/v1/batches/{second}/events")
        done = run.client.get(f"/v1/batches/{second}").json()
        assert done["counts"]["done"] == 2
        own_item = run.client.get(f"/v1/batches/{first}").json()["items"][1]
        assert run.client.get(f"/v1/documents/{own_item['document']}").json()["code"] == "no-result"


def held_worker(run: Any) -> Any:
    """Keep the worker from claiming while the block runs, by taking all jobs as they come."""
    from contextlib import contextmanager  # noqa: PLC0415
    from unittest.mock import patch  # noqa: PLC0415

    @contextmanager
    def hold() -> Any:
        with patch.object(jobs, "claim", lambda *_a, **_k: None):
            yield
        run.service.wake()

    return hold()


def test_a_decision_survives_a_new_extraction(database: Database, settings: Settings) -> None:
    from service.annotate import Changes, save  # noqa: PLC0415
    from service.core import Service  # noqa: PLC0415
    from service.routes.documents import read_view  # noqa: PLC0415

    submit(database, "辰局 4")
    Worker(database, settings, extract).step()
    service = Service(settings, database)
    with database.reading() as connection:
        id = connection.execute(select(documents.c.id)).scalar_one()
    change = {"report": 0, "target": f"fields/{FIELD}", "value": 44, "state": "observed"}
    save(service, id, Changes.model_validate({"version": 0, "changes": [change]}), "r", "q1")

    def newer(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
        result = extract(data, name, given)
        before = {**result["reports"][0], "span": [0, 0]}
        return {**result, "model": "fake-2", "reports": [before, *result["reports"]]}

    submit(database, "辰局 4")
    Worker(database, settings, newer).step()
    _, view = read_view(service, id, "merged")
    assert view is not None
    assert view["model"] == "fake-2"
    assert [one["fields"][FIELD]["value"] for one in view["reports"]] == [4, 44]
    assert counted(database, results) == 2


def test_a_bomb_is_refused_by_its_real_bytes(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 30_000_000)
    with start(sqlite_settings) as run:
        batch = run.client.post(
            "/v1/batches", files=[("files", ("b.zip", packed.getvalue()))]
        ).json()
        item = run.client.get(f"/v1/batches/{batch['id']}").json()["items"][0]
        assert item["failure"]["code"] == "too-large"
        broken = packed.getvalue()[:-40]
        answer = run.client.post("/v1/batches", files=[("files", ("b.zip", broken))])
        assert answer.json()["code"] == "bad-archive"
