"""Cells parted by commas: blank ones, marks, and numbers with thousands; annexes of 2014 in all layouts."""

from collections.abc import Callable

import pytest

from extractor.forms import tables
from tests.tables import made

ANNEX = [row for table in tables("2014") for row in table.rows]
NUMBERS = {row.cells[0].id: 1000 * (i % 3) + 7 * i + 100 for i, row in enumerate(ANNEX)}


def commas(lines: made.Lines) -> str:
    return "".join(",".join(line) + "\n" for line in lines)


def read(text: str) -> dict[str, int | float | None]:
    return made.numbers(made.readings(text))


def test_cells_that_are_blank_or_marks_are_parted_as_well() -> None:
    marks: dict[str, int | str] = dict.fromkeys(made.dense(3), "-")
    marks |= {id: 0 for id in marks if id.startswith("applications") and id.endswith(".total")}
    found = read(made.draw(marks, commas))
    assert {id for id, value in found.items() if value == 0} == {
        id for id, value in marks.items() if value == 0
    }


def annex(line: Callable[[str, str, str], str]) -> str:
    rows = [
        line(row.label, row.cells[0].unit or "件", f"{NUMBERS[row.cells[0].id]}") for row in ANNEX
    ]
    return "附表：政府信息公开情况统计表\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    "line",
    [
        lambda label, unit, number: f"{label}{unit}{number}",
        lambda label, unit, number: f"{label},{unit},{number}",
        lambda label, unit, number: f"{label},{unit},{int(number):,}",
        lambda label, unit, number: f"{label},{int(number):,}{unit}",
    ],
    ids=["glued", "commas", "thousands", "thousands and unit"],
)
def test_an_annex_is_read_whatever_stands_between(line: Callable[[str, str, str], str]) -> None:
    assert read(annex(line)) == NUMBERS


def test_headings_above_an_annex_do_not_keep_its_numbers_from_their_rows() -> None:
    above = "四、依申请公开情况\n我局完善流程。\n五、行政复议数量\n本年有序。\n"
    labels = "\n".join(row.label for row in ANNEX)
    numbers = "\n".join(str(NUMBERS[row.cells[0].id]) for row in ANNEX)
    assert read(f"{above}{labels}\n{numbers}\n") == NUMBERS


def test_a_row_that_has_its_width_keeps_its_numbers_apart() -> None:
    values = made.dense(5, 999)
    row = next(r for r in made.table(3).rows if len(r.cells) == 7)
    line = [12, 345, 0, 0, 0, 0, 357]
    values |= {cell.id: number for cell, number in zip(row.cells, line, strict=True)}
    found = read(made.draw(values, commas))
    assert [found[cell.id] for cell in row.cells] == line


def test_two_columns_of_numbers_stay_two() -> None:
    before = [(5 * i) % 9 + 11 for i in range(len(ANNEX))]
    rows = [f"{row.label},件,{before[i]},{i + 101}" for i, row in enumerate(ANNEX)]
    found = read("附表：政府信息公开情况统计表\n" + "\n".join(rows) + "\n")
    assert not {1000 * n + i + 101 for i, n in enumerate(before)} & set(found.values())


def test_numbers_behind_all_labels_are_dealt_out_though_two_share_a_line() -> None:
    labels = "\n".join(row.label for row in ANNEX)
    numbers = [str(NUMBERS[row.cells[0].id]) for row in ANNEX]
    pairs = "\n".join("\t".join(numbers[i : i + 2]) for i in range(0, len(numbers), 2))
    assert read(f"附表：政府信息公开情况统计表\n{labels}\n{pairs}\n") == NUMBERS


ONE = next(r for r in made.table(2).rows if r.label == "行政处罚").cells[0].id
OTHER = next(r for r in made.table(2).rows if r.label == "行政强制").cells[0].id


def repeated(number: int, other: int, third: str) -> str:
    """Table 2 with merged cells printed in each of their places, all cells parted by commas."""
    table = made.lines2(made.dense(9, 999))
    shown = {"行政处罚": [str(number)] * 3, "行政强制": [str(other)] * 3, "行政许可": [third]}
    return commas([[line[0], *shown.get(line[0], line[1:])] for line in table])


@pytest.mark.parametrize(("number", "other"), [(518, 80), (518, 641), (120, 0), (0, 0)])
def test_a_merged_cell_that_repeats_its_number_is_that_number(number: int, other: int) -> None:
    found = read(repeated(number, other, "41"))
    assert (found[ONE], found[OTHER]) == (number, other)


def test_beside_repeated_numbers_two_are_not_one_with_thousands() -> None:
    assert read(repeated(518, 80, "2,411"))["disclosure.licensing.decisions"] != 2411


def test_equal_groups_of_digits_are_one_number_where_other_rows_have_thousands() -> None:
    table = [
        [line[0], {"行政处罚": "411,411", "行政强制": "3,722"}.get(line[0], ",".join(line[1:]))]
        for line in made.lines2(made.dense(9, 999))
    ]
    found = read(commas(table))
    assert (found[ONE], found[OTHER]) == (411_411, 3722)
