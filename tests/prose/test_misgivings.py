"""What was not understood, or does not fit, is doubted; what was read is not."""

import pytest

from extractor.pipeline import extract_bytes
from extractor.prose import read_prose
from extractor.prose.misgivings import UNREAD
from extractor.types import Cleaned, Prose, Section, Span

RECEIVED, GRANTED = "applications.new.total", "applications.granted.total"
REVIEW = "remedies.review.total"


def read(text: str, key: str) -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())


@pytest.mark.parametrize(
    ("key", "field", "text"),
    [
        ("remedies", REVIEW, "行政争议方面,全年共处理8件。"),
        ("remedies", REVIEW, "本单位的工作未引发任何行政争议。"),
        ("applications", RECEIVED, "收到王某、赵某提出的信息公开申请各1件。"),
        ("overview.on_request", RECEIVED, "没有人提出过这方面的要求。"),
    ],
)
def test_a_section_that_tells_something_not_understood_is_doubted(
    key: str, field: str, text: str
) -> None:
    found = read(text, key)
    assert field not in {s.field for s in found.statements}
    assert found.doubts[field] >= 0.1


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("remedies", "未发生行政复议、行政诉讼。"),
        ("remedies", "我局认真对待各类行政争议。"),
        ("overview.management", "没有人提出过这方面的要求。"),
        ("applications", "全年收到信息公开申请3件。"),
    ],
)
def test_a_section_that_was_read_is_not(key: str, text: str) -> None:
    doubts = read(text, key).doubts
    assert max((doubts.get(f, 0.0) for f in (RECEIVED, REVIEW)), default=0.0) < 0.1


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("收到信息公开申请3件。予以公开5件。", True),
        ("收到信息公开申请5件。予以公开4件。部分公开2件。", True),
        ("收到信息公开申请5件。予以公开3件。部分公开2件。", False),
        ("收到信息公开申请3件。上年结转2件。予以公开5件。", False),
        ("收到信息公开申请3件。予以公开2件。", False),
    ],
)
def test_no_more_can_be_granted_than_there_were(text: str, unsure: bool) -> None:
    said = {s.field: s for s in read(text, "applications").statements}
    assert {said[RECEIVED].unsure, said[GRANTED].unsure} == {unsure}
    assert (said[GRANTED].confidence < 0.5) is unsure


def test_more_left_over_than_there_were_is_unsure() -> None:
    def unsure(text: str) -> set[str]:
        return {s.field for s in read(text, "overview.on_request").statements if s.unsure}

    assert "applications.carried_out.total" in unsure(
        "新收申请18件,予以公开17件,结转下年度办理3件。"
    )
    assert not unsure("新收申请18件,上年结转2件,予以公开17件,结转下年度办理3件。")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("行政复议事项又有4件。", {REVIEW}),
        ("许可类事项:行政许可4件。", {"disclosure.licensing.decisions"}),
        ("公开行政许可4件。", set()),
        ("行政复议4件,与政府信息公开无关。", set()),
        ("行政许可流程4项。", set()),
        ("市民、企业申请公开的信息6条。", {RECEIVED}),
        ("申请较前一年多了9件。", {RECEIVED}),
        ("公开信息6条。", set()),
    ],
)
def test_a_number_beside_the_name_of_a_field_leaves_it_in_doubt(
    text: str, fields: set[str]
) -> None:
    told = f"2018年,我局推进各项工作。{text}"
    whole = Span(0, len(told))
    section = Section("overview", 1, Span(0, 0), whole, 1.0)
    cleaned = Cleaned(told, range(len(told)), len(told))
    named = {REVIEW, RECEIVED, "disclosure.licensing.decisions"}
    found = read_prose(cleaned, whole, [section], ()).doubts
    assert {f for f in named if found.get(f, 0) >= UNREAD} == fields
    # A table may be cut off, or be another one; where a cell tells the field, no doubt counts.
    table = [Span(0, 1)]
    found = read_prose(cleaned, whole, [section], table).doubts
    assert {f for f in named if found.get(f, 0) >= UNREAD} == fields


def test_what_follows_from_a_zero_that_a_count_contradicts_is_to_be_looked_at() -> None:
    text = (
        "某县水务局2018年政府信息公开工作年度报告\n一、总体情况\n本年度平稳。\n"
        "四、行政复议、行政诉讼情况\n未发生行政诉讼。\n五、存在的问题\n因政府信息公开引起的行政诉讼2件。\n"
    )
    found = extract_bytes(text.encode(), "a.txt")["reports"][0]
    assert "remedies.litigation_direct.upheld" in found["review"]


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("全年未收到政府信息公开申请。\n另外,共收到公开申请7件。", True),
        ("本年收到依申请公开3件。\n我局无政府信息公开申请。", True),
        ("全年收到政府信息公开申请7件。\n7件申请均已答复。", False),
        # A denial of many things in one breath says little of each.
        ("全年收到政府信息公开申请7件。\n无行政复议、行政诉讼及依申请公开情况。", False),
        ("全年未收到政府信息公开申请。\n依申请公开0件。", False),
    ],
)
def test_a_count_and_a_denial_of_one_thing_are_both_unsure(text: str, torn: bool) -> None:
    prose = read(text, "overview.on_request")
    told = [s for s in prose.statements if s.field == RECEIVED]
    assert told
    assert {s.confidence <= 0.5 for s in told} == {torn}


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("全年作出行政处罚12件,行政强制措施2件,未采取重大行政强制措施。", True),
        ("全年作出行政处罚12件,采取行政强制2件。", False),
    ],
)
def test_decisions_told_and_denied_are_unsure(text: str, unsure: bool) -> None:
    told = [
        s for s in read(text, "disclosure").statements if s.field.endswith("coercion.decisions")
    ]
    assert all(s.unsure == unsure for s in told)
    assert unsure or told


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("对7件信息公开申请均依法答复。", True),
        ("办结信息公开申请7件,答复率100%。", True),
        ("收到信息公开申请7件,办结7件。", False),
        ("未收到信息公开申请。", False),
        ("办结信息公开申请0件。", False),
    ],
)
def test_requests_of_which_only_answers_are_counted(text: str, doubted: bool) -> None:
    assert (read(text, "overview").doubts.get(RECEIVED) == UNREAD) is doubted


def test_a_denial_of_outcomes_leaves_them_in_doubt() -> None:
    found = read("收到公开申请7件,无予以公开和部分公开,均无法提供。", "overview.on_request")
    partly = "applications.partly_granted.total"
    assert {s.field for s in found.statements} == {RECEIVED}
    assert found.doubts[GRANTED] == found.doubts[partly] == UNREAD
