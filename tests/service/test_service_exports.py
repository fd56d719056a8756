"""Exports: every filter, every format, no value that is not there; sent as they are made."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import openpyxl
import pyarrow.parquet
import pytest
from service_fakes import extract, report

from service.settings import Settings
from service.streaming import CHUNK, GoneError, stream

FIELD, BLANK, ABSENT = (f"applications.new.{one}" for one in ("total", "business", "research"))


def fields(run: Any, id: str, version: int, **values: Any) -> None:
    """Decide fields: a number, or the name of a state without a value."""
    changes = [
        {"report": 0, "target": f"fields/{name}", "state": value}
        if isinstance(value, str)
        else {"report": 0, "target": f"fields/{name}", "value": value, "state": "observed"}
        for name, value in values.items()
    ]
    body = {"version": version, "changes": changes}
    answer = run.client.post(f"/v1/documents/{id}/annotations", json=body)
    assert answer.status_code == 200, answer.text


def table(run: Any, format: str, query: str = "") -> list[dict[str, Any]]:
    """The rows of an export, a value that is not there as None whatever the format."""
    answer = run.client.get(f"/v1/export?format={format}{query}")
    assert answer.status_code == 200, answer.text
    if format == "csv":
        rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        return [{k: v if v != "" else None for k, v in row.items()} for row in rows]
    if format == "parquet":
        return list(pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist())
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    _, ids, *rows = book["报告"].iter_rows(values_only=True)
    book.close()
    return [dict(zip(ids, row, strict=False)) for row in rows]


FILTERS = {
    "": {"甲局", "乙局", "丙局"},
    "&agency=甲": {"甲局"},
    "&agency=无": set(),
    "&year=2021": {"甲局"},
    "&year=2021&form=2021&scope=own": {"甲局"},
    "&form=2014": {"丙局"},
    "&check=row-sum": {"甲局", "丙局"},
    "&check=any": {"甲局", "丙局"},
    "&check=row-sum&year=2021": {"甲局"},
    "&check=late": set(),
    "&in_review=true": {"甲局", "丙局"},
    "&in_review=false": {"乙局"},
    "&in_review=false&check=any": set(),
    "&text=正文": {"乙局"},
    "&text=正文&year=2021": set(),
    "&state=done": {"甲局", "乙局", "丙局"},
    "&state=failed": set(),
    "&batch=BATCH": {"乙局", "丙局"},
    "&batch=BATCH&check=any": {"丙局"},
    "&batch=BATCH&text=正文": {"乙局"},
}  # fmt: skip


@pytest.fixture
def filled(run: Any) -> tuple[Any, str]:
    """Three reports, two of them by a batch, one of them settled; and the batch."""
    run.submit("甲局 2")
    files = [
        ("files", (f"{n}.txt", one.encode())) for n, one in enumerate(("乙局 3 正文", "丙局 4"))
    ]
    batch = run.client.post("/v1/batches", files=files).json()["id"]
    run.client.get(f"/v1/batches/{batch}/events")
    ids = {
        one["reports"][0]["agency"]: one["id"]
        for one in run.client.get("/v1/documents").json()["items"]
    }
    fields(run, ids["乙局"], 0, **{FIELD: 3, "applications.new.natural_person": 3})
    checks = run.client.get(f"/v1/documents/{ids['乙局']}").json()["reports"][0]["checks"]
    settle = [
        {"report": 0, "target": f"checks/{one['key']}", "decision": "dismissed"}
        for one in checks
        if one["status"] == "fail"
    ]
    old = {"report": 0, "target": "form", "value": "2014"}
    for id, version, changes in ((ids["乙局"], 1, settle), (ids["丙局"], 0, [old])):
        body = {"version": version, "changes": changes}
        assert run.client.post(f"/v1/documents/{id}/annotations", json=body).status_code == 200
    return run, batch


def test_every_filter_holds_for_lists_and_exports_alike(filled: tuple[Any, str]) -> None:
    run, batch = filled
    listed, exported, whole = {}, {}, {}
    for query in FILTERS:
        asked = query.replace("BATCH", batch)
        items = run.client.get(f"/v1/documents?limit=500{asked}").json()["items"]
        listed[query] = {item["reports"][0]["agency"] for item in items}
        exported[query] = {row["agency"] for row in table(run, "csv", asked)}
        documents = run.client.get(f"/v1/export?format=json{asked}").json()
        whole[query] = {one["reports"][0]["agency"]["value"] for one in documents}
    assert listed == FILTERS
    assert exported == FILTERS
    assert whole == FILTERS


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/export"])
def test_what_is_no_filter_is_refused_not_passed_over(run: Any, path: str) -> None:
    unknown = run.client.get(f"{path}?batch={'0' * 24}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
    for query in ("agncy=甲", "batch=x", "year=twenty", "in_review=perhaps", "form=2020"):
        answer = run.client.get(f"{path}?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), query


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet"])
def test_blank_absent_and_zero_stay_apart(run: Any, format: str) -> None:
    id = run.id_of("甲局 2")
    fields(run, id, 0, **{FIELD: 0, BLANK: "blank", ABSENT: "absent"})
    (row,) = table(run, format, "&with=confidence,reviewed_by")
    told = [(row[one], row[f"{one}.state"]) for one in (FIELD, BLANK, ABSENT)]
    assert [(None if v is None else float(v), s) for v, s in told] == [
        (0.0, "observed"), (None, "blank"), (None, "absent"),
    ]  # fmt: skip
    assert (row[f"{FIELD}.reviewed_by"], row["model"]) == ("local", "fake-1")
    assert float(row[f"{FIELD}.confidence"]) == 1.0
    rows = {row["id"]: row for row in table(run, format, "&long=true")}
    assert [rows[one]["state"] for one in (FIELD, BLANK, ABSENT)] == ["observed", "blank", "absent"]
    assert [rows[one]["value"] is None for one in (FIELD, BLANK, ABSENT)] == [False, True, True]


def test_json_lines_are_the_documents_of_json(run: Any) -> None:
    for text in ("甲局 2", "乙局 3"):
        run.submit(text)
    listed = run.client.get("/v1/export?format=json").json()
    lines = run.client.get("/v1/export?format=jsonl").text.splitlines()
    assert [json.loads(line) for line in lines] == listed
    assert len(listed) == 2


def test_tables_hold_the_reports_that_fit_and_none_that_people_refused(
    settings: Settings, start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
        result = extract(data, name, given)
        return {
            **result,
            "reports": [*result["reports"], {**report("乙局", 4, 9), "span": [9, 18]}],
        }

    monkeypatch.setattr("service_fakes.extract", two)
    with start(settings) as run:
        id = run.id_of("甲局 2")
        assert [row["agency"] for row in table(run, "csv")] == ["甲局", "乙局"]
        (row,) = table(run, "csv", "&year=2023")
        assert (row["agency"], row["report"]) == ("乙局", "1")
        assert len(run.client.get("/v1/export?format=json&year=2023").json()[0]["reports"]) == 2
        refused = {"report": 0, "target": "rejected", "value": {"reason": "notice"}}
        body = {"version": 0, "changes": [refused]}
        assert run.client.post(f"/v1/documents/{id}/annotations", json=body).status_code == 200
        assert [row["agency"] for row in table(run, "csv")] == ["乙局"]
        assert {row["agency"] for row in table(run, "xlsx", "&long=true")} == {"乙局"}


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as one:
        yield one


def test_an_export_is_sent_while_it_is_made(pool: ThreadPoolExecutor) -> None:
    seen = threading.Event()

    def make(target: IO[bytes]) -> None:
        target.write(b"a" * CHUNK)
        assert seen.wait(20)  # the rest is made once the beginning has arrived
        target.write(b"b")

    parts = stream(pool, make)
    assert next(parts) == b"a" * CHUNK
    seen.set()
    assert list(parts) == [b"b"]


def test_a_client_that_goes_away_ends_the_export(pool: ThreadPoolExecutor) -> None:
    ended: list[BaseException] = []

    def make(target: IO[bytes]) -> None:
        try:
            while True:
                target.write(b"a" * CHUNK)
        except GoneError as error:
            ended.append(error)
            raise

    parts = stream(pool, make)
    next(parts)
    parts.close()  # type: ignore[attr-defined]
    pool.shutdown(wait=True)
    assert len(ended) == 1


def test_an_export_that_fails_half_way_is_no_whole_answer(pool: ThreadPoolExecutor) -> None:
    def make(target: IO[bytes]) -> None:
        target.write(b"a" * CHUNK)
        raise OSError("the disk went away")

    parts = stream(pool, make)
    next(parts)
    with pytest.raises(OSError, match="went away"):
        list(parts)
