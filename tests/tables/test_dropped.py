"""Pages without the lines that they had before: cells with units, notes and signs among them."""

import pytest

from extractor.cleaning import clean
from extractor.evidence import DROPPED
from extractor.pipeline import extract_bytes
from extractor.tables.dropped import is_cell, source_unrepeated
from extractor.tables.reader import read_tables
from extractor.types import Span
from tests.tables import made

CELLS = [
    "{}", "{}件", "{} 件", "{}万元", "{}①", "{} [2]", "{}（次）", "{}件（注）", "{}件(含延期)",
    "{} |", "{}※", "约{}件", "{}注1",
]  # fmt: skip


def strange(source: str) -> bool:
    cleaned = clean(source)
    span = Span(0, len(cleaned.text))
    return source_unrepeated(read_tables(cleaned.text, span), cleaned, source, span)


def page(cell: str, layout=made.cell_a_line, start: int = 2) -> str:
    """Tables 3 and 4 with many zeros and few other numbers."""
    values = dict.fromkeys(made.dense(), 0) | dict(
        zip(list(made.dense())[10:60:start], range(3, 60), strict=False)
    )
    said = {id: cell.format(number) for id, number in values.items()}
    return layout([*made.lines3(said), *made.lines4(said)])


def dropped(text: str) -> str:
    return "".join(f"{line}\n" for line in dict.fromkeys(text.splitlines()))


@pytest.mark.parametrize("cell", CELLS)
def test_what_a_cell_says_beside_its_number_does_not_hide_that_lines_are_gone(cell):
    assert strange(dropped(page(cell)))
    assert not strange(page(cell))


def test_lines_are_compared_as_the_source_has_them():
    whole = page("{}件")
    hidden = dropped(whole).replace("\n0件\n", "\n0件\n０件\n0\u200b件\n0件\u200b\n")
    assert strange(hidden)
    assert not strange(hidden.replace("０件", "0件").replace("\u200b", ""))


def test_the_first_row_may_stand_again_and_a_row_of_cells_is_no_cell():
    text = dropped(page("{}"))
    assert strange(text + "0\n")
    assert not strange(text + "0\n" * 30)
    assert not strange(dropped(page("{}", made.pipe)))
    assert not strange(dropped(page("{}", made.tabs)))
    assert not strange("")


@pytest.mark.parametrize(
    ("line", "whether"),
    [
        ("12", True), ("1,204 件", True), ("３", False), ("0件②", True), ("7(含结转)", True),
        ("二、行政许可", False), ("行政许可 7", False), ("(注)", False), ("", False),
        ("3.其他", False), ("5 | 6", False), ("—", False), ("2023年", False),
    ],
)  # fmt: skip
def test_a_cell_is_one_number_and_what_goes_with_it(line, whether):
    assert is_cell(line) is whether


def test_a_sum_that_gave_a_number_does_not_make_its_row_sure():
    # Of a row of seven the sixth went, as it was the fifth again: what stands last is the sum.
    values = made.dense(5)
    row = made.table(3).rows[1]
    of = [cell.id for cell in row.cells]
    values |= dict(zip(of, (48, 37, 25, 43, 31, 31, 215), strict=True))
    text = made.cell_a_line(made.lines3({id: f"{n}件" for id, n in values.items()}))
    head = "某某县统计局2023年政府信息公开工作年度报告\n一、总体情况\n三、收到和处理政府信息公开申请情况\n"
    result = extract_bytes((head + dropped(text)).encode(), "a.txt")
    (report,) = result["reports"]
    told = [report["fields"][id] for id in of]
    # The curve of the model says how often answers held at DROPPED are right.
    assert all(one["value"] is None or one["confidence"] < (1 + DROPPED) / 2 for one in told)
    assert set(of) <= set(report["review"])
