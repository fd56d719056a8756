"""What became of cases, told in sentences as table 4 has it."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

NEW, REVIEW = "applications.new.total", "remedies.review.total"
DIRECT, AFTER = "remedies.litigation_direct.total", "remedies.litigation_after_review.total"


def read(text: str, key: str = "remedies") -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], (), year=2018)


def stated(text: str) -> dict[str, float]:
    return {s.field: s.value for s in read(text).statements if not s.unsure}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("行政复议维持5件、纠正2件、其他结果0件、尚未审结1件,总计8件。", {REVIEW: 8}),
        ("行政复议:结果维持5件,结果纠正2件,共计7件。", {REVIEW: 7}),
        ("维持行政复议决定5件,纠正2件,合计7件。", {REVIEW: 7}),
        # Not all outcomes are told, or it is not said of what.
        ("行政复议维持5件、纠正2件,总计8件。", {}),
        ("维持5件、纠正2件,总计7件。", {}),
        ("行政复议和行政诉讼维持5件、纠正2件,总计7件。", {}),
        ("行政复议结果维持、结果纠正、其他结果、尚未审结均为0件。", {REVIEW: 0}),
        ("行政复议结果纠正、其他结果均为0件。", {}),
    ],
)
def test_a_total_of_outcomes(text: str, values: dict[str, float]) -> None:
    assert stated(text) == values
    assert NEW not in read(text).doubts or NEW not in stated(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("未经复议直接起诉0件,复议后起诉0件。", {DIRECT: 0, AFTER: 0}),
        ("行政诉讼未经复议直接起诉和复议后起诉均为0件。", {DIRECT: 0, AFTER: 0}),
        ("未经复议直接起诉的案件3件,复议后起诉的案件为0件。", {AFTER: 0}),
        ("直接起诉共计0件;经复议后起诉2件。", {DIRECT: 0}),
        ("未经复议直接起诉结果维持0件,复议后起诉结果维持0件。", {}),
        ("未经复议直接起诉3件,均已审结。", {}),
    ],
)
def test_ways_to_court(text: str, values: dict[str, float]) -> None:
    assert stated(text) == values


def test_no_litigation_is_a_fact_and_one_way_is_none() -> None:
    both = read("未经复议直接起诉0件,复议后起诉0件。").facts
    assert [(f.key, f.value) for f in both] == [("litigation.cases", 0)]
    assert not read("复议后起诉0件。").facts


def test_a_way_with_cases_leaves_its_field_in_doubt() -> None:
    assert read("未经复议直接起诉3件,复议后起诉0件。").doubts[DIRECT] >= 0.1
