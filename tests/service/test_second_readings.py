"""Second readings: who is offered what, what stays unseen, what is made of two answers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic import command
from alembic.config import Config
from conftest import Running
from service_fakes import REVIEWED
from sqlalchemy import insert, select

from service import access
from service.database import Database
from service.migrate import FOLDER, migrate
from service.settings import Settings
from service.tables import annotations, second_readings

FIELD, OTHER = (f"fields/{id}" for id in REVIEWED)


@dataclass
class Team:
    """A service with people who each have a key."""

    run: Running
    people: dict[str, httpx.Client]

    def get(self, who: str, path: str, **params: Any) -> Any:
        answer = self.people[who].get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, who: str, id: str, target: str = FIELD, **said: Any) -> None:
        version = self.get(who, f"/v1/documents/{id}")["version"]
        sent = {"version": version, "changes": [{"report": 0, "target": target, **said}]}
        answer = self.people[who].post(f"/v1/documents/{id}/annotations", json=sent)
        assert answer.status_code == 200, answer.text

    def offered(self, who: str) -> list[dict[str, Any]]:
        return list(self.get(who, "/v1/second-readings")["items"])

    def answer(self, who: str, number: int, **said: Any) -> httpx.Response:
        return self.people[who].post(f"/v1/second-readings/{number}", json=said)


@pytest.fixture
def team(settings: Settings, start: Callable[..., Any]) -> Iterator[Team]:
    with start(settings, second_share=1.0) as run:
        with run.service.database.writing() as connection:
            keys = {who: access.add_key(connection, who, "review") for who in ("ann", "bob", "cy")}
        people = {
            who: run.new_client(headers={"authorization": f"Bearer {key}"})
            for who, key in keys.items()
        }
        run.client.headers["authorization"] = f"Bearer {keys['cy']}"
        yield Team(run, people)
        for one in people.values():
            one.close()


def test_a_field_is_offered_to_others_without_its_answer(team: Team) -> None:
    id = team.run.id_of("甲局 3")
    team.decide("ann", id, value=7766, state="observed", note="read")
    assert team.offered("ann") == []
    (one,) = team.offered("bob")
    assert (one["document"], one["report"], one["target"]) == (id, 0, FIELD)
    assert (one["value"], one["state"], one["year"]) == (3, "observed", 2022)  # as the machine read
    told = json.dumps({key: value for key, value in one.items() if key != "document"})
    assert not [word for word in ("7766", "ann", "read") if word in told]
    assert team.get("bob", "/v1/agreement")["waiting"] == 1


def test_a_second_answer_is_compared_and_changes_nothing(team: Team) -> None:
    same, other = (team.run.id_of(f"{name} 3") for name in ("甲局", "乙局"))
    team.decide("ann", same, value=5, state="observed")
    team.decide("ann", other, decision="accepted")
    for one in team.offered("bob"):
        given = team.answer("bob", one["n"], value=5, state="inferred")
        assert given.json() == {"n": one["n"]}
        assert team.answer("bob", one["n"], value=5, state="inferred").status_code == 404
    assert team.offered("bob") == team.offered("cy") == []
    document = team.get("bob", f"/v1/documents/{other}")
    assert (document["version"], document["reports"][0]["fields"][REVIEWED[0]]["value"]) == (1, 3)
    told = team.get("cy", "/v1/agreement")
    assert told["blind"]["overall"]["fields"] == told["blind"]["overall"]["documents"] == 2
    assert told["blind"]["overall"]["agreed"] == 1
    assert [one["people"] for one in told["blind"]["pairs"]] == [["ann", "bob"]]
    assert list(told["blind"]["groups"]) == ["applications"]
    assert told["seen"]["overall"]["fields"] == 0
    (where,) = told["differing"]
    assert (where["document"], where["target"], where["settled"]) == (other, FIELD, False)
    assert (where["first"], where["second"]) == (
        {"by": "ann", "value": 3, "state": "observed"},
        {"by": "bob", "value": 5, "state": "inferred"},
    )
    team.decide("cy", other, value=5, state="observed")  # a third person settles it
    told = team.get("cy", "/v1/agreement")
    assert [one["settled"] for one in told["differing"] if one["blind"]] == [True]
    assert told["blind"]["overall"]["agreed"] == 1  # what they had said stays


def test_who_decided_something_in_the_document_is_not_asked(team: Team) -> None:
    id = team.run.id_of("甲局 3")
    team.decide("ann", id, decision="accepted")
    (one,) = team.offered("bob")
    team.decide("bob", id, OTHER, decision="accepted")
    assert team.offered("bob") == team.offered("ann") == []
    assert {item["target"] for item in team.offered("cy")} == {FIELD, OTHER}
    assert team.answer("bob", one["n"], decision="accepted").status_code == 404
    assert team.answer("cy", one["n"], decision="accepted").status_code == 200


def test_the_answer_that_stands_is_compared_and_a_withdrawn_one_is_not_asked_about(
    team: Team,
) -> None:
    id = team.run.id_of("甲局 3")
    team.decide("ann", id, value=5, state="observed")
    team.decide("ann", id, value=6, state="observed")
    (one,) = team.offered("bob")
    assert team.answer("bob", one["n"], value=6, state="observed").status_code == 200
    assert team.get("bob", "/v1/agreement")["blind"]["overall"]["agreed"] == 1
    second = team.run.id_of("乙局 3")
    team.decide("ann", second, value=5, state="observed")
    (one,) = team.offered("bob")
    team.decide("ann", second, decision="flagged", note="not sure")
    assert team.answer("bob", one["n"], decision="accepted").status_code == 404
    team.decide("ann", second, decision="withdrawn")
    assert team.offered("bob") == []


def test_a_decision_over_anothers_is_seen_not_blind(team: Team) -> None:
    id = team.run.id_of("甲局 3")
    team.decide("ann", id, decision="accepted")
    team.decide("bob", id, value=7, state="observed")
    assert team.offered("cy") == []  # two people have decided it
    told = team.get("cy", "/v1/agreement")
    assert told["blind"]["overall"]["fields"] == 0
    assert (told["seen"]["overall"]["fields"], told["seen"]["overall"]["agreed"]) == (1, 0)
    (where,) = told["differing"]
    assert (where["blind"], where["settled"]) == (False, True)
    assert (where["first"]["value"], where["second"]["value"]) == (3, 7)


@pytest.mark.parametrize(
    "said",
    [{}, {"state": "observed"}, {"value": 3}, {"value": -1, "state": "observed"},
     {"value": 3, "state": "blank"}, {"decision": "flagged"}, {"value": 3, "state": "observed", "n": 1}],
)  # fmt: skip
def test_what_is_no_answer_is_refused(said: dict[str, Any], team: Team) -> None:
    id = team.run.id_of("甲局 3")
    team.decide("ann", id, decision="accepted")
    (one,) = team.offered("bob")
    assert team.answer("bob", one["n"], **said).status_code == 422
    assert len(team.offered("bob")) == 1


def test_only_numbers_are_drawn_at_the_share_and_none_where_nobody_else_is(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(replace(sqlite_settings, second_share=1.0)) as run:
        id = run.id_of("甲局 3")
        sent = {"version": 0, "changes": [{"report": 0, "target": FIELD, "decision": "accepted"}]}
        assert run.client.post(f"/v1/documents/{id}/annotations", json=sent).status_code == 200
        with run.service.database.writing() as connection:
            key = access.add_key(connection, "ann", "review")
        run.client.headers["authorization"] = f"Bearer {key}"
        assert run.client.get("/v1/second-readings").json()["items"] == []
        agency = {"report": 0, "target": "agency", "value": "乙局"}
        sent = {"version": 1, "changes": [agency]}
        assert run.client.post(f"/v1/documents/{id}/annotations", json=sent).status_code == 200
        with run.service.database.reading() as connection:
            assert connection.execute(select(second_readings)).all() == []


def test_pages_of_what_is_offered_follow_each_other(team: Team) -> None:
    for number in range(5):
        team.decide("ann", team.run.id_of(f"甲局{number} 3"), decision="accepted")
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = team.get("bob", "/v1/second-readings", limit=2, **cursor)
        seen += [one["n"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen)


def test_who_may_only_submit_reads_no_second_time(team: Team) -> None:
    with team.run.service.database.writing() as connection:
        key = access.add_key(connection, "dan", "submit")
    with team.run.new_client(headers={"authorization": f"Bearer {key}"}) as dan:
        assert dan.get("/v1/second-readings").status_code == 403
        assert dan.get("/v1/agreement").status_code == 200


def test_earlier_decisions_over_anothers_are_taken_in(tmp_path: Path) -> None:
    database = Database(Settings(data=tmp_path / "data"))
    before = json.dumps({"value": 5, "state": "observed"})
    said: list[dict[str, Any]] = [
        {"target": FIELD, "author": "ann", "value": "5", "state": "observed"},
        {"target": FIELD, "author": "ann", "value": "5", "state": "observed", "before": before},
        {"target": FIELD, "author": "bob", "value": None, "state": "blank", "before": before},
        {"target": OTHER, "author": "ann", "value": "5", "state": "observed"},
        {"target": OTHER, "author": "bob", "decision": "accepted", "before": before},
        {"target": OTHER, "author": "bob", "decision": "withdrawn"},
        {"target": OTHER, "author": "ann", "value": "1", "state": "observed"},
        {"target": "agency", "author": "ann", "value": '"a"'},
        {"target": "agency", "author": "bob", "value": '"b"'},
    ]
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        for version, row in enumerate(said):
            connection.execute(
                insert(annotations).values(doc=1, version=version, report=0, at="2026", **row)
            )
    migrate(database)
    with database.reading() as connection:
        rows = connection.execute(select(second_readings).order_by(second_readings.c.n)).all()
    database.close()
    found = [(r.target, r.first_by, r.first_value, r.second_by, r.second_value, r.second_state, r.blind)
             for r in rows]  # fmt: skip
    assert sorted(found) == [
        (OTHER, "ann", "5", "bob", "5", "observed", 0),
        (FIELD, "ann", "5", "bob", "null", "blank", 0),
    ]
