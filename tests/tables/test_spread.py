"""A row that prints a cell more than its columns, where it may be several rows without names."""

import pytest

from extractor.tables.doubted import DOUBTED
from tests.tables import made

GROUP = "applications.other."
CAPTION = "三、收到和处理政府信息公开申请情况\n"


def lines(changed):
    """Table 3, the rows of 其他处理 as `changed` gives them from its full row."""
    values = made.dense(4)
    table = made.lines3(values)
    at = next(n for n, line in enumerate(table) if "（六）其他处理" in line)
    row = table[at][-7:]
    return [*table[:at], *changed(row), *table[at + 3 :]]


def own(text):
    (found,) = made.readings(CAPTION + text)
    return {
        id: cell.evidence["own"]
        for id, cell in found.cells.items()
        if cell.token is not None and cell.token.text
    }


@pytest.mark.parametrize("layout", [made.cell_a_line, made.cell_a_line_apart, made.pipe])
@pytest.mark.parametrize("number", ["21", "7", "6048"])
def test_a_full_row_without_name_beside_a_single_number_is_doubted(layout, number):
    told = own(layout(lines(lambda row: [["（六）其他处理", number], row, [number + "1"]])))
    ours = {share for id, share in told.items() if id.startswith(GROUP)}
    assert ours <= {DOUBTED}
    assert {share for id, share in told.items() if "refused" in id} == {1.0}


@pytest.mark.parametrize("layout", [made.cell_a_line, made.pipe])
def test_three_full_rows_without_names_stand_where_they_stand(layout):
    told = own(layout(lines(lambda row: [["（六）其他处理", *row], row, row])))
    ours = [share for id, share in told.items() if id.startswith(GROUP)]
    assert len(ours) >= 7
    assert set(ours) == {1.0}


def test_a_single_number_beside_a_row_with_its_name_doubts_nothing():
    values = made.dense(4)
    table = made.lines3(values)
    at = next(n for n, line in enumerate(table) if "（六）其他处理" in line)
    table[at + 1] = table[at + 1][:2]
    told = own(made.pipe(table))
    full = {share for id, share in told.items() if id.startswith(GROUP + "other.")}
    assert full == {1.0}
