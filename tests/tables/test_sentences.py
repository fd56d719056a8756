"""Rows of a table that are told as sentences."""

import pytest

from extractor.tables.sentences import as_rows
from extractor.types import Span
from tests.tables import made

VALUES = made.dense(37)
APPLICATIONS = {id: v for id, v in VALUES.items() if id.startswith("applications.")}
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


Signs = tuple[str, str, str]  # how a count is told, what parts counts, what ends the line


def told(label: str, names: list[str], numbers: list[str], signs: Signs) -> str:
    count, sign, end = signs
    shown = sign.join(count.format(name, n) for name, n in zip(names, numbers, strict=True))
    return f"{label}：{shown}{end}\n"


@pytest.mark.parametrize("count", ["{}{}件", "{} {} 件", "{}：{}", "{}为{}件"])
@pytest.mark.parametrize(("sign", "end"), [("，", "；"), ("、", "。"), ("；", ""), ("，", "")])
def test_applications_told_row_by_row(count, sign, end):
    lines = [line for line in made.lines3(VALUES) if len(line) > 7]
    text = "".join(
        told("，".join(line[:-7]), COLUMNS, line[-7:], (count, sign, end)) for line in lines
    )
    found = made.numbers(made.readings("三、收到和处理政府信息公开申请情况\n" + text))
    assert found == APPLICATIONS


@pytest.mark.parametrize("end", ["；", "。"])
@pytest.mark.parametrize(
    "labels",
    [
        ("行政复议", "未经复议直接起诉", "复议后起诉"),
        ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"),
    ],
)
def test_remedies_told_row_by_row(labels, end):
    rows = [["1", "2", "0", "3", "6"], ["0", "4", "1", "0", "5"], ["7", "0", "0", "1", "8"]]
    text = "".join(
        told(label, RESULTS, row, ("{}{}件", "，", end))
        for label, row in zip(labels, rows, strict=True)
    )
    found = made.numbers(made.readings("四、政府信息公开行政复议、行政诉讼情况\n" + text))
    assert list(found.values()) == [int(n) for row in rows for n in row]


@pytest.mark.parametrize("count", ["{}{}件", "{}：{}件", "{}为{}"])
@pytest.mark.parametrize(
    "names",
    [["本年制发", "本年废止", "现行有效"], ["本年制发件数", "本年废止件数", "现行有效件数"]],
)
def test_rules_told_row_by_row(names, count):
    text = told("规章", names, ["0", "2", "9"], (count, "，", "；"))
    text += told("行政规范性文件", names, ["4", "1", "88"], (count, "，", "。"))
    found = made.numbers(made.readings(f"二、主动公开政府信息情况\n{text}行政许可：31件\n"))
    ids = [cell.id for row in made.table(2).rows[:2] for cell in row.cells]
    assert [found.get(id) for id in ids] == [0, 2, 9, 4, 1, 88]


ROW = told("（一）予以公开", COLUMNS, list("1234560"), ("{}{}件", "，", "；")).replace("：", ":").replace("，", ",").replace("；", ";")  # fmt: skip


def test_what_is_shown_keeps_its_place():
    shown = as_rows(ROW * 3, Span(0, 3 * len(ROW)))
    assert len(shown) == 3 * len(ROW)
    assert shown.split("\n")[0].replace(" ", "") == "（一）予以公开|1|2|3|4|5|6|0|"
    assert shown.index("4") == ROW.index("4")


@pytest.mark.parametrize(
    "text",
    [
        ROW * 2,  # too few, of a label that is not known here
        "规章:本年制发3件,本年废止1件\n" * 4,  # one is missing
        "规章:全年制发3件,本年废止1件,现行有效8件\n" * 4,
        ROW.replace("总计", "合办") * 4,  # a column that the form has not
        ROW.replace("商业企业", "科研单位") * 4,
        ROW.replace("科研机构3件,", "") * 4,  # one is missing
        ROW.replace("自然人1件,商业企业2件", "商业企业1件,自然人2件") * 4,  # another order
        ROW.replace("（一）予以公开:", "") * 4,  # no label
        ROW.replace(";", ",比上年多2件;") * 4,  # more than a row
    ],
)
def test_other_sentences_stay(text):
    assert as_rows(text, Span(0, len(text))) == text
