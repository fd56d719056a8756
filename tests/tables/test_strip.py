"""Table 4 as one run of values: more values than the table has, and which of them are its own."""

import pytest

from tests.tables import made

DENSE = made.dense(5)
FIELDS = [cell.id for row in made.table(4).rows for cell in row.cells]


def blanks(lines: made.Lines) -> str:
    return "".join("  ".join(line) + "\n" for line in lines)


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


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
REVIEW, DIRECT, AFTER = (made.cells(row, DENSE) for row in made.table(4).rows)
LAYOUTS = pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.cell_a_line])


@LAYOUTS
@pytest.mark.parametrize(
    "lines",
    [
        [["行政诉讼", "行政复议"], ["未经复议直接起诉", "复议后起诉", *RESULTS], RESULTS * 2, DIRECT + AFTER + REVIEW],
        [["行政诉讼", "行政复议"], ["复议后起诉", "未经复议直接起诉", *RESULTS], RESULTS * 2, AFTER + DIRECT + REVIEW],
        [["行政复议", "行政诉讼"], [*RESULTS, "复议后起诉", "未经复议直接起诉"], RESULTS * 2, REVIEW + AFTER + DIRECT],
        [["行政复议", "行政诉讼"], [*RESULTS, "未经复议直接起诉", "复议后起诉"], RESULTS * 2, REVIEW + DIRECT + AFTER],
    ],
    ids=["litigation first", "all turned", "litigation turned", "as in the form"],
)  # fmt: skip
def test_groups_have_the_order_in_which_they_are_printed(lines, layout):
    [reading] = made.readings(layout(lines))
    assert made.numbers([reading]) == WANT


def test_without_all_groups_named_the_order_is_the_forms():
    lines = [
        ["行政诉讼"],
        ["未经复议直接起诉", "复议后起诉", *RESULTS],
        RESULTS * 2,
        REVIEW + DIRECT + AFTER,
    ]
    [reading] = made.readings(made.pipe(lines))
    assert made.numbers([reading]) == WANT


def test_headings_broken_over_lines_that_lie_across_each_other_say_no_order():
    tops, ends = ["结果", "结果", "其他", "尚未", "总计"], ["维持", "纠正", "结果", "审结"]
    lines = [
        ["行政", "行政"], ["复议", "诉讼"], ["未经", "复议"], [*tops, "复议", "后起"], [*ends, "直接", "诉"],
        ["起诉"], tops * 2, ends * 2, REVIEW + DIRECT + AFTER,
    ]  # fmt: skip
    [reading] = made.readings(blanks(lines))
    assert made.numbers([reading]) == WANT


@LAYOUTS
@pytest.mark.parametrize(
    "lines",
    [
        [["行政复议"], RESULTS, REVIEW, ["行政诉讼"], ["未经复议直接起诉", "复议后起诉"], RESULTS * 2, DIRECT + AFTER],
        [["行政诉讼"], ["未经复议直接起诉", "复议后起诉"], RESULTS * 2, DIRECT + AFTER, ["行政复议"], RESULTS, REVIEW],
        [["行政复议"], RESULTS, REVIEW, ["未经复议直接起诉"], RESULTS, DIRECT, ["复议后起诉"], RESULTS, AFTER],
        [["复议后起诉"], RESULTS, AFTER, ["行政复议"], RESULTS, REVIEW, ["未经复议直接起诉"], RESULTS, DIRECT],
    ],
    ids=["two", "two turned", "three", "three turned"],
)  # fmt: skip
def test_a_table_in_blocks_under_their_own_headings(lines, layout):
    [reading] = made.readings(layout(lines))
    assert made.numbers([reading]) == WANT


def test_a_group_printed_twice_is_no_table_in_blocks():
    block = [["行政复议"], RESULTS, REVIEW]
    lines = [*block, ["行政诉讼"], ["未经复议直接起诉"], RESULTS, DIRECT, *block]
    [reading] = made.readings(made.pipe(lines))
    assert not any(c.evidence["joined"] for c in reading.cells.values())


