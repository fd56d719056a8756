"""Columns in another order than the form's: read as their heads say, where these say it clearly."""

import pytest

from extractor.fields import fill_fields
from extractor.tables.agreement import agreement
from tests.tables import made

DENSE = made.dense(31)
TITLE = "三、收到和处理政府信息公开申请情况\n"
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
APPLICATIONS = {id: v for id, v in DENSE.items() if id.startswith("applications.")}


def ordered(order: list[int], heads: list[list[str]] | None = None) -> made.Lines:
    """Table 3 with its columns in some order, under heads of that order on one line."""
    rows = [line for line in made.lines3(DENSE) if len(line) >= 8]
    shown = heads if heads is not None else [["申请人情况", *(HEADS[c] for c in order)]]
    return [*shown, *([*line[:-7], *(line[-7:][c] for c in order)] for line in rows)]


@pytest.mark.parametrize("layout", [made.pipe, made.cell_a_line, made.blanks, made.markdown])
@pytest.mark.parametrize(
    "order", [[1, 2, 3, 4, 5, 0, 6], [0, 3, 2, 1, 4, 5, 6], [6, 1, 2, 3, 4, 5, 0]]
)
def test_heads_say_the_order(layout, order):
    assert made.numbers(made.readings(TITLE + layout(ordered(order)))) == APPLICATIONS


def test_the_second_reading_knows_the_order_too():
    found = made.readings(TITLE + made.pipe(ordered([1, 2, 3, 4, 5, 0, 6])))
    alike = agreement(fill_fields(found, ())[0], found)
    assert len(alike) > 100
    assert set(alike.values()) == {True}


def test_rows_with_empty_cells_keep_the_order():
    lines = ordered([1, 2, 3, 4, 5, 0, 6])
    last = lines[-1]
    lines[-1] = [*last[:-7], last[-7], "", "", "", "", "", last[-1]]
    numbers = made.numbers(made.readings(TITLE + made.pipe(lines)))
    assert (
        numbers["applications.carried_out.business"]
        == APPLICATIONS["applications.carried_out.business"]
    )
    assert numbers["applications.carried_out.natural_person"] is None


@pytest.mark.parametrize(
    "heads",
    [
        # two lines, read one after the other
        [["自然人", "法人或其他组织", "总计"], HEADS[1:6]],
        # the same run together by whoever dropped the line end
        [["自然人", "法人或其他组织", "总计", *HEADS[1:6]]],
        # incomplete, or a head twice
        [["商业企业", "科研机构", "自然人", "总计"]],
        [["商业企业", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "总计"]],
        [],
    ],
)
def test_heads_that_say_no_order_are_not_asked(heads):
    text = TITLE + made.pipe(ordered(list(range(7)), heads))
    assert made.numbers(made.readings(text)) == APPLICATIONS


EXCHANGED = [["法人或其他组织", "自然人", "总计"], HEADS[1:6]]


@pytest.mark.parametrize("layout", [made.pipe, made.blanks, made.tabs, made.leading])
@pytest.mark.parametrize(
    ("heads", "order"),
    [
        (EXCHANGED, [1, 2, 3, 4, 5, 0, 6]),
        ([EXCHANGED[0], [*HEADS[2:6], HEADS[1]]], [2, 3, 4, 5, 1, 0, 6]),
    ],
)
def test_a_head_of_several_before_the_others_says_where_its_columns_stand(layout, heads, order):
    text = TITLE + layout(ordered(order, heads))
    assert made.numbers(made.readings(text)) == APPLICATIONS


@pytest.mark.parametrize(
    "heads",
    [
        [["自然人", "法人或其他组织", "总计"], HEADS[1:6]],
        [["自然人", "总计", "法人或其他组织"], HEADS[1:6]],  # behind: the sums tell
        [["法人或其他组织", "自然人", "总计"], HEADS[1:5]],  # one column has no head
    ],
)
def test_other_heads_on_two_lines_leave_the_order(heads):
    text = TITLE + made.pipe(ordered(list(range(7)), heads))
    assert made.numbers(made.readings(text)) == APPLICATIONS


