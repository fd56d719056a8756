"""Totals of what was published, told without 主动 and without 政府."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Section, Span


def totals(text: str, key: str = "overview.proactive") -> set[float]:
    told = f"2018年,我局推进各项工作。2018年度工作有序。{text}"
    whole = Span(0, len(told))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(told, range(len(told)), len(told)), whole, [section], ())
    return {one.value for one in prose.facts if one.key == "disclosed.total"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开信息205条。", {205}),
        ("今年公开信息610余条。", {610}),
        ("我局全年累计公开信息205条。", {205}),
        ("全乡公开信息共205条,其中网站公开150条。", {205}),
        ("公开信息数量为205条。", {205}),
        ("2018年公开205条。", {205}),
        ("去年公开信息176条,今年公开205条。", {205}),
        ("上年度主动公开信息176条,本年度205条。", {205}),
        # A kind of information, a part, or something else.
        ("信用领域公开信息30条。", set()),
        ("局机关公开信息90条,下属单位公开信息30条。", set()),
        ("公开财政收支信息30条。", set()),
        ("公开信息查阅点4个。", set()),
        ("公开信息指南2条。", set()),
        ("公开规划3条。", set()),
        ("去年公开信息176条。", set()),
    ],
)
def test_totals_in_short_words(text: str, expected: set[float]) -> None:
    assert totals(text) == expected


def test_what_is_published_of_requests_is_no_total() -> None:
    assert totals("2018年公开4条。", "overview.on_request") == set()
