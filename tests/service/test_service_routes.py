"""What the calls of the contract do, on both databases."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from service_fakes import extract
from sqlalchemy import update

from service import idempotency as repeats
from service.indexing import labels
from service.problems import Code, Problem
from service.tables import documents, idempotency

FIELD = "applications.new.total"


def change(value: int, report: int = 0) -> dict[str, Any]:
    return {"report": report, "target": f"fields/{FIELD}", "value": value, "state": "observed"}


def test_submitting_the_same_bytes_again_is_the_same_document(run: Any) -> None:
    first = run.submit("甲局 5")
    again = run.submit("甲局 5")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.headers["location"] == f"/v1/documents/{first.json()['document']['id']}"


def test_the_shapes_of_a_submission_give_the_same_document(run: Any) -> None:
    ids = {
        run.submit("乙局 6").json()["document"]["id"],
        run.client.post("/v1/documents", json={"text": "乙局 6"}).json()["document"]["id"],
        run.client.post("/v1/documents", files={"file": ("a.txt", "乙局 6".encode())}).json()[
            "document"
        ]["id"],
    }
    assert len(ids) == 1


def test_machine_view_is_what_the_extractor_gave(run: Any) -> None:
    id = run.id_of("丙局 7")
    run.client.post(f"/v1/documents/{id}/annotations", json={"version": 0, "changes": [change(9)]})
    assert run.client.get(f"/v1/documents/{id}?view=machine").json() == extract(
        "丙局 7".encode(), ""
    )
    merged = run.client.get(f"/v1/documents/{id}").json()["reports"][0]
    assert merged["fields"][FIELD]["value"] == 9
    assert merged["fields"][FIELD]["machine"]["value"] == 7
    assert FIELD not in merged["review"]


def test_text_and_original_come_back(run: Any) -> None:
    id = run.id_of("丁局 8\r\n第二行")
    assert run.client.get(f"/v1/documents/{id}/text").content.decode() == "丁局 8\r\n第二行"
    original = run.client.get(f"/v1/documents/{id}/original")
    assert original.content.decode() == "丁局 8\r\n第二行"
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["x-content-type-options"] == "nosniff"


FILTERS = {
    "text=公开申请": {"戊局"},
    "text=公開申請": {"戊局"},
    "text=局": {"戊局", "己局"},
    "text=公开没有": set(),
    "agency=戊": {"戊局"},
    "year=2021": {"戊局"},
    "year=2022": {"己局"},
    "form=2021": {"戊局", "己局"},
    "form=2014": set(),
    "check=row-sum": {"戊局", "己局"},
    "check=any&year=2022": {"己局"},
    "in_review=true": {"戊局", "己局"},
    "in_review=false": set(),
    "agency=%25": set(),
    "scope=own&state=done": {"戊局", "己局"},
}


def test_list_filters(run: Any) -> None:
    run.submit("戊局 2 政府信息公\n开申请")
    run.submit("己局 3 其他内容")
    found = {}
    for query in FILTERS:
        items = run.client.get(f"/v1/documents?{query}").json()["items"]
        found[query] = {item["reports"][0]["agency"] for item in items}
    assert found == FILTERS


def test_pages_follow_each_other_without_gaps(run: Any) -> None:
    ids = [run.id_of(f"庚局 {n}") for n in range(7)]
    seen, cursor = [], ""
    while True:
        page = run.client.get(f"/v1/documents?limit=3{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == ids[::-1]
    bad = run.client.get("/v1/documents?cursor=x")
    assert (bad.status_code, bad.json()["code"]) == (422, "bad-cursor")


def test_queue_is_ordered_by_confidence_and_pages(run: Any) -> None:
    for number in (9, 1, 5):
        run.submit(f"辛局 {number}")
    whole = run.client.get("/v1/review").json()["items"]
    confidences = [item["confidence"] for item in whole]
    assert confidences == sorted(confidences)
    assert len(whole) >= 3
    first = run.client.get("/v1/review?limit=2").json()
    rest = run.client.get(f"/v1/review?limit=500&cursor={first['next']}").json()
    assert first["items"] + rest["items"] == whole
    by_check = run.client.get("/v1/review?check=row-sum&limit=2").json()
    after = run.client.get(f"/v1/review?check=row-sum&cursor={by_check['next']}").json()
    assert by_check["items"] + after["items"] == whole
    assert {item["year"] for item in run.client.get("/v1/review?year=2020").json()["items"]} == {
        2020
    }
    both = run.client.get("/v1/review?check=row-sum&agency=辛局").json()["items"]
    assert both == whole
    assert run.client.get("/v1/review?agency=无").json()["items"] == []
    assert run.client.get("/v1/review/summary").json()["fields"] == len(whole)


def test_the_queue_is_found_by_parts_of_names_and_counted(run: Any) -> None:
    for text in ("南川县水利局 9", "南川县水利局中心站 4", "北川县水利局 6"):
        run.submit(text)

    def found(query: str) -> tuple[set[str], int, int]:
        items = run.client.get(f"/v1/review?limit=500&{query}").json()["items"]
        told = run.client.get(f"/v1/review/summary?{query}").json()
        assert told["fields"] == len(items) == sum(one["fields"] for one in told["by_year"])
        return {item["agency"] for item in items}, told["fields"], told["documents"]

    everything, fields, documents = found("")
    assert (len(everything), documents) == (3, 3)
    for query in ("agency=川县", "agency=水利", "check=row-sum", "check=row-sum&agency=川县"):
        assert found(query) == (everything, fields, 3), query
    assert found("agency=南川")[0] == {"南川县水利局", "南川县水利局中心站"}
    assert found("agency=南川&order=gain")[0] == {"南川县水利局", "南川县水利局中心站"}
    assert found("agency=南川县水利局")[0] == {"南川县水利局"}  # a whole name is that agency alone
    assert found("agency=北川&year=1999") == (set(), 0, 0)
    assert found("agency=%25") == (set(), 0, 0)
    assert run.client.get("/v1/review/summary?nothing=1").status_code == 422


def test_two_reviewers_at_once_lose_nothing(run: Any) -> None:
    """F7: one succeeds, the other gets 409 with both texts; one history row."""
    id = run.id_of("壬局 4")
    path = f"/v1/documents/{id}/annotations"
    one = run.client.post(path, json={"version": 0, "changes": [change(41)]})
    two = run.client.post(path, json={"version": 0, "changes": [change(42)]})
    assert (one.status_code, two.status_code) == (200, 409)
    problem = two.json()
    assert problem["code"] == "version-conflict"
    assert problem["version"] == one.json()["version"] == 1
    assert problem["current"][0]["now"]["value"] == 41
    assert problem["yours"][0]["value"] == 42
    history = run.client.get(f"/v1/documents/{id}/history").json()["items"]
    assert [(one["from"]["value"], one["to"]["value"]) for one in history] == [(4, 41)]


def test_withdrawing_brings_the_machine_back(run: Any) -> None:
    id = run.id_of("癸局 4")
    path = f"/v1/documents/{id}/annotations"
    run.client.post(path, json={"version": 0, "changes": [change(41)]})
    undo = {"report": 0, "target": f"fields/{FIELD}", "decision": "withdrawn"}
    answer = run.client.post(path, json={"version": 1, "changes": [undo]}).json()
    assert answer["current"][0]["now"]["value"] == 4
    assert FIELD in answer["review"][0]
    assert len(run.client.get(f"/v1/documents/{id}/history").json()["items"]) == 2


BAD_CHANGES: list[list[Any]] = [
    [{"report": 0, "target": "fields/no.such", "value": 1, "state": "observed"}],
    [{"report": 0, "target": f"fields/{FIELD}", "value": 1, "state": "blank"}],
    [{"report": 0, "target": f"fields/{FIELD}", "value": -1, "state": "observed"}],
    [{"report": 0, "target": f"fields/{FIELD}", "value": True, "state": "observed"}],
    [{"report": 3, "target": f"fields/{FIELD}", "value": 1, "state": "observed"}],
    [{"report": 0, "target": "checks/no-such/", "decision": "confirmed"}],
    [{"report": 0, "target": "year", "value": 12}],
    [{"report": 0, "target": "form", "value": {"value": []}}],
    [{"target": "rejected", "value": [{"span": [2, 1], "reason": "guide"}]}],
    [change(5), {"report": 0, "target": "year", "value": "x"}],
    [],
]


def test_a_bad_change_saves_nothing(run: Any) -> None:
    id = run.id_of("子局 4")
    for changes in BAD_CHANGES:
        answer = run.client.post(
            f"/v1/documents/{id}/annotations", json={"version": 0, "changes": changes}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), changes
    assert run.client.get(f"/v1/documents/{id}").json()["version"] == 0


def test_every_target_can_be_decided(run: Any) -> None:
    id = run.id_of("丑局 4")
    key = run.client.get(f"/v1/documents/{id}").json()["reports"][0]["checks"][0]["key"]
    changes = [
        {"report": 0, "target": "agency", "value": "丑市某局"},
        {"report": 0, "target": "year", "value": {"value": 2018, "span": [0, 2]}},
        {"report": 0, "target": "form", "value": "2019"},
        {"report": 0, "target": "scope", "decision": "accepted"},
        {"report": 0, "target": "legacy/form2019.x", "value": 4, "state": "observed"},
        {"report": 0, "target": "facts", "value": [{"key": "hotline", "value": 3, "span": [0, 1]}]},
        {
            "report": 0,
            "target": "sections/overview",
            "value": {"span": [0, 2], "title_span": [0, 1]},
        },
        {"report": 0, "target": f"checks/{key}", "decision": "dismissed", "note": "看错了"},
        {"report": None, "target": "rejected", "value": [{"span": [0, 1], "reason": "guide"}]},
        {"report": 0, "target": f"fields/{FIELD}", "decision": "flagged", "note": "?"},
    ]
    answer = run.client.post(
        f"/v1/documents/{id}/annotations", json={"version": 0, "changes": changes}
    )
    assert answer.status_code == 200, answer.text
    merged = run.client.get(f"/v1/documents/{id}").json()
    report = merged["reports"][0]
    assert (report["agency"]["value"], report["year"]["value"], report["form"]["value"]) == (
        "丑市某局",
        2018,
        "2019",
    )
    assert report["year"]["span"] == [0, 2]
    assert report["legacy"]["form2019.x"]["value"] == 4
    assert report["facts"][0]["key"] == "hotline"
    assert report["sections"][0]["key"] == "overview"
    assert report["checks"][0]["decision"] == "dismissed"
    assert merged["rejected"] == [{"span": [0, 1], "reason": "guide"}]
    assert FIELD in report["review"]
    assert (
        run.client.get("/v1/documents?agency=丑市&year=2018&form=2019").json()["items"][0]["id"]
        == id
    )
    assert run.client.get("/v1/documents?check=row-sum").json()["items"] == []


# The last two rows: a file that did not come, and a bare name that two rows have.
MANIFEST = "path,agency,year\na/寅局.txt,寅市寅局,2021\na/巳.txt,巳局,2021\nb/辰.txt,辰局,2019\nc/辰.txt,辰局,2020\n"


def test_a_batch_opens_archives_reads_its_manifest_and_names_what_it_refuses(run: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/寅局.txt", "寅局 1")
        archive.writestr("../../evil.txt", "卯局 2")
        archive.writestr("empty.txt", "")
    files = [
        ("files", ("all.zip", packed.getvalue())), ("files", ("辰.txt", "辰局 3".encode())),
        ("manifest", ("m.csv", MANIFEST.encode())),
    ]  # fmt: skip
    answer = run.client.post("/v1/batches", files=files, data={"name": "一批"})
    assert answer.status_code == 202, answer.text
    batch = answer.json()
    events = read_events(run, batch["id"])
    ended = events[-1]
    assert ended["event"] == "end"
    assert ended["data"]["counts"] == {
        "queued": 0,
        "running": 0,
        "done": 3,
        "failed": 1,
        "cancelled": 0,
    }
    items = run.client.get(f"/v1/batches/{batch['id']}").json()["items"]
    assert [item["name"] for item in items] == [
        "a/寅局.txt",
        "../../evil.txt",
        "empty.txt",
        "辰.txt",
    ]
    assert items[2]["failure"]["code"] == "empty"
    assert _given(run, items[0]) == {"agency": "寅市寅局", "year": 2021}
    assert _given(run, items[3]) == {}  # which of the two rows is meant cannot be told
    without = {"rows": 4, "without_file": 3, "paths": ["a/巳.txt", "b/辰.txt", "c/辰.txt"]}
    assert batch["manifest"] == ended["data"]["manifest"] == without
    assert run.client.get(f"/v1/batches/{batch['id']}").json()["manifest"] == without
    again = read_events(run, batch["id"], {"last-event-id": events[1]["id"]})
    assert all(int(one["id"]) > int(events[1]["id"]) for one in again if one["event"] == "item")
    late = run.client.delete(f"/v1/batches/{batch['id']}")
    assert (late.status_code, late.json()["code"]) == (409, "not-cancellable")


def _given(run: Any, item: dict[str, Any]) -> Any:
    return run.client.get(f"/v1/documents/{item['document']}").json()["document"]["given"]


def read_events(run: Any, id: str, headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    text = run.client.get(f"/v1/batches/{id}/events", headers=headers or {}).text
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = dict(
            line.split(": ", 1)
            for line in block.split("\n")
            if ": " in line and not line.startswith(":")
        )
        if lines:
            found.append({**lines, "data": json.loads(lines["data"])})
    return found


def test_idempotency_key_gives_one_effect_and_one_answer(run: Any) -> None:
    id = run.id_of("巳局 4")
    headers = {"Idempotency-Key": "k1"}
    path = f"/v1/documents/{id}/annotations"
    body = {"version": 0, "changes": [change(41)]}
    one = run.client.post(path, json=body, headers=headers)
    two = run.client.post(path, json=body, headers=headers)
    assert one.status_code == two.status_code == 200
    assert one.json() == two.json()
    assert two.headers["idempotent-replayed"] == "true"
    other = run.client.post(path, json={"version": 1, "changes": [change(1)]}, headers=headers)
    assert other.json()["code"] == "idempotency-mismatch"
    files = [("files", ("a.txt", b"x 1"))]
    batches = {
        run.client.post("/v1/batches", files=files, headers={"Idempotency-Key": "k2"}).json()["id"]
        for _ in "ab"
    }
    assert len(batches) == 1


def test_a_request_that_died_half_way_is_not_done_twice(run: Any) -> None:
    """Saved, but its answer was never kept: the same key finds what was saved."""
    id = run.id_of("午局 4")
    headers = {"Idempotency-Key": "dead"}
    body = {"version": 0, "changes": [change(41)]}
    path = f"/v1/documents/{id}/annotations"
    assert run.client.post(path, json=body, headers=headers).status_code == 200
    with run.service.database.writing() as connection:
        connection.execute(update(idempotency).values(status=None, body=None, pending_until=0.0))
    again = run.client.post(path, json=body, headers=headers)
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert len(run.client.get(f"/v1/documents/{id}/history").json()["items"]) == 1


def test_a_failed_document_is_kept_and_says_why(run: Any) -> None:
    answer = run.submit("未局 UNREADABLE")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["reason"]) == (
        422,
        "unreadable",
        "encrypted",
    )
    listed = run.client.get("/v1/documents?state=failed").json()["items"][0]
    assert listed["id"] == problem["document"]
    broken = run.submit("申局 BROKEN").json()
    assert broken["code"] == "extraction-failed"
    assert "secret" not in json.dumps(broken)


def test_exports_hold_what_people_decided(run: Any) -> None:
    id = run.id_of("=酉局 4")
    run.client.post(f"/v1/documents/{id}/annotations", json={"version": 0, "changes": [change(77)]})
    for path in (f"/v1/documents/{id}/export", "/v1/export"):
        text = run.client.get(f"{path}?format=csv").content.decode("utf-8-sig")
        row = next(csv.DictReader(io.StringIO(text)))
        assert row[FIELD] == "77"
        assert not row["agency"].startswith("=")
    assert run.client.get("/v1/export?format=json&year=1999").json() == []
    assert run.client.get("/v1/export?format=xlsx").content[:2] == b"PK"
    assert run.client.get("/v1/export?with=nonsense").json()["code"] == "invalid"


def test_respond_async_gives_a_job_that_can_be_followed(run: Any) -> None:
    answer = run.submit("戌局 4", prefer="respond-async")
    assert answer.status_code == 202
    job = answer.json()
    assert run.submit("戌局 4").status_code == 200  # waits for the same job
    assert run.client.get(f"/v1/jobs/{job['id']}").json()["state"] == "done"
    assert run.client.delete(f"/v1/jobs/{job['id']}").json()["code"] == "not-cancellable"


def test_a_request_that_died_with_its_server_is_run_again_by_the_next_one(run: Any) -> None:
    key = ("local", "k9", "mark")
    resource, answer = repeats._reserve(run.service, *key)
    assert answer is None
    with pytest.raises(Problem) as busy:
        repeats._reserve(run.service, *key)
    assert busy.value.code is Code.IN_PROGRESS
    repeats.release_unfinished(run.service)  # as a server does before it takes requests
    if run.service.database.is_sqlite:
        assert repeats._reserve(run.service, *key) == (resource, None)
    else:  # another server may be at work on it
        with pytest.raises(Problem):
            repeats._reserve(run.service, *key)


def test_what_is_refused_says_why_in_both_languages(run: Any) -> None:
    id = run.id_of("申局 5")
    path = f"/v1/documents/{id}/annotations"

    def refused(answer: Any, status: int = 422) -> str:
        assert answer.status_code == status, answer.text
        detail: str = answer.json()["detail"]
        assert "Value error" not in answer.text
        chinese = next(n for n, one in enumerate(detail) if "一" <= one <= "龥")
        words = re.search(r"[A-Za-z]+ [A-Za-z]+", detail)
        assert words, detail
        assert chinese < words.start(), detail
        return detail

    wrong = {"report": 0, "target": "fields/nope", "value": 1, "state": "observed"}
    told = refused(run.client.post(path, json={"version": 0, "changes": [wrong]}))
    assert told == "changes.0：没有此字段。No field nope."
    assert "text：缺少此项" in refused(run.client.post("/v1/documents", json={"name": "a"}))
    assert refused(run.client.get("/v1/documents?year=x")).startswith("year：应为整数")
    assert "只能取 '2021'" in refused(run.client.get("/v1/documents?form=2022"))
    assert "row-sum" in refused(run.client.get("/v1/documents?check=nonsense"))
    assert "row-sum" in refused(run.client.get("/v1/review?check=nonsense"))
    assert run.client.get("/v1/documents?check=late").json()["items"] == []  # one of the panel's
    kind = {"content-type": "video/mp4"}
    told = refused(run.client.post("/v1/documents", content=b"x", headers=kind), 415)
    assert "application/pdf" in told


def test_archives_are_sent_on_to_batches(run: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "酉局 1")
    data = packed.getvalue()
    for more in (
        {"files": {"file": ("a.zip", data)}},
        {"content": data, "headers": {"content-type": "application/zip"}},
        {"content": data, "headers": {"content-type": "application/octet-stream"}},
    ):
        answer = run.client.post("/v1/documents", **more)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
        assert "/v1/batches" in answer.json()["detail"]
    assert run.client.get("/v1/documents").json()["items"] == []  # nothing was kept of it


def test_heads_are_answered(run: Any) -> None:
    for path in ("/healthz", "/", "/readyz"):
        answer = run.client.head(path)
        assert (answer.status_code, answer.content) == (200, b""), path


def test_lists_tell_the_kind_of_files_that_came_without_one(run: Any) -> None:
    files = [
        ("files", (name, text.encode())) for name, text in (("a.txt", "戌局 1"), ("b", "亥局 2"))
    ]
    batch = run.client.post("/v1/batches", files=files).json()
    read_events(run, batch["id"])
    with run.service.database.writing() as connection:
        connection.execute(update(documents).values(media_type=""))
    kinds = {
        one["name"]: one["media_type"] for one in run.client.get("/v1/documents").json()["items"]
    }
    assert kinds == {"a.txt": "text/plain", "b": "application/octet-stream"}


def test_labels_of_table_four_name_their_channel() -> None:
    assert labels()["remedies.review.other"] == "行政复议 · 其他结果"
    assert labels()["remedies.litigation_direct.other"] == "未经复议直接起诉 · 其他结果"
    assert labels()["remedies.litigation_after_review.total"] == "复议后起诉 · 总计"
    assert len({label for id, label in labels().items() if id.startswith("remedies")}) == 15
