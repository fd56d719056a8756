"""Denials of some of a kind are no denials of all of it."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

NEW, IN, OUT = (f"applications.{name}.total" for name in ("new", "carried_in", "carried_out"))
REVIEW, SUITS = "remedies.review.total", "remedies.litigation_direct.total"


def read(text: str, key: str) -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], (), year=2018)


def zeros(text: str, key: str) -> set[str]:
    return {s.field for s in read(text, key).statements if s.value == 0}


@pytest.mark.parametrize(
    ("key", "field", "text"),
    [
        ("applications", NEW, "除此之外没有其他申请。"),
        ("applications", NEW, "未收到有效申请。"),
        ("applications", NEW, "无逾期未答复的申请。"),
        ("applications", NEW, "未收到不予公开的申请复核要求。"),
        ("applications", NEW, "未收到通过传真提交的申请。"),
        ("applications", NEW, "没有群众对信息公开申请答复提出异议。"),
        ("applications", NEW, "未收到要求更正的信息公开申请。"),
        ("applications", NEW, "没有法人和其他组织的信息公开申请。"),
        ("applications", NEW, "未收到企业提交的信息公开申请。"),
        ("remedies", REVIEW, "没有其他行政复议。"),
        ("remedies", REVIEW, "全年没有被行政复议纠正的情况。"),
        ("remedies", REVIEW, "未发生行政复议、行政诉讼案件败诉情形。"),
        ("remedies", SUITS, "未发生行政复议、行政诉讼案件败诉情形。"),
        ("remedies", SUITS, "没有重大行政诉讼。"),
        ("disclosure", "disclosure.coercion.decisions", "全年未实施重大行政强制。"),
        ("disclosure", "disclosure.licensing.decisions", "我局无行政许可职能。"),
        ("applications", "applications.partly_granted.total", "没有部分公开的情况。"),
        ("applications", NEW, "自然人、企业提出的信息公开申请分别为9件、3件。"),
    ],
)
def test_what_is_denied_of_some_is_doubted_of_all(key: str, field: str, text: str) -> None:
    found = read(text, key)
    assert field not in {s.field for s in found.statements}
    assert found.doubts[field] >= 0.1


@pytest.mark.parametrize(
    ("key", "text", "fields"),
    [
        ("applications", "全年未收到公民、法人或者其他组织的信息公开申请。", {NEW}),
        ("applications", "没有收到信函、网络及其他形式的信息公开申请。", {NEW}),
        ("applications", "未收到任何形式的信息公开申请。", {NEW}),
        ("applications", "全年没有一件要求公开信息的申请。", {NEW}),
        ("remedies", "没有因信息公开引起的行政复议、行政诉讼、投诉举报。", {REVIEW, SUITS}),
        ("remedies", "未被申请行政复议,未被提起行政诉讼。", {REVIEW, SUITS}),
        ("remedies", "没有向复议机关提出的行政复议。", {REVIEW}),
    ],
)
def test_what_is_denied_of_all_is_none(key: str, text: str, fields: set[str]) -> None:
    assert zeros(text, key) >= fields


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("上年无结转申请,本年新收3件。", {IN: 0, NEW: 3}),
        ("上年度没有遗留申请,今年收到申请3件。", {IN: 0, NEW: 3}),
        ("收到申请4件,年底没有未办结申请结转到下一年度。", {OUT: 0, NEW: 4}),
        # How many came last year says nothing of this one.
        ("上年收到申请3件。", {}),
        ("去年有申请结转,收到申请3件。", {}),
    ],
)
def test_none_were_carried_over(text: str, values: dict[str, float]) -> None:
    assert {s.field: s.value for s in read(text, "applications").statements} == values
