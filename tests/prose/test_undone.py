"""Decisions that were not taken and fees that were not collected, told in words."""

import pytest

from extractor.prose.misgivings import UNREAD
from tests.prose.reading import read, told

LICENSE, PENALTY, COERCION, FEES = (
    f"disclosure.{name}"
    for name in ("licensing.decisions", "penalties.decisions", "coercion.decisions", "fees.amount")
)
THIS_YEAR = "2018年,我局推进各项工作。"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("全年未作出行政处罚决定。", {PENALTY}),
        ("2018年我局未实施任何行政许可。", {LICENSE}),
        ("行政强制事项4项,比上年增加1项,本年没有采取行政强制措施。", {COERCION}),
        (
            "本年度无行政许可、行政处罚、行政强制及行政事业性收费。",
            {LICENSE, PENALTY, COERCION, FEES},
        ),
        ("我镇无行政许可、处罚、强制和收费情况。", {LICENSE, PENALTY, COERCION, FEES}),
        ("未产生行政事业性收费。", {FEES}),
        ("行政事业性收费金额为零。", {FEES}),
        ("行政许可、行政处罚的处理决定数量均为零。", {LICENSE, PENALTY}),
        ("行政许可:无;行政处罚:无。", {LICENSE, PENALTY}),
        ("行政强制事项共6件,未采取行政强制措施。", {COERCION}),
    ],
)
def test_nothing_was_done(text: str, fields: set[str]) -> None:
    found = read(THIS_YEAR + text)
    assert {(s.field, s.value) for s in found.statements} == {(field, 0) for field in fields}
    assert not any(s.unsure for s in found.statements)
    assert not told(THIS_YEAR + text)  # no fact of the contract: the fee is not that of information


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("我局无行政许可职能。", LICENSE),
        ("我局无行政事业性收费项目。", FEES),
        ("没有行政处罚被撤销。", PENALTY),
        ("对初次违法的企业未作出行政处罚。", PENALTY),
        ("未作出重大行政处罚决定。", PENALTY),
        ("除当场处罚外,未作出行政处罚。", PENALTY),
        ("上半年未作出行政处罚。", PENALTY),
    ],
)
def test_a_denial_of_a_duty_or_of_some_is_only_a_doubt(text: str, field: str) -> None:
    found = read(THIS_YEAR + text)
    assert not found.statements
    assert found.doubts[field] == UNREAD


@pytest.mark.parametrize(
    "text",
    ["2017年未作出行政处罚决定。", "去年未产生行政事业性收费。", "对情节轻微的,未作出行政处罚。"],
)
def test_of_another_year_or_under_a_condition_nothing_is_told(text: str) -> None:
    assert not read(THIS_YEAR + text).statements


def test_a_count_beside_a_denial_of_it_is_in_doubt() -> None:
    found = read(THIS_YEAR + "全年作出行政处罚12件。\n本年未作出行政处罚决定。")
    told_of = [s for s in found.statements if s.field == PENALTY]
    assert {s.value for s in told_of} == {0, 12}
    assert all(s.confidence < 0.5 for s in told_of)
