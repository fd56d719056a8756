"""Where a text prints numbers that people named: in order, by labels, with what stands beside them."""

import pytest

from extractor.annotations.locate import locate
from extractor.types import Span

ROWS = {
    "disclosure.regulations": ("规章", (3, 2, 41)),
    "disclosure.normative_documents": ("行政规范性文件", (5, 0, 60)),
}
COLUMNS = ("issued", "repealed", "in_force")
VALUES = {
    f"{row}.{column}": float(n)
    for row, (_, numbers) in ROWS.items()
    for column, n in zip(COLUMNS, numbers, strict=True)
}


def page(behind):
    rows = [[label, *(f"{n}{behind}" for n in numbers)] for label, numbers in ROWS.values()]
    return "二、主动公开政府信息情况\n" + "\n".join(" | ".join(row) for row in rows) + "\n"


@pytest.mark.parametrize("behind", ["", "（12.5%）", "(+3)", " 7%", "[1]", "＜0.1％＞"])
def test_numbers_are_found_without_what_stands_beside_them(behind):
    text = page(behind)
    found = locate(text, Span(0, len(text)), "2021", VALUES)
    assert {id: float(text[s.start : s.end]) for id, s in found.items()} == VALUES


@pytest.mark.parametrize("behind", ["年", "-4", "/7", "、8", "月12日"])
def test_what_only_begins_with_a_number_is_none(behind):
    text = page(behind)
    assert locate(text, Span(0, len(text)), "2021", VALUES) == {}
