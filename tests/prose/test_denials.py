"""Denials that name nothing themselves, under headings of our own; and those that must stay unread."""

import time

import pytest

from extractor.prose import read_prose
from extractor.prose.denials import bare_denial, load_denials
from extractor.types import Cleaned, Section, Span

REVIEW, LITIGATION, RECEIVED = "review.cases", "litigation.cases", "requests.received"
BOTH = {(REVIEW, 0), (LITIGATION, 0)}


def under(heading: str, text: str, key: str = "remedies") -> set[tuple[str, float]]:
    """The facts of a section with this heading, text behind it on a line of its own."""
    whole = f"{heading}\n{text}" if heading else text
    section = Section(key, 1, Span(0, len(heading)), Span(0, len(whole)), 1.0)
    cleaned = Cleaned(whole, range(len(whole)), len(whole))
    found = read_prose(cleaned, Span(0, len(whole)), [section] if heading else [], ())
    return {(f.key, f.value) for f in found.facts}


@pytest.mark.parametrize(
    "heading",
    [
        "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "五、复议、诉讼情况",
        "(三)政府信息公开行政复议和行政诉讼情况",
        "三、因政务公开工作被申请行政复议或提起行政诉讼、申诉情况",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "无。",
        "没有。",
        "本年度未发生。",
        "2019年,我镇没有发生此类情况。",
        "截至年底,暂无上述情形。",
        "本单位全年未出现相关案件",
        "目前尚无此类申请。",
        "报告期内未发生一起此类事件。",
    ],
)
def test_a_heading_of_cases_and_none_of_them(heading: str, text: str) -> None:
    assert under(heading, text) == BOTH


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("(一)行政复议情况:无。(二)行政诉讼情况:没有发生。", BOTH),
        ("(一)行政复议情况\n本年度未发生。\n(二)举报情况\n无。", {(REVIEW, 0)}),
        ("1.行政诉讼:无;2.投诉举报:无。", {(LITIGATION, 0)}),
        ("行政复议和行政诉讼均未发生。", BOTH),
        ("行政复议案件:零。", {(REVIEW, 0)}),
    ],
)
def test_labels_within_a_section_say_what_is_denied(
    text: str, facts: set[tuple[str, float]]
) -> None:
    assert under("四、复议诉讼及举报情况", text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "行政复议、行政诉讼败诉情况:无。",
        "行政复议被纠正情况:无。",
        "举报、投诉情况:无。",
        "附件:无",
        "无其他需要说明的问题,另有材料待报。",
        "材料已经上报。无。",
        "2018年没有。2019年各项工作有序。2019年继续。",
        "无;详见附表。",
    ],
)
def test_other_denials_among_cases_deny_no_case(text: str) -> None:
    assert under("四、复议、诉讼情况", text) == set()


def test_a_count_behind_a_denial_leaves_it_in_doubt() -> None:
    assert under("四、复议、诉讼情况", "没有,但收到行政复议2件。") == {(REVIEW, 2)}
    assert under("四、复议、诉讼情况", "未发生行政复议;行政诉讼1件。") == {
        (REVIEW, 0),
        (LITIGATION, 1),
    }


@pytest.mark.parametrize(
    ("heading", "facts"),
    [
        ("三、依申请公开政府信息情况", {(RECEIVED, 0)}),
        ("三、收到和处理政府信息公开申请情况", {(RECEIVED, 0)}),
        ("二、依申请公开及收费情况", {(RECEIVED, 0), ("information_fee", 0)}),
        ("三、依申请公开政府信息的收费情况", {("information_fee", 0)}),
        ("三、不予公开政府信息的情况", set()),
        ("三、不予公开的申请", set()),
        ("三、部分公开的申请情况", set()),
        ("三、上年结转申请情况", set()),
        ("五、存在的问题和改进情况", set()),
        ("六、其他需要报告的事项", set()),
    ],
)
def test_a_heading_of_requests_and_none_of_them(
    heading: str, facts: set[tuple[str, float]]
) -> None:
    assert under(heading, "无。", "applications") == facts


def test_a_label_that_narrows_the_requests_denies_none_in_all() -> None:
    for label in ("当面申请", "公民申请", "部分公开", "涉密申请", "逾期答复的申请"):
        assert under("三、依申请公开情况", f"{label}:无。", "applications") == set(), label


def test_a_denial_of_another_year_says_nothing_of_this_one() -> None:
    text = "2018年未发生。"
    said = bare_denial(text, Span(0, len(text)), "四、复议、诉讼情况", 2019)
    assert said is not None
    assert said.keys == ()


