"""A form of years to come is a data file: no code knows it."""

import hashlib
import json
import shutil

import pytest

from extractor.forms import DATA, FormError, load_form, load_forms, read_form
from extractor.pipeline import Settings, extract
from extractor.types import Document

ROWS = {  # label, group, columns: (id part, label, modern field)
    "算法备案": (
        "第三十条",
        [("algorithms.filed", "本年备案项数", None), ("algorithms.closed", "本年注销项数", None)],
    ),
    "行政强制": (
        "第三十一条",
        [("coercion.count", "全年作出决定总数", "disclosure.coercion.decisions")],
    ),
    "行政许可": (
        "第三十一条",
        [("licensing.count", "全年作出决定总数", "disclosure.licensing.decisions")],
    ),
    "规章": (
        "第三十二条",
        [
            ("regulations.in_force", "年末有效部数", "disclosure.regulations.in_force"),
            ("regulations.issued", "全年印发部数", "disclosure.regulations.issued"),
        ],
    ),
}
PRINTED = {
    "algorithms.filed": 41, "algorithms.closed": 17, "coercion.count": 23, "licensing.count": 68,
    "regulations.in_force": 95, "regulations.issued": 12,
}  # fmt: skip


def form_2027():
    fields = [
        {
            "id": f"form2027.{part}", "table": 2, "row": row, "group": group, "column": column,
            "unit": "件", "modern": modern, "relation": "exactMatch" if modern else None,
        }
        for row, (group, columns) in ROWS.items()
        for part, column, modern in columns
    ]  # fmt: skip
    return {"form": "2027", "source": "测试用表〔2027〕1号", "years": "2027-", "fields": fields}


@pytest.fixture
def folder(tmp_path):
    for path in DATA.glob("*.json"):
        shutil.copy(path, tmp_path)
    (tmp_path / "form-2027.json").write_text(json.dumps(form_2027(), ensure_ascii=False), "utf-8")
    return tmp_path


def report():
    lines = ["松岭县园林局2027年政府信息公开工作年度报告", "一、总体情况", "我局按规定编制本报告，统计期限自2027年1月1日起至2027年12月31日止。",
             "二、主动公开政府信息情况"]  # fmt: skip
    before = None
    for row, (group, columns) in ROWS.items():
        if group != before:
            lines += [f"{group} |||", "信息内容 | " + " | ".join(c for _, c, _ in columns) + " |"]
            before = group
        lines.append(f"{row} | " + " | ".join(str(PRINTED[part]) for part, _, _ in columns) + " |")
    lines += [
        "五、存在的主要问题及改进情况",
        "宣传还不够，将加强培训。",
        "六、其他需要报告的事项",
        "本年度没有收取信息处理费。",
    ]
    text = "\n".join(lines) + "\n"
    return Document(
        hashlib.sha256(text.encode()).hexdigest(), "new.txt", "text/plain", text, "utf-8"
    )


def test_it_is_read_and_crosswalked_without_code(folder):
    document = report()
    one = extract(document, settings=Settings(forms=folder))["reports"][0]
    assert one["form"]["value"] == "2027"
    for part, number in PRINTED.items():
        cell = one["legacy"][f"form2027.{part}"]
        assert (cell["value"], cell["state"]) == (number, "observed")
        assert document.text[slice(*cell["span"])] == str(number)
    for _, columns in ROWS.values():
        for part, _, modern in columns:
            if modern is not None:
                got = one["fields"][modern]
                assert (got["value"], got["state"]) == (PRINTED[part], "crosswalk")
                assert got["relation"] == "exactMatch"
    assert len(one["fields"]) == 200


def test_without_its_file_it_is_not_known():
    one = extract(report())["reports"][0]
    assert one["form"]["value"] != "2027"
    assert not any(id.startswith("form2027.") for id in one["legacy"])


def test_the_forms_of_a_folder_newest_first(folder):
    assert [f.name for f in load_forms(folder)] == ["2027", "2021", "2019", "2014"]
    assert load_form("2027", folder).field("form2027.coercion.count").column == "全年作出决定总数"


@pytest.mark.parametrize("change", [{"colour": "red"}, {"relation": "sameAs"}])
def test_a_faulty_form_is_refused_by_name(tmp_path, change):
    form = form_2027()
    form["fields"][2] |= change
    path = tmp_path / "form-2027.json"
    path.write_text(json.dumps(form), "utf-8")
    with pytest.raises(FormError, match=r"form-2027\.json: form2027\.coercion\.count"):
        read_form(path)
