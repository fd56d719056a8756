"""Denials behind what they deny, in sentences of our own."""

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

NEW, REVIEW = "applications.new.total", "remedies.review.total"
SUITS = "remedies.litigation_direct.total"


def read(text: str, key: str) -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())


def zeros(text: str, key: str) -> set[str]:
    return {s.field for s in read(text, key).statements if s.value == 0} & {NEW, REVIEW, SUITS}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("因信息公开工作引发的行政复议未发生,行政诉讼2件。", {REVIEW}),
        ("行政复议没有发生,行政诉讼没有发生。", {REVIEW, SUITS}),
        ("行政复议、行政诉讼全年均未出现,举报2件。", {REVIEW, SUITS}),
        ("行政复议案件一件也没有,行政诉讼2件。", {REVIEW}),
        ("涉及政务公开的复议和诉讼案件本年度都没有发生,信访2件。", {REVIEW, SUITS}),
        ("行政复议暂无,行政诉讼也暂无。", {REVIEW, SUITS}),
        ("由依申请公开引起的行政诉讼尚未产生,行政复议2件。", {SUITS}),
        ("行政复议类案件在我局从未发生过,行政诉讼2件。", {REVIEW}),
    ],
)
def test_what_stands_before_a_denial_is_denied(text: str, fields: set[str]) -> None:
    assert zeros(text, "remedies") == fields
    assert NEW not in {s.field for s in read(text, "remedies").statements}


def test_requests_too() -> None:
    assert zeros("信息公开申请没有收到,行政复议未发生。", "applications") == {NEW, REVIEW}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2件行政复议未发生变更。", "remedies"),
        ("行政复议败诉情况未发生。", "remedies"),
        ("其他行政复议未发生。", "remedies"),
        ("对行政复议未提出异议。", "remedies"),
        ("行政复议决定未收到,正在催办。", "remedies"),
        ("上年结转申请没有,逾期答复没有。", "applications"),
        ("该申请没有收到,已告知申请人。", "applications"),
        ("申请获取的信息没有,已告知申请人。", "applications"),
        ("收到申请后未发生争议。", "applications"),
    ],
)
def test_what_is_not_all_denied_is_no_zero(text: str, key: str) -> None:
    assert zeros(text, key) == set()
