"""Every format says what the results say; nothing that is missing becomes a zero."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from extractor.export import FORMATS, ColumnError, write
from extractor.export.columns import LONG, WIDE, named
from extractor.export.neutral import is_risky, neutral, original
from extractor.export.workbook import Sheet
from extractor.forms import load_forms, modern_ids
from tests.export.results import cell, result_of

GIVEN = {"agency_id": "A-1", "source_url": "about:blank"}


def two() -> list[dict[str, Any]]:
    return [result_of("1" * 64, "a.txt", 1, GIVEN), result_of("2" * 64, "b.txt", 2, reports=2)]


def exported(format: str, results: list[dict[str, Any]], **options: Any) -> bytes:
    stream = io.BytesIO()
    write(iter(results), stream, format, **options)
    return stream.getvalue()


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def number(text: str) -> float | None:
    return float(text) if text else None


def test_wide_csv_has_a_row_a_report_and_the_columns_of_the_contract() -> None:
    rows = csv_rows(exported("csv", two()))
    wanted = [*WIDE, *(c for id in modern_ids() for c in (id, f"{id}.state"))]
    assert list(rows[0]) == wanted
    assert [(r["document"][0], r["report"]) for r in rows] == [("1", "0"), ("2", "0"), ("2", "1")]
    assert (rows[0]["agency_id"], rows[0]["source_url"]) == ("A-1", "about:blank")
    assert (rows[1]["agency_id"], rows[1]["source_url"]) == ("", "")


def test_wide_csv_says_each_value_and_leaves_missing_ones_empty() -> None:
    results = two()
    reports = [r for result in results for r in result["reports"]]
    for row, report in zip(csv_rows(exported("csv", results)), reports, strict=True):
        for id, field in report["fields"].items():
            assert number(row[id]) == field["value"]
            assert row[f"{id}.state"] == field["state"]


def test_a_field_that_a_result_lacks_is_absent_and_empty() -> None:
    result = result_of("1" * 64, "a.txt")
    id = modern_ids()[3]
    del result["reports"][0]["fields"][id]
    row = csv_rows(exported("csv", [result]))[0]
    assert (row[id], row[f"{id}.state"]) == ("", "absent")


def test_with_adds_columns_beside_each_field() -> None:
    result = result_of("1" * 64, "a.txt")
    id = modern_ids()[0]
    result["reports"][0]["fields"][id] = cell(
        3, "observed", reviewed_by="周", relation="closeMatch"
    )
    data = exported("csv", [result], with_=("reviewed_by", "confidence", "relation"))
    row = csv_rows(data)[0]
    assert list(row)[8:13] == [
        id,
        *(f"{id}.{n}" for n in ("state", "confidence", "relation", "reviewed_by")),
    ]
    assert (row[f"{id}.confidence"], row[f"{id}.relation"], row[f"{id}.reviewed_by"]) == (
        "0.5",
        "closeMatch",
        "周",
    )
    with pytest.raises(ColumnError, match="colour"):
        exported("csv", [result], with_=("colour",))


def test_long_csv_has_a_row_a_field_legacy_cell_and_fact() -> None:
    rows = csv_rows(exported("csv", two()[:1], long=True))
    assert tuple(rows[0]) == LONG
    assert [r["kind"] for r in rows] == ["field"] * 200 + ["legacy", "fact"]
    legacy, fact = rows[-2:]
    assert (legacy["id"], legacy["value"], legacy["raw"]) == (
        "form2019.licensing.items_change",
        "-2",
        "'-2",
    )
    assert "行政许可" in legacy["label"]
    assert (fact["id"], fact["value"], fact["start"], fact["end"]) == (
        "disclosed.website",
        "7",
        "2",
        "3",
    )


def test_csv_has_a_byte_order_mark_unless_told() -> None:
    assert exported("csv", []).startswith(b"\xef\xbb\xbf")
    assert exported("csv", [], bom=False).startswith(b"document,")


def test_no_results_give_an_empty_table_in_every_format() -> None:
    for format in FORMATS:
        data = exported(format, [])
        assert bool(data) is (format != "jsonl")


def test_json_and_jsonl_hold_the_results_themselves() -> None:
    results = two()
    assert json.loads(exported("json", results)) == results
    lines = exported("jsonl", results).decode("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == results


def test_parquet_is_typed_and_says_the_same_as_the_results() -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    results = two()
    table = pq.read_table(io.BytesIO(exported("parquet", results)))
    rows = table.to_pylist()
    reports = [r for result in results for r in result["reports"]]
    for row, report in zip(rows, reports, strict=True):
        assert row["year"] == 2021
        assert row["agency"] == "=甲局"  # no spreadsheet opens it: text stays as it is
        for id, field in report["fields"].items():
            assert row[id] == field["value"]
            assert row[f"{id}.state"] == field["state"]
    assert str(table.schema.field("year").type) == "int64"
    assert str(table.schema.field(modern_ids()[0]).type) == "double"


def test_xlsx_has_the_six_sheets_with_chinese_headers_over_ids() -> None:
    book = load_workbook(io.BytesIO(exported("xlsx", two())))
    assert book.sheetnames == ["报告", "字段", "旧表", "正文数据", "勾稽检查", "指标说明"]
    reports = book["报告"]
    assert [reports.cell(2, c).value for c in range(1, 9)] == list(WIDE)
    assert reports.cell(1, 4).value == "机构"
    assert reports.max_row == 2 + 3
    assert book["字段"].max_row == 2 + 3 * 200
    assert book["勾稽检查"].max_row == 2 + 3
    ids = {book["指标说明"].cell(r, 1).value for r in range(3, book["指标说明"].max_row + 1)}
    assert {f.id for form in load_forms() for f in form} <= ids


def test_xlsx_says_each_value_and_runs_no_formula() -> None:
    results = two()
    sheet = load_workbook(io.BytesIO(exported("xlsx", results)))["报告"]
    places = {sheet.cell(2, c).value: c for c in range(1, sheet.max_column + 1)}
    reports = [r for result in results for r in result["reports"]]
    for place, report in enumerate(reports, 3):
        assert sheet.cell(place, places["agency"]).value == "=甲局"
        assert sheet.cell(place, places["agency"]).data_type == "s"
        for id, field in report["fields"].items():
            assert sheet.cell(place, places[id]).value == field["value"]


def test_a_full_sheet_goes_on_in_a_second_one() -> None:
    book = Workbook(write_only=True)
    sheet = Sheet(book, "字段", [named("id"), named("value")], most=4)
    for place in range(5):
        sheet.append({"id": str(place), "value": place})
    stream = io.BytesIO()
    book.save(stream)
    read = load_workbook(stream)
    assert read.sheetnames == ["字段", "字段 2", "字段 3"]
    assert [[c.value for c in row] for row in read["字段 3"].iter_rows(min_row=3)] == [["4", 4]]


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", "utf-8")

    def broken() -> Any:
        yield result_of("1" * 64, "a.txt")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), target, "csv")
    assert target.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ods"):
        write([], tmp_path / "x", "ods")


@pytest.mark.parametrize("mark", ["-", "—", "/", "无", "0", "表三", "@", "=", "+"])
def test_a_lone_mark_stays_readable(mark: str) -> None:
    assert neutral(mark) == mark


@pytest.mark.parametrize(
    "text", ["=1+1", "+123", "-3", "@x", "\tx", "\r", "＝1+1", "＠SUM(1)", "－1"]
)
def test_text_that_could_run_is_marked(text: str) -> None:
    assert neutral(text) == "'" + text


@given(st.text())
def test_neutral_text_never_runs_and_can_be_read_back(text: str) -> None:
    cell = neutral(text)
    assert not is_risky(cell)
    assert original(cell) == text


RAWS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)


@settings(deadline=None, max_examples=8)
@given(
    raws=st.lists(RAWS, min_size=1, max_size=5), value=st.integers(-9, 2**53) | st.floats(0, 1e9)
)
def test_any_text_and_number_comes_back_from_csv_and_xlsx(raws: list[str], value: float) -> None:
    result = result_of("1" * 64, "a.txt")
    ids = modern_ids()[: len(raws)]
    fields = {id: cell(value, "observed", raw=raw) for id, raw in zip(ids, raws, strict=True)}
    result["reports"][0] |= {"fields": fields, "legacy": {}, "facts": []}
    rows = csv_rows(exported("csv", [result], long=True))
    assert [original(r["raw"]) for r in rows] == raws
    assert [float(r["value"]) for r in rows] == [value] * len(raws)
    sheet = load_workbook(io.BytesIO(exported("xlsx", [result])))["字段"]
    heads = [c.value for c in sheet[2]]
    at = heads.index("raw")
    assert [(row[at].value or "") for row in sheet.iter_rows(min_row=3)] == raws


def test_a_number_that_a_person_gave_claims_no_place_in_the_text() -> None:
    results = two()[:1]
    fields = results[0]["reports"][0]["fields"]
    corrected, accepted = "applications.new.total", "applications.new.business"
    for id, value in ((corrected, 3), (accepted, 4051)):
        fields[id].update(value=value, state="observed", raw="4051", span=[5, 9], reviewed_by="王",
                          machine={"value": 4051, "state": "observed", "confidence": 0.4})  # fmt: skip
    by_id = {row["id"]: row for row in csv_rows(exported("csv", results, long=True))}
    told = {id: [by_id[id][name] for name in ("value", "raw", "start", "end")] for id in by_id}
    assert told[corrected] == ["3", "", "", ""]
    assert told[accepted] == ["4051", "4051", "5", "9"]
    wide = csv_rows(exported("csv", results, with_=("raw",)))[0]
    assert (wide[f"{corrected}.raw"], wide[f"{accepted}.raw"]) == ("", "4051")
