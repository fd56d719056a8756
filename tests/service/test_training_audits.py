"""What is asked first, audits of what nobody is asked, drift."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Running
from service_fakes import REVIEWED
from sqlalchemy import insert, update

from extractor.annotations.files import effective, read_folder
from extractor.artefacts import save
from extractor.novelty import ARTEFACT, pieces
from extractor.registry import Registry
from extractor.training.promise import audits_in
from service import audits as room
from service import policy
from service.settings import Settings
from service.tables import audits, policies
from service.training_export import export


@pytest.fixture
def audited(settings: Settings) -> Settings:
    """Every field outside review is audited."""
    return replace(settings, audit_share=1.0)


def items(run: Running, url: str, **params: Any) -> list[dict[str, Any]]:
    """All pages of a list."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = run.client.get(url, params={**params, **cursor}).json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


def decide(run: Running, id: str, target: str, **said: Any) -> None:
    version = run.client.get(f"/v1/documents/{id}").json()["version"]
    sent = {"version": version, "changes": [{"report": 0, "target": target, **said}]}
    answer = run.client.post(f"/v1/documents/{id}/annotations", json=sent)
    assert answer.status_code == 200, answer.text


def state_of(run: Running, id: str, target: str) -> str:
    found = [
        one["audit"]["state"]
        for state in ("open", "contested", "right", "wrong")
        for one in items(run, "/v1/audits", state=state)
        if (one["document"], one["target"]) == (id, target)
    ]
    assert len(found) == 1
    return found[0]


def test_the_queue_by_gain_asks_unsure_fields_first_and_each_once(
    settings: Settings, start: Callable[..., Any]
) -> None:
    with start(settings) as run:
        for number in range(6):
            run.id_of(f"甲局{number} {number * 7}")
        by_gain = items(run, "/v1/review", order="gain", limit=5)
        plain = items(run, "/v1/review", limit=5)
        name = lambda one: (one["document"], one["target"])  # noqa: E731
        assert sorted(map(name, by_gain)) == sorted(map(name, plain))
        gains = [one["gain"] for one in by_gain]
        assert gains == sorted(gains, reverse=True)
        assert all(one["audit"] is None for one in by_gain)
        first = by_gain[0]
        # The two open fields of a row help to settle each other.
        assert first["gain"] == pytest.approx((1 - first["confidence"]) * 2)
        decide(run, first["document"], f"fields/{REVIEWED[1]}", decision="accepted")
        after = items(run, "/v1/review", order="gain", document=first["document"])
        assert [one["gain"] for one in after] == [pytest.approx(1 - after[0]["confidence"])]


def test_audits_stand_among_the_queue_and_leave_it_when_answered(
    audited: Settings, start: Callable[..., Any]
) -> None:
    with start(audited) as run:
        id = run.id_of("甲局 3")
        page = run.client.get("/v1/review", params={"order": "gain", "limit": 10}).json()["items"]
        assert page[0]["audit"]["state"] == "open"
        assert page[0]["agency"]
        assert page[0]["year"]
        assert [one["audit"] is None for one in page].count(False) == 1
        everything = items(run, "/v1/review", order="gain", limit=50)
        drawn = [one for one in everything if one["audit"]]
        assert len({one["target"] for one in drawn}) == len(drawn) == 200 - len(REVIEWED)
        assert not {one["field"] for one in drawn} & set(REVIEWED)
        assert len(items(run, "/v1/review")) == len(REVIEWED)  # the plain queue has none
        decide(run, id, drawn[0]["target"], decision="accepted")
        assert state_of(run, id, drawn[0]["target"]) == "right"
        assert drawn[0]["target"] not in {
            one["target"] for one in items(run, "/v1/review", order="gain", limit=50)
        }


