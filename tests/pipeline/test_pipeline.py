"""The whole way: the shape of the result, its spans, and what damage may do to it."""

import json
import re
import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import modern_ids
from extractor.pipeline import extract_bytes
from extractor.training.corpus.document import Options, make_document
from tests.tables import made

KEYS = {
    "": {"schema_version", "model", "document", "incomplete", "cleaning", "reports", "rejected"},
    "report": {"span", "agency", "year", "form", "scope", "sections", "fields", "legacy", "facts", "checks", "review"},
    "field": {"value", "state", "raw", "confidence", "span", "sources", "relation", "alternatives"},
    "section": {"key", "title", "level", "span", "title_span", "confidence"},
    "fact": {"key", "value", "unit", "text", "span", "confidence"},
    "check": {"id", "fields", "status", "severity", "cause", "expected", "found", "message", "basis"},
}  # fmt: skip
WITH_VALUE = {"observed", "crosswalk", "narrative", "inferred"}


def page(layout=made.pipe, values=None, year=2023):
    tables = made.draw(values or made.dense(31), layout)
    return (
        f"松岭县园林局{year}年政府信息公开工作年度报告\n\n一、总体情况\n"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。我局认真推进公开工作。\n"
        f"{tables}\n五、存在的主要问题及改进情况\n公开的内容还不够细，下一步将加强培训。\n"
        "六、其他需要报告的事项\n本年度没有其他需要报告的事项。\n"
    )


@cache
def result(text):
    return extract_bytes(text.encode(), "page.txt")


def number(text):
    digits = re.sub(r"[,，\s\u200b-\u200d\ufeff\u2060]", "", unicodedata.normalize("NFKC", text))
    match = re.fullmatch(r"(增|减|\+|-)?(\d+(?:\.\d+)?)\D{0,3}", digits)
    return None if match is None else float(match[2]) * (-1 if match[1] in ("减", "-") else 1)


def check_shape(found, text):
    assert set(found) >= KEYS[""]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["document"]["length"] == len(text)
    for one in found["reports"]:
        assert set(one) >= KEYS["report"]
        assert set(one["fields"]) == set(modern_ids())
        assert set(one["review"]) <= set(one["fields"])
        cells = [*one["fields"].values(), *one["legacy"].values()]
        for cell in cells:
            assert set(cell) >= KEYS["field"]
            assert (cell["value"] is not None) == (cell["state"] in WITH_VALUE)
            assert 0 <= cell["confidence"] <= 1
            assert (cell["relation"] is not None) <= (cell["state"] in ("crosswalk", "blank"))
        for name in ("section", "fact", "check"):
            assert all(set(x) >= KEYS[name] for x in one[name + "s"])
        for section in one["sections"]:
            assert text[slice(*section["title_span"])] == section["title"]
        spans = [
            one["span"],
            *(x["span"] for x in (*cells, *one["facts"], *one["sections"]) if x["span"]),
        ]
        assert all(0 <= s <= e <= len(text) for s, e in spans)
        for cell in cells:
            if cell["span"] and cell["state"] == "observed" and "元" not in cell["raw"]:
                assert number(text[slice(*cell["span"])]) == cell["value"]
                assert text[slice(*cell["span"])] == cell["raw"]


def test_a_plain_report():
    text, values = page(), made.dense(31)
    found = result(text)
    check_shape(found, text)
    (one,) = found["reports"]
    assert one["agency"]["value"] == "松岭县园林局"
    assert (one["year"]["value"], one["form"]["value"]) == (2023, "2021")
    assert {id: f["value"] for id, f in one["fields"].items()} == values
    assert {f["state"] for f in one["fields"].values()} == {"observed"}
    assert [c for c in one["checks"] if c["status"] == "fail"] == []


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("noise", ["", "😀𠀀\u200b", "\ufeff"])
def test_spans_survive_line_ends_astral_characters_and_pinyin(end, noise):
    text = page().replace("总计", f"總(zǒng)計(jì){noise}").replace("\n", end)
    text = (noise if noise != "\ufeff" else "") + text
    found = extract_bytes(text.encode(), "page.txt")
    check_shape(found, text)
    fields = found["reports"][0]["fields"]
    assert {id: f["value"] for id, f in fields.items()} == made.dense(31)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_the_shape_holds_for_generated_documents(seed):
    one = make_document(seed, "train", Options(damage=(2, 5)))
    found = extract_bytes(one.data, one.name)
    check_shape(found, found["document"].get("text", one.text))


