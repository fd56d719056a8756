"""A table of which a page prints its first rows alone: they are read, and as no other table."""

import pytest

from tests.tables import made

DENSE = made.dense(31)
LINES = made.lines3(DENSE)
HEADS = LINES[:3]
NEW, CARRIED = [[row.label, *made.cells(row, DENSE)] for row in made.table(3).rows[:2]]
# Layouts in which the name of the row and all its numbers stand in the text.
KEPT = {name: layout for name, layout in made.LAYOUTS.items() if name != "markdown"}


def found(text):
    return made.numbers(made.readings(text))


@pytest.mark.parametrize("layout", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("rows", [[NEW], [NEW, CARRIED]], ids=["one row", "two rows"])
def test_the_first_rows_are_read_as_what_they_name(layout, rows):
    text = "三、收到和处理政府信息公开申请情况\n" + layout([*HEADS, *rows])
    expected = {
        cell.id: DENSE[cell.id] for row in made.table(3).rows[: len(rows)] for cell in row.cells
    }
    assert found(text) == expected


def test_two_rows_before_a_section_that_follows():
    text = made.pipe([*HEADS, NEW, CARRIED]) + "五、存在的主要问题\n公开的内容还不够细。\n"
    assert found(text)["applications.carried_in.total"] == DENSE["applications.carried_in.total"]


def test_zeros_of_two_rows_are_not_the_table_of_remedies():
    zeros = [
        [label, *"0" * 7]
        for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    ]
    ids = found(made.pipe([*HEADS, *zeros]))
    assert len(ids) == 14
    assert all(id.startswith("applications.") for id in ids)


def test_a_row_is_shown_by_its_numbers_without_any_heads():
    assert len(found(made.pipe([NEW]))) == 7


@pytest.mark.parametrize(
    "text",
    [
        "本年新收政府信息公开申请 12 件,上年结转 3 件。\n",
        "一、本年新收政府信息公开申请数量:12\n二、上年结转政府信息公开申请数量:3\n",
        "本年度予以公开 | 5 | 3 |\n",  # neither full nor below heads
        "一、本年新收机动车登记申请 | 4 | 5 | 6 | 7 | 8 | 9 | 39 |\n",
        "".join("|".join(line) + "|\n" for line in HEADS),
    ],
)
def test_what_names_a_row_and_shows_no_table_is_none(text):
    assert not found(text)


def test_a_strip_below_heads_alone_stays_the_table_of_remedies():
    text = made.pipe(made.lines4(DENSE))
    assert found(text) == {id: DENSE[id] for id in DENSE if id.startswith("remedies.")}


@pytest.mark.parametrize(
    "numbers", [["", "6", "", "", "3", "", "9"], ["4", "", "", "", "5", "", "9"]]
)
def test_empty_rows_before_it_do_not_get_its_numbers(numbers):
    """Three empty rows of table 2, and three numbers in the first row of table 3."""
    lines = [
        ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "", "0", ""], ["行政规范性文件", "", "0", ""],
        ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "0"],
        ["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", ""], ["行政强制", ""],
        ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", ""],
        ["三、收到和处理政府信息公开申请情况"], *HEADS, [NEW[0], *numbers], CARRIED,
    ]  # fmt: skip
    read = found("".join(" | ".join(line) + " |\n" for line in lines))
    rows = ("penalties.decisions", "coercion.decisions", "fees.amount")
    assert [read.get(f"disclosure.{row}") for row in rows] == [None] * 3
    assert read["disclosure.licensing.decisions"] == 0
    assert read["applications.new.total"] == 9
