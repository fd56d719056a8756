"""Where a sentence ends when its mark, or the line that it stood on, was lost."""

import pytest

from extractor.prose.sentences import apart, sentences
from extractor.types import Span


def cut(text: str) -> list[str]:
    return [s.of(text).replace("\n", "") for s in sentences(text, Span(0, len(text)))]


def test_a_line_that_told_what_it_counts_is_whole() -> None:
    long = "受理渠道全部向社会公布，承办人员掌握程序要求，按时限办理，上年结转4件"
    assert cut(f"{long}\n全年没有发生行政复议案件。") == [long, "全年没有发生行政复议案件。"]


def test_a_number_that_counts_nothing_yet_goes_on() -> None:
    long = "受理渠道全部向社会公布，承办人员掌握程序要求，按时限办理，共收到4件"
    assert cut(f"{long}\n公民提出的政府信息公开申请。") == [f"{long}公民提出的政府信息公开申请。"]


def test_a_short_line_goes_on_inside_a_word_and_before_its_number() -> None:
    assert cut("年内作\n出行政处罚\n共195件。") == ["年内作出行政处罚共195件。"]
    assert cut("队伍建设\n共195件。") == ["队伍建设", "共195件。"]


def test_a_heading_is_no_part_of_the_sentence_below() -> None:
    text = "一、申请行政复议情况\n针对答复的行政复议56件。"
    edge = text.index("针对")
    parts = apart(sentences(text, Span(0, len(text))), [0, edge])
    assert [p.of(text).strip() for p in parts] == [
        "一、申请行政复议情况",
        "针对答复的行政复议56件。",
    ]


def test_a_point_between_words_ends_a_sentence_and_one_in_a_number_does_not() -> None:
    assert cut("办理行政许可83件.行政处罚4件。") == ["办理行政许可83件.", "行政处罚4件。"]
    assert cut("收费21.5万元。") == ["收费21.5万元。"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("本年度工作平稳有序,各项任务按期完成,共有申请3件结转下年度办理", "行政复议17件。"),
        (
            "本年度工作平稳有序,各项任务按期完成,全年没有公民向我局提出信息公开申请",
            "全年共有行政复议案件4件。",
        ),
        ("本年度工作平稳有序,各项任务按期完成,全年未收到信息公开申请", "年内无行政诉讼。"),
    ],
)
def test_a_long_line_that_says_all_does_not_go_on(first: str, second: str) -> None:
    text = f"{first}\n{second}"
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "本年度工作平稳有序,各项任务按期完成,全年没有公民向我局提出的\n政府信息公开申请5件。",
        "本年度工作平稳有序,各项任务按期完成,全年收到申请3件均按照有关规定\n答复申请人并存档。",
        "本年度工作平稳有序,各项任务按期完成,全年未收到信息公开申请\n和行政复议申请5件。",
    ],
)
def test_a_long_line_that_breaks_off_goes_on(text: str) -> None:
    assert len(sentences(text, Span(0, len(text)))) == 1


def test_a_line_of_a_list_is_named_by_its_label() -> None:
    lines = ["主动公开数：512条", "微博公开数：47条", "受理申请: 8件", "行政复议案件：2件"]
    assert cut("\n".join(lines)) == lines
    assert cut("其中：8件\n依申请公开事项。") == ["其中：8件依申请公开事项。"]
