"""Headings in brackets, with other numerals, before dashes and brackets, and set apart by blanks."""

import pytest

from extractor.structure import find_sections
from extractor.structure.candidates import heading_candidates, numeral
from extractor.structure.wordings import load_wordings
from extractor.types import Span
from tests.structure.conftest import plain


def titles(text: str) -> list[str]:
    found = heading_candidates(text, Span(0, len(text)), load_wordings())
    return [text[one.start : one.end] for one in found]


SHAPES = [
    ("【{}】\n", "【{}】"),
    ("〔{}〕\n", "〔{}〕"),
    ("{}——", "{}"),
    ("{}--", "{}"),
    ("{}(2016年度)\n", "{}"),
    ("{}(2016年)\n", "{}"),
]


@pytest.mark.parametrize(("shape", "title"), SHAPES)
@pytest.mark.parametrize(
    "heading", ["概述", "主动公开情况", "存在问题及改进措施", "政府信息公开情况统计表"]
)
@pytest.mark.parametrize("number", ["", "一、", "(2)", "壹、", "III.", "四 、"])
def test_a_title_ends_before_dashes_and_brackets(
    shape: str, title: str, heading: str, number: str
) -> None:
    text = "前文。\n" + number + shape.format(heading) + "全年开会两次。\n"
    assert number + title.format(heading) in titles(text)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("壹、", 1),
        ("肆、", 4),
        ("拾、", 10),
        ("III.", 3),
        ("IX.", 9),
        ("Ⅳ.", 4),
        ("四 、", 4),
        ("12.", 12),
    ],
)
def test_numerals(number: str, value: int) -> None:
    assert numeral(number) == value


BODY = [
    "全年开会两次。",
    "公开信息17条。",
    "没有收到申请。",
    "没有复议和诉讼。",
    "更新较慢,将增加人手。",
]
KEYS = ["overview", "disclosure", "applications", "remedies", "problems"]
HEADINGS = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
]


@pytest.mark.parametrize(
    "numbers",
    [
        ("壹、", "贰、", "叁、", "肆、", "伍、"),
        ("I.", "II.", "III.", "IV.", "V."),
        ("一 、", "二 、", "三 、", "四 、", "五 、"),
    ],
)
def test_sections_under_other_numerals(numbers: tuple[str, ...]) -> None:
    text = "苍原县水务局2022年政府信息公开工作年度报告\n" + "".join(
        f"{number}{heading}\n{body}\n"
        for number, heading, body in zip(numbers, HEADINGS, BODY, strict=True)
    )
    found = find_sections(plain(text), Span(0, len(text)))
    assert [(s.key, s.title_span.of(text)) for s in found] == [
        (key, number + heading)
        for key, number, heading in zip(KEYS, numbers, HEADINGS, strict=True)
    ]


def test_a_heading_set_apart_by_blanks_without_number() -> None:
    assert "概 述" in titles("前文。\n    概 述\n  全年开会两次。\n")


@pytest.mark.parametrize(
    "text",
    [
        "壹万余人参加。\n",
        "IV级响应。\n",
        "Vice为副。\n",
        "前文 四 个方面。\n",
        "型号XI-2的设备。\n",
    ],
)
def test_what_is_no_number(text: str) -> None:
    found = heading_candidates(text, Span(0, len(text)), load_wordings())
    assert all(one.style == 9 for one in found)
