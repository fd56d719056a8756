"""Tables too wide for their page: the columns that did not fit stand below, with the rows once more."""

import pytest

from extractor.tables.continued import rejoined
from extractor.tables.readings import TableReading
from tests.tables import made

DENSE = made.dense(31)
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
THREE = {id: n for id, n in DENSE.items() if id.startswith("applications.")}
TITLE = "三、收到和处理政府信息公开申请情况\n"
MARKS = ["（续表）\n", "接上表\n", "— 12 —\n", "表3（续）\n\n", ""]

Rows = list[tuple[list[str], list[str]]]  # names, numbers


def rows(values: dict[str, int]) -> Rows:
    found: Rows = []
    for line in made.lines3({str(id): n for id, n in values.items()})[3:]:
        found.append((line[:-7], line[-7:]))
    return found


def part(shown: Rows, first: int, last: int, named: bool = True) -> made.Lines:
    """The columns from one to another, under their heads."""
    names = ["项目"] if named else []
    lines = [[*label, *numbers[first:last]] for label, numbers in shown]
    if not named:
        lines = [numbers[first:last] for _, numbers in shown]
    return [[*names, *HEADS[first:last]], *lines]


def three(found: list[TableReading]) -> TableReading:
    (one,) = [reading for reading in found if reading.table.number == 3]
    return one


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.cell_a_line, made.blanks])
@pytest.mark.parametrize("cut", [3, 4, 6])
@pytest.mark.parametrize("mark", MARKS)
def test_columns_that_stand_below_belong_to_their_rows(layout, cut, mark):
    shown = rows(DENSE)
    text = TITLE + layout(part(shown, 0, cut)) + mark + layout(part(shown, cut, 7))
    reading = three(made.readings(text))
    assert made.numbers([reading]) == THREE
    assert {cell.evidence["own"] for cell in reading.cells.values()} == {1.0}


def test_a_table_in_three_parts():
    shown = rows(DENSE)
    text = TITLE + "续表\n".join(made.pipe(part(shown, *at)) for at in ((0, 3), (3, 5), (5, 7)))
    assert made.numbers([three(made.readings(text))]) == THREE


@pytest.mark.parametrize("cut", [3, 4])
def test_lines_without_names_may_be_the_other_columns(cut):
    shown = rows(DENSE)
    text = TITLE + made.tabs(part(shown, 0, cut)) + "续表\n" + made.tabs(part(shown, cut, 7, False))
    assert made.numbers([three(made.readings(text))]) == THREE


def test_a_row_that_does_not_add_up_is_in_doubt():
    shown = rows(DENSE)
    shown[4][1][1] = str(int(shown[4][1][1]) + 1)
    text = TITLE + made.pipe(part(shown, 0, 4)) + "续表\n" + made.pipe(part(shown, 4, 7))
    reading = three(made.readings(text))
    doubted = {cell.row.key for cell in reading.cells.values() if cell.evidence["own"] < 1.0}
    assert len(doubted) == 1


def test_the_number_of_a_page_among_them_puts_its_row_in_doubt():
    shown = rows(DENSE)
    first = made.pipe(part(shown, 0, 4)).splitlines()
    first.insert(9, "12")
    text = TITLE + "\n".join(first) + "\n续表\n" + made.pipe(part(shown, 4, 7))
    reading = three(made.readings(text))
    wrong = [id for id, n in made.numbers([reading]).items() if n != THREE[id]]
    assert all(reading.cells[id].evidence["own"] < 1.0 for id in wrong)
    assert len({reading.cells[id].row.key for id in wrong}) <= 1


def test_tables_of_two_years_are_no_parts_of_one():
    last = made.dense(32)
    text = (
        "三、收到和处理政府信息公开申请情况（2022年）\n" + made.pipe(part(rows(DENSE), 0, 7))
        + "2021年\n" + made.pipe(part(rows(last), 0, 7))
    )  # fmt: skip
    assert made.numbers([three(made.readings(text))]) == THREE


def test_parts_whose_sums_do_not_hold_are_not_put_together():
    """The second part is of another year."""
    text = made.pipe(part(rows(DENSE), 0, 4)) + made.pipe(part(rows(made.dense(33)), 4, 7))
    reading = three(made.readings(TITLE + text))
    assert len([c for c in reading.cells.values() if c.token is not None]) < 7 * 25


def test_rows_of_an_uncut_table_are_left_as_they_are():
    events = made.events(TITLE + made.pipe(part(rows(DENSE), 0, 7)))
    assert rejoined(events) is events
