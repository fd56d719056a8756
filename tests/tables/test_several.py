"""Rows that are printed once for each year, part or kind: which of them is the report's own."""

from itertools import pairwise

import pytest

from extractor.pipeline import extract_bytes
from extractor.tables.several import choose, told_apart
from tests.tables import made

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
OURS, THEIRS = made.dense(11, 4000), made.dense(12, 4000)
BOTH = {id: OURS[id] + THEIRS[id] for id in OURS}
REMEDIES = [cell.id for row in made.table(4).rows for cell in row.cells]
LICENSING, PENALTIES, COERCION = (
    f"disclosure.{one}.decisions" for one in ("licensing", "penalties", "coercion")
)


def html(lines: made.Lines) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in lines)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"


LAYOUTS = pytest.mark.parametrize(
    "layout",
    [made.pipe, made.tabs, made.cell_a_line, made.pipe_a_line, made.markdown, made.blanks, html],
)


def report(caption: str, *tables: str) -> dict:
    out = (
        "青岭县林业局2022年政府信息公开工作年度报告\n一、总体情况\n我局认真推进公开工作，制度更加完善。\n"
        f"{caption}\n" + "\n".join(tables) + "\n五、存在的主要问题及改进情况\n公开意识有待增强。\n"
    )
    name = "page.html" if "<table>" in out else "page.txt"
    if name == "page.html":
        body = "".join(f"<p>{line}</p>" if "<t" not in line else line for line in out.split("\n"))
        out = f"<html><body>{body}</body></html>"
    [one] = extract_bytes(out.encode(), name)["reports"]
    return one


def values(one: dict, ids: list[str]) -> list[int | None]:
    return [one["fields"][id]["value"] for id in ids]


def sure(one: dict, ids: list[str]) -> list[str]:
    return [id for id in ids if id not in one["review"]]


def strip(rows: list[tuple[str, dict[str, int]]], head: str = "年度") -> made.Lines:
    heads = [
        [head, "行政复议", "行政诉讼"],
        [*RESULTS, "未经复议直接起诉", "复议后起诉"],
        RESULTS * 2,
    ]
    return [*heads, *([name, *(str(v[id]) for id in REMEDIES)] for name, v in rows)]


def remedies(rows: list[tuple[str, dict[str, int]]], layout) -> dict:
    return report("四、政府信息公开行政复议、行政诉讼情况", layout(strip(rows)))


@LAYOUTS
@pytest.mark.parametrize(
    "rows",
    [
        [("2021年", THEIRS), ("2022年", OURS)],
        [("2022年度", OURS), ("2021年度", THEIRS)],
        [("上年度", THEIRS), ("本年度", OURS)],
        [("去年同期", THEIRS), ("今年", OURS)],
        [("2021", THEIRS), ("2022", OURS)],
    ],
    ids=lambda rows: rows[0][0],
)
def test_of_a_row_for_each_year_the_years_own_is_read(rows, layout):
    one = remedies(rows, layout)
    assert values(one, REMEDIES) == [OURS[id] for id in REMEDIES]


@LAYOUTS
@pytest.mark.parametrize("total_first", [True, False])
@pytest.mark.parametrize("names", [("局本级", "下属单位", "合计"), ("东片", "西片", "全县汇总")])
def test_of_rows_of_parts_their_sum_is_read(names, total_first, layout):
    rows = list(zip(names, (OURS, THEIRS, BOTH), strict=True))
    one = remedies(rows[-1:] + rows[:-1] if total_first else rows, layout)
    assert values(one, REMEDIES) == [BOTH[id] for id in REMEDIES]


@LAYOUTS
@pytest.mark.parametrize(
    "rows",
    [
        [("甲科", THEIRS), ("乙科", OURS)],  # whose?
        [("局本级", THEIRS), ("下属单位", OURS), ("合计", made.dense(13, 4000))],  # no sum
        [("2019年", THEIRS), ("2020年", OURS)],
    ],
    ids=["kinds", "no sum", "other years"],
)
def test_where_names_do_not_tell_all_is_doubted(rows, layout):
    one = remedies(rows, layout)
    assert not sure(one, REMEDIES)


