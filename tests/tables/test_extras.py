"""Columns that a publisher added to the form's own: their heads say which are which."""

import pytest

from tests.tables import made
from tests.tables.test_several import LAYOUTS, licensing, report, sure, values

IDS = [
    f"disclosure.{row}.{column}"
    for row in ("regulations", "normative_documents")
    for column in ("issued", "repealed", "in_force")
]
WANT = [7, 2, 31, 47, 42, 71]
ISSUED, REPEALED, FORCE = "本年制发件数", "本年废止件数", "现行有效件数"


def rules(heads: list[str], own: list[int], layout, label: str = "信息内容") -> dict:
    """Rule rows under these heads; `own` are the places of the form's columns."""
    lines = [[label, *heads]]
    for name, numbers in (("规章", WANT[:3]), ("行政规范性文件", WANT[3:])):
        cells = [str(5 + 3 * n + numbers[0]) for n in range(len(heads))]
        for place, number in zip(own, numbers, strict=True):
            cells[place] = str(number)
        lines.append([name, *cells])
    law = [["第二十条第（一）项"]]
    return report("二、主动公开政府信息情况", layout(law + lines))


@LAYOUTS
@pytest.mark.parametrize("label", ["信息内容", "文件类别"])
@pytest.mark.parametrize(
    ("heads", "own"),
    [
        ([ISSUED, "本年修改件数", REPEALED, FORCE], [0, 2, 3]),
        (["上年末有效件数", ISSUED, REPEALED, FORCE], [1, 2, 3]),
        ([ISSUED, "网上公开件数", REPEALED, FORCE], [0, 2, 3]),
        ([ISSUED, "其中：主动公开", REPEALED, "公开率", FORCE], [0, 2, 4]),
        ([ISSUED, REPEALED, "本年失效件数", FORCE], [0, 1, 3]),
        ([FORCE, "备案件数", REPEALED, ISSUED], [3, 2, 0]),
    ],
    ids=lambda one: one[1] if isinstance(one[0], str) else "",
)
def test_added_columns_are_left_out(heads, own, label, layout):
    one = rules(heads, own, layout, label)
    assert values(one, IDS) == WANT


@LAYOUTS
@pytest.mark.parametrize(
    "heads",
    [
        [ISSUED, "修改", "清理", "备案"],  # the others are not named
        [ISSUED, ISSUED, REPEALED, FORCE],
    ],
)
def test_heads_that_do_not_tell_leave_the_row_in_doubt(heads, layout):
    assert not sure(rules(heads, [0, 2, 3], layout), IDS)


@LAYOUTS
@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (["受理数量", "本年处理决定数量"], ["90", "58"]),
        (["本年处理决定数量", "撤销数量"], ["58", "3"]),
        (["准予数量", "不予数量", "本年处理决定数量"], ["55", "3", "58"]),
        (["上年处理决定数量", "本年处理决定数量"], ["61", "58"]),
    ],
)
def test_of_several_numbers_of_a_row_of_one_column_the_named_is_read(heads, cells, layout):
    lines = [["信息内容", *heads], ["行政处罚", *cells], ["行政强制", *cells]]
    one = report("二、主动公开政府信息情况", layout([["第二十条第（六）项"], *lines]))
    ids = ["disclosure.penalties.decisions", "disclosure.coercion.decisions"]
    assert values(one, ids) == [58, 58]


@LAYOUTS
@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (["上一年项目数量", "本年增/减", "本年项目总数", "处理决定数量"], ["18", "-3", "15", "58"]),
        (["上一年项目数量", "本年增加", "本年减少", "处理决定数量"], ["18", "1", "4", "58"]),
        (["上一年项目数量", "本年增/减", "办件总量", "网办件数", "处理决定数量"], ["18", "2", "80", "70", "58"]),
    ],
)  # fmt: skip
def test_the_form_of_2019_with_more_columns(heads, cells, layout):
    lines = [["信息内容", *heads], ["行政处罚", *cells], ["行政强制", *cells]]
    one = report("二、主动公开政府信息情况", layout([["第二十条第（六）项"], *lines]))
    for row in ("penalties", "coercion"):
        assert one["fields"][f"disclosure.{row}.decisions"]["value"] == 58
        legacy = {id: one["legacy"][id]["value"] for id in one["legacy"] if row in id}
        assert legacy.get(f"form2019.{row}.items_last_year", 18) == 18
        assert legacy.get(f"form2019.{row}.items_change") in (None, int(cells[1]))


