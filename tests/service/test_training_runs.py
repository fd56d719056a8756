"""Training runs over HTTP, with a trainer that takes no time."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, Running
from training_fakes import BAD, BROKEN, GOOD, SLOW

from extractor.registry import Registry
from service.settings import Settings

FIELD = "fields/applications.new.total"
ROOT = HERE.parent.parent


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Child processes find the fake trainer."""
    monkeypatch.setenv("PYTHONPATH", f"{HERE}:{ROOT}")
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)


@pytest.fixture
def trained(sqlite_settings: Settings) -> Settings:
    """Settings with the fake trainer."""
    return replace(sqlite_settings, trainer="training_fakes:run")


@pytest.fixture
def everywhere(settings: Settings) -> Settings:
    """The same on both databases, for what is in the database's hands."""
    return replace(settings, trainer="training_fakes:run")


def decide(run: Running, text: str, value: int) -> str:
    id = run.id_of(text)
    decide_all(run, id, {FIELD.removeprefix("fields/"): value})
    return id


def decide_all(run: Running, id: str, values: dict[str, int]) -> None:
    """Correct fields of the first report of a document."""
    version = run.client.get(f"/v1/documents/{id}").json()["version"]
    changes = [
        {"report": 0, "target": f"fields/{field}", "value": value, "state": "observed"}
        for field, value in values.items()
    ]
    sent = {"version": version, "changes": changes}
    answer = run.client.post(f"/v1/documents/{id}/annotations", json=sent)
    assert answer.status_code == 200, answer.text


