"""Permits, penalties and coercion told by their names alone, and zeros of them in digits."""

import pytest

from extractor.prose import read_prose
from extractor.prose.misgivings import UNREAD
from extractor.types import Cleaned, Section, Span

LICENSE, PENALTY, COERCION, FEES = (
    f"disclosure.{name}"
    for name in ("licensing.decisions", "penalties.decisions", "coercion.decisions", "fees.amount")
)


def stated(text: str, key: str = "disclosure") -> dict[str, float]:
    told = f"2018年,我局推进各项工作。{text}"
    whole = Span(0, len(told))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(told, range(len(told)), len(told)), whole, [section], ())
    return {one.field: one.value for one in prose.statements}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政许可14件,行政处罚27件,行政强制3件。", {LICENSE: 14, PENALTY: 27, COERCION: 3}),
        ("全年行政处罚决定27件、行政强制措施3件。", {PENALTY: 27, COERCION: 3}),
        ("行政许可共14宗;行政许可14宗,行政处罚27宗。", {LICENSE: 14, PENALTY: 27}),
        ("实施行政许可14件,行政处罚0件。", {LICENSE: 14, PENALTY: 0}),
        ("作出行政强制决定0件,收取行政事业性收费0元。", {COERCION: 0, FEES: 0}),
        # Shown, one kind of what was published, or alone.
        ("公示行政许可14件,行政处罚27件。", {}),
        ("行政许可14件,行政处罚27件,均已公示。", {}),
        ("主动公开信息90条,其中行政许可14件,行政处罚27件。", {}),
        ("行政许可14条,行政处罚27条。", {}),
        ("行政许可14件。", {}),
    ],
)
def test_decisions_by_their_names(text: str, expected: dict[str, float]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年水利领域行政许可14件,行政处罚27件。", {LICENSE: 14, PENALTY: 27}),
        ("今年我局行政许可14件、行政处罚27件。", {LICENSE: 14, PENALTY: 27}),
        (
            "行政许可、行政处罚、行政强制分别是14宗、27宗、3宗。",
            {LICENSE: 14, PENALTY: 27, COERCION: 3},
        ),
        ("全年行政处罚和行政许可分别为27件和14件。", {LICENSE: 14, PENALTY: 27}),
        ("行政许可、行政处罚分别为14件、27件,均已公示。", {}),
        ("行政许可、行政处罚分别为14件、27件、3件。", {}),
        ("行政许可、行政处罚事项分别为14项、27项。", {}),
        ("对违规停放、占道堆物等出具书面行政处罚27件。", {PENALTY: 27}),
        ("全年开出行政处罚决定书27份。", {PENALTY: 27}),
        ("本年度作出行政许可决定14项。", {LICENSE: 14}),
        ("受理行政许可申请16件,准予许可14件。", {LICENSE: 14}),
        ("发布政务信息90条,作出行政许可14件。", {LICENSE: 14}),
        # Of what was published, asked for, only planned, or what the law provides for.
        ("发布信息90条,包括公文6条、提案办理复文8件、行政许可结果14条、人事管理3条。", {}),
        ("发布信息90件,其中行政许可办理结果14件。", {}),
        ("受理行政许可申请16件。", {}),
        ("计划明年完成行政许可14件。", {}),
        ("实施行政许可事项清单管理,涉及行政许可14项。", {}),
    ],
)
def test_decisions_in_other_words(text: str, expected: dict[str, float]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年交通领域行政处罚27条,行政许可14条。",
        "行政许可14份、行政处罚27份。",
        "受理行政许可申请14件。",
        "准予行政许可14件,不予行政许可2件。",
        "行政处罚立案19件,结案14件。",
    ],
)
def test_what_may_be_a_count_of_decisions_is_in_doubt(text: str) -> None:
    whole = Span(0, len(text))
    section = Section("disclosure", 1, Span(0, 0), whole, 1.0)
    prose = read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())
    assert all(one.unsure for one in prose.statements)
    assert prose.statements or prose.doubts[LICENSE] >= UNREAD


@pytest.mark.parametrize(
    "text", ["准予行政许可14件,不予行政许可0件。", "准予行政许可14件,罚款2万元。"]
)
def test_permits_of_which_none_was_refused(text: str) -> None:
    assert stated(text) == {LICENSE: 14}