@pytest.mark.parametrize(
    ("second", "state"),
    [
        ({"decision": "accepted"}, "wrong"),
        ({"value": 7, "state": "observed"}, "wrong"),
        ({"value": None, "state": "absent"}, "right"),
        ({"decision": "withdrawn"}, "open"),
        ({"decision": "flagged"}, "contested"),
    ],
)
def test_an_error_counts_once_a_second_look_confirms_it(
    second: dict[str, Any],
    state: str,
    sqlite_settings: Settings,
    start: Callable[..., Any],
) -> None:
    with start(sqlite_settings, audit_share=1.0) as run:
        id = run.id_of("甲局 3")
        target = items(run, "/v1/audits")[0]["target"]
        decide(run, id, target, value=5, state="observed")
        assert state_of(run, id, target) == "contested"
        told = run.client.get("/v1/audits/estimate").json()
        assert told["counts"]["contested"] == 1
        assert told["estimate"]["wrong"] == 0
        decide(run, id, target, **second)
        assert state_of(run, id, target) == state
        told = run.client.get("/v1/audits/estimate").json()
        assert told["estimate"]["wrong"] == (state == "wrong")


def test_settled_audits_go_into_training_with_their_chance(
    sqlite_settings: Settings, start: Callable[..., Any], tmp_path: Path
) -> None:
    with start(sqlite_settings, audit_share=1.0) as run:
        id = run.id_of("甲局 3")
        right, wrong, contested, *_ = (one["target"] for one in items(run, "/v1/audits"))
        decide(run, id, right, decision="accepted")
        for target in (wrong, contested):
            decide(run, id, target, value=5, state="observed")
        decide(run, id, wrong, decision="accepted")
        decide(run, id, f"fields/{REVIEWED[0]}", decision="accepted")  # was in review: no audit
        export(run.service.database, tmp_path)
    drawn = audits_in(tmp_path / "annotations")
    assert drawn == {id: {f"0/{right}": 1.0, f"0/{wrong}": 1.0}}
    told = {one.target: one for one in effective(read_folder(tmp_path / "annotations"))}
    assert (told[wrong].value, told[wrong].provenance) == (5, "audit")
    assert told[f"fields/{REVIEWED[0]}"].provenance == "review"


def test_a_second_extraction_by_the_same_model_draws_no_second_time(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings, audit_share=1.0) as run:
        run.id_of("甲局 3")
        before = {one["audit"]["n"] for one in items(run, "/v1/audits", limit=500)}
        with run.service.database.writing() as connection:
            result = run.client.get("/v1/documents").json()["items"][0]
            full = run.client.get(f"/v1/documents/{result['id']}").json()
            room.draw(connection, 1, full, "fake-1", 1.0)
        assert {one["audit"]["n"] for one in items(run, "/v1/audits", limit=500)} == before


def test_when_audits_leave_no_doubt_the_service_says_so_and_asks_for_more(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings, audit_share=1.0) as run:
        ids = [run.id_of(f"局{n} {n}") for n in range(8)]
        told = run.client.get("/v1/audits/estimate").json()
        assert (told["warning"], told["tightened"]) == (False, None)
        waiting = len(items(run, "/v1/review", limit=500))
        drawn = items(run, "/v1/audits", limit=500)
        wrong = [one for id in ids for one in [o for o in drawn if o["document"] == id][:4]]
        left = [one["audit"]["n"] for one in wrong]
        with run.service.database.writing() as connection:  # the others were found right
            others = update(audits).where(audits.c.n.not_in(left))
            connection.execute(others.values(state="right"))
        for one in wrong:
            decide(run, one["document"], one["target"], value=9, state="observed")
            decide(run, one["document"], one["target"], decision="accepted")
        told = run.client.get("/v1/audits/estimate").json()
        assert told["warning"]
        assert told["tightened"]["threshold"] > 0.99  # where every one of the fake's fields lies
        shown = run.client.get(f"/v1/documents/{ids[-1]}").json()["reports"][0]["review"]
        assert len(shown) == 196  # all but those that somebody decided
        machine = run.client.get(f"/v1/documents/{ids[-1]}?view=machine").json()
        assert len(machine["reports"][0]["review"]) == len(REVIEWED)
        for _ in range(2_000):  # the queue follows in the background
            if len(items(run, "/v1/review", limit=500)) > waiting + 1000:
                break
            run.service.train()
        else:
            pytest.fail("the queue was not brought in line")
        assert "duibiao_wrong_outside_review" in run.client.get("/metrics").text


