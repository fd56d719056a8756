"""Where a report ends in a table and the next title follows at once."""

import pytest

from extractor.structure import split
from tests.structure.conftest import MODERN, plain

TITLE = "苍原县水务局{}年政府信息公开工作年度报告\n"


def short(year: int) -> str:
    """A report up to its last table."""
    text = MODERN.replace("2022", str(year))
    return text[: text.index("0 | 0 | 0 | 0 | 0 |\n五、")]


@pytest.mark.parametrize(
    "row",
    [
        "3\t1\t0\t0\t4",
        "3 1 0 0 4",
        "3 | 1 | 0 | 0 | 4 |",
        "3\n1\n0\n0\n4",
        "行政事业性收费 | 12.5 |||",
        "行政事业性收费\t12.5",
        "行政事业性收费          1,204.50",
        "行政事业性收费  0",
        "接受培训人员数 人次 112",
        "规章\t0\t0\t-",
    ],
)
@pytest.mark.parametrize(
    "title", [TITLE.format(2021), "2021年度苍原县水务局政府信息公开工作年度报告\n"]
)
def test_the_last_row_belongs_to_its_report(row: str, title: str) -> None:
    one = TITLE.format(2022) + short(2022) + row + "\n"
    found = split(plain(one + title + short(2021) + row))
    assert [s.reason for s in found] == [None, None]
    assert found[0].span.end == len(one.rstrip("\n |"))
    assert found[1].span.start == len(one)


@pytest.mark.parametrize("first", ["2021年苍原县", "苍原县2021"])
def test_a_title_over_two_lines_begins_in_its_first(first: str) -> None:
    second = {"2021年苍原县": "水务局", "苍原县2021": "年水务局"}[first]
    one = TITLE.format(2022) + MODERN
    found = split(plain(f"{one}{first}\n{second}政府信息公开工作年度报告\n" + short(2021)))
    assert [s.reason for s in found] == [None, None]
    assert found[1].span.start == len(one)
