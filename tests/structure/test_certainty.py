"""How sure it is that a stretch is a report: a title or a preamble of its own makes it so."""

import pytest

from extractor.structure import split
from extractor.structure.baseline import REPORT
from extractor.structure.near_signs import signs_of
from extractor.structure.split import split_by
from extractor.types import Span
from tests.structure.conftest import plain

SURE = 0.93
HEAD = "索引号:QY21/2023-77 发布机构:青原县水务局\n文号: 公开日期: 2023-01-12\n"
TITLE = "青原县水务局2022年政府信息公开工作年度报告\n"
BYLINE = "来源: 县水务局 发布时间: 2023-01-12 10:05 浏览次数: 字号:\n"
BODY = (
    "一、总体情况\n2022年,全局干部职工把公开工作放在心上,按季度梳理清单。\n"
    "1.主动公开。在门户网站公开机构信息、工程建设、水价调整等各类信息217条。\n"
    "2.依申请公开。全年共收到申请1件,已按要求答复。\n3.信息管理。落实三审三校,"
    "明确专人把关,内容先审后发,全年没有出现失实、泄密的情形。\n4.平台建设。调整栏目6个,网站访问量3.2万人次。\n"
    "5.监督保障。组织培训2次,参加人员60人次,把公开工作纳入各科室的年终考核,群众评议总体满意。\n"
)
CELLS = "二、主动公开政府信息情况\n第二十条第(一)项 |\n信息内容 |\n本年制发件数 |\n规章 |\n0 |\n0 |\n0 |\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + TITLE + BYLINE + BODY,
        TITLE + BYLINE + "一、总体情况\n今年以来,全局重视公开工作,成效明显。\n" + CELLS,
        TITLE.strip() + " |" * 180 + "\n" + BYLINE + BODY,
    ],
)
def test_a_report_under_its_title_is_sure_though_cut_off(text: str) -> None:
    assert [s.confidence >= SURE for s in split(plain(text)) if s.reason is None] == [True]


@pytest.mark.parametrize(
    "preamble",
    [
        "按照《青原县人民政府办公室关于做好2022年度报告编制公布工作的通知》要求,现将青原县水务局2022年度"
        "政府信息公开工作报告如下:\n",
        "根据条例和国家有关年度报告格式的通知(2021年第30号)要求,现发布《青原县水务局2022年政府信息公开"
        "工作年度报告》。如有疑问,请与我局联系。\n",
        "依照条例第五十条,编制青原县水务局2022年政府信息公开工作年度报告。\n",
        "本年报由青原县水务局编制,数据截止2022年底。\n",
        "县水务局高度重视,完成了政务公开各项工作,现将主要工作情况报告如下:\n",
    ],
)
def test_a_preamble_that_hands_over_the_report_stands_for_its_title(preamble: str) -> None:
    text = preamble + BODY
    signs = signs_of(text, Span(0, len(text)))
    assert "announced" in signs.inside
    assert signs.reports > 0.5
    bare = signs_of(BODY, Span(0, len(BODY)))
    assert not bare.reports


@pytest.mark.parametrize(
    "opening",
    [
        "现将我校2021-2022学年信息公开工作年度报告公布如下:\n",
        "现将2022年第三季度政务公开检查情况报告如下:\n",
        "现就做好2022年政府信息公开年度报告编制工作通知如下:\n",
        "根据条例,本公司编制了2022年度信息公开年度报告。\n",
        "20xx年,xx局做好公开工作,现将20xx年度政府信息公开工作情况报告如下:\n",
    ],
)
def test_what_others_hand_over_stands_for_no_title(opening: str) -> None:
    text = opening + BODY
    assert not signs_of(text, Span(0, len(text))).reports


def _same_with_or_without(lead: str) -> float:
    """How sure a report is where it may as well begin with what stands above it."""
    below = TITLE + BODY if lead.endswith("menu\n") else BODY
    found = split_by(
        plain(lead + below),
        lambda cuts, _: [0.0] * len(cuts),
        lambda many: [
            {REPORT: 0.0, "not-a-report": -9.0} if one.counts else {"not-a-report": 0.0}
            for one in many
        ],
    )
    return max(s.confidence for s in found if s.reason is None)


def test_the_head_of_a_page_leaves_no_doubt_how_far_the_report_goes() -> None:
    menu = "政务微信 政务微博 智能问答 个人中心 无障碍浏览 长者模式\n" * 5 + "menu\n"
    assert _same_with_or_without(menu) >= SURE
    lead = "水务工作关系民生,全局上下一心,把政务公开作为服务群众的大事来抓。" * 5 + "\n"
    assert _same_with_or_without(lead) >= SURE
    other = "一、总体情况\n2021年,局里公开信息31条。\n二、主动公开政府信息情况\n" * 3
    assert _same_with_or_without(other) < SURE
