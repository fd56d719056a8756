"""A report whose title and preamble are gone is told by what stands below 一、总体情况."""

import pytest

from extractor.structure import split
from extractor.structure.division import Run
from extractor.structure.facts import facts_of
from extractor.structure.leaning import leanings
from extractor.structure.near_signs import signs_of
from extractor.structure.own_bodies import PARTED, TABLED, WHOLE, body_worth, body_worths
from extractor.structure.wordings import load_wordings
from extractor.types import Span
from tests.structure.conftest import plain

SURE = 0.985
TOLD = (
    "一、总体情况\n2023年,我局按照县里的部署推进信息公开,全年在网站公开信息86条,"
    "组织业务培训2次,专人负责审核。\n"
)
CELLS = (
    "二、主动公开政府信息情况\n第二十条第(一)项 |\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
    "规章 | 0 | 0 | 0 |\n行政规范性文件 | 2 | 0 | 7 |\n第二十条第(五)项 |\n信息内容 | 本年处理决定数量 |\n行政许可 | 41 |\n"
)
EMPTY = (
    "二、主动公开政府信息情况\n第二十条第(一)项 |\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
    "规章 | | | |\n行政规范性文件 | | | |\n"
)
PARTS = (
    "一、总体情况\n2022年,我委把公开工作列入年度重点任务。\n(一)主动公开。全年公开各类信息57条。\n"
    "(二)依申请公开。全年未收到申请。\n(三)政府信息管理。落实先审后发。\n(四)平台建设。维护栏目5个。\n"
    "(五)监督保障。由办公室定期检查。\n"
)
OLD = (
    "一、机关事务公开情况\n我局2016年用公示栏、网站、报纸公开信息240余条。\n"
    "二、依申请公开情况\n2016年,我局收到申请4件,都答复了。\n三、行政复议、诉讼情况\n2016年我局没有复议和诉讼。\n"
)
LEAD = "2023年,青原县水务局围绕中心工作,把公开工作做细做实,群众满意度稳步提升。\n"


def _worth(text: str) -> float:
    span = Span(0, len(text))
    facts = facts_of(text, span, load_wordings())
    return body_worth(text, span, signs_of(text, span), facts)


@pytest.mark.parametrize("text", [TOLD + CELLS, LEAD + TOLD + CELLS, "打印 关闭\n" + TOLD + CELLS])
def test_overview_and_filled_tables_are_a_report(text: str) -> None:
    assert [s.confidence >= SURE for s in split(plain(text)) if s.reason is None] == [True]


def test_what_is_told_and_filled_in_is_worth_most_prose_alone_least() -> None:
    assert _worth(TOLD + CELLS) == WHOLE
    assert _worth(TOLD.replace("我局", "全局") + CELLS) == TABLED
    assert _worth(PARTS) == PARTED
    assert _worth(PARTS[: PARTS.index("(三)")]) == PARTED
    assert not _worth(PARTS[: PARTS.index("(二)")])
    assert not _worth(PARTS.replace("2022年", "今年"))
    assert _worth(OLD) == PARTED
    assert _worth(TOLD + EMPTY) == TABLED  # what was done is told above


def test_a_preamble_and_filled_tables_are_together_worth_a_title() -> None:
    silent = "一、总体情况\n我局重视公开工作,责任到人。\n" + CELLS
    text = "根据条例的规定,结合我局情况,制定本报告:\n" + silent
    assert _worth(silent) == TABLED
    assert signs_of(text, Span(0, len(text))).reports + _worth(text) == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n本部分概述工作,按条例逐项写明。\n" + EMPTY,
        TOLD.replace("2023年,我局", "20××年,我局") + CELLS,
        "填写说明\n" + TOLD + CELLS,
        TOLD.replace("我局", "我校") + CELLS,
        CELLS,
        TOLD,
        OLD.replace("我局", "各地"),
        OLD + "公众可按本指南提出申请。\n",
        "一、总体情况\n2023年,我局罚没款项入库12件。\n二、行政执法情况\n检查企业31家。\n三、下一步打算\n",
    ],
)
def test_forms_samples_and_others_are_worth_nothing(text: str) -> None:
    assert not _worth(text)


def test_below_a_request_or_an_explanation_a_body_is_worth_nothing() -> None:
    asking = "青原县人民政府办公室关于报送2023年政府信息公开工作年度报告的通知\n各乡镇人民政府:\n请各单位参照执行。\n"
    body = TOLD + CELLS
    text = asking + body
    spans = [Span(0, len(asking)), Span(len(asking), len(text))]
    signs = [signs_of(text, span) for span in spans]
    known = {place: facts_of(text, span, load_wordings()) for place, span in enumerate(spans)}
    assert body_worths(text, spans, signs, known) == [0.0, 0.0]
    assert body_worths(text, spans[1:], signs[1:], {0: known[1]}) == [WHOLE]


def test_two_bodies_lean_as_much_together_as_apart() -> None:
    body = TOLD + CELLS
    text = body + body.replace("2023", "2022")
    bounds = [0, len(body), len(text)]
    first, second = (
        facts_of(text, Span(a, b), load_wordings())
        for a, b in ((0, len(body)), (len(body), len(text)))
    )
    runs = [Run(0, 1, first), Run(0, 2, first + second), Run(1, 2, second)]
    one, both, other = leanings(text, bounds, runs, ())
    assert min(one, other) > 0
    assert both == one + other
