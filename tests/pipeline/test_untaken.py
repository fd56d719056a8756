"""A section with the cells of a table that was not read says nothing for sure."""

import pytest

from extractor.tables.readings import TableReading
from extractor.types import Section, Span
from extractor.untaken import untaken
from tests.tables import made

TITLE = "四、复议和诉讼"
CELLS = ["3", "0", "1", "0", "4", "2件"]


def section(text: str, key: str = "remedies", level: int = 1) -> Section:
    return Section(key, level, Span(0, len(TITLE)), Span(0, len(text)), 1.0)


def reading(number: int, span: Span) -> TableReading:
    return TableReading(made.table(number), {}, span, 1.0, {})


@pytest.mark.parametrize("between", ["\n", " |\n", "\t", "|"])
@pytest.mark.parametrize("key", ["remedies", "applications", "disclosure"])
def test_numbers_that_stand_as_cells_in_a_section_leave_its_fields_open(between, key):
    text = TITLE + between + between.join(CELLS)
    assert untaken([], [section(text, key)], text) == {key}
    assert untaken([], [section(text, "problems")], text) == frozenset()
    assert untaken([], [section(text, key, 2)], text) == frozenset()


def test_a_table_that_was_read_and_prose_leave_nothing_open():
    text = TITLE + "\n" + "\n".join(CELLS)
    here, elsewhere = Span(len(TITLE), len(text)), Span(len(text), len(text) + 9)
    assert untaken([reading(4, elsewhere)], [section(text)], text) == frozenset()
    assert untaken([reading(3, here)], [section(text)], text) == frozenset()
    assert untaken([reading(3, elsewhere)], [section(text)], text) == {"remedies"}
    told = TITLE + "\n全年收到复议3件，结案2件，撤回1件。\n诉讼5件，胜诉4件，未结1件。\n12\n"
    assert untaken([], [section(told)], told) == frozenset()
