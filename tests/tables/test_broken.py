"""Numbers that narrow columns broke over lines: the sum of the row puts them together."""

import pytest

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
