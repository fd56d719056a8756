"""Cases of information disclosure among other cases, in sentences of our own."""

import time

import pytest

from extractor.prose import read_prose
from extractor.prose.grounds import none_of_ours
from extractor.types import Cleaned, Prose, Section, Span

REVIEW, LITIGATION, RECEIVED = "review.cases", "litigation.cases", "requests.received"


def read(text: str, key: str = "remedies") -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())


def told(text: str, key: str = "remedies") -> set[tuple[str, float]]:
    return {(f.key, f.value) for f in read(text, key).facts}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("全年应对行政复议案件8件,均与政务公开无关。", {(REVIEW, 0)}),
        ("我局办理行政诉讼案件6件,都不涉及政府信息公开工作。", {(LITIGATION, 0)}),
        ("发生行政复议3件、行政诉讼2件,均不是因本局信息公开引起。", {(REVIEW, 0), (LITIGATION, 0)}),
        ("收到行政复议1件,与政府信息公开工作无关。", {(REVIEW, 0)}),
        ("办理行政复议案件8件。以上案件均与政府信息公开无关。", {(REVIEW, 0)}),
        ("被诉行政诉讼案件7件,其中无政府信息公开案件。", {(LITIGATION, 0)}),
        ("发生行政复议3件、行政诉讼2件,与政府信息公开无关。", {(LITIGATION, 0)}),
    ],
)
def test_cases_of_other_things_are_none_of_ours(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("作为被申请人的行政复议案件8件,其中因政务公开引起的3件。", {(REVIEW, 3)}),
        ("行政复议8件,其中涉及政府信息公开的有3件。", {(REVIEW, 3)}),
        ("办理行政诉讼8件,其中3件涉及信息公开。", {(LITIGATION, 3)}),
        ("行政诉讼共8件,其中政府信息公开类3件。", {(LITIGATION, 3)}),
        ("行政复议8件。其中涉及政府信息公开的3件。", {(REVIEW, 3)}),
        ("行政复议8件,行政诉讼5件,其中因政府信息公开引发的行政诉讼3件。", {(LITIGATION, 3)}),
    ],
)
def test_of_many_cases_those_of_disclosure_count(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts
    assert not [s for s in read(text).statements if s.field.startswith("applications")]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # Whose part is not told, or how many are left.
        ("行政复议8件、行政诉讼5件,其中涉及政府信息公开的3件。", set()),
        ("行政复议8件,其中5件与政府信息公开无关。", set()),
        ("发生非政府信息公开类行政复议案件8件。", set()),
        ("与政府信息公开无关的行政诉讼共8件。", set()),
        # The whole is of disclosure.
        ("涉及政府信息公开的行政复议8件,其中因依申请公开答复的3件。", {(REVIEW, 8)}),
        ("因政府信息公开被申请行政复议8件,其中维持5件。", {(REVIEW, 8)}),
        # What is said is not of all cases before.
        ("收到行政复议8件,没有因政府信息公开引发的行政诉讼。", {(REVIEW, 8), (LITIGATION, 0)}),
    ],
)
def test_other_cases_beside_those_of_disclosure(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


def test_a_case_turned_down_for_its_subject_is_no_word_on_all() -> None:
    text = "收到行政复议8件,1件因不属于政府信息公开范围被驳回。"
    assert (REVIEW, 0) not in told(text)


def test_letters_of_other_things_are_no_requests() -> None:
    assert told("收到申请3件,均与政府信息公开无关。", "applications") == set()
    text = "收到申请12件,其中不属于政府信息公开申请2件。"
    assert told(text, "applications") == {(RECEIVED, 12)}


@pytest.mark.parametrize("text", ["行政复议1件" * 80, "其中1件" * 120, "均不涉及信息" * 90])
def test_hostile_sentences_take_bounded_time(text: str) -> None:
    started = time.process_time()
    for _ in range(20):
        none_of_ours(text, Span(0, len(text)))
    read(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("4件因政府信息公开引起的行政复议均获维持。", {(REVIEW, 4)}),
        ("有4起针对信息公开答复的行政复议,全部维持。", {(REVIEW, 4)}),
        ("4件行政复议被维持、1件行政复议被纠正。", set()),
    ],
)
def test_what_became_of_all_cases_leaves_their_number(
    text: str, facts: set[tuple[str, float]]
) -> None:
    assert told(text) == facts
