"""Tables column by column, and with rows and columns exchanged: read where the sums prove it."""

import pytest

from extractor.pipeline import extract_bytes
from tests.tables import made

DENSE = made.dense(61)
APPLICATIONS = {id: v for id, v in DENSE.items() if id.startswith("applications.")}
TITLE = "三、收到和处理政府信息公开申请情况\n"
HEAD = "虚构县林业局2022年政府信息公开工作年度报告\n一、总体情况\n本年工作平稳。\n"
ROWS = made.table(3).rows
COLUMNS = [column or "" for column in ROWS[0].columns]


def turned(values: dict[str, int], order: list[int] | None = None) -> made.Lines:
    """A line of the rows' names, and a line for each column."""
    places = order or list(range(len(COLUMNS)))
    names = ["申请人", *(row.label for row in ROWS)]
    return [names, *([COLUMNS[c], *(str(values[row.cells[c].id]) for row in ROWS)] for c in places)]


@pytest.mark.parametrize(
    "layout", [made.pipe, made.tabs, made.cell_a_line, made.markdown, made.blanks]
)
@pytest.mark.parametrize("order", [None, [6, 1, 0, 2, 3, 4, 5]])
def test_columns_one_after_the_other(layout, order):
    assert made.numbers(made.readings(TITLE + layout(turned(DENSE, order)))) == APPLICATIONS


def outside_review(lines: made.Lines) -> set[str]:
    text = HEAD + TITLE + made.cell_a_line(lines)
    (report,) = extract_bytes(text.encode(), "a.txt")["reports"]
    wrong = {id for id, v in APPLICATIONS.items() if report["fields"][id]["value"] != v}
    return wrong - set(report["review"])


def test_a_page_turned_is_not_asked_about():
    assert outside_review(turned(DENSE)) == set()


def test_without_the_sums_nothing_wrong_is_sure():
    id = "applications.granted.business"
    lines = turned({**DENSE, id: DENSE[id] + 1})
    assert made.numbers(made.readings(TITLE + made.pipe(lines))) != APPLICATIONS
    assert outside_review(lines) == set()


def test_rows_named_in_another_order_are_not_guessed():
    lines = turned(DENSE)
    lines[0][5:9] = lines[0][8:4:-1]
    assert outside_review(lines) == set()


def test_a_column_that_lost_a_cell_is_not_guessed():
    lines = turned(DENSE)
    del lines[2][7]
    assert outside_review(lines) == set()