def test_the_same_bytes_give_the_same_result():
    one = make_document(7, "train", Options(damage=(3, 3), form="2019"))
    first, second = (json.dumps(extract_bytes(one.data, one.name)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "tables",
    ["", "0\n" * 300, "|||||\n" * 50, "内容已丢失\n" * 40, "? ? ?\n" * 100],
)
def test_what_is_not_understood_is_absent_never_zero(tables):
    text = (
        page().split("二、主动公开")[0]
        + "二、主动公开政府信息情况\n"
        + tables
        + "\n五、存在的主要问题及改进情况\n人手还不够，需要加强。\n"
    )
    for one in extract_bytes(text.encode(), "page.txt")["reports"]:
        assert {f["state"] for f in one["fields"].values()} <= {"absent", "blank"}


def test_labels_without_numbers_give_no_value():
    text = page(values=dict.fromkeys(made.dense(), ""))
    (one,) = extract_bytes(text.encode(), "page.txt")["reports"]
    assert {f["value"] for f in one["fields"].values()} == {None}


def test_given_comes_back_and_changes_nothing():
    found = extract_bytes(page().encode(), "page.txt", {"year": "2019", "agency": "松岭县园林局"})
    assert found["document"]["given"] == {"year": "2019", "agency": "松岭县园林局"}
    assert found["reports"][0]["year"]["value"] == 2023
    failed = [c["id"] for c in found["reports"][0]["checks"] if c["status"] == "fail"]
    assert failed == ["disagrees-with-given"]


DROPPED = "2.重复申请"


def without_label(text):
    return re.sub(r"商业企业( \| |\n)", "", text, count=1)


def without_row(text):
    return "".join(line for line in text.splitlines(keepends=True) if DROPPED not in line)


def without_row_label(text):
    return text.replace(DROPPED, "")


def with_stray_number(text):
    return text.replace("（二）部分公开", "7 （二）部分公开", 1)


def swapped(text):
    """Two numbers of one row of table 3 in each other's place."""
    values = made.dense(31)
    a, b = (str(values[f"applications.granted.{c}"]) for c in ("business", "research"))
    return re.sub(rf"\b{a}( \| |\n){b}\b", rf"{b}\g<1>{a}", text)


@pytest.mark.parametrize("layout", [made.pipe, made.cell_a_line])
@pytest.mark.parametrize(
    "damage", [without_label, without_row, without_row_label, with_stray_number, swapped]
)
def test_after_damage_the_answer_holds_or_its_confidence_falls(damage, layout):
    text = page(layout)
    hurt = damage(text)
    assert hurt != text
    before = result(text)["reports"][0]["fields"]
    after = extract_bytes(hurt.encode(), "page.txt")["reports"][0]
    for id, field in after["fields"].items():
        if field["value"] != before[id]["value"]:
            assert field["confidence"] < before[id]["confidence"], id
    changed = [
        id for id, f in after["fields"].items() if f["value"] not in (before[id]["value"], None)
    ]
    assert len(changed) <= 2


def test_swapped_numbers_stay_as_printed_and_fail_their_columns():
    after = extract_bytes(swapped(page()).encode(), "page.txt")["reports"][0]
    values = made.dense(31)
    got = after["fields"]
    assert got["applications.granted.business"]["value"] == values["applications.granted.research"]
    assert {c["id"] for c in after["checks"] if c["status"] == "fail"} == {"outcome-sum"}
    offers = [a["value"] for a in got["applications.granted.business"]["alternatives"]]
    assert values["applications.granted.business"] in offers
