"""References of html, escapes of JSON and marks of quoting in a plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.cleaning import clean
from extractor.types import Span


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("收到&nbsp;12&#160;件", "收到 12 件"),
        ("规章&#124;0&#x7C;3", "规章|0|3"),
        ("甲&amp;乙&lt;丙&gt;", "甲&乙<丙>"),
        ("甲&;乙&bogus;丙&#0;丁&#55296;", "甲&;乙&bogus;丙&#0;丁&#55296;"),
        ("规章\\n4\\n5\\n60\\n行政许可\\n11", "规章\n4\n5\n60\n行政许可\n11"),
        ("一\\r\\n二\\r\\n三\\r\\n四\\r\\n", "一\n二\n三\n四\n"),
        ("一\\t1\\n二\\t2\\n三\\t3\\n四\\t4\\n", "一\t1\n二\t2\n三\t3\n四\t4\n"),
        ("规\\u3000章\\u3000\\u3000\\u3000四", "规 章   四"),
        (
            "\\| 规章 \\| 4 \\|",
            "\\| 规章 \\| 4 \\|",
        ),  # three only: not a text that escapes its bars
        ("\\| 规章 \\| 4 \\| 5 \\|", "| 规章 | 4 | 5 |"),
        ("文件夹 C:\\new", "文件夹 C:\\new"),
    ],
)
def test_what_stands_for_a_character_is_shown_as_it(source, shown):
    assert clean(source).text == shown


def test_a_number_behind_an_escape_points_into_the_source():
    source = "规章\\n4\\n5\\n60\\n行政许可\\n11"
    cleaned = clean(source)
    at = cleaned.text.index("60")
    assert cleaned.to_source(Span(at, at + 2)).of(source) == "60"


def test_quoting_is_left_out_only_where_all_is_quoted():
    quoted = "\n".join(f"> 第{n}行" for n in range(10))
    assert clean(quoted).text == "\n".join(f"第{n}行" for n in range(10))
    mixed = "> 首页\n" + "\n".join(f"第{n}行" for n in range(10))
    assert clean(mixed).text.startswith("> 首页")


@settings(max_examples=120, deadline=None)
@given(st.text("规章&#;nbspx0123456789\\ntru|>\n ", max_size=80))
def test_no_digit_is_made_or_lost_but_those_of_references(text):
    cleaned = clean(text)
    assert len(cleaned.origin) == len(cleaned.text)
    assert all(a <= b for a, b in zip(cleaned.origin, cleaned.origin[1:], strict=False))
    for at, letter in enumerate(cleaned.text):
        place = cleaned.origin[at]
        if letter.isdigit() and text[place] != "&" and text[place] != "\\":
            assert text[place] == letter


@pytest.mark.parametrize(
    "adversary", ["&" * 50_000, "&#" * 25_000, "\\n" * 25_000, "> " * 25_000, ">\n" * 25_000]
)
def test_adversaries_end(adversary):
    assert len(clean(adversary).text) <= len(adversary)


MARKED = "# 苍原县水务局年度报告\n\n## 一、总体情况\n\n### (一)会议\n开会两次。\n"


def test_marks_of_headings_go() -> None:
    assert clean(MARKED).text == "苍原县水务局年度报告\n\n一、总体情况\n\n(一)会议\n开会两次。\n"


@pytest.mark.parametrize(
    ("bold", "bare"),
    [
        ("**一、总体情况**\n开会两次。", "一、总体情况\n开会两次。"),
        ("  **(一)会议。** 开会两次。", "(一)会议。 开会两次。"),
        ("**会议:**两次", "会议:两次"),
        ("**会议**:两次", "会议:两次"),
        ("| **总计** | **12** |\n", "| 总计 | 12 |\n"),
        # masked words and notes
        ("主动**息公开,**局12条", "主动**息公开,**局12条"),
        ("主动***息\n***县\n", "主动***息\n***县\n"),
        ("**县水务局和**镇", "**县水务局和**镇"),
        ("**\n注:**", "**\n注:**"),
        ("# 15\n", "# 15\n"),
    ],
)
def test_marks_of_bold_text_go(bold: str, bare: str) -> None:
    assert clean(bold).text.strip(" ") == bare