@pytest.mark.parametrize(("shown", "sure"), [(15, True), (10, False)])
def test_a_run_that_does_not_show_all_its_cells_has_no_sure_place(shown, sure):
    """Empty cells stand in the text, but five of fifteen do not: any of them may be gone."""
    *headings, numbers = made.lines4(without([1]))
    [reading] = made.readings(made.pipe([*headings, [numbers[0], "", *numbers[2:shown]]]))
    told = {c.evidence["agreed"] for c in reading.cells.values() if c.token is not None}
    assert (min(told) == 1.0) is sure


def in_order(order: list[int], heads: list[int] | None = None) -> made.Lines:
    """The table with the columns of each group in some order, under heads of that or another."""
    named = [RESULTS[c] for c in heads or order]
    return [
        ["行政复议", "行政诉讼"],
        [*named, "未经复议直接起诉", "复议后起诉"],
        named * 2,
        [group[c] for group in (REVIEW, DIRECT, AFTER) for c in order],
    ]


@LAYOUTS
@pytest.mark.parametrize(
    "order", [[1, 0, 2, 3, 4], [4, 0, 1, 2, 3], [3, 2, 4, 1, 0], [0, 1, 2, 3, 4]]
)
def test_columns_go_by_their_heads(layout, order):
    [reading] = made.readings(layout(in_order(order)))
    assert made.numbers([reading]) == WANT
    assert {c.evidence["own"] for c in reading.cells.values()} == {1.0}


@LAYOUTS
def test_a_total_moved_by_its_head_alone_is_doubted(layout):
    [reading] = made.readings(layout(in_order([0, 1, 2, 3, 4], [4, 0, 1, 2, 3])))
    assert made.numbers([reading]) == WANT
    assert {c.evidence["own"] for c in reading.cells.values()} == {0.5}


@LAYOUTS
@pytest.mark.parametrize(
    ("first", "more", "own"),
    [
        (RESULTS, [*RESULTS, RESULTS[1], RESULTS[0], *RESULTS[2:]], 0.5),  # below one group only
        (RESULTS[:4], RESULTS[:4] * 2, 1.0),  # a head lost
        (RESULTS, [*RESULTS, *RESULTS[1:]], 1.0),
        ([RESULTS[c] for c in (1, 0, 3, 2)], [RESULTS[c] for c in (1, 0, 3, 2)] * 2, 0.5),
    ],
)
def test_heads_that_do_not_say_one_order_leave_the_forms(layout, first, more, own):
    lines = [
        ["行政复议", "行政诉讼"],
        [*first, "未经复议直接起诉", "复议后起诉"],
        more,
        REVIEW + DIRECT + AFTER,
    ]
    [reading] = made.readings(layout(lines))
    assert made.numbers([reading]) == WANT
    assert {c.evidence["own"] for c in reading.cells.values()} == {own}


@pytest.mark.parametrize("layout", [made.pipe, made.leading])
def test_a_table_of_empty_cells_is_blank_and_not_missing(layout):
    *headings, numbers = made.lines4(DENSE)
    other = layout(made.lines2(DENSE))

    def cells(row: list[str]) -> dict[str, int | float | None]:
        found = made.readings(other + layout([*headings, row]))
        return made.numbers([r for r in found if r.table.number == 4])

    assert cells([""] * len(numbers)) == dict.fromkeys(WANT)
    assert cells(["", "", ""]) == {}
    # A page that lost all its numbers shows nothing.
    assert made.readings(layout([*headings, [""] * len(numbers)])) == []


def tab_a_cell(lines: made.Lines) -> str:
    """A tab before each cell, a line each, and an empty line behind each line of the table."""
    return "".join("".join(f"\t{cell}\n" for cell in line) + "\n" for line in lines)


def slid(gone: list[int], misprinted: dict[int, int] | None = None) -> str:
    """The table with an empty line above its numbers; of some nothing is left, as they are none."""
    *headings, numbers = made.lines4(without(gone) | (misprinted or {}))
    return tab_a_cell([*headings, [n for at, n in enumerate(numbers) if at not in gone]])


def without(gone: list[int]) -> dict[int | str, int]:
    values = DENSE | {FIELDS[at]: 0 for at in gone}
    made.balance(values)
    return values


