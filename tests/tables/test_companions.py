"""What a page prints beside its numbers, known by its own habit."""

import pytest

from extractor.pipeline import extract_bytes
from extractor.tables.companions import bare_numbers, first_is_meant
from extractor.tables.tokens import tokenise
from extractor.tables.vocabulary import vocabulary
from extractor.types import Span
from tests.tables import made

HEAD = "虚构县民政局2022年政府信息公开工作年度报告\n一、总体情况\n本年工作平稳。\n"
VALUES = made.dense(9, 900)
OTHERS = made.dense(10, 900)


def bare(text):
    shown = bare_numbers(text, Span(0, len(text)))
    assert all(len(one) == len(text) for one in (shown.text, shown.first, shown.second) if one)
    return shown


def fields(printed):
    text = HEAD + made.draw(printed)
    return text, extract_bytes(text.encode(), "a.txt")["reports"][0]


@pytest.mark.parametrize(
    "beside",
    ["（上年3）", "（3）", "（+1）", "（-12）", " +1", "↑1", "（同比增长5%）", " 12.5%", "（第2名）", "，上年3",
     "①", "*", "²", "[2]", "（持平）", "（3）[1]", "↑1①"],
)  # fmt: skip
def test_what_stands_behind_each_number_is_no_part_of_it(beside):
    text, report = fields({id: f"{n}{beside}" for id, n in VALUES.items()})
    found = report["fields"]
    assert {id: found[id]["value"] for id in VALUES} == VALUES
    assert all(text[slice(*found[id]["span"])] == str(n) for id, n in VALUES.items())


@pytest.mark.parametrize("lead", ["约", "="])
def test_what_stands_before_each_number(lead):
    found = fields({id: f"{lead}{n}" for id, n in VALUES.items()})[1]["fields"]
    assert {id: found[id]["value"] for id in VALUES} == VALUES


@pytest.mark.parametrize("sign", ["/", " / ", ":"])
def test_of_a_pair_the_first_is_read_where_the_sums_say_so(sign):
    printed = {id: f"{n}{sign}{n + at % 5}" for at, (id, n) in enumerate(VALUES.items())}
    found = fields(printed)[1]["fields"]
    assert {id: found[id]["value"] for id in VALUES} == VALUES


def test_of_pairs_that_both_add_up_none_is_trusted():
    report = fields({id: f"{n}/{OTHERS[id]}" for id, n in VALUES.items()})[1]
    assert set(report["review"]) == set(VALUES)


def test_which_figures_add_up():
    assert first_is_meant(VALUES, dict.fromkeys(VALUES, 1))
    assert not first_is_meant(dict.fromkeys(VALUES, 1), VALUES)
    assert not first_is_meant(VALUES, OTHERS)
    assert not first_is_meant({}, {})


@pytest.mark.parametrize(
    "text",
    [
        "1.属于国家秘密(甲) | 5\n2.其他(乙) | 6\n3.危及(丙) | 7\n4.保护(丁) | 8\n",
        "5(一)|6(二)|7(三)|8(四)",  # the number of the next label
        "0 & 0 & 0\n" * 12,  # a sign that parts cells
        "5 ▲ 3 ▲ 0\n" * 12,
        "5 ※ 3 ※ 0\n" * 12,
        "5|3(含2)|0|1(含1)|7",  # too few
        "2021/3|5|6|7|8|9|2022/4",
    ],
)
def test_what_is_no_companion_stays(text):
    shown = bare(text)
    assert (shown.text, shown.first) == (text, None)


def test_thousands_are_made_whole():
    assert bare("1 234 | 5 | 6 | 7 | 8").text == "1,234 | 5 | 6 | 7 | 8"
    assert bare("1'234|5").text == "1,234|5"
    assert bare("5 123\n12 64\n7 200").text == "5 123\n12 64\n7 200"  # two cells a line
    assert bare("label 5 123 434\n").text == "label 5 123 434\n"


def test_rows_that_run_together_are_parted_by_what_stands_between():
    text = (
        "规章5(1%)0(2%)7(3%)行政规范性文件12(1%)30(2%)4(1%)"
        "1.属于国家秘密10(1%)2(1%)3(1%)4(1%)5(1%)21(9%)45(7%)"
        "2.其他法律行政法规禁止公开1(2%)2(1%)3(1%)4(1%)5(1%)6(1%)21(7%)\n"
    )
    tokens = tokenise(bare(text).text, Span(0, len(text)), vocabulary().stuck)
    numbers = [t.value.number for t in tokens if t.value is not None]
    assert numbers == [5, 0, 7, 12, 30, 4, 10, 2, 3, 4, 5, 21, 45, 1, 2, 3, 4, 5, 6, 21]
    assert [t.text for t in tokens if t.value is None] == [
        "规章", "行政规范性文件", "1.属于国家秘密", "2.其他法律行政法规禁止公开",
    ]  # fmt: skip


def test_a_row_whose_numbers_were_not_told_apart_is_not_blank():
    rows = made.draw(VALUES).splitlines()
    at = next(i for i, row in enumerate(rows) if "属于国家秘密" in row)
    row = [cell.strip() for cell in rows[at].split("|") if cell.strip()]
    rows[at] = f"{row[-8]} | {'~'.join(row[-7:])} |"
    found = extract_bytes((HEAD + "\n".join(rows)).encode(), "a.txt")["reports"][0]
    secret = [id for id in VALUES if "state_secret" in id]
    assert all(found["fields"][id]["state"] in {"absent", "inferred"} for id in secret)


CHANGES = "许可 31 +4 708\n其他事项 12 -3 95\n处罚 40 +6 211\n强制 5 -2 17\n"


@pytest.mark.parametrize("head", ["本年增/减", "本年增减", "本年增(减)"])
def test_a_change_in_a_column_of_its_own_is_its_number(head):
    text = f"内容 上一年项目数量 {head} 处理决定数量\n{CHANGES}"
    assert bare(text).text == text


def test_a_change_without_a_column_is_none_of_the_rows():
    text = f"内容 上一年项目数量 处理决定数量\n{CHANGES}"
    shown = bare(text).text
    assert not any(sign in shown for sign in "+-")
    arrows = f"内容 本年增/减 数量\n{CHANGES.replace('+', '↑').replace('-', '↓')}"
    assert not any(sign in bare(arrows).text for sign in "↑↓")
