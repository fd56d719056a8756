"""Bodies that seldom report, where a title, a signature or the line below a title names them."""

import pytest

from extractor.identity import identify
from extractor.types import Cleaned, Span

BODY = "一、概述\n2016年,我单位公开信息31条。\n二、依申请公开\n未收到申请。\n"
RARE = [
    "清河县供销合作总社",
    "中共清河县委党校",
    "第八师石台子总场",
    "清河县地方志编纂委员会办公室",
    "清河县委党史研究室",
    "会同县林业局",
    "青湖监狱",
]


def agency(text: str) -> object:
    cleaned = Cleaned(text, range(len(text)), len(text))
    return identify(cleaned, Span(0, len(text)), ()).agency.value


@pytest.mark.parametrize("name", RARE)
def test_rare_bodies_are_named(name: str) -> None:
    assert agency(f"{name}2016年政府信息公开工作年度报告\n{BODY}") == name
    assert agency(f"2016年政府信息公开工作年度报告\n{name}\n{BODY}") == name
    assert agency(f"2016年政府信息公开工作年度报告\n({name})\n{BODY}") == name
    assert agency(f"{BODY}{name}\n2017年1月12日\n") == name


@pytest.mark.parametrize(
    "text", ["组织干部到县委党校培训。", "各公司要主动公开。", "由研究室负责。", "我县的公司"]
)
def test_what_a_report_mentions_by_the_way_is_not_who_reports(text: str) -> None:
    assert agency(f"2016年政府信息公开工作年度报告\n{BODY}{text}\n") is None
