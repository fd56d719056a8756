"""Permits, penalties and coercion told by their names alone, and zeros of them in digits."""

import pytest

from extractor.prose import read_prose
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
