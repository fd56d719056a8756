"""Totals of all years beside this year's: all of our own."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Section, Span


def totals(text: str) -> set[float]:
    whole = Span(0, len(text))
    section = Section("overview.proactive", 2, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())
    return {one.value for one in prose.facts if one.key == "disclosed.total"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截止到2015年底,我局累计主动公开政府信息640条。2015年新增主动公开政府信息52条。", {52}),
        ("2015年,我局主动公开政府信息52条。截至2015年12月底,已主动公开政府信息900余条。", {52}),
        # The only one, or one that says that it is of the year.
        ("截至2015年12月31日,我局共主动公开政府信息64条。", {64}),
        ("2015年工作有序。截至2015年底,今年共主动公开政府信息64条。其中公开文件类信息4条。", {64}),
    ],
)
def test_a_total_up_to_a_day_yields_to_the_years(text: str, expected: set[float]) -> None:
    assert totals(text) == expected
