"""Every kind of decision becomes an annotation exactly once, and survives another tool."""

import json
from collections.abc import Callable
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import pytest
from conftest import Running
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from extractor.annotations.carry import Task
from extractor.annotations.files import checked, effective, read_folder
from extractor.annotations.label_studio import dump, from_label_studio
from service.decisions import Reviewed, annotations_of
from service.settings import Settings
from service.training_export import export

TEXT = "甲局2021年报告\n一、概况\n公开12条，微信8条。\n本年新收 | 3 | 2 |\n关于开会的通知全文在此处结束\n"
FIELD = "fields/applications.new.total"


def place(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def entry(value: int | None, state: str = "observed", span: Any = None) -> dict[str, Any]:
    return {"value": value, "state": state, "span": span, "confidence": 0.5}


FACTS = [
    {"key": "disclosed.total", "value": 12, "span": place("12")},
    {"key": "disclosed.wechat", "value": 8, "span": place("8")},
]
HEADING = {"key": "overview", "level": 1, "title": "一、概况", "title_span": place("一、概况"), "span": [0, 20]}  # fmt: skip
MERGED = {
    "reports": [
        {"span": [0, len(TEXT)], "fields": {FIELD[7:]: entry(3, span=place("3"))}, "legacy": {},
         "form": {"value": "2021"}, "facts": FACTS, "sections": [HEADING]}
    ]
}  # fmt: skip


def row(n: int, target: str, **more: Any) -> dict[str, Any]:
    return {
        "n": n, "report": 0, "start": 0, "end": len(TEXT), "target": target, "value": None, "state": None,
        "decision": None, "note": None, "author": "甲", "at": f"2026-01-01T00:00:{n:02d}Z", "before": None, **more,
    }  # fmt: skip


def told(*rows: dict[str, Any], audited: frozenset[int] = frozenset()) -> tuple[Any, ...]:
    return annotations_of(Reviewed("a" * 64, "甲.txt", TEXT, MERGED, rows, audited))


KINDS = {
    "accept": (row(1, FIELD, decision="accepted", before=entry(3, span=place("3"))),
               (FIELD, 3, "observed", "3", "accepted")),
    "correct": (row(1, FIELD, value=2, state="observed", before=entry(3, span=place("3"))),
                (FIELD, 2, "observed", None, "corrected")),
    "blank": (row(1, FIELD, state="blank", before=entry(3)), (FIELD, None, "blank", None, "corrected")),
    "absent": (row(1, FIELD, state="absent", before=entry(3)), (FIELD, None, "absent", None, "corrected")),
    "legacy": (row(1, "legacy/form2019.licensing.items_last_year", value=4, state="observed"),
               ("legacy/form2019.licensing.items_last_year", 4, "observed", None, "corrected")),
    "heading": (row(1, "sections/overview", value=HEADING, before=[]),
                ("sections/overview", 1, None, "一、概况", "corrected")),
    "fact": (row(1, "facts/disclosed.total", value=FACTS[0], before=[FACTS[0]]),
             ("facts/disclosed.total", 12, None, "12", "accepted")),
    "agency": (row(1, "agency", value={"value": "甲局", "span": place("甲局")}, before={"value": None}),
               ("agency", "甲局", None, "甲局", "corrected")),
    "year": (row(1, "year", decision="accepted", before={"value": 2021, "span": place("2021")}),
             ("year", 2021, None, "2021", "accepted")),
    "form": (row(1, "form", value="2019", before={"value": "2021"}), ("form", "2019", None, None, "corrected")),
    "scope": (row(1, "scope", value="region", before={"value": "own"}), ("scope", "region", None, None, "corrected")),
    "check": (row(1, f"checks/row-sum/{FIELD[7:]}", decision="confirmed"),
              (f"checks/row-sum/{FIELD[7:]}", None, None, None, "confirmed")),
    "not a report": (row(1, "rejected", value={"reason": "notice"}),
                     ("rejected/notice", f"0..{len(TEXT)}", None, TEXT[:8], "corrected")),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_decision_is_one_annotation(kind: str) -> None:
    decision, expected = KINDS[kind]
    made = told(decision)
    assert [(a.target, a.value, a.state, a.quote, a.decision) for a in made] == [expected]
    assert (made[0].who, made[0].when, made[0].provenance) == (
        "甲",
        "2026-01-01T00:00:01Z",
        "review",
    )
    assert told(decision)[0].id == made[0].id  # the same decision is the same annotation


def test_a_flag_decides_nothing_and_an_answered_audit_says_so() -> None:
    assert told(row(1, FIELD, decision="flagged", before=entry(3))) == ()
    made = told(row(1, FIELD, decision="accepted", before=entry(3)), audited=frozenset({1}))
    assert made[0].provenance == "audit"


def test_the_last_decision_counts_and_the_history_stays() -> None:
    made = told(
        row(1, FIELD, value=2, state="observed", before=entry(3)),
        row(2, FIELD, value=4, state="observed", before=entry(2)),
        row(3, FIELD, decision="withdrawn"),
        row(4, FIELD, decision="accepted", before=entry(3)),
    )
    assert [a.value for a in made] == [2, 4, 4, 3]
    assert [a.replaces for a in made] == [None, made[0].id, made[1].id, None]
    assert [a.value for a in effective(made)] == [3]


def test_what_a_person_strikes_out_of_a_list_is_told_too() -> None:
    made = told(row(1, "facts", value=[FACTS[1]], before=FACTS))
    assert {(a.target, a.decision) for a in made} == {
        ("facts/disclosed.wechat", "accepted"),
        ("facts/disclosed.total", "dismissed"),
    }
    later = told(
        row(1, "facts", value=[FACTS[1]], before=FACTS),
        row(2, "facts/disclosed.total", value=FACTS[0], before=[]),
    )
    standing = {(a.target, a.decision) for a in effective(later)}
    assert standing == {
        ("facts/disclosed.wechat", "accepted"),
        ("facts/disclosed.total", "corrected"),
    }


targets = st.sampled_from(
    [FIELD, "facts", "facts/disclosed.total", "year", "sections/overview", "rejected"]
)


@st.composite
def histories(draw: Any) -> list[dict[str, Any]]:
    made = []
    for n in range(1, draw(st.integers(1, 8)) + 1):
        target = draw(targets)
        if draw(st.booleans()) and target != "rejected":
            made.append(row(n, target, decision=draw(st.sampled_from(["withdrawn", "flagged"]))))
        elif target == FIELD:
            made.append(
                row(n, target, value=draw(st.integers(0, 9)), state="observed", before=entry(3))
            )
        elif target == "year":
            made.append(row(n, target, value=draw(st.integers(2008, 2025)), before={"value": 2021}))
        elif target == "rejected":
            made.append(
                row(n, target, value={"reason": draw(st.sampled_from(["notice", "guide"]))})
            )
        elif target.startswith("sections"):
            made.append(
                row(n, target, value=draw(st.sampled_from([HEADING, None])), before=[HEADING])
            )
        else:
            given_ = draw(
                st.lists(
                    st.sampled_from(FACTS[: 1 if "/" in target else 2]), max_size=2, unique_by=str
                )
            )
            made.append(row(n, target, value=given_, before=FACTS[: 1 if "/" in target else 2]))
    return made


@given(histories())
@examples(max_examples=60, deadline=None)
def test_any_history_is_a_valid_file_without_contradictions(history: list[dict[str, Any]]) -> None:
    made = told(*history)
    assert len({a.id for a in made}) == len(made)
    assert checked("a", list(enumerate(made)), lambda _: TEXT) == made
    # One answer counts for each target that a report has once.
    single = [a.subject() for a in effective(made)]
    assert len(set(single)) == len(single)


def decide(run: Running, id: str, *changes: dict[str, Any]) -> None:
    version = run.client.get(f"/v1/documents/{id}").json()["version"]
    sent = {"version": version, "changes": [{"report": 0, **one} for one in changes]}
    answer = run.client.post(f"/v1/documents/{id}/annotations", json=sent)
    assert answer.status_code == 200, answer.text


def test_corrections_go_to_label_studio_and_back_with_their_history(
    sqlite_settings: Settings, start: Callable[..., Any], tmp_path: Path
) -> None:
    with start(sqlite_settings) as run:
        text = "甲局 3\n2020年报告\n"
        id = run.id_of(text)
        at = [text.index("2020"), text.index("2020") + 4]
        decide(run, id, {"target": "year", "value": {"value": 2020, "span": at}})
        decide(run, id, {"target": FIELD, "value": 5, "state": "observed"})
        decide(run, id, {"target": FIELD, "value": 6, "state": "observed"})
        assert export(run.service.database, tmp_path) == 3
    held = read_folder(tmp_path / "annotations")
    task = Task(id, "甲.txt", text, held)
    exported = json.loads(dump([task]))
    region = exported[0]["annotations"][0]["result"][0]
    assert region["value"]["text"] == "2020"
    region["meta"]["text"] = ["value=2019"]  # as somebody would edit it there
    exported[0]["annotations"][0]["updated_at"] = "2026-02-02T00:00:00Z"
    exported[0]["annotations"][0]["completed_by"] = {"email": "b@example.org"}
    ((_, _, back),) = from_label_studio(exported, "2026-02-02T00:00:00Z")
    assert set(held) <= set(back)  # nothing of the history is lost
    fresh = [one for one in back if one not in held]
    assert [(one.target, one.value, one.who) for one in fresh] == [("year", 2019, "b@example.org")]
    year = next(one for one in held if one.target == "year")
    assert fresh[0].replaces == year.id
    counts = {(one.target, one.value) for one in effective(back)}
    assert counts == {("year", 2019), (FIELD, 6)}
    assert changed(fresh[0], replaces=None).provenance == "import:label-studio"


def test_what_was_changed_in_another_tool_comes_back_as_decisions_once(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings) as run:
        text = "甲局 3\n2020年报告公开12条\n"
        id = run.id_of(text)
        at, twelve = [text.index("2020"), text.index("2020") + 4], text.index("12")
        fact = {"key": "disclosed.total", "value": 12, "unit": "条", "text": "", "span": [twelve, twelve + 2]}  # fmt: skip
        decide(run, id, {"target": "year", "value": {"value": 2020, "span": at}})
        decide(run, id, {"target": FIELD, "value": 5, "state": "observed"})
        decide(run, id, {"target": "facts/disclosed.total", "value": fact})
        sent = run.client.get("/v1/annotations", params={"format": "label-studio"}).json()
        url = "/v1/annotations/import?format=label-studio"
        same = run.client.post(url, content=json.dumps(sent)).json()
        assert (same["changes"], same["known"]) == (0, 3)
        done = sent[0]["annotations"][0]
        for region in done["result"]:
            label = region["value"]["labels"][0]
            region["meta"]["text"] = ["value=2019"] if label == "year" else ["value=13"]
        done["updated_at"], done["completed_by"] = "2026-02-02T00:00:00Z", "乙"
        back = run.client.post(url, content=json.dumps(sent)).json()
        assert (back["documents"], back["changes"], back["ignored"]) == (1, 2, [])
        report = run.client.get(f"/v1/documents/{id}").json()["reports"][0]
        assert report["year"]["value"] == 2019
        assert [one["value"] for one in report["facts"]] == [13]
        assert report["fields"][FIELD[7:]]["value"] == 5
        history = run.client.get(f"/v1/documents/{id}/history").json()["items"]
        assert [one["target"] for one in history][:3] == ["year", FIELD, "facts/disclosed.total"]
        assert len(history) == 5
        assert {one["note"] for one in history[3:]} == {"import:label-studio 乙"}
        broken = json.dumps([{"data": {"document": id, "text": "другой"}}])
        refused = run.client.post(url, content=broken)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        assert run.client.post(url, content="[").status_code == 422


def test_a_file_of_which_one_statement_cannot_be_saved_leaves_no_trace(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings) as run:
        ids = [run.id_of(f"{name}局 3\n") for name in "甲乙"]
        known = run.client.get(f"/v1/documents/{ids[0]}").json()["reports"][0]["checks"][0]["key"]
        base = {"length": 5, "report": 0, "report_span": [0, 5], "who": "丙", "when": "2026-02-02T00:00:00Z",
                "provenance": "review", "decision": "confirmed", "value": None}  # fmt: skip
        told = [{**base, "document": id, "target": f"checks/{key}"}
                for id, key in zip(ids, (known, "row-sum/no.such.field"), strict=True)]  # fmt: skip
        url = "/v1/annotations/import?format=jsonl"
        lines = "\n".join(map(json.dumps, told))
        refused = run.client.post(url, content=lines)
        assert refused.status_code == 422, refused.text
        for id in ids:
            assert run.client.get(f"/v1/documents/{id}/history").json()["items"] == []
        taken = run.client.post(url, content=json.dumps(told[0]))
        assert (taken.status_code, taken.json()["changes"]) == (200, 1), taken.text
