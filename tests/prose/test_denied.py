"""Denials of what was carried over, misspelt and in several wordings, and those of earlier years."""

import pytest

from extractor.prose.misgivings import UNREAD
from tests.prose.reading import read, told

ASKED = "overview.on_request"
IN, OUT, NEW = (f"applications.{name}.total" for name in ("carried_in", "carried_out", "new"))
THIS_YEAR = "2018年,我局推进各项工作。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有上年接转和接转下年的申请。", {IN: 0, OUT: 0}),
        ("新收申请8件,上年接转2件。", {NEW: 8, IN: 2}),
        ("新收申请8件,接转至下年3件。", {NEW: 8, OUT: 3}),
        ("无下年度结转。", {OUT: 0}),
        ("无跨年度结转事项。", {OUT: 0}),
        ("不存在跨年办理的申请。", {OUT: 0}),
        ("没有下一年度继续办理的申请。", {OUT: 0}),
        ("不存在上一年度结转的情况。", {IN: 0}),
        ("收到申请8件,无上年结转,也无下年结转。", {NEW: 8, IN: 0, OUT: 0}),
        # Not of requests that were carried over, or another number.
        ("上年结转2件,均已办结。", {IN: 2}),
        ("热线电话由办公室接转,收到申请8件。", {NEW: 8}),
    ],
)
def test_carried_over(text: str, expected: dict[str, float]) -> None:
    assert {s.field: s.value for s in read(THIS_YEAR + text, ASKED).statements} == expected


@pytest.mark.parametrize(
    "text",
    [
        "去年未收到信息公开申请。",
        "2017年没有收到信息公开申请。",
        "上年度没有人申请公开政府信息。",
        "上年无申请。",
    ],
)
def test_a_denial_of_an_earlier_year_is_only_a_doubt(text: str) -> None:
    found = read(THIS_YEAR + text, ASKED)
    assert not found.statements
    assert not found.facts
    assert found.doubts[NEW] == UNREAD


@pytest.mark.parametrize(
    "text",
    [
        "2018年未收到信息公开申请。",
        "与去年一样,未收到信息公开申请。",
        "同2017年相比没有变化,今年未收到信息公开申请。",
        "自2008年以来未收到信息公开申请。",
        "较上年减少2件,未收到信息公开申请。",
    ],
)
def test_a_denial_of_this_year(text: str) -> None:
    assert ("requests.received", 0) in told(THIS_YEAR + text, ASKED)
