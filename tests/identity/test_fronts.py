"""Names that begin like a function word are whole; function words in front of names are cut."""

import pytest

from extractor.identity import identify
from extractor.identity.fronts import kept_fronts
from extractor.types import Cleaned, Span

BEGIN_LIKE_WORDS = [
    "若水县审计局",
    "经山镇人民政府",
    "让河区林业局",
    "对石镇人民政府",
    "为善街道办事处",
    "按台街道办事处",
    "由井镇人民政府",
    "在川街道办事处",
    "把山乡人民政府",
    "现川农业产业园区管理委员会",
    "且山县统计局",
    "西岭各族自治县农业局",
    "云河省西岭各族自治县农业局",
]


def agency(text: str) -> object:
    cleaned = Cleaned(text, range(len(text)), len(text))
    return identify(cleaned, Span(0, len(text)), ()).agency.value


@pytest.mark.parametrize("name", BEGIN_LIKE_WORDS)
def test_in_a_title(name: str) -> None:
    body = "一、概述\n公开信息31条。\n二、依申请公开\n未收到申请。\n"
    assert agency(f"{name}2016年政府信息公开工作年度报告\n{body}") == name
    assert agency(f"2016年度{name}政府信息公开年报\n{body}") == name
    assert agency(f"关于{name}2016年政府信息公开工作的报告\n{body}") == name
    assert agency(f"{name}\n2016年政府信息公开工作年度报告\n{body}") == name
    assert agency(f"首页 > {name}2016年政府信息公开年度报告 一、概述 公开信息31条。") == name


@pytest.mark.parametrize("name", BEGIN_LIKE_WORDS)
def test_on_a_line_of_its_own_and_from_there_in_sentences(name: str) -> None:
    body = f"一、概述\n本报告由{name}编制。公开信息31条。请与{name}联系。\n"
    assert agency(f"{body}其他工作有序。\n{name}\n2017年1月12日\n") == name
    assert agency(f"发布机构:{name}\n{body}") == name


@pytest.mark.parametrize("name", BEGIN_LIKE_WORDS[:9])
def test_behind_a_word_that_asks_for_a_noun(name: str) -> None:
    assert agency(f"现将{name}2016年政府信息公开工作情况报告如下。公开信息31条。") == name
    assert agency(f"本报告由{name}编制。一、概述\n2016年公开信息31条。") == name


@pytest.mark.parametrize("name", ["若水县审计局", "让河区林业局", "且山县统计局"])
def test_at_the_start_of_clause_after_clause(name: str) -> None:
    text = f"一、概述\n2016年,{name}认真落实条例。年内,{name}未收到申请。"
    assert agency(text) == name


@pytest.mark.parametrize(
    "word", ["由", "与", "对", "在", "经", "为", "据", "按", "让", "将", "以", "现"]
)
def test_function_words_in_sentences_are_cut(word: str) -> None:
    text = (
        "青河县林业局2016年政府信息公开工作年度报告\n一、概述\n"
        f"2016年,{word}青河县林业局认真落实条例。{word}县财政局认真配合,{word}县财政局积极配合。\n"
        "青河县林业局公开信息31条,县财政局协助。\n"
    )
    assert agency(text) == "青河县林业局"
    assert kept_fronts(text, Span(0, len(text))) == ()


@pytest.mark.parametrize(
    "line",
    [
        "由青河县林业局",  # a sentence that goes over line ends
        "各镇人民政府",
        "我县各镇人民政府",
        "其中县政府办公室",
        "全县范围内的乡人民政府",
        "公布青河县林业局",
    ],
)
def test_lines_that_are_no_names(line: str) -> None:
    text = (
        f"一、概述\n本报告\n{line}\n编制。青河县林业局公开信息31条,青河县林业局未收到申请。\n"
        "县政府办公室、乡人民政府予以协助。\n"
    )
    assert kept_fronts(text, Span(0, len(text))) == ()
