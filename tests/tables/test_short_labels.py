"""Labels of the annex of 2014 as publishers shorten them."""

import pytest

from extractor.forms import tables
from tests.tables import made

(ANNEX,) = tables("2014")
SHORT = {
    "维持具体行政行为数": "维持",
    "被依法纠错数": "纠错",
    "其他情形数": "其他",
    "维持具体行政行为或者驳回原告诉讼请求数": "维持",
}
SHORTER = {
    "维持具体行政行为数": "维持数",
    "被依法纠错数": "依法纠错数",
    "其他情形数": "其他情形",
    "维持具体行政行为或者驳回原告诉讼请求数": "维持或驳回数",
    "涉及商业秘密": "商业秘密",
    "兼职人员数": "兼职",
    "举办各类培训班数": "培训班",
}


def annex(short: dict[str, str]) -> made.Lines:
    lines = [["统计指标", "单位", "统计数"]]
    for n, row in enumerate(ANNEX.rows):
        lines.append([short.get(row.label, row.label), row.cells[0].unit, str(3 * n + 7)])
    return lines


@pytest.mark.parametrize("short", [SHORT, SHORTER])
@pytest.mark.parametrize("layout", [made.pipe, made.cell_a_line, made.tabs, made.blanks])
def test_shortened_labels_are_their_rows(layout, short):
    found = made.numbers(made.readings("政府信息公开情况统计表\n" + layout(annex(short))))
    assert found == {row.cells[0].id: 3 * n + 7 for n, row in enumerate(ANNEX.rows)}


def test_the_columns_of_table_4_stay_columns():
    values = made.dense(71)
    text = made.draw(values).replace("结果维持", "维持").replace("结果纠正", "纠正")
    assert made.numbers(made.readings(text)) == values


@pytest.mark.parametrize("short", [{}, SHORT, SHORTER])
@pytest.mark.parametrize("units", [True, False])
def test_labels_behind_their_numbers(short, units):
    lines = [[unit, number, label] if units else [number, label]
             for label, unit, number in annex(short)]  # fmt: skip
    found = made.numbers(made.readings("政府信息公开情况统计表\n" + made.pipe(lines)))
    assert found == {row.cells[0].id: 3 * n + 7 for n, row in enumerate(ANNEX.rows)}


def test_a_number_behind_the_last_label_shows_that_labels_come_first():
    numbers = {row.cells[0].id: 3 * n + 7 for n, row in enumerate(ANNEX.rows)}
    labels = [SHORTER.get(row.label, row.label) for row in ANNEX.rows]
    shown = [
        labels[0],
        *(f"{n} | {one} |" for n, one in zip(numbers.values(), labels[1:], strict=False)),
    ]
    text = "政府信息公开情况统计表\n" + "\n".join([*shown, f"{[*numbers.values()][-1]} |"])
    found = made.numbers(made.readings(text))
    wrong = {id for id, number in found.items() if numbers[id] != number}
    assert not wrong