@pytest.mark.parametrize(("heads", "own"), [(EXCHANGED, 0.5), (made.lines3(DENSE)[1:3], 1.0)])
def test_such_heads_each_on_its_line_leave_the_order_in_doubt(heads, own):
    text = TITLE + made.cell_a_line(ordered(list(range(7)), heads))
    (found,) = made.readings(text)
    assert {cell.evidence["own"] for cell in found.cells.values()} == {own}


NAMED = ["项目", *HEADS]


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.markdown])
@pytest.mark.parametrize(
    "order",
    [[0, 1, 2, 3, 5, 4, 6], [1, 2, 3, 4, 5, 0, 6], [0, 6, 1, 2, 3, 4, 5], [0, 1, 2, 6, 3, 4, 5]],
)
def test_before_the_heads_of_columns_that_of_the_labels_may_stand(layout, order):
    (found,) = made.readings(TITLE + layout(ordered(order, [["项目", *(HEADS[c] for c in order)]])))
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {1.0}


ONE_TABLE = [made.pipe, made.pipe_a_line, made.cell_a_line, made.blanks, made.tabs, made.markdown]


@pytest.mark.parametrize("layout", ONE_TABLE)
@pytest.mark.parametrize(
    "order", [[0, 1, 2, 3, 5, 4, 6], [0, 5, 4, 3, 2, 1, 6], [0, 1, 2, 3, 4, 5, 6]]
)
def test_the_two_lines_of_the_form_put_together_say_the_order(layout, order):
    heads = [["自然人", "法人或其他组织", "总计"], [HEADS[c] for c in order[1:6]]]
    (found,) = made.readings(TITLE + layout(ordered(order, heads)))
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {1.0}


@pytest.mark.parametrize("layout", ONE_TABLE)
def test_heads_over_both_lines_may_stand_in_each(layout):
    order = [0, 2, 1, 3, 4, 5, 6]
    heads = [["自然人", "法人或其他组织", "总计"], [HEADS[c] for c in order]]
    text = TITLE + made.pipe(ordered(order, heads))
    (found,) = made.readings(text)
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {1.0}


@pytest.mark.parametrize(
    "heads",
    [
        [[HEADS[c] for c in (0, 1, 2, 4, 3, 5)] + ["合共"]],  # no total
        [["自然人", "商业企业", "其他", "法律服务机构", "总计"]],  # not all
        [
            ["自然人", "商业企业", "法律服务机构", "科研机构", "法律服务机构", "其他", "总计"]
        ],  # one twice
        [["自然人", "总计"], [HEADS[c] for c in (2, 1, 3, 4, 5)]],  # nobody says whose
    ],
)
def test_heads_in_disorder_that_are_not_complete_leave_the_order_in_doubt(heads):
    (found,) = made.readings(TITLE + made.pipe(ordered(list(range(7)), heads)))
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {0.5}


@pytest.mark.parametrize(
    "heads",
    [
        [["自然人", "商业企业", "社会公益组织", "总计"]],
        [["自然人", "商机企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]],
        [["自然人", "总计", *HEADS[1:6]]],  # both lines in one, the head of several lost
        [["自然人", "法人或其他组织", "总计"], HEADS[1:5]],
        [HEADS[1:6]],
        [["项目", "申请人情况"]],
    ],
)
def test_damaged_heads_in_order_leave_no_doubt(heads):
    (found,) = made.readings(TITLE + made.pipe(ordered(list(range(7)), heads)))
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {1.0}


@pytest.mark.parametrize("named", [[6, 0, 1, 2, 3, 4, 5], [0, 1, 2, 6, 3, 5, 4]])
def test_sums_that_contradict_the_heads_leave_the_order_in_doubt(named):
    heads = [["项目", *(HEADS[c] for c in named)]]
    (found,) = made.readings(TITLE + made.pipe(ordered(list(range(7)), heads)))
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {0.5}


@pytest.mark.parametrize("layout", [made.pipe, made.tabs])
def test_rows_under_no_heads_keep_the_order_of_those_before(layout):
    order = [0, 1, 2, 3, 5, 4, 6]
    lines = ordered(order)
    text = TITLE + layout(lines[:12]) + TITLE.replace("三、", "三、（续）") + layout(lines[12:])
    assert made.numbers(made.readings(text)) == APPLICATIONS


def without(column: int, order: list[int]) -> made.Lines:
    """Table 3 without a column, its totals without it too."""
    lines = []
    for line in made.lines3(DENSE):
        if len(line) >= 8:
            numbers = [int(line[-7:][c]) for c in range(7)]
            numbers[6] -= numbers[column]
            lines.append([*line[:-7], *(str(numbers[c]) for c in order)])
    return lines


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.markdown])
@pytest.mark.parametrize("column", [5, 3, 1])
def test_a_table_may_be_printed_without_a_column(layout, column):
    order = [c for c in range(7) if c != column]
    heads = [["自然人", "法人或其他组织", "总计"], [HEADS[c] for c in order[1:5]]]
    (found,) = made.readings(TITLE + layout([*heads, *without(column, order)]))
    lacking = made.table(3).rows[0].cells[column].column
    assert len(found.cells) == 6 * 25
    assert all(cell.cell.column != lacking for cell in found.cells.values())
    for id, cell in found.cells.items():
        assert cell.evidence["own"] == 1.0
        if cell.cell.column != "总计":
            assert cell.token is not None
            assert cell.token.text == str(DENSE[id])


