"""Table 4 as one run of values: more values than the table has, and which of them are its own."""

import pytest

from tests.tables import made

DENSE = made.dense(5)
FIELDS = [cell.id for row in made.table(4).rows for cell in row.cells]
WANT = {id: DENSE[id] for id in FIELDS}


def strip(at: int, more: list[str]) -> str:
    """The table, a cell a line, with more values before its value number `at`."""
    *headings, numbers = made.lines4(DENSE)
    return made.cell_a_line([*headings, [*numbers[:at], *more, *numbers[at:]]])


@pytest.mark.parametrize("more", [["7"], ["/", "7", "/"], ["7", "9"]])
@pytest.mark.parametrize("at", [0, 15])
def test_sums_tell_which_values_of_a_longer_run_are_the_table(at, more):
    [reading] = made.readings(strip(at, more))
    assert made.numbers([reading]) == WANT
    assert {c.evidence["surplus"] for c in reading.cells.values()} == {len(more)}
    assert not any(c.label_lost for c in reading.cells.values())


@pytest.mark.parametrize("more", [["7"], ["/", "7", "/"], ["7", "9"]])
@pytest.mark.parametrize("at", [2, 7, 12])
def test_a_value_too_many_inside_leaves_no_place_sure(at, more):
    [reading] = made.readings(strip(at, more))
    cells = reading.cells.values()
    assert {c.evidence["surplus"] for c in cells} == {len(more)}
    assert all(c.evidence["choices"] > 1 and c.label_lost for c in cells)


def test_without_more_values_there_is_no_surplus():
    [reading] = made.readings(strip(0, []))
    assert made.numbers([reading]) == WANT
    assert {c.evidence["surplus"] for c in reading.cells.values()} == {0}