def test_errors_in_unlike_documents_ask_for_more_in_such_documents_alone(
    sqlite_settings: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    texts = [f"甲局 一\n本年新收 | {n} |\n" for n in range(8)]
    known = pieces(texts[0])
    familiar(known, sqlite_settings, monkeypatch, tmp_path)
    with start(sqlite_settings, audit_share=1.0) as run:
        usual = [run.id_of(text) for text in texts]
        odd = [run.id_of(f"完全；不同；的\n；；；版式；{n}；\n") for n in range(8)]
        drawn = items(run, "/v1/audits", limit=500)
        wrong = [one for id in odd for one in [o for o in drawn if o["document"] == id][:4]]
        left = [one["audit"]["n"] for one in wrong]
        with run.service.database.writing() as connection:  # the others were found right
            connection.execute(update(audits).where(audits.c.n.not_in(left)).values(state="right"))
        for one in wrong:
            decide(run, one["document"], one["target"], value=9, state="observed")
            decide(run, one["document"], one["target"], decision="accepted")
        told = run.client.get("/v1/audits/estimate").json()["tightened"]
        assert told["threshold"] is None
        assert told["unlike"]["threshold"] > 0.99  # where every one of the fake's fields lies
        shown = [len(run.client.get(f"/v1/documents/{id}").json()["reports"][0]["review"]) for id in (usual[0], odd[-1])]  # fmt: skip
        assert shown == [len(REVIEWED), 196]  # all but those that somebody decided


def test_a_raised_threshold_reaches_every_document_of_its_model(
    sqlite_settings: Settings, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(sqlite_settings) as run:
        run.id_of("甲局 3")
        monkeypatch.setenv("FAKE_MODEL", "fake-2")
        run.id_of("乙局 4")
        raised = {"threshold": 0.995, "estimate": "{}", "at": "", "upto": 0}  # above every field's
        with run.service.database.writing() as connection:
            for model in ("fake-1", "fake-2"):
                connection.execute(insert(policies).values(model=model, **raised))
        for _ in range(2_000):  # the queue follows in the background
            with run.service.database.reading() as connection:
                if policy.behind(connection) is None:
                    break
            run.service.train()
        else:
            pytest.fail("the queue was not brought in line")
        assert len(items(run, "/v1/review", limit=500)) == 2 * 200
        later = run.id_of("丙局 5")
        assert len(items(run, "/v1/review", limit=500, document=later)) == 200
        with run.service.database.reading() as connection:
            assert policy.behind(connection) is None  # it was indexed by the policy at once
        exported = run.client.get("/v1/export", params={"format": "json"}).json()
        assert [len(one["reports"][0]["review"]) for one in exported] == [200] * 3


def familiar(
    known: frozenset[int], settings: Settings, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """In use is a model that has met these pieces alone."""
    made = {"known": np.asarray(sorted(known), np.int64), "limit": 0.5}
    save(folder / "model" / ARTEFACT, "values", made)
    registry = Registry(settings.registry_folder)
    id = registry.add(folder / "model")
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    monkeypatch.setenv("DUIBIAO_REGISTRY", str(registry.root))
    monkeypatch.setenv("FAKE_MODEL", id)
    registry.promote(id)


def test_drift_is_told_by_month(
    sqlite_settings: Settings,
    start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    familiar(pieces("甲局 一\n本年新收 | 3 |\n"), sqlite_settings, monkeypatch, tmp_path)
    with start(sqlite_settings) as run:
        assert run.client.get("/v1/drift").json()["items"] == []
        run.id_of("甲局 一\n本年新收 | 5 |\n")
        strange = run.id_of("完全；不同；的\n；；；版式；4；\n")
        found = run.client.get("/v1/drift").json()["items"]
        assert [(one["documents"], one["unlike"], one["share"]) for one in found] == [(2, 1, 0.5)]
        month = found[0]["month"]
        assert f'duibiao_unlike_share{{month="{month}"}} 0.5' in run.client.get("/metrics").text
        queue = items(run, "/v1/review", order="gain", document=strange)
        open_fields = len(queue)
        assert queue[0]["gain"] > (1 - queue[0]["confidence"]) * open_fields