A_LINE = [made.cell_a_line, made.cell_a_line_apart, made.pipe_a_line, made.bar_between]


@pytest.mark.parametrize("layout", A_LINE)
@pytest.mark.parametrize("column", [5, 2])
def test_a_column_that_heads_each_on_its_line_lack_is_not_there(layout, column):
    order = [c for c in range(7) if c != column]
    heads = [["项目", *(HEADS[c] for c in order)]]
    (found,) = made.readings(TITLE + layout([*heads, *without(column, order)]))
    for id, cell in found.cells.items():
        if cell.cell.column != "总计":
            assert cell.token is not None
            assert cell.token.text == str(DENSE[id])


@pytest.mark.parametrize("layout", A_LINE)
def test_rows_whose_sums_want_the_column_that_heads_lack_are_in_doubt(layout):
    order = [0, 1, 2, 4, 5, 6]
    lines = [[*line[:-7], *(line[-7:][c] for c in order)] for line in ordered(list(range(7)), [])]
    (found,) = made.readings(TITLE + layout([["项目", *(HEADS[c] for c in order)], *lines]))
    assert {cell.evidence["own"] for cell in found.cells.values()} == {0.5}


def test_a_head_that_was_lost_is_no_column_that_was():
    heads = [["自然人", "法人或其他组织", "总计"], HEADS[1:5]]
    lines = ordered(list(range(7)), heads)
    lines[3] = [*lines[3][:-7], *lines[3][-6:]]  # a row whose blank was dropped
    found = made.numbers(made.readings(TITLE + made.pipe(lines)))
    assert len(found) == 7 * 25
    assert found["applications.carried_out.total"] == APPLICATIONS["applications.carried_out.total"]


@pytest.mark.parametrize("layout", [made.cell_a_line, made.pipe_a_line])
@pytest.mark.parametrize("pieces", [["商业", "科研"], ["商业", "科研机构"]])
def test_pieces_of_heads_each_on_its_line_are_no_other_order(layout, pieces):
    heads = [["自然人", "法人或其他组织", "总计", *pieces, *HEADS[3:6], "企业"]]
    (found,) = made.readings(TITLE + layout(ordered(list(range(7)), heads)))
    assert made.numbers([found]) == APPLICATIONS
    assert {cell.evidence["own"] for cell in found.cells.values()} == {1.0}


@pytest.mark.parametrize("over", ["法人或其他组织", "法人或其它组织", "法人"])
def test_rows_that_are_not_whole_say_nothing_of_where_the_total_stands(over: str) -> None:
    """A cell a line, empty ones kept: a part and the total of its row are no first two columns."""
    rows = made.table(3).rows
    values: dict[str, int | str] = {c.id: "" for row in rows for c in row.cells}
    for at, row in enumerate(rows):
        parts = range(6) if at == 3 else [at % 5 + 1]  # one row is whole: so stand empty cells
        number = 3 + at * 37 % 50
        values |= {row.cells[part].id: number for part in parts}
        values[row.cells[-1].id] = number * len(parts)
    lines = made.lines3(values)
    lines[1] = ["自然人", over, "总计"]
    text = "".join(f"\t{cell}\n" for line in lines for cell in line)
    found = made.numbers([r for r in made.readings(text) if r.table.number == 3])
    assert {id: found.get(id) for id in values} == {id: v or None for id, v in values.items()}
