"""Where a text breaks off within a row: its cells are as far as they are printed, the rest unknown."""

import pytest

from extractor.tables.doubted import DOUBTED
from tests.tables import made

DENSE = made.dense(37)
LINES = made.lines3(DENSE)
UPTO = LINES[:9]  # heads and six rows
ROW = made.table(3).rows[6]
NUMBERS = made.cells(ROW, DENSE)
LAYOUTS = {
    name: made.LAYOUTS[name]
    for name in ("pipe", "pipe_a_line", "cell_a_line", "cell_a_line_apart", "tabs", "bar_between")
}


def broken_off(layout, count):
    """Six whole rows, and of the next its name and that many of its numbers."""
    text = layout([*UPTO, [ROW.label, *NUMBERS[:count]]])
    end = text.rindex(([ROW.label, *NUMBERS])[count])
    return text[: end + len(([ROW.label, *NUMBERS])[count])]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("count", range(7))
def test_what_is_not_printed_of_a_row_is_not_blank(layout, count):
    read = made.numbers(made.readings(broken_off(layout, count)))
    here = {id: number for id, number in read.items() if id.startswith(f"{ROW.key}.")}
    assert here == {cell.id: DENSE[cell.id] for cell in ROW.cells[:count]}


def test_six_zeros_are_those_of_the_applicants():
    zeros = [[label, *"0" * 7] for *_, label in (line[:-7] for line in UPTO[3:])]
    text = made.pipe([*UPTO[:3], *zeros]) + f"{ROW.label} | 0 | 0 | 0 | 0 | 0 | 0"
    read = made.numbers(made.readings(text))
    assert [read.get(cell.id) for cell in ROW.cells] == [0] * 6 + [None]
    assert ROW.cells[6].id not in read


def test_an_empty_row_before_another_is_blank():
    text = made.pipe([*UPTO, [ROW.label], LINES[10]])
    read = made.numbers(made.readings(text))
    assert {read[cell.id] for cell in ROW.cells} == {None}


def test_empty_cells_that_are_printed_are_blank():
    text = made.pipe(UPTO) + f"{ROW.label} | 5 | | | | | | 5 | "
    read = made.numbers(made.readings(text))
    assert [read[cell.id] for cell in ROW.cells] == [5, None, None, None, None, None, 5]


def test_the_last_row_of_a_table_may_end_a_whole_text():
    last = made.table(3).rows[-1]
    text = made.cell_a_line([*LINES[:-1], [last.label, "4", "4"]])
    read = made.numbers(made.readings(text))
    assert (read[last.cells[0].id], read[last.cells[-1].id]) == (4, 4)


def test_columns_stay_open_where_empty_cells_are_left_out_of_the_rows():
    short = [["(一)予以公开", "8", "8"], ["(二)部分公开", "6", "6"]]
    text = made.pipe([*UPTO[:5], *short]) + "1.属于国家秘密 | 3 | 3"
    read = {id: cell for one in made.readings(text) for id, cell in one.cells.items()}
    assert read["applications.refused.state_secret.total"].token.text == "3"


@pytest.mark.parametrize(
    ("end", "doubted"), [("17", True), ("17 |", False), ("17\n", False), ("0", False)]
)
def test_a_number_that_the_text_ends_in_may_be_half_of_one(end, doubted):
    text = f"第二十条第(五)项\n信息内容 | 本年处理决定数量\n行政许可 | 5\n第二十条第(六)项\n行政处罚 | {end}"
    cells = {id: cell for one in made.readings(text) for id, cell in one.cells.items()}
    own = cells["disclosure.penalties.decisions"].evidence["own"]
    assert (own == DOUBTED) is doubted


def beyond(text):
    [reading] = [one for one in made.readings(text) if one.table.number == 3]
    return reading.beyond


@pytest.mark.parametrize(
    ("end", "next"), [("", 7), ("4.保护第三方合", 8), ("4.保护第三方合法权益 |", 8)]
)
def test_rows_that_the_text_does_not_come_to(end, next):
    found = beyond(made.pipe([*UPTO, [ROW.label, *NUMBERS]]) + end)
    assert found == {cell.id for row in made.table(3).rows[next:] for cell in row.cells}


@pytest.mark.parametrize(
    "end",
    [
        "四、政府信息公开行政复议、行政诉讼情况\n",  # the next table begins
        "以上数据由办公室统计,包括当面申请和通过信函、传真、电子邮件以及平台提交的各种申请,重复提交的只计一次,特此说明,请社会各界予以监督。\n",
        "经办机构自查 | 4 | 5 |\n",
        "五、存在的主要问题\n公开不够及时\n六、其他需要报告的事项\n无其他事项\n特此报告\n",
    ],
)
def test_a_text_that_goes_on_has_lost_the_other_rows(end):
    assert not beyond(made.pipe([*UPTO, [ROW.label, *NUMBERS]]) + end)
