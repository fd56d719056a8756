"""Answers of the service: once for each key, in both languages, with the kind of what came."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from service_fakes import read_events
from sqlalchemy import update

from service import idempotency as repeats
from service.indexing import labels
from service.problems import Code, Problem
from service.tables import documents, idempotency

FIELD = "applications.new.total"


def change(value: int, report: int = 0) -> dict[str, Any]:
    return {"report": report, "target": f"fields/{FIELD}", "value": value, "state": "observed"}


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
    run.id_of("甲局 1")  # a worker is there
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
