"""Names of rows printed first and their numbers after all of them: no row of these is empty."""

import pytest

from tests.tables import made

IDS = [f"disclosure.{one}.decisions" for one in ("licensing", "penalties", "coercion")]
CAPTION = "二、主动公开政府信息情况\n"


def table2(numbers: list[str], spoilt: str = "规甲章") -> str:
    lines = [line[0] for line in made.lines2(made.dense(2)) if line]
    lines = [spoilt if line == "规章" else line for line in lines]
    return CAPTION + "\n".join([*lines, *numbers]) + "\n三、收到和处理政府信息公开申请情况\n"


@pytest.mark.parametrize("last", ["0", "41"])
def test_names_before_all_their_numbers_are_no_empty_rows(last):
    numbers = ["5", "17", "130", "9", "0", "3086", "12", "7", "6", last]
    for one in made.readings(table2(numbers)):
        assert not any(
            cell.token is None or not cell.token.text for id, cell in one.cells.items() if id in IDS
        )
        if one.table.number == 2 and not one.cells.keys() & set(IDS):
            assert set(IDS) <= one.unnamed.keys()


def test_empty_rows_before_a_row_with_its_own_number_stay_empty():
    (found,) = made.readings(table2(["6"], "规章"))
    assert found.table.number == 2
    assert set(IDS) <= found.cells.keys()
    assert not found.unnamed.keys() & set(IDS)


def test_fewer_numbers_than_the_cells_before_them_leave_nothing_open():
    (found,) = made.readings(table2(["6", "8"], "规章"))
    assert not found.unnamed.keys() & set(IDS)