def licensing(lines: made.Lines, layout) -> dict:
    head = [["第二十条第（五）项"], ["信息内容", "本年处理决定数量"]]
    return report("二、主动公开政府信息情况", layout([*head, *lines]))


OWN = pytest.mark.parametrize(
    "names",
    [
        ("{}（2021年）", "{}（2022年）"),
        ("{}（上年）", "{}（本年）"),
        ("2021年{}", "2022年{}"),
    ],
)


@LAYOUTS
@OWN
@pytest.mark.parametrize("turned", [True, False])
def test_labels_may_say_the_year(names, turned, layout):
    lines = []
    for row, (before, own) in (("行政处罚", (27, 31)), ("行政强制", (8, 5))):
        both = [[names[0].format(row), str(before)], [names[1].format(row), str(own)]]
        lines += both[::-1] if turned else both
    one = licensing([["行政许可", "740"], *lines], layout)
    assert values(one, [LICENSING, PENALTIES, COERCION]) == [740, 31, 5]


@LAYOUTS
@pytest.mark.parametrize(
    "names",
    [
        ("{}（市本级）", "{}（乡镇）", "{}合计"),
        ("{}（局机关）", "{}（直属单位）", "{}（合计）"),
        ("{}（线上）", "{}（线下）", "{}"),
    ],
)
def test_labels_may_say_the_part(names, layout):
    lines = [
        [name.format("行政处罚"), n] for name, n in zip(names, ("27", "31", "58"), strict=True)
    ]
    one = licensing([["行政许可", "740"], *lines, ["行政强制", "5"]], layout)
    assert values(one, [LICENSING, PENALTIES, COERCION]) == [740, 58, 5]


@LAYOUTS
@pytest.mark.parametrize(
    "lines",
    [
        [["行政处罚（2019年）", "27"]],
        [["行政处罚（乡镇）", "27"]],
        [["行政处罚（市本级）", "27"], ["行政处罚（乡镇）", "31"]],
        [["行政处罚（市本级）", "27"], ["行政处罚（乡镇）", "31"], ["行政处罚合计", "60"]],
    ],
)
def test_a_row_of_something_else_is_never_sure(lines, layout):
    one = licensing([["行政许可", "740"], *lines, ["行政强制", "5"]], layout)
    assert not sure(one, [PENALTIES])
    assert values(one, [LICENSING, COERCION]) == [740, 5]


# Of words behind each other on a line nobody knows which are one cell.
@pytest.mark.parametrize(
    "layout", [made.pipe, made.tabs, made.cell_a_line, made.pipe_a_line, made.markdown, html]
)
@pytest.mark.parametrize(
    "rows",
    [
        [["简易", "27"], ["普通", "31"], ["合计", "58"]],
        [["小计", "58"], ["现场", "27"], ["非现场", "31"]],
        [["2021年", "27"], ["2022年", "58"]],
        [["本年", "58"], ["上年", "27"]],
        [["2021", "27"], ["2022", "58"]],
    ],
)
def test_rows_beside_one_cell(rows, layout):
    lines = [["行政处罚", *rows[0]], *rows[1:]]
    one = licensing([["行政许可", "740"], *lines, ["行政强制", "5"]], layout)
    assert values(one, [LICENSING, PENALTIES, COERCION]) == [740, 58, 5]


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.markdown, html])
@pytest.mark.parametrize(
    "rows", [[["简易", "27"], ["普通", "31"]], [["简易", "27"], ["普通", "31"], ["合计", "60"]], [["本级", "27"]]]
)  # fmt: skip
def test_a_cell_beside_rows_that_do_not_tell_is_not_surely_blank(rows, layout):
    lines = [["行政处罚", *rows[0]], *rows[1:]]
    one = licensing([["行政许可", "740"], *lines, ["行政强制", "5"]], layout)
    assert PENALTIES in one["review"]