def follow(run: Running, id: str, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
    """The events of a run until it ends."""
    found, event, number = [], "", 0
    url = f"/v1/training-runs/{id}/events"
    with run.client.stream("GET", url, params={"after": after}) as stream:
        for line in stream.iter_lines():
            key, _, rest = line.partition(": ")
            if key == "id":
                number = int(rest)
            elif key == "event":
                event = rest
            elif key == "data":
                found.append((number, event, json.loads(rest)))
    return found


def train(run: Running, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = run.client.post("/v1/training-runs", json=body)
    assert answer.status_code in (200, 202), answer.text
    follow(run, answer.json()["id"])
    return answer.status_code, run.client.get(f"/v1/training-runs/{answer.json()['id']}").json()


def test_a_better_model_is_put_to_use_and_a_worse_one_is_kept_with_its_reasons(
    everywhere: Settings, start: Callable[..., Any]
) -> None:
    with start(everywhere) as run:
        before = run.client.get("/v1/models").json()["current"]
        id = decide(run, "甲局 1", GOOD)
        status, done = train(run)
        assert (status, done["state"], done["promoted"], done["reasons"]) == (202, "done", True, [])
        assert done["champion"] == before
        assert run.client.get("/v1/models").json()["current"] == done["model"]
        assert (
            done["verdict"]["won"]
            == done["verdict"]["contested"]
            == [{"document": id, "name": f"{id}.txt", "report": 0, "field": FIELD[7:]}]
        )
        decide(run, "乙局 2", BAD)
        _, worse = train(run)
        assert (worse["state"], worse["promoted"]) == ("done", False)
        assert [one["where"] for one in worse["reasons"]] == ["2019"]
        models = run.client.get("/v1/models").json()
        assert models["current"] == done["model"]
        assert worse["model"] in {one["id"] for one in models["items"]}
        back = run.client.post("/v1/models/rollback").json()
        assert back["current"] == before
        listed = run.client.get("/v1/training-runs").json()["items"]
        assert [one["id"] for one in listed] == [worse["id"], done["id"]]


def test_the_same_data_is_learned_from_once(trained: Settings, start: Callable[..., Any]) -> None:
    with start(trained) as run:
        decide(run, "甲局 1", GOOD)
        _, first = train(run)
        again = run.client.post("/v1/training-runs")
        assert (again.status_code, again.json()["id"]) == (200, first["id"])
        id = run.id_of("甲局 1")
        flag = {"report": 0, "target": FIELD, "decision": "flagged"}
        run.client.post(f"/v1/documents/{id}/annotations", json={"version": 1, "changes": [flag]})
        assert run.client.post("/v1/training-runs").json()["id"] == first["id"]
        forced, other = train(run, again=True)
        assert forced == 202
        assert other["id"] != first["id"]
        assert other["model"] == first["model"]  # the same data makes the same model
        assert not other["promoted"]
        assert [one["code"] for one in other["reasons"]] == ["nothing-learned"]
        decide(run, "乙局 2", GOOD)
        assert train(run)[0] == 202


def test_a_quick_run_only_tries(trained: Settings, start: Callable[..., Any]) -> None:
    with start(trained) as run:
        before = run.client.get("/v1/models").json()["current"]
        decide(run, "甲局 1", GOOD)
        _, tried = train(run, quick=True)
        assert (tried["state"], tried["promoted"]) == ("done", False)
        assert [one["code"] for one in tried["reasons"]] == ["quick"]
        listed = run.client.get("/v1/models").json()
        assert listed["current"] == before
        assert tried["model"] in {one["id"] for one in listed["items"]}
        _, done = train(run)
        assert (done["promoted"], done["reasons"]) == (True, [])


def test_one_run_at_a_time_and_it_can_be_cancelled(
    everywhere: Settings, start: Callable[..., Any]
) -> None:
    with start(everywhere) as run:
        decide(run, "甲局 1", SLOW)
        first = run.client.post("/v1/training-runs").json()
        same = run.client.post("/v1/training-runs")
        assert (same.status_code, same.json()["id"]) == (200, first["id"])
        decide(run, "乙局 2", GOOD)
        busy = run.client.post("/v1/training-runs")
        assert (busy.status_code, busy.json()["code"]) == (409, "training-in-progress")
        assert busy.json()["run"] == first["id"]
        gone = run.client.delete(f"/v1/training-runs/{first['id']}")
        assert gone.json()["state"] == "cancelled"
        assert run.client.delete(f"/v1/training-runs/{first['id']}").status_code == 409
        assert follow(run, first["id"])[-1][1] == "end"


def test_events_resume_without_repeats(trained: Settings, start: Callable[..., Any]) -> None:
    with start(trained) as run:
        decide(run, "甲局 1", GOOD)
        id = run.client.post("/v1/training-runs").json()["id"]
        events = follow(run, id)
        lines = [number for number, event, _ in events if event == "line"]
        assert len(lines) >= 2
        assert lines == sorted(set(lines))
        assert events[-1][1] == "end"
        counted = [one for _, event, one in events if event == "line" and one["total"]]
        assert [(one["done"], one["total"]) for one in counted] == [(1, 2)]
        assert (counted[0]["zh"], counted[0]["en"]) == ("拟合：1/2", "fit: 1/2")
        told = run.client.get(f"/v1/training-runs/{id}").json()
        assert [(one["done"], one["total"]) for one in told["lines"]] == [(None, None), (1, 2)]
        assert {key: told["progress"][key] for key in ("zh", "done")} == {
            "zh": "拟合：1/2",
            "done": 1,
        }
        rest = follow(run, id, lines[0])
        assert [number for number, event, _ in rest if event == "line"] == lines[1:]


def test_a_run_that_cannot_train_says_why(trained: Settings, start: Callable[..., Any]) -> None:
    with start(trained) as run:
        decide(run, "甲局 1", BROKEN)
        before = run.client.get("/v1/models").json()["current"]
        _, ended = train(run)
        assert (ended["state"], ended["promoted"]) == ("failed", None)
        assert ended["failure"]["code"] == "too-few-documents"
        assert run.client.get("/v1/models").json()["current"] == before
        assert train(run)[1]["id"] != ended["id"]  # what failed may be tried again
        for path in ("/v1/training-runs/0", f"/v1/training-runs/{'0' * 24}"):
            assert run.client.get(path).status_code in (404, 422)


@pytest.mark.parametrize("step", ["exported", "trained", "registered"])
def test_a_killed_trainer_goes_on_where_it_was(
    step: str,
    trained: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("KILL_AT", step)
    monkeypatch.setenv("KILL_MARK", str(tmp_path / "killed"))
    command = (sys.executable, str(HERE / "training_fakes.py"))
    with start(trained, trainer_command=command) as run:
        decide(run, "甲局 1", GOOD)
        _, done = train(run)
        assert (tmp_path / "killed").exists()
        assert (done["state"], done["attempt"], done["promoted"]) == ("done", 2, True)
        registry = Registry(run.service.settings.registry_folder)
        made = [one for one in registry.history() if one["model"] == done["model"]]
        assert [one["what"] for one in made] == ["add", "promote"]


def test_a_trainer_that_is_always_killed_is_given_up(
    trained: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KILL_AT", "trained")
    monkeypatch.setenv("KILL_MARK", "/nonexistent/mark")
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with start(trained, trainer_command=(sys.executable, "-c", code)) as run:
        before = run.client.get("/v1/models").json()["current"]
        decide(run, "甲局 1", GOOD)
        _, ended = train(run)
        assert (ended["state"], ended["attempt"]) == ("failed", 3)
        assert ended["failure"]["code"] == "worker-killed"
        assert run.client.get("/v1/models").json()["current"] == before