@pytest.mark.parametrize("gone", [[1], [7], [13], [3, 8]])
def test_an_empty_line_above_the_numbers_is_no_cell_where_sums_say_so(gone):
    [reading] = made.readings(slid(gone))
    found, values = made.numbers([reading]), without(gone)
    slid_groups = {at // 5 for at in gone}
    for at, id in enumerate(FIELDS):
        agreed = reading.cells[id].evidence["agreed"]
        if at % 5 == 4 or at // 5 not in slid_groups:
            assert (found[id], agreed) == (values[id], 1.0)
        else:  # any of the four may be the empty one
            assert agreed < 1.0


def test_an_empty_line_above_the_numbers_is_no_sure_cell():
    """The numbers are as many as if it were one, and the sums hold so, too."""
    [reading] = made.readings(slid([0]))
    found = made.numbers([reading])
    assert found == {id: without([0])[id] for id in FIELDS} | {FIELDS[0]: None}
    assert reading.cells[FIELDS[0]].evidence["agreed"] < 0.5
    assert reading.cells[FIELDS[4]].evidence["agreed"] == 1.0


def test_an_empty_line_above_zeros_leaves_them_no_sure_place():
    *headings, numbers = made.lines4(DENSE)
    [reading] = made.readings(tab_a_cell([*headings, ["0"] * (len(numbers) - 1)]))
    assert max(c.evidence["agreed"] for c in reading.cells.values() if c.token is None) < 0.5


def test_a_misprint_beside_an_empty_line_leaves_nothing_beyond_doubt():
    [reading] = made.readings(slid([7], {FIELDS[4]: 3, FIELDS[14]: 3, FIELDS[9]: 4}))
    assert all(
        c.evidence.get("own", 1.0) < 1.0 or c.evidence["agreed"] < 0.6
        for c in reading.cells.values()
    )


def test_an_empty_cell_between_numbers_is_one_though_a_sum_is_misprinted():
    *headings, numbers = made.lines4(without([7]) | {FIELDS[4]: 3})
    numbers[7] = ""
    [reading] = made.readings(made.cell_a_line([*headings, numbers]))
    told = reading.cells[FIELDS[8]]
    assert told.token is not None
    assert told.token.text == numbers[8]


@pytest.mark.parametrize("layout", [made.one_line_bars, made.one_line, made.pipe, made.tabs])
def test_a_group_before_its_numbers_keeps_them_though_another_follows_on_the_line(layout):
    lines = [
        ["项目", *RESULTS],
        ["行政复议", *REVIEW],
        ["行政诉讼", "未经复议直接起诉", *DIRECT],
        ["复议后起诉", *AFTER],
    ]
    [reading] = made.readings("四、政府信息公开行政复议、行政诉讼情况\n" + layout(lines))
    assert made.numbers([reading]) == WANT


@LAYOUTS
@pytest.mark.parametrize("at", [0, 1, 3, 5, 8, 11])
def test_a_number_that_was_lost_leaves_its_group_in_doubt_and_no_other(layout, at):
    *headings, numbers = made.lines4(DENSE)
    [reading] = made.readings(layout([*headings, [*numbers[:at], *numbers[at + 1 :]]]))
    group = FIELDS[at // 5 * 5 : at // 5 * 5 + 5]
    agreed = {id: cell.evidence["agreed"] for id, cell in reading.cells.items()}
    assert max(agreed[id] for id in group) < 0.9
    assert {agreed[id] for id in FIELDS if id not in group} == {1.0}
    found = made.numbers([reading])
    assert {id: found[id] for id in FIELDS if id not in group} == {
        id: DENSE[id] for id in FIELDS if id not in group
    }


@LAYOUTS
@pytest.mark.parametrize("at", [0, 6, 12])
def test_so_do_two_numbers_in_one(layout, at):
    *headings, numbers = made.lines4(DENSE)
    glued = [*numbers[:at], numbers[at] + numbers[at + 1], *numbers[at + 2 :]]
    [reading] = made.readings(layout([*headings, glued]))
    group = FIELDS[at // 5 * 5 : at // 5 * 5 + 5]
    assert max(reading.cells[id].evidence["agreed"] for id in group) < 0.9


@LAYOUTS
def test_a_number_that_was_lost_as_it_was_none_leaves_its_total_sure(layout):
    *headings, numbers = made.lines4(without([2]))
    [reading] = made.readings(layout([*headings, [*numbers[:2], *numbers[3:]]]))
    assert reading.cells[FIELDS[4]].evidence["agreed"] == 1.0
    assert made.numbers([reading])[FIELDS[4]] == without([2])[FIELDS[4]]