def test_a_title_is_understood_as_a_whole_or_not_at_all() -> None:
    asked = load_denials().asked
    assert asked("四、行政复议、行政诉讼和申诉情况") == [LITIGATION, REVIEW]
    assert asked("四、行政复议、行政诉讼准备") == []
    assert asked("") == []


def test_written_requests_stand_for_all_unless_other_ways_are_told() -> None:
    text = "全年未接到要求公开上述信息的书面申请。"
    assert under("三、依申请公开情况", text, "applications") == {(RECEIVED, 0)}
    text = "全年未收到网络申请,也未收到书面申请。"
    assert under("三、依申请公开情况", text, "applications") == set()


@pytest.mark.parametrize("text", ["本年度我局全年," * 11, "我本" * 44, "2019年" * 17, "无" * 89])
def test_hostile_sentences_take_bounded_time(text: str) -> None:
    started = time.process_time()
    for _ in range(50):
        bare_denial(text, Span(0, len(text)), "复议、诉讼情况", 2019)
    assert time.process_time() - started < 1


def stated_in(key: str, text: str) -> set[tuple[str, float]]:
    """The facts of a sentence in a section whose heading says nothing."""
    whole = Span(0, len(text))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    found = read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())
    return {(f.key, f.value) for f in found.facts}


@pytest.mark.parametrize(
    "text",
    [
        "没有一件要求信息公开的情况。",
        "没有群众向我局索取政府信息。",
        "年内无任何单位和个人要求提供相关政府信息。",
        "未发生要求公开政府信息的情形。",
        "未出现公民、企业请求查阅有关政府信息的事例。",
    ],
)
@pytest.mark.parametrize("section", ["overview.on_request", "overview"])
def test_nobody_asked_in_words_that_name_no_request(text: str, section: str) -> None:
    assert stated_in(section, text) == {(RECEIVED, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "没有一件要求公开的信息超期答复。",
        "没有要求公民提供身份证明以外的信息。",
        "没有公民要求更正政府信息。",
        "没有应公开而未公开信息的情况。",
        "未发生要求公开政府信息后不予答复的情况。",
        "没有因要求公开政府信息引起的投诉。",
    ],
)
def test_what_denies_something_else(text: str) -> None:
    assert stated_in("overview.on_request", text) == set()


def test_a_heading_broken_over_two_lines_is_answered_whole() -> None:
    assert under("五、行政\n复议和行政诉讼情况", "没有上述情形。") == BOTH


@pytest.mark.parametrize(
    ("text", "key", "facts"),
    [
        # Nothing was charged: the requests are there, and so may be the cases that cost nothing.
        ("暂未对依申请提供的政府信息收取检索费。", "other_matters.fees", {("information_fee", 0)}),
        ("我局没有就信息公开申请收取任何费用。", "other_matters.fees", {("information_fee", 0)}),
        ("没有对公开申请作出不予公开的决定。", "overview.on_request", set()),
        ("未产生与行政诉讼有关的费用支出。", "other_matters.fees", set()),
        ("未发生与诉讼(行政复议、申诉)有关的各项支出。", "other_matters.fees", set()),
        ("没有与复议相关的经费开支。", "remedies", set()),
        ("今年未产生行政事业收费。", "other_matters.fees", set()),
        ("(三)对公民、法人和其他组织的收费情况:无。", "other_matters.fees", {("information_fee", 0)}),
        ("(三)公民、法人和其他组织的申请情况:无。", "overview.on_request", set()),
        ("今年,我县没有收到申请人要求提供政府信息的情形。", "overview.on_request", {(RECEIVED, 0)}),
        # What is denied is the thing itself.
        ("没有群众就政府信息公开提出申请。", "overview.on_request", {(RECEIVED, 0)}),
        ("没有对政府信息公开提起行政复议。", "remedies", {(REVIEW, 0)}),
        ("未发生与政府信息公开有关的行政复议。", "remedies", {(REVIEW, 0)}),
        ("未产生依申请公开有关的费用。", "other_matters.fees", {("information_fee", 0)}),
        ("未发生行政复议、行政诉讼,未产生费用。", "remedies", BOTH | {("information_fee", 0)}),
    ],
)  # fmt: skip
def test_nothing_charged_is_not_nothing_asked(
    text: str, key: str, facts: set[tuple[str, float]]
) -> None:
    section = Section(key, 1, Span(0, 0), Span(0, len(text)), 1.0)
    cleaned = Cleaned(text, range(len(text)), len(text))
    found = read_prose(cleaned, Span(0, len(text)), [section], ())
    assert {(f.key, f.value) for f in found.facts} == facts
