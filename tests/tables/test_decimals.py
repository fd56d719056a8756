"""Numbers broken at their point, by a line end or a blank."""

import pytest

from extractor.tables.decimals import mended
from extractor.tables.tokens import tokenise
from extractor.tables.vocabulary import vocabulary
from extractor.types import Span
from tests.tables import made

TITLE = "二、主动公开政府信息情况\n"


def values(text: str) -> list[float | None]:
    tokens = tokenise(text, Span(0, len(text)), vocabulary().stuck)
    return [t.value.number for t in mended(tokens) if t.value is not None and t.text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("行政事业性收费 | 482. 16 | |\n", [482.16]),
        ("行政事业性收费\n482.\n16\n行政许可\n3\n", [482.16, 3]),
        ("行政事业性收费\n\n482.\n\n16\n", [482.16]),
        ("行政事业性收费 482.\n16\n", [482.16]),
        ("政府集中采购 12 482.\n16\n", [12, 482.16]),
        ("政府集中采购\t12\t1,482.\n16\n", [12, 1482.16]),
        ("行政事业性收费\n0.\n35\n", [0.35]),
        ("行政事业性收费\n7.\n35\n", [7.35]),
        ("行政事业性收费\n482\n.16\n", [482.16]),
    ],
)
def test_a_number_is_put_together(text, found):
    assert values(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "1.重复申请\n3\n2.其他\n4\n",
        "5\n3.\n0\n1\n",  # a row whose words were lost
        "482.\n16 17 18\n",  # a row of numbers follows
        "第12条 482.\n项目16个\n",
        "Item 3. 16\n",
        "行政许可 482\n16\n",
        "482. 16 17\n",
    ],
)
def test_what_is_no_broken_number_stays(text):
    tokens = tokenise(text, Span(0, len(text)), vocabulary().stuck)
    assert mended(tokens) is tokens


@pytest.mark.parametrize("layout", [made.pipe, made.cell_a_line])
def test_the_cell_holds_the_whole_number(layout):
    lines = made.lines2(made.dense(5) | {"disclosure.fees.amount": "482.16"})
    whole = layout(lines)
    between = "\n" if layout is made.cell_a_line else " "
    found = made.numbers(made.readings(TITLE + whole.replace("482.16", f"482.{between}16")))
    assert found == made.numbers(made.readings(TITLE + whole))
    assert found["disclosure.fees.amount"] == 482.16


def test_a_whole_part_alone_is_a_number_that_was_not_read():
    lines = made.lines2(made.dense(5) | {"disclosure.fees.amount": "482."})
    (found,) = made.readings(TITLE + made.pipe(lines))
    assert found.unread == 1
    assert "disclosure.fees.amount" not in found.cells
