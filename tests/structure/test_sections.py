"""Headings however they are printed."""

from collections.abc import Sequence

import pytest

from extractor.structure import find_sections
from extractor.structure.candidates import Candidate
from extractor.structure.sections import sections_by
from extractor.structure.wordings import Wordings
from extractor.types import Span
from tests.structure.conftest import MODERN, OLD, plain


def titles(text: str) -> list[tuple[str, str]]:
    cleaned = plain(text)
    found = find_sections(cleaned, Span(0, len(text)))
    return [(s.key, s.title_span.of(text)) for s in found]


WANTED = [
    ("overview", "一、总体情况"),
    ("overview.proactive", "(一)主动公开情况"),
    ("overview.on_request", "(二)依申请公开情况"),
    ("overview.supervision", "(四)监督保障方面"),
    ("disclosure", "二、主动公开政府信息情况"),
    ("applications", "三、收到和处理政府信息公开申请情况"),
    ("remedies", "四、政府信息公开行政复议、行政诉讼情况"),
    ("problems", "五、存在的主要问题及改进情况"),
    ("other_matters", "六、其他需要报告的事项"),
    ("other_matters.fees", "(一)收取信息处理费情况"),
]


def test_run_in_headings_are_found_and_own_inventions_and_table_rows_are_not() -> None:
    assert titles(MODERN) == WANTED


def test_whole_report_on_one_line() -> None:
    text = MODERN.replace("\n", " ")
    assert [t for t in titles(text) if "." not in t[0]] == [w for w in WANTED if "." not in w[0]]


def test_headings_without_their_numbers() -> None:
    text = MODERN
    for number in ("一、总", "二、主", "三、收", "四、政", "五、存", "六、其"):
        text = text.replace("\n" + number, "\n" + number[-1])
    keys = [key for key, _ in titles(text)]
    assert [k for k in keys if "." not in k] == [
        "overview",
        "disclosure",
        "applications",
        "remedies",
        "problems",
        "other_matters",
    ]


def test_wrong_number_still_counts() -> None:
    text = MODERN.replace("五、存在", "四、存在")
    assert ("problems", "四、存在的主要问题及改进情况") in titles(text)


def test_heading_broken_over_two_lines_keeps_both_parts() -> None:
    text = MODERN.replace("收到和处理政府信息公开申请", "收到和处理政府信\n息公开申请")
    assert ("applications", "三、收到和处理政府信\n息公开申请情况") in titles(text)


def test_caption_inside_a_table_is_no_section() -> None:
    text = MODERN.replace(
        "二、主动公开政府信息情况\n",
        "行政机关主动公开政府信息情况\n\t主动公开政府信息情况\n\t第二十条第(一)项\n",
    )
    found = [t for t in titles(text) if t[0] == "disclosure"]
    assert found == [("disclosure", "行政机关主动公开政府信息情况")]


def test_sections_whose_tables_are_lost() -> None:
    text = "\n".join(line for line in MODERN.split("\n") if "|" not in line)
    assert titles(text) == WANTED


def test_old_headings_take_modern_keys() -> None:
    keys = [key for key, _ in titles(OLD)]
    assert keys == ["overview", "applications", "other_matters.fees", "remedies", "problems"]


def test_full_width_punctuation_is_read_too() -> None:
    wide = MODERN.replace("(", "（").replace(")", "）").replace(":", "：")
    assert [key for key, _ in titles(wide)] == [key for key, _ in WANTED]


def test_indicator_groups_of_an_annexed_table_are_no_sections() -> None:
    text = OLD + (
        "附表\n一、主动公开情况 | — | —\n(一)主动公开政府信息数 | 条 | 12\n"
        "三、依申请公开情况 | — | —\n(一)收到申请数 | 件 | 0\n四、行政复议数量 | 件 | 0\n"
    )
    assert [key for key, _ in titles(text)][-2:] == ["problems", "annex"]


def test_spans_nest_and_reach_to_the_next_heading() -> None:
    found = find_sections(plain(MODERN), Span(0, len(MODERN)))
    top = [s for s in found if s.level == 1]
    assert [s.span.end for s in top] == [s.span.start for s in top[1:]] + [len(MODERN)]
    for part in (s for s in found if s.level == 2):
        parent = next(s for s in top if s.key == part.key.split(".")[0])
        assert parent.span.start <= part.span.start <= part.span.end <= parent.span.end


@pytest.mark.parametrize("text", ["", "今天下雨。", "一、选购\n二、保养\n三、清洗\n"])
def test_text_without_headings_gives_none(text: str) -> None:
    assert titles(text) == []


def test_the_name_of_an_annexed_table_belongs_to_its_heading() -> None:
    text = OLD + "附表:政府信息公开情况统计表\n统计指标 | 单位 | 统计数\n"
    assert titles(text)[-1] == ("annex", "附表:政府信息公开情况统计表")


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("(四)监督保障方面:", "(四)监督保障\n方面:"),
        ("三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请\n情况"),
        ("二、主动公开政府信息情况", "二、本部门主动公开政\n府信息情况"),
    ],
)
def test_headings_broken_over_two_lines_are_whole(whole: str, broken: str) -> None:
    found = titles(MODERN.replace(whole, broken))
    assert broken.rstrip(":") in [title for _, title in found]
    assert [key for key, _ in found] == [key for key, _ in WANTED]


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年,我站未发生因政府信息公开被申请行政复议、提起行政诉讼的情况",
        "没有收到政府信息公开申请情况",
        "全年,苍原县气象局未收取信息处理费情况",
    ],
)
def test_a_numbered_sentence_is_no_heading(sentence: str) -> None:
    text = (
        f"一、总体情况\n(一)强化组织领导。专人负责。\n(二){sentence}。\n二、主动公开政府信息情况\n"
    )
    assert [key for key, _ in titles(text)] == ["overview", "disclosure"]


@pytest.mark.parametrize("again", ["(一)概述", "(一)总体概况"])
def test_a_part_named_like_its_section_is_of_no_other_key(again: str) -> None:
    text = MODERN.replace("(一)主动公开情况。", f"{again}\n本局重视公开。\n(二)主动公开信息情况\n")
    text = text.replace("(二)依申请公开情况。", "(三)依申请公开政府信息情况\n")
    keys = [key for key, _ in titles(text)]
    assert keys == [key for key, _ in WANTED]


def test_a_numbered_title_in_known_words_counts_more_where_it_stands_for_itself() -> None:
    def doubting(
        _text: str, _span: Span, candidates: Sequence[Candidate], _wordings: Wordings
    ) -> list[dict[str, float]]:
        return [{"overview.proactive": -1.0} for _ in candidates]

    for title, found in (
        ("1.主动公开数量。", True),
        ("1.主动公开数量\n", True),
        ("1.主动公开得很多。", False),  # nobody's wording
        ("主动公开数量。", False),  # no number
    ):
        cleaned = plain(f"{title}到十二月底共发布信息86条。\n")
        sections = sections_by(cleaned, Span(0, len(cleaned.text)), doubting)
        assert [one.key for one in sections] == ["overview.proactive"] * found, title
