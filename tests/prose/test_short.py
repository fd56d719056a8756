"""Figures and zeros in few words: brackets, ways of asking, what goes on to the next year."""

import pytest

from extractor.confidence import CONTESTED
from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

OUT = "applications.carried_out.total"


def read(text: str, key: str) -> Prose:
    told = f"2018年,我局推进各项工作。2018年度工作有序。{text}"
    whole = Span(0, len(told))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(told, range(len(told)), len(told)), whole, [section], ())


def facts(text: str, key: str) -> set[tuple[str, float]]:
    return {(one.key, one.value) for one in read(text, key).facts}


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("行政复议案件(3件),行政诉讼案件(1件)。", "remedies",
         {("review.cases", 3), ("litigation.cases", 1)}),
        ("行政诉讼（0件）。", "remedies", {("litigation.cases", 0)}),
        ("受理9件,其中信函7件、当面2件。", "overview.on_request", {("requests.received", 9)}),
        ("收取打印费46.5元。", "other_matters.fees", {("information_fee", 46.5)}),
        ("没有接到任何信函或网络申请。", "overview.on_request", {("requests.received", 0)}),
        ("行政复议保持零发生。", "remedies", {("review.cases", 0)}),
        ("行政复议、行政诉讼零发生。", "remedies", {("review.cases", 0), ("litigation.cases", 0)}),
        # Not all ways, other things, other numbers.
        ("未收到信函申请。", "overview.on_request", set()),
        ("安全事故零发生。", "remedies", set()),
        ("行政复议(含2017年3件)情况良好。", "remedies", set()),
    ],
)  # fmt: skip
def test_facts_in_few_words(text: str, key: str, expected: set[tuple[str, float]]) -> None:
    assert facts(text, key) == expected


def test_what_a_rule_alone_is_fairly_sure_of_is_heard_in_doubt() -> None:
    for text, field in (
        ("受理9件,其中信函4件、当面2件。", "applications.new.total"),
        ("新收47件,2021年为39件,上年结转6件。", "applications.new.total"),
    ):
        (told,) = (s for s in read(text, "overview.on_request").statements if s.field == field)
        assert told.value in {9, 47}
        assert told.confidence <= CONTESTED


@pytest.mark.parametrize(
    ("text", "value", "doubt"),
    [
        ("收到申请21件,答复18件,结转3件。", 3, 0.0),
        ("受理申请21条,办结20条,其余结转1条。", 1, 0.0),
        ("收到申请21件,结转3件。", None, 0.45),
        ("收到申请21件,答复19件,结转3件。", None, 0.45),
        ("收到申请21件,上年结转2件,答复20件,结转3件。", 3, 0.0),
    ],
)
def test_what_is_left_goes_on(text: str, value: float | None, doubt: float) -> None:
    prose = read(text, "overview.on_request")
    assert {s.value for s in prose.statements if s.field == OUT} == ({value} - {None})
    assert prose.doubts.get(OUT, 0.0) >= doubt
