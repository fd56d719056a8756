"""A body's caseload beside the cases about its own disclosure, in sentences of our own."""

import time

import pytest

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

REVIEW, SUITS = "remedies.review.total", "remedies.litigation_direct.total"


def read(text: str, key: str = "remedies") -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())


def told(text: str, key: str = "remedies") -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for one in read(text, key).statements:
        assert not one.unsure
        found.setdefault(one.field, set()).add(one.value)
    return {f: v for f, v in found.items() if f in (REVIEW, SUITS)}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("全年承办行政复议案件73件,因信息公开被申请复议的0件。", {REVIEW: {0}}),
        ("因信息公开引起的行政复议0件;我局审理的其他复议案件73件。", {REVIEW: {0}}),
        ("作为复议机关,审理行政复议73件;针对我局政府信息公开的行政复议2件。", {REVIEW: {2}}),
        ("受理行政复议申请73件,无因政府信息公开引起的行政复议。", {REVIEW: {0}}),
        ("无因政府信息公开引起的行政复议。全年办结复议案件73件。", {REVIEW: {0}}),
        ("行政复议受理73件,与政务公开有关的行政复议案件2件。", {REVIEW: {2}}),
        ("办理行政诉讼案件31件,涉及政府信息公开的行政诉讼0件。", {SUITS: {0}}),
        ("政府信息公开行政复议2件,各类行政复议共办理73件。", {REVIEW: {2}}),
        ("新收行政复议案件73件,没有一件因政府信息公开提起。", {REVIEW: {0}}),
        ("办理行政复议73件,无一涉及政府信息公开。", {REVIEW: {0}}),
    ],
)
@pytest.mark.parametrize("key", ["remedies", "overview.on_request"])
def test_the_cases_about_disclosure_are_told(
    text: str, fields: dict[str, set[float]], key: str
) -> None:
    assert told(text, key) == fields


@pytest.mark.parametrize(
    "text",
    [
        "全年审理行政复议案件73件。",
        "作为复议机关,收到行政复议73件。",
        "共受理行政复议案件73件,审结70件。",
        "其他行政复议案件73件。",
        "各类行政复议案件73件。",
    ],
)
def test_a_caseload_alone_leaves_a_doubt(text: str) -> None:
    found = read(text)
    assert REVIEW not in {s.field for s in found.statements}
    assert 0.1 < found.doubts[REVIEW] < 0.5


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("因政府信息公开被申请行政复议2件。", {REVIEW: {2}}),
        ("行政复议2件,行政诉讼1件。", {REVIEW: {2}}),
        ("受理信息公开行政复议申请2件,审结1件。", {REVIEW: {2}}),
        ("收到政府信息公开行政复议2件,均已审结。", {REVIEW: {2}}),
        ("办理行政复议案件2件,均因政府信息公开引起。", {REVIEW: {2}}),
        ("承办行政复议0件,因信息公开引起的0件。", {REVIEW: {0}}),
    ],
)
def test_cases_of_ones_own_are_told(text: str, fields: dict[str, set[float]]) -> None:
    assert told(text) == fields


def test_two_counts_of_which_one_names_its_ground_are_unsure() -> None:
    found = read("因政府信息公开引起的行政复议1件。行政复议2件。")
    assert all(s.unsure for s in found.statements if s.field == REVIEW)


def test_many_cases_take_no_long_time() -> None:
    read("行政复议1件。")
    started = time.process_time()
    read("承办行政复议案件9件。因信息公开引起行政复议1件。" * 1_000)
    assert time.process_time() - started < 5.0
