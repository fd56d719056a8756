"""Single cells that say more than their number, in every layout; what only looks like one."""

import pytest

from extractor.tables.remarks import is_remark, without_remark
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(17, 999)
ROW = next(row for row in made.table(3).rows if row.key.endswith("process_information"))


def blanks(lines: made.Lines) -> str:
    return "".join(" ".join(line) + "\n" for line in lines)


SHAPES = ["{}(含撤回2件)", "{} 注3", "约{}", "{}余", "{}左右", "近{}件", "{}【待核】", "{}(上年7)"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("column", [0, 3, 6])
@pytest.mark.parametrize(
    "layout", [made.pipe, made.tabs, made.cell_a_line, blanks], ids=lambda layout: layout.__name__
)
def test_one_cell_with_a_remark_leaves_its_row_as_it_is(layout, column, shape):
    cell = ROW.cells[column].id
    values = DENSE | {cell: shape.format(DENSE[cell])}
    readings = made.readings(made.draw(values, layout))
    assert made.numbers(readings) == DENSE
    [token] = [c.token for r in readings for id, c in r.cells.items() if id == cell]
    assert token.value.odd or layout is blanks
    assert token.text.startswith(str(DENSE[cell]))


def test_a_remark_behind_a_blank():
    at = next(n for n, row in enumerate(made.table(3).rows) if row.key.endswith("duplicate"))
    row = made.table(3).rows[at]
    numbers = made.cells(row, DENSE)
    text = made.draw(DENSE, blanks)
    plain, remarked = " ".join(numbers), " ".join([*numbers[:2], "(含补正1件)", *numbers[2:]])
    assert plain in text
    assert made.numbers(made.readings(text.replace(plain, remarked))) == DENSE


@pytest.mark.parametrize(
    "text",
    ["5", "5件", "5(件)", "约", "(含2件)", "5(一)", "2.其他(含2件)", "5/3", "5 3", "12345678901234(甲)", "余5", "5(" + "甲" * 40 + ")"],
)  # fmt: skip
def test_other_cells_are_left_alone(text):
    assert without_remark(text, Span(0, len(text))) is None


@pytest.mark.parametrize("word", ["5", "件", "总计", "(一)", "自然人(含其他)", ""])
def test_words_that_are_no_remark(word):
    assert not is_remark(word)