@LAYOUTS
def test_a_table_as_the_form_has_it_is_read_by_place(layout):
    one = rules(["制发", "废止", "有效"], [0, 1, 2], layout)
    assert values(one, IDS) == WANT
    assert values(licensing([["行政许可", "740"]], made.pipe), ["disclosure.licensing.decisions"]) == [740]  # fmt: skip


@LAYOUTS
@pytest.mark.parametrize(
    ("heads", "strange"),
    [
        ([ISSUED, "备案审查情况", FORCE], "repealed"),
        ([ISSUED, REPEALED, "网站点击次数"], "in_force"),
        (["上年清理结果", REPEALED, FORCE], "issued"),
    ],
)
def test_what_stands_under_a_head_of_something_else_is_doubted(heads, strange, layout):
    one = rules(heads, [0, 1, 2], layout)
    assert not [id for id in sure(one, IDS) if id.endswith(strange)]


@pytest.mark.parametrize(
    "heads",
    [[ISSUED, "备案审查情况", REPEALED], ["备案审查情况", ISSUED, FORCE], [REPEALED, "点击次数", ISSUED]],
)  # fmt: skip
@LAYOUTS
def test_where_a_column_lacks_and_another_is_added_names_decide(heads, layout):
    place = {ISSUED: 0, REPEALED: 1, FORCE: 2}
    own = [heads.index(head) if head in heads else -1 for head in place]
    lines = [["信息内容", *heads]]
    for name, numbers in (("规章", WANT[:3]), ("行政规范性文件", WANT[3:])):
        lines.append([name, *(str(numbers[place[h]] if h in place else 99) for h in heads)])
    one = report("二、主动公开政府信息情况", layout([["第二十条第（一）项"], *lines]))
    for at, (id, want) in enumerate(zip(IDS, WANT, strict=True)):
        if own[at % 3] >= 0:
            assert one["fields"][id]["value"] == want
        else:
            assert one["fields"][id]["value"] is None or id in one["review"]


@LAYOUTS
@pytest.mark.parametrize(
    ("at", "head"),
    [(0, "单位申请合并数"), (1, "法人或其他组织合计"), (1, "单位申请"), (6, "组织类小计")],
)
def test_table_3_with_a_column_more_under_a_head_of_its_own(at, head, layout):
    numbers = made.dense(31)
    ids = [cell.id for row in made.table(3).rows for cell in row.cells]
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = [["项目", *heads[:at], head, *heads[at:]]]
    for line in made.lines3(numbers):
        if len(line) > 7:
            place = len(line) - 7 + at
            lines.append([*line[:place], str(sum(map(int, line[-6:-1]))), *line[place:]])
    one = report("三、收到和处理政府信息公开申请情况", layout(lines))
    assert values(one, ids) == [numbers[id] for id in ids]


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.pipe_a_line])
@pytest.mark.parametrize("follows", [True, False], ids=["penalties follow", "the text ends"])
def test_rows_below_other_services_are_no_penalties(layout, follows):
    """Agencies print kinds of their other services, each with its numbers, in the rows below."""
    heads = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    lines = [
        ["第二十条第(五)项"], heads, ["行政许可", "15", "1", "29"],
        ["其他对外管理服务事项", "行政裁决", "3", "2", "11"], ["行政给付", "8", "0", "36"],
        ["行政奖励", "4", "6", "7"], ["第二十条第(六)项"], heads,
    ]  # fmt: skip
    lines += [["行政处罚", "12", "13", "14"], ["行政强制", "0", "5", "2"]] if follows else []
    found = made.numbers(made.readings(layout(lines)))
    assert found["form2019.licensing.decisions"] == 29
    ids = [f"form2019.{row}.decisions" for row in ("penalties", "coercion")]
    assert [found.get(id) for id in ids] == ([14, 2] if follows else [None, None])