@LAYOUTS
@pytest.mark.parametrize("years", [("2021", "2022"), ("2022", "2021"), ("2020", "2021", "2022")])
def test_a_column_of_years(years, layout):
    lines = [["信息内容", "年度", "本年制发件数", "本年废止件数", "现行有效件数"]]
    numbers = {"2022": (7, 2, 31), "2021": (9, 4, 26), "2020": (1, 3, 21)}
    for at, row in enumerate(("规章", "行政规范性文件")):
        cells = [[year, *(str(n + 40 * at) for n in numbers[year])] for year in years]
        lines += [[row, *cells[0]], *cells[1:]]
    one = report("二、主动公开政府信息情况", layout(lines))
    ids = [f"disclosure.{r}.{c}" for r in ("regulations", "normative_documents") for c in ("issued", "repealed", "in_force")]  # fmt: skip
    assert values(one, ids) == [7, 2, 31, 47, 42, 71]


def test_counts_that_look_like_years_are_counts():
    lines = [["行政处罚", "2021"], ["行政强制", "2022"]]
    for layout in (made.pipe, made.cell_a_line):
        one = licensing([["行政许可", "2023"], *lines], layout)
        assert values(one, [LICENSING, PENALTIES, COERCION]) == [2023, 2021, 2022]


def test_the_forms_own_rows_are_told_by_no_names():
    """（七）总计 of table 3 adds up rows above it and takes nobody's place."""
    one = report("三、收到和处理政府信息公开申请情况", made.pipe(made.lines3(OURS)))
    ids = [cell.id for row in made.table(3).rows for cell in row.cells]
    assert values(one, ids) == [OURS[id] for id in ids]
    assert not one["fields"][ids[0]].get("alternatives")


@pytest.mark.parametrize(
    ("names", "numbers", "want"),
    [
        (("2021年", "2022年"), ((1,), (2,)), 1),
        (("2022年", "2021年", "同比"), ((1,), (2,), (3,)), 0),
        (("2022年", "2022年"), ((1,), (2,)), None),
        (("2021年", "2020年"), ((1,), (2,)), None),
        (("2022年", "甲"), ((1,), (2,)), None),
        (("甲", "乙", "共计"), ((1, 2), (3, 4), (4, 6)), 2),
        (("甲", "乙", "共计"), ((1, 2), (3, 4), (4, 7)), None),
        (("甲", "", "乙"), ((1,), (3,), (2,)), 1),
        (("甲", ""), ((1,), (3,)), None),
        (("合计",), ((3,),), None),
        (("甲小计", "乙小计"), ((3,), (4,)), None),
    ],
)
def test_choice(names, numbers, want):
    assert choose(names, numbers, 2022) == want


def test_years_tell_nothing_where_the_reports_own_is_unknown():
    assert choose(("2021年", "2022年"), ((1,), (2,)), None) is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("行政许可（2022年）", ("行政许可", "2022年")),
        ("行政许可[县本级]", ("行政许可", "县本级")),
        ("2022年行政许可", ("行政许可", "2022年")),
        ("行政强制总计", ("行政强制", "总计")),
        ("行政许可", ("行政许可", "")),
        ("总计", ("总计", "")),
        ("行政事业性收费(万元)", ("行政事业性收费(万元)", "")),
        ("行政事业性收费(单位:万元)", ("行政事业性收费(单位:万元)", "")),
    ],
)
def test_what_is_said_beside_a_label(text, want):
    assert told_apart(text) == want


def test_names_are_told_in_pairs():
    """One row too many does not move the others."""
    rows = [("2021年", THEIRS), ("2022年", OURS)]
    for one, other in pairwise([rows, rows[::-1]]):
        assert values(remedies(one, made.pipe), REMEDIES) == values(
            remedies(other, made.pipe), REMEDIES
        )
