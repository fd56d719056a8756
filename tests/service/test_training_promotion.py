"""Putting models to use: killed in between, and while requests are answered."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import service_fakes
from conftest import HERE
from test_training_again import add
from test_training_runs import decide, train
from training_fakes import BAD, GOOD

from extractor.registry import Registry, default_model_dir, model_id, pinned
from service.database import Database
from service.settings import Settings
from service.store import runs
from service.store.common import new_id
from service.supervisor import SETTINGS_VARIABLE, dump_settings

ROOT = HERE.parent.parent


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{HERE}:{ROOT}")
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_server_killed_while_it_promotes_comes_back_with_one_model_in_use(
    at: str, sqlite_settings: Settings, start: Callable[..., Any], tmp_path: Path
) -> None:
    settings = replace(sqlite_settings, trainer="training_fakes:run")
    with start(settings) as run:
        decide(run, "甲局 1", GOOD)
    database, id = Database(settings), new_id()
    with database.writing() as connection:
        runs.create(connection, id, {"sizes": "1,1,1"}, "a")
    registry = Registry(settings.registry_folder)
    assert registry.current() is None
    environment = {**os.environ, SETTINGS_VARIABLE: dump_settings(settings)}
    command = [sys.executable, str(HERE / "training_killed.py"), id, at, str(tmp_path / "mark")]
    first = subprocess.run(command, env=environment, timeout=120, check=False)
    assert first.returncode == -signal.SIGKILL
    with database.reading() as connection:
        row = runs.get(connection, id)
    assert row is not None
    assert row["state"] == "running"
    between = registry.current()
    assert (between is not None) == (at == "after")
    assert subprocess.run(command, env=environment, timeout=120, check=False).returncode == 0
    with database.reading() as connection:
        row = runs.get(connection, id)
    assert row is not None
    assert (row["state"], row["attempt"]) == ("done", 2)
    current = registry.current()
    assert current is not None
    assert between in (None, current)
    promoted = [e["model"] for e in registry.history() if e["what"] == "promote"]
    assert promoted.count(current.name) == 1
    assert all(not one.reason for one in registry.list())
    database.close()


def test_models_change_while_documents_are_read_and_each_result_has_one(
    sqlite_settings: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    registry = Registry(sqlite_settings.registry_folder)
    models = [add(registry, tmp_path, number) for number in (1, 2)]
    monkeypatch.setenv("DUIBIAO_REGISTRY", str(registry.root))
    registry.promote(models[0])
    plain, turns = service_fakes.extract, iter(range(10_000))

    def extract(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
        with pinned(default_model_dir()):
            before = model_id(default_model_dir())
            registry.promote(models[next(turns) % 2])  # somebody promotes in the middle of it
            after = model_id(default_model_dir())
        assert before == after
        return {**plain(data, name, given), "model": before}

    monkeypatch.setattr(service_fakes, "extract", extract)
    statuses: list[int] = []
    with start(sqlite_settings) as run:

        def submit(many: range) -> None:
            with run.new_client() as client:
                for n in many:
                    sent = {"text": f"局{n} {n}"}
                    statuses.append(client.post("/v1/documents", json=sent).status_code)

        threads = [
            threading.Thread(target=submit, args=(range(k * 10, k * 10 + 10),)) for k in range(3)
        ]
        for one in threads:
            one.start()
        while any(one.is_alive() for one in threads):
            assert run.client.post(f"/v1/models/{models[0]}/promote").status_code == 200
            assert run.client.post("/v1/models/rollback").status_code in (200, 409)
            assert run.client.get("/v1/models").json()["current"] in models
        for one in threads:
            one.join()
        assert statuses == [201] * 30
        listed = run.client.get("/v1/documents", params={"limit": 50}).json()["items"]
        assert {one["model"] for one in listed} <= set(models)
        assert {one["state"] for one in listed} == {"done"}
    assert all(not one.reason for one in registry.list())


def test_a_model_kept_aside_can_be_put_to_use_by_hand_and_taken_back(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(replace(sqlite_settings, trainer="training_fakes:run")) as run:
        before = run.client.get("/v1/models").json()["current"]
        decide(run, "甲局 1", BAD)
        _, kept = train(run)
        assert not kept["promoted"]
        listed = run.client.get("/v1/models").json()
        assert [one["id"] for one in listed["items"] if one["current"]] == [before]
        assert listed["back"] is None
        # Nothing was in use by the registry so far: the model that came with the program was.
        now = run.client.post(f"/v1/models/{kept['model']}/promote").json()
        assert (now["current"], now["back"]) == (kept["model"], before)
        assert {one["id"]: one["packaged"] for one in now["items"]} == {
            before: True,
            kept["model"]: False,
        }
        back = run.client.post("/v1/models/rollback").json()
        assert (back["current"], back["back"]) == (before, None)
        again = run.client.post("/v1/models/rollback")  # not to what was rolled back from
        assert (again.status_code, again.json()["code"]) == (409, "not-promotable")
