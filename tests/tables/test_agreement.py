"""The second reading, by labels alone: where it finds other numbers than the table was read with."""

from extractor.cleaning import clean
from extractor.fields import fill_fields
from extractor.tables.agreement import agreement
from extractor.tables.reader import read_tables
from extractor.types import FieldResult, Span
from tests.tables import made

TITLE = "三、收到和处理政府信息公开申请情况\n"
VALUES = made.dense(11)
GRANTED = "applications.granted."


def read(rows):
    text = clean(TITLE + "\n".join(rows)).text
    return read_tables(text, Span(0, len(text)))


def printed():
    """The rows of table 3, and which of them is that of answers granted."""
    rows = made.pipe(made.lines3(VALUES)).split("\n")
    return rows, next(n for n, row in enumerate(rows) if "（一）予以公开" in row)


def test_a_row_that_stands_twice_with_other_numbers_is_read_otherwise():
    rows, at = printed()
    head = rows[at].split("|")[:2]
    found = read([*rows[:at], "|".join([*head, *[" 4 "] * 7, " "]), *rows[at:]])
    fields = fill_fields(found, ())[0]
    assert fields[GRANTED + "business"].value == VALUES[GRANTED + "business"]
    alike = agreement(fields, found)
    assert {id for id, same in alike.items() if not same} == {
        id for id in VALUES if id.startswith(GRANTED)
    }
    assert len(alike) == sum(id.startswith("applications.") for id in VALUES)


def test_fields_that_no_cell_shows_are_not_spoken_of():
    rows, _ = printed()
    found = read(rows)
    told = {
        GRANTED + "total": FieldResult(3, "inferred"),
        GRANTED + "business": FieldResult(4, "narrative", span=Span(0, 1)),
    }
    assert agreement(told, found) == {}


def test_a_sum_of_cells_agrees_where_all_of_them_do():
    rows, _ = printed()
    found = read(rows)
    field = GRANTED + "total"
    place = fill_fields(found, ())[0][field].span
    assert place is not None
    for sources, expected in (((place,), {field: True}), ((place, Span(0, 1)), {})):
        summed = {field: FieldResult(5, "crosswalk", sources=sources)}
        assert agreement(summed, found) == expected
