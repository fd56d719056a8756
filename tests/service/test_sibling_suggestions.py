"""What a correction offers to reports of the same template: shown, never applied, gone with it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import Running
from service_fakes import report as fake_report
from sqlalchemy import select

from service import siblings, suggest
from service.problems import Code, Problem
from service.settings import Settings
from service.tables import correction_bands, corrections
from tests.siblings.printed import CELL, STRANGE, Printed

TARGET = f"fields/{CELL}"
MODEL = {"name": "m-1"}


def extract(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """Reads what `Printed` prints, but for the strange row."""
    text = data.decode()
    found = re.search(r"某县(\d+)局", text)
    whole = fake_report("某局", 3, len(text))
    if found:
        printed = Printed(int(found[1])).report
        usual = {"raw": None, "confidence": 0.99, "sources": [], "relation": None, "alternatives": []}  # fmt: skip
        unsure = {**usual, "confidence": 0.4}
        fields = {
            id: {**(unsure if id in printed["review"] else usual), **entry}
            for id, entry in printed["fields"].items()
        }
        whole |= {
            "fields": {**whole["fields"], **fields},
            "review": printed["review"],
            "checks": [],
        }
        whole["agency"] = {"value": f"某县{found[1]}局", "confidence": 0.9, "span": [0, 4]}
    return {
        "schema_version": "2021.1", "model": MODEL["name"],
        "document": {"id": hashlib.sha256(data).hexdigest(), "name": name, "media_type": "text/plain",
                     "encoding": "utf-8", "length": len(text), "given": given or {}},
        "incomplete": None, "cleaning": [], "rejected": [], "reports": [whole],
    }  # fmt: skip


@pytest.fixture
def run(settings: Settings, start: Callable[..., Any]) -> Iterator[Running]:
    with start(settings, extract=extract) as one:
        yield one


def decide(run: Running, id: str, **said: Any) -> dict[str, Any]:
    version = run.client.get(f"/v1/documents/{id}").json()["version"]
    sent = {"version": version, "changes": [{"report": 0, "target": TARGET, **said}]}
    answer = run.client.post(f"/v1/documents/{id}/annotations", json=sent)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def correct(run: Running, seed: int) -> str:
    """A document whose cell somebody corrects to what is printed."""
    id = run.id_of(Printed(seed).text)
    decide(run, id, value=Printed(seed).truth[CELL], state="observed")
    return id


def entry(run: Running, id: str, **params: str) -> dict[str, Any]:
    found = run.client.get(f"/v1/documents/{id}", params=params).json()
    return dict(found["reports"][0]["fields"][CELL])


def offered(run: Running, id: str) -> list[Any]:
    return [one["value"] for one in entry(run, id)["alternatives"] if one["why"] == "sibling"]


def test_a_correction_is_offered_to_a_sibling_and_not_applied(run: Running) -> None:
    other = run.id_of(Printed(2).text)
    assert offered(run, other) == []
    first = correct(run, 1)
    found = entry(run, other)
    (made,) = found["alternatives"]
    truth = Printed(2).truth[CELL]
    assert (made["value"], made["state"], made["why"]) == (truth, "observed", "sibling")
    assert Printed(2).text[slice(*made["span"])] == str(truth)
    source = {key: made["from"][key] for key in ("document", "report", "agency", "by", "value", "state")}  # fmt: skip
    assert source == {"document": first, "report": 0, "agency": "某县1局", "by": "local",
                      "value": Printed(1).truth[CELL], "state": "observed"}  # fmt: skip
    assert (found["value"], found["state"]) == (None, "absent")
    assert entry(run, other, view="machine")["alternatives"] == []
    assert offered(run, first) == []  # its own cell is decided
    told = run.client.get(f"/v1/documents/{other}").json()["reports"][0]["fields"]
    assert [id for id in told if told[id]["alternatives"]] == [CELL]  # no other cell was corrected


def test_taking_it_is_a_decision_that_names_where_it_came_from(run: Running) -> None:
    first, other = correct(run, 1), run.id_of(Printed(2).text)
    (value,) = offered(run, other)
    by = {"document": first, "report": 0}
    decide(run, other, value=value, state="observed", suggested_by=by)
    found = entry(run, other)
    assert (found["value"], found["reviewed_by"], found["suggested_by"]) == (value, "local", by)
    last = run.client.get(f"/v1/documents/{other}/history").json()["items"][-1]
    assert last["suggested_by"] == by
    assert last["to"] == {"value": value, "state": "observed"}
    third = run.id_of(Printed(3).text)
    assert offered(run, third) == [Printed(3).truth[CELL]]  # two say the same: once


@pytest.mark.parametrize(
    "change",
    [
        {"target": TARGET, "decision": "accepted"},
        {"target": "year", "value": 2022},
        {"target": "checks/row-sum/x", "decision": "dismissed"},
    ],
)
def test_only_a_value_names_where_it_came_from(change: dict[str, Any], run: Running) -> None:
    id = run.id_of(Printed(1).text)
    by = {"document": id, "report": 0}
    sent = {"version": 0, "changes": [{"report": 0, **change, "suggested_by": by}]}
    assert run.client.post(f"/v1/documents/{id}/annotations", json=sent).status_code == 422


@pytest.mark.parametrize(
    "said", [{"decision": "withdrawn"}, {"decision": "flagged"}, {"decision": "accepted"},
             {"value": None, "state": "absent"}],
)  # fmt: skip
def test_what_no_longer_stands_is_not_offered(said: dict[str, Any], run: Running) -> None:
    first, other = correct(run, 1), run.id_of(Printed(2).text)
    assert len(offered(run, other)) == 1
    decide(run, first, **said)
    assert offered(run, other) == []


def test_what_was_corrected_anew_is_offered_anew(run: Running) -> None:
    first, other = correct(run, 1), run.id_of(Printed(2).text)
    assert offered(run, other) == [Printed(2).truth[CELL]]
    wrong = Printed(1).truth[f"{STRANGE}.business"]
    decide(run, first, value=wrong, state="observed")  # another column: it is not this cell's
    assert offered(run, other) == []
    decide(run, first, value=Printed(1).truth[CELL], state="observed")
    assert offered(run, other) == [Printed(2).truth[CELL]]


def test_a_number_that_is_not_printed_is_offered_nowhere(run: Running) -> None:
    first, other = run.id_of(Printed(1).text), run.id_of(Printed(2).text)
    decide(run, first, value=987654, state="observed")
    assert offered(run, other) == []


def test_it_is_found_out_once_and_not_while_people_decide(
    run: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    usual = suggest._lessons

    def counted(service: Any, doc: int, wanted: Any) -> Any:
        looked.append(doc)
        return usual(service, doc, wanted)

    monkeypatch.setattr(suggest, "_lessons", counted)
    first, other = correct(run, 1), run.id_of(Printed(2).text)
    assert looked == []
    for _ in range(3):
        assert len(offered(run, other)) == 1
    assert len(looked) == 1
    decide(run, first, value=987654, state="observed")
    for _ in range(3):
        assert offered(run, other) == []
    assert len(looked) == 2


def test_a_database_that_is_busy_only_costs_the_note(
    run: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(run, 1)
    other = run.id_of(Printed(2).text)

    def busy() -> None:
        raise Problem(Code.BUSY)

    with monkeypatch.context() as patch:
        patch.setattr(run.service.database, "writing", busy)
        assert len(offered(run, other)) == 1
    assert len(offered(run, other)) == 1


def test_the_queue_tells_and_one_cell_of_a_template_is_gone_through(run: Running) -> None:
    first = correct(run, 1)
    others = {run.id_of(Printed(seed).text) for seed in (2, 3)}
    run.id_of("乙局 5")  # of no template
    items = run.client.get("/v1/review", params={"limit": 500}).json()["items"]
    told = {(one["document"], one["target"]) for one in items if one["sibling"]}
    assert told == {(id, TARGET) for id in others}
    like = {"like": first, "target": TARGET}
    for order in ("confidence", "gain"):
        found = run.client.get("/v1/review", params={**like, "order": order}).json()["items"]
        assert {(one["document"], one["target"]) for one in found} == told
    summary = run.client.get("/v1/review/summary", params=like).json()
    assert (summary["fields"], summary["documents"]) == (2, 2)
    page = run.client.get("/v1/review", params={**like, "limit": 1}).json()
    more = run.client.get("/v1/review", params={**like, "limit": 1, "cursor": page["next"]}).json()
    assert {one["document"] for one in page["items"] + more["items"]} == others
    assert run.client.get("/v1/review", params={"like": "x"}).status_code == 422
    assert run.client.get("/v1/review", params={"target": "year"}).status_code == 422


def test_another_reading_of_the_corrected_report_is_looked_into_anew(
    run: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = correct(run, 1), run.id_of(Printed(2).text)
    assert len(offered(run, other)) == 1
    monkeypatch.setitem(MODEL, "name", "m-2")
    with run.service.database.writing() as connection:
        row = suggest.store.get(connection, first)
        assert row is not None
        siblings.note(connection, row["n"], siblings.bands(extract(Printed(1).text.encode(), ""), Printed(1).text))  # fmt: skip
    assert len(offered(run, other)) == 1


def test_the_newest_corrections_of_a_cell_are_kept_and_a_rejected_report_says_nothing(
    run: Running,
) -> None:
    ids = [correct(run, seed) for seed in range(1, siblings.KEPT + 3)]
    with run.service.database.reading() as connection:
        held = connection.execute(select(correction_bands)).all()
        every = connection.execute(select(corrections)).all()
    assert len(every) == len(ids)
    assert len(held) == siblings.KEPT * len({row.band for row in held})
    other = run.id_of(Printed(20).text)
    assert offered(run, other) == [Printed(20).truth[CELL]]
    for id in ids[-siblings.KEPT :]:
        sent = {"version": 1, "changes": [{"report": 0, "target": "rejected", "value": {"reason": "notice"}}]}  # fmt: skip
        assert run.client.post(f"/v1/documents/{id}/annotations", json=sent).status_code == 200
    assert offered(run, other) == []
