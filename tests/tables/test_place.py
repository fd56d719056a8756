"""Numbers that slid left: sums and columns settle them, the rest says that it is loose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.tables.events import Event
from extractor.tables.place import RowSums, Style, place, table_style
from extractor.tables.readings import CellReading, TableReading
from extractor.tables.row_sums import summed_cuts
from extractor.tables.tokens import Token
from extractor.tables.values import parse_value
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(23)

SEVEN = RowSums(((6, (0, 1, 2, 3, 4, 5)),))
SLID = Style(keeps_blanks=False, lead=0)


def printed(*numbers):
    """A row with one value a line, its empty cells gone."""
    values = [
        Token(str(n), Span(5 * at, 5 * at + len(str(n))), at, 0, False, parse_value(str(n)))
        for at, n in enumerate(numbers)
    ]
    return Event(None, None, (), values, last_line=len(numbers))


def columns(*numbers, width=7, sums=SEVEN):
    """The number in each column, and how many placements fit as well."""
    placement = place(printed(*numbers), width, sums, SLID)
    return [t and t.value.number for t in placement.tokens], placement.choices


def test_a_full_row_is_as_printed():
    assert columns(1, 2, 3, 4, 5, 6, 99) == ([1, 2, 3, 4, 5, 6, 99], 1)


def test_an_empty_row_is_empty():
    assert columns() == ([None] * 7, 1)


def test_six_parts_without_their_total():
    assert columns(1, 2, 3, 4, 5, 6) == ([1, 2, 3, 4, 5, 6, None], 1)


def test_the_total_is_known_by_its_sum_and_the_parts_are_loose():
    found, choices = columns(3, 4, 7)
    assert found == [3, 4, None, None, None, None, 7]
    assert choices == 15


def test_a_lone_number_is_loose():
    assert columns(5)[1] > 1


def test_without_sums_the_leftmost_of_all_places():
    assert columns(5, 6, width=3, sums=RowSums()) == ([5, 6, None], 3)


def test_more_values_than_columns_are_surplus():
    placement = place(printed(1, 2, 3, 4), 3, RowSums(), SLID)
    assert [t.value.number for t in placement.tokens] == [1, 2, 3]
    assert placement.surplus == 1
    assert placement.choices > 1


def test_the_same_number_thrice_in_one_cell_is_that_number():
    placement = place(printed(0, 0, 0), 1, RowSums(), SLID)
    assert (placement.surplus, placement.choices) == (0, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 99), max_size=8))
def test_numbers_keep_their_order_and_none_changes(numbers):
    found, choices = columns(*numbers)
    shown = [n for n in found if n is not None]
    assert shown == numbers[:7]
    assert choices >= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((0, 0, 1, 2, 3)), min_size=1, max_size=7))
def test_the_share_of_placements_that_agree_on_a_cell_is_told(numbers):
    placement = place(printed(*numbers), 7, SEVEN, SLID)
    for at, share in enumerate(placement.agreed()):
        here = placement.tokens[at] and placement.tokens[at].value.number
        ways = [dict(zip(one, numbers, strict=True)).get(at) for one in placement.options]
        want = ways.count(here) / len(ways) if len(ways) > 1 else 1.0
        assert share == pytest.approx(want)


def test_five_zeros_and_their_total_settle_nothing_but_the_total():
    shares = place(printed(0, 0, 0, 0, 0, 0), 7, SEVEN, SLID).agreed()
    assert shares[6] == 1.0
    assert all(share == pytest.approx(5 / 6) for share in shares[:5])


def test_one_number_a_row_is_taken_for_the_total_and_doubted():
    style = Style(keeps_blanks=False, lead=0, totals_only=True)
    placement = place(printed(4), 7, SEVEN, style)
    assert [t and t.value.number for t in placement.tokens] == [None] * 6 + [4]
    assert placement.agreed()[6] == pytest.approx(1 / 7)


def applications(values):
    return {id: v for id, v in values.items() if id.startswith("applications.")}


def slide(values, emptied):
    """The table with some zeros left blank, one cell a line: what follows moves left."""
    values = dict(values)
    for id in emptied:
        values[id] = 0
    made.balance(values)
    shown = {id: "" if id in emptied else v for id, v in values.items()}
    text = "".join(cell + "\n" for line in made.lines3(shown) for cell in line if cell)
    return applications(values), made.readings(text)


@pytest.mark.parametrize(
    "emptied",
    [
        ("applications.granted.business",),
        ("applications.refused.state_secret.natural_person",),
        ("applications.granted.business", "applications.granted.research"),
        ("applications.granted.business", "applications.other.other.legal_service"),
        ("applications.carried_in.other_org",),
    ],
)
def test_the_columns_settle_what_the_rows_leave_open(emptied):
    values, found = slide(made.dense(21), emptied)
    want = {id: None if id in emptied else value for id, value in values.items()}
    assert made.numbers(found) == want
    assert {c.evidence["choices"] for r in found for c in r.cells.values()} == {1.0}


def test_one_kind_of_sums_settles_its_rows_where_another_kind_does_not_hold():
    """The outcomes do not add up to their total; what came and what was done still balance."""
    values, empty = made.dense(21), "applications.carried_out.research"
    other = "applications.refused.state_secret.business"
    values[empty] = values[other] = 0
    made.balance(values)
    wrong = "applications.granted.business"
    shown = {**values, empty: "", other: ""}
    shown[wrong] += 1
    shown["applications.granted.total"] += 1
    text = "".join(cell + "\n" for line in made.lines3(shown) for cell in line if cell)
    [reading] = made.readings(text)
    cells = [reading.cells[c.id] for c in made.table(3).rows[-1].cells]
    read = [c.token.value.number if c.token else None for c in cells]
    assert read == [shown[c.cell.id] or None for c in cells]
    assert {c.evidence["choices"] for c in cells} == {1.0}


def test_where_nothing_settles_the_row_stays_loose():
    """A row of table 2 that lost one of three numbers has no sum to go by."""
    values = made.dense(22)
    lost = "disclosure.regulations.repealed"
    text = made.cell_a_line(made.lines2(values)).replace(f"{values[lost]}\n", "", 1)
    cells = {id: c for r in made.readings(text) for id, c in r.cells.items()}
    loose = {id for id, c in cells.items() if c.evidence["choices"] > 1}
    assert loose == {id for id in values if id.startswith("disclosure.regulations.")}
    assert cells["disclosure.regulations.issued"].token.text == str(
        values["disclosure.regulations.issued"]
    )


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10**4),
    st.sets(st.sampled_from(sorted(applications(made.dense()))), min_size=1, max_size=12),
)
def test_no_number_is_changed_or_leaves_its_row(seed, hidden):
    """Whatever is lost: each cell holds a number of its own row, in the printed order."""
    values = made.dense(seed)
    shown = {id: "" if id in hidden else v for id, v in values.items()}
    text = "".join(cell + "\n" for line in made.lines3(shown) for cell in line if cell)
    found = made.numbers(made.readings(text))
    for row in made.table(3).rows:
        printed_here = [values[c.id] for c in row.cells if c.id not in hidden]
        read = [found[c.id] for c in row.cells if found.get(c.id) is not None]
        assert read == printed_here


def marked_rows(*rows):
    """Rows that leave cells out, in a table whose file format says the column of each value."""
    events, marks, at = [], {}, 0
    for cells in rows:
        values = []
        for column, number in cells.items():
            token = Token(str(number), Span(at, at + 1), at, 0, False, parse_value(str(number)))
            marks[at] = (0, column)
            values.append(token)
            at += 5
        events.append((Event(None, None, (), values, last_line=at), 7))
    return events, marks


def test_marked_columns_hold_where_no_row_is_full():
    events, marks = marked_rows({3: 9, 7: 1, 9: 10}, {3: 2, 4: 6})
    style = table_style(events, marks)
    placed = [[t and t.value.number for t in place(e, 7, SEVEN, style).tokens] for e, _ in events]
    assert placed == [[9, None, None, None, 1, None, 10], [2, 6] + [None] * 5]


def test_marked_columns_that_do_not_reach_over_the_row_settle_nothing():
    events, marks = marked_rows({3: 9, 5: 1}, {3: 2, 4: 6})
    style = table_style(events, marks)
    assert style.full == {}
    assert place(events[0][0], 7, SEVEN, style).choices > 1


RUNS = {
    "own sums": ([2, 5, 7, 9, 1, 10], 7, (0, 3)),
    "the last one alone": ([2, 5, 7, 9, 1, 10, 6], 5, (0, 3, 6)),
    "three rows": ([2, 5, 7, 9, 1, 10, 6, 3, 9], 7, (0, 3, 6)),
    "full rows add up": ([1, 2, 3, 4, 10, 5], 5, None),
    "full rows lead with their sums": ([10, 1, 2, 3, 4, 6], 5, None),
    "equal numbers": ([3, 3, 3, 3, 3, 3], 5, (0, 2, 4)),
    "no way": ([1, 2, 4, 8, 16, 32, 64, 128], 7, ()),
    "nothing but zeros": ([0] * 9, 7, None),
    "too few columns for sums": ([1, 2, 3, 4, 5], 3, None),
    "several sums side by side": ([1, 2, 3, 4, 10] * 4, 15, None),
}


@pytest.mark.parametrize(("numbers", "width", "cuts"), RUNS.values(), ids=RUNS)
def test_sums_cut_a_run_of_rows_that_lost_their_empty_cells(numbers, width, cuts):
    assert summed_cuts(numbers, width) == cuts


ROWS = [row for row in made.table(3).rows if row.key.startswith("applications.refused.")]


def run_on(first: list[str], second: list[str]) -> dict[str, CellReading]:
    """The cells of table 3, a cell a line, where behind a row the next one stands without its label."""
    lines = made.lines3(DENSE)
    at = next(n for n, line in enumerate(lines) if ROWS[1].label in line)
    text = made.cell_a_line([*lines[:at], [ROWS[1].label, *first], second, *lines[at + 2 :]])
    [reading] = made.readings(text)
    return reading.cells


@pytest.mark.parametrize("more", [["8", "8"], ["7", "2", "9"]])
def test_a_row_without_a_label_keeps_its_numbers_from_the_short_row_before(more):
    first = ["31", "12", "13", "14", "15", "85"]
    found = run_on(first, more)
    total, next_total = (row.cells[-1].id for row in ROWS[1:3])
    assert found[total].token is not None
    assert found[total].token.text == "85"
    assert found[next_total].token is not None
    assert found[next_total].token.text == more[-1]


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (["31", "12", "13", "14", "15", "86"], ["7", "2", "9"]),  # no way
        (["31", "12", "13", "14", "15", "85"], ["6"]),  # a number of the next row, or a misprint
    ],
)
def test_where_sums_do_not_tell_the_rows_of_a_run_they_are_in_doubt(first, more):
    found = run_on(first, more)
    assert all(found[cell.id].evidence["own"] < 1.0 for cell in ROWS[1].cells)


def test_a_full_row_that_adds_up_is_in_no_doubt():
    found = run_on(["1", "31", "12", "13", "14", "15", "86"], ["7", "2", "9"])
    assert all(found[cell.id].evidence["own"] == 1.0 for cell in ROWS[1].cells)


def with_a_page_number(label: str, at: int) -> tuple[TableReading, ...]:
    """All tables, a cell a line, with the number of a page before a number of a row."""
    lines = [[*line] for line in (*made.lines2(DENSE), *made.lines3(DENSE))]
    row = next(line for line in lines if label in line)
    row.insert(row.index(label) + 1 + at, "12")
    return tuple(made.readings(made.cell_a_line(lines)))


@pytest.mark.parametrize("label", ["规章", "行政规范性文件"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_number_too_many_among_those_of_a_row_without_sums_leaves_it_in_doubt(label, at):
    cells = [c for one in with_a_page_number(label, at) for c in one.cells.items()]
    wrong = [c for id, c in cells if c.token is None or c.token.text != str(DENSE[id])]
    assert wrong
    assert all(c.evidence["own"] < 1.0 for c in wrong)


def test_a_page_number_that_makes_a_row_whole_is_in_doubt():
    lines = made.lines3(DENSE)
    at = next(n for n, line in enumerate(lines) if ROWS[1].label in line)
    lines[at] = [*lines[at][:-7], *lines[at][-6:]]  # an empty cell was dropped
    text = made.tabs(lines[: at + 1]) + "12\n" + made.tabs(lines[at + 1 :])
    [reading] = made.readings(text)
    assert all(reading.cells[cell.id].evidence["own"] < 1.0 for cell in ROWS[1].cells)
