"""Numbers that narrow columns broke over lines: the sum of the row puts them together."""

import pytest

from extractor.tables.broken import rejoined
from extractor.tables.variants import families
from tests.tables import made
from tests.tables.test_several import report, values

VALUES = made.dense(21, 900)
IDS = [cell.id for row in made.table(3).rows for cell in row.cells]
LAYOUTS = pytest.mark.parametrize(
    "layout", [made.pipe, made.tabs, made.cell_a_line, made.pipe_a_line, made.markdown]
)


def drawn(sign: str, layout, least: int = 1000, only: int | None = None, more: int = 0) -> dict:
    """Table 3 with its long numbers broken before their last digit."""
    lines = made.lines3({**VALUES, IDS[6]: VALUES[IDS[6]] + more})
    for line in lines:
        for at in range(len(line) - 7, len(line)) if len(line) > 7 else ():
            if int(line[at]) >= least and only in (None, at - len(line) + 7):
                line[at] = line[at][:-1] + sign + line[at][-1]
    return report("三、收到和处理政府信息公开申请情况", layout(lines))


@LAYOUTS
@pytest.mark.parametrize("sign", [" ", "\n"])
def test_broken_totals_are_whole(sign, layout):
    if sign == "\n" and layout in (made.pipe, made.tabs, made.markdown):
        return  # such lines are rows
    one = drawn(sign, layout, only=6)
    assert max(VALUES[id] for id in IDS if id.endswith(".total")) > 1000
    assert values(one, IDS) == [VALUES[id] for id in IDS]


@LAYOUTS
def test_a_number_of_another_column_may_be_broken(layout):
    one = drawn(" ", layout, least=100, only=0)
    wrong = [id for id in IDS if one["fields"][id]["value"] != VALUES[id]]
    assert not set(wrong) - set(one["review"])
    assert len(wrong) < len(IDS) / 4


@LAYOUTS
def test_where_no_sum_proves_it_the_row_is_doubted(layout):
    one = drawn(" ", layout, only=6, more=1)
    wrong = [id for id in IDS if one["fields"][id]["value"] != VALUES[id]]
    assert not set(wrong) - set(one["review"])


@LAYOUTS
def test_rows_as_wide_as_the_form_are_left_alone(layout):
    one = drawn("", layout)
    assert values(one, IDS) == [VALUES[id] for id in IDS]
    assert not one["review"] or not set(IDS) & set(one["review"])


def lined(lines: made.Lines, between: dict[int, str], name: str, end: str = "") -> dict:
    """Table 3 with a cell a line, and lines put between the numbers of one row."""
    out = []
    for line in lines:
        numbers = len(line) - 7 if len(line) > 7 else len(line)
        for at, cell in enumerate(line):
            if name in line[numbers - 1] and at - numbers in between:
                out.append(between[at - numbers])
            out.append(cell + end)
    return report("三、收到和处理政府信息公开申请情况", "\n".join(out))


@pytest.mark.parametrize("end", ["", " |"])
@pytest.mark.parametrize("at", [1, 3, 6])
@pytest.mark.parametrize("line", ["86", "17", "某某文库 下载于 docs.example.cn", "第4页 共9页"])
@pytest.mark.parametrize("name", ["重复申请", "上年结转"])
def test_what_a_page_puts_between_the_numbers_of_a_row_is_passed_over(name, line, at, end):
    one = lined(made.lines3(VALUES), {at: line}, name, end)
    assert values(one, IDS) == [VALUES[id] for id in IDS]


def test_no_number_is_passed_over_where_no_sum_proves_it():
    more = {**VALUES, IDS[6]: VALUES[IDS[6]] + 1}
    one = lined(made.lines3(more), {3: "17"}, "本年新收")
    wrong = [id for id in IDS if one["fields"][id]["value"] != more[id]]
    assert not set(wrong) - set(one["review"])


def test_a_page_with_a_number_of_the_row_itself_leaves_doubt():
    number = str(VALUES[IDS[8]])
    assert len(number) == 1
    one = lined(made.lines3(VALUES), {3: number}, "上年结转")
    wrong = [id for id in IDS if one["fields"][id]["value"] != VALUES[id]]
    assert set(wrong) <= set(one["review"])


NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"


@pytest.mark.parametrize(
    ("numbers", "rows", "unsure"),
    [
        (("5 4 3", "2 1 0 15"), [7, 7], False),
        (("5 4 3", "2 1 0 16"), [3, 4, 7], True),
        (("5 4 3", "2 1 15"), [3, 3, 7], False),  # a row of its own
        (("5 4 3 2 1 0 15", "6"), [7, 1, 7], False),
    ],
)
def test_words_part_a_row_whose_sum_proves_it(numbers, rows, unsure):
    table = "\n".join(["文库预览", *numbers[1].split()])
    text = "\n".join(
        [NEW, *numbers[0].split(), table, CARRIED, *["1", "1", "1", "1", "1", "1", "6"], ""]
    )
    [three] = [f.alone[0].plain for f in families() if f.alone[0].plain.table.number == 3]
    found = rejoined(made.events(text), three.rows)
    assert [len(event.stated) for event in found] == rows
    assert found[0].unsure == unsure


def test_all_numbers_of_a_row_may_be_broken():
    lines = made.lines3(VALUES)
    for line in lines:
        if len(line) > 7:
            line[-7:] = [f"{c[:-1]}\n{c[-1]}" if len(c) > 1 else c for c in line[-7:]]
    one = report("三、收到和处理政府信息公开申请情况", made.pipe_a_line(lines))
    assert values(one, IDS) == [VALUES[id] for id in IDS]
