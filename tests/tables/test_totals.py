"""Totals before their parts: read so where the numbers say it, whatever the heads are worth."""

import pytest

from extractor.cleaning import clean
from extractor.fields import fill_fields
from extractor.tables.agreement import agreement
from extractor.tables.learned import Aliases
from extractor.tables.reader import Ways, read_tables
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(23)
TITLE = "三、收到和处理政府信息公开申请情况\n"


def first_totals(lines: made.Lines, heads: bool = True) -> made.Lines:
    """Table 3 with its last column before all others."""
    moved = []
    for line in lines:
        if len(line) >= 8:
            moved.append([*line[:-7], line[-1], *line[-7:-1]])
        elif line[-1:] == ["总计"] and heads:
            moved.append([line[-1], *line[:-1]])
        else:
            moved.append(line)
    return moved


def applications(values: dict[str, int]) -> dict[str, int]:
    return {id: v for id, v in values.items() if id.startswith("applications.")}


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize("layout", [made.pipe, made.cell_a_line, made.blanks, made.markdown])
def test_totals_before_their_parts_are_read_as_totals(layout, heads):
    text = TITLE + layout(first_totals(made.lines3(DENSE), heads))
    assert made.numbers(made.readings(text)) == applications(DENSE)


def test_the_second_reading_knows_the_order_too():
    found = made.readings(TITLE + made.pipe(first_totals(made.lines3(DENSE))))
    alike = agreement(fill_fields(found, ())[0], found)
    assert len(alike) > 100
    assert set(alike.values()) == {True}


def test_one_row_that_adds_up_says_it_only_under_heads_that_do():
    values = dict.fromkeys(applications(DENSE), 0)
    for row in ("new", "granted", "processed_total"):  # one application of a natural person
        values[f"applications.{row}.natural_person"] = values[f"applications.{row}.total"] = 0
    values |= {"applications.new.business": 3, "applications.new.other_org": 2}
    values["applications.new.total"] = 5
    headed = TITLE + made.pipe(first_totals(made.lines3(values)))
    assert made.numbers(made.readings(headed)) == values
    bare = TITLE + made.pipe(first_totals(made.lines3(values), heads=False))
    assert made.numbers(made.readings(bare))["applications.new.natural_person"] == 5


def test_totals_behind_their_parts_stay_there():
    values = {**DENSE, "applications.new.natural_person": 1, "applications.granted.total": 7}
    text = TITLE + made.pipe(made.lines3(values))  # two rows do not add up: a publisher's slips
    assert made.numbers(made.readings(text)) == applications(values)


def second(learned: Aliases) -> dict[str, bool]:
    text = clean("规章对外口径 | 3 | 2 | 41 |\n行政规范性文件 | 5 | 0 | 60 |\n行政许可 | 8 |").text
    found = read_tables(text, Span(0, len(text)), ways=Ways((("规章", ("规章对外口径",)),)))
    alike = agreement(fill_fields(found, ())[0], found, learned)
    return {id: same for id, same in alike.items() if ".regulations." in id}


def test_the_second_reading_knows_wordings_that_were_taught():
    assert second(()) == {}
    assert set(second((("规章", ("规章对外口径",)),)).values()) == {True}
