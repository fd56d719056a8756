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
