"""What the calls of the contract do, on both databases."""

import io
import zipfile
from typing import Any

from service_fakes import extract, read_events

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
