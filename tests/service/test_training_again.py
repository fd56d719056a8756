"""Documents read again by another model: decisions stay, and what changed is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Running
from service_fakes import REVIEWED

from extractor.artefacts import save
from extractor.registry import Registry
from service.settings import Settings

FIELD = f"fields/{REVIEWED[0]}"


@pytest.fixture
def registry(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Registry:
    """A registry with the first model in use; the fake extractor says that it is that model."""
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    made = Registry(sqlite_settings.registry_folder)
    made.promote(add(made, tmp_path, 1))
    monkeypatch.setenv("FAKE_MODEL", _current(made))
    return made


def add(registry: Registry, folder: Path, number: int) -> str:
    save(folder / str(number) / "confidence.skops", "values", {"number": number})
    return registry.add(folder / str(number))


def _current(registry: Registry) -> str:
    found = registry.current()
    assert found is not None
    return found.name


def settle(run: Running, url: str) -> dict[str, Any]:
    """Follow a batch to its end."""
    with run.client.stream("GET", f"{url}/events") as stream:
        for _ in stream.iter_lines():
            continue
    found: dict[str, Any] = run.client.get(url).json()
    return found


def test_a_new_reading_keeps_every_decision_and_shows_what_changed(
    registry: Registry,
    sqlite_settings: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    first = _current(registry)
    with start(sqlite_settings) as run:
        ids = [run.id_of(f"甲局{n} {n + 1}") for n in range(3)]
        for version, said in enumerate(
            ({"value": 77, "state": "observed"}, {"decision": "accepted"})
        ):
            target = f"fields/{REVIEWED[version]}"
            sent = {"version": version, "changes": [{"report": 0, "target": target, **said}]}
            assert (
                run.client.post(f"/v1/documents/{ids[0]}/annotations", json=sent).status_code == 200
            )
        second = add(registry, tmp_path, 2)
        registry.promote(second)
        monkeypatch.setenv("FAKE_MODEL", second)
        monkeypatch.setenv("FAKE_PLUS", "10")
        assert run.client.get("/v1/models").json()["stale"] == 3
        made = run.client.post("/v1/re-extractions")
        assert (made.status_code, made.json()["total"]) == (202, 3)
        done = settle(run, made.headers["location"])
        assert (done["state"], done["counts"]["done"]) == ("done", 3)
        changes = run.client.get(f"{made.headers['location']}/changes").json()["items"]
        assert [one["document"] for one in changes] == ids
        assert {(one["before"], one["model"]) for one in changes} == {(first, second)}
        told = {one["target"]: one for one in changes[1]["fields"]}
        assert set(told) == {f"fields/{id}" for id in REVIEWED}
        assert told[FIELD]["from"] == {"value": 2, "state": "observed"}
        assert told[FIELD]["to"] == {"value": 12, "state": "observed"}
        assert FIELD not in {one["target"] for one in changes[0]["fields"]}  # a person decided it
        assert changes[0]["unplaced"] == []
        now = run.client.get(f"/v1/documents/{ids[0]}").json()
        assert now["model"] == second
        decided = now["reports"][0]["fields"][REVIEWED[0]]
        assert (decided["value"], decided["machine"]["value"]) == (77, 11)
        assert now["reports"][0]["fields"][REVIEWED[1]]["reviewed_by"]
        assert now["version"] == 2
        assert run.client.get("/v1/models").json()["stale"] == 0
        again = run.client.post("/v1/re-extractions").json()
        assert (again["total"], again["state"]) == (0, "done")
        assert run.client.get(f"/v1/documents/{ids[2]}/changes").json()["changed"] == 2


def test_a_document_read_once_has_no_changes(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings) as run:
        id = run.id_of("甲局 1")
        told = run.client.get(f"/v1/documents/{id}/changes").json()
        assert (told["before"], told["changed"], told["review"]) == (None, 0, None)
        assert run.client.get(f"/v1/documents/{'0' * 64}/changes").status_code == 404
        assert run.client.get(f"/v1/batches/{'0' * 24}/changes").status_code == 404


def test_a_report_that_is_gone_keeps_its_decisions_and_they_are_named(
    registry: Registry,
    sqlite_settings: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with start(sqlite_settings) as run:
        id = run.id_of("甲局 1")
        sent = {"version": 0, "changes": [{"report": 0, "target": FIELD, "decision": "accepted"}]}
        run.client.post(f"/v1/documents/{id}/annotations", json=sent)
        second = add(registry, tmp_path, 2)
        registry.promote(second)
        monkeypatch.setenv("FAKE_MODEL", second)
        monkeypatch.setenv("FAKE_EMPTY", "1")
        settle(run, run.client.post("/v1/re-extractions").headers["location"])
        told = run.client.get(f"/v1/documents/{id}/changes").json()
        assert [one["target"] for one in told["unplaced"]] == [FIELD]
        assert told["reports"] == {"before": 1, "now": 0}
        assert len(run.client.get(f"/v1/documents/{id}/history").json()["items"]) == 1
