"""Papers of other kinds are no reports, and end where a report begins."""

import pytest

from extractor.structure import split
from tests.structure.conftest import MODERN, OLD, plain

TITLE = "苍原县水务局2022年政府信息公开工作年度报告\n"
NOTICE = """赤岭市政务公开领导小组关于转发《政府信息公开工作年度报告格式》的通知
各县、区人民政府,市直各单位:
现将格式转发给你们,请认真贯彻执行。
一、总体情况
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
"""
RULE_OF_LAW = """苍原县2021年法治政府建设工作情况报告
一、总体情况
全年审查合同212件,行政处罚案卷评查2次。
二、主要做法
办理行政复议案件14件,行政诉讼9件。
三、存在的问题
力量不足。
"""
ENFORCEMENT = """苍原县水务局2022年度行政执法统计年报
一、执法总体情况
全年办理行政许可312件,行政处罚21件。
二、行政复议和行政诉讼情况
被申请行政复议1件。
"""
BUDGET = """苍原县水务局2021年度部门决算公开说明
一、部门概况
本部门有内设科室5个。
二、收支总体情况
全年收入812.5万元,支出797.2万元。
"""
PLAN = """苍原县2022年政务公开工作要点
一、加强重点领域信息公开
公开财政预算。责任单位:县财政局。
二、做好政策解读
各单位每月发布解读1篇。
"""
MEETING = """赤岭区举办政务公开业务培训会
5月9日,区政府办组织开展培训。会上,业务骨干讲解了年度报告的编制要求,全区去年主动公开政府信息8200条。会议强调,各部门要压实责任。
"""
TALK = """赤岭市公开办负责人谈《2022年政府信息公开工作年度报告》
记者:去年的工作有什么特点?
答:全市主动公开政府信息4.1万条,收到申请519件。
记者:今后怎么做?
答:继续改进平台。
"""
PAPER = """县级政府信息公开年度报告的文本分析
[摘要] 本文收集了2012年至2019年的政府信息公开年度报告280份,比较其申请数量。
[关键词] 信息公开;年度报告
一、问题的提出
报告是监督的依据。
二、结论
内容趋同。
"""


@pytest.mark.parametrize(
    "text", [NOTICE, RULE_OF_LAW, ENFORCEMENT, BUDGET, PLAN, MEETING, TALK, PAPER]
)
def test_a_paper_of_another_kind_is_no_report(text: str) -> None:
    assert None not in [s.reason for s in split(plain(text))]


@pytest.mark.parametrize("text", [RULE_OF_LAW, ENFORCEMENT, BUDGET, PLAN])
@pytest.mark.parametrize("body", [MODERN, OLD])
def test_a_report_begins_behind_a_paper_of_another_kind(text: str, body: str) -> None:
    found = split(plain(text + TITLE + body))
    assert [s.span.start for s in found if s.reason is None] == [len(text)]


@pytest.mark.parametrize(
    "text",
    [
        # bodies whose names hold such words
        "苍原县综合行政执法局2022年政府信息公开工作年度报告\n" + MODERN,
        "苍原县城市管理和行政执法局(园林局)2013年度政府信息公开年度报告\n" + OLD,
        "苍原县依法行政办公室关于2013年政务公开情况的报告\n" + OLD,
        # a line of the page above the title, and a heading of the report
        "2022年政务公开工作要点\n" + TITLE + MODERN,
        TITLE + MODERN + "(二)法治政府建设情况报告\n另行公开。\n",
        # a report that tells of a meeting, and of questions
        TITLE + OLD.replace("我镇公开", "会议强调,我镇公开"),
        TITLE + OLD + "问:哪里查阅?\n答:网站。\n",
    ],
)
def test_a_report_with_such_words_is_one(text: str) -> None:
    assert [s.reason for s in split(plain(text)) if s.reason != "not-a-report"] == [None]


CONTENTS = """赤岭市政府信息公开工作年度报告汇编
目录
一、通知
二、苍原县水务局……2
"""


@pytest.mark.parametrize("above", ["", CONTENTS])
def test_a_request_below_the_head_of_a_volume_is_no_report(above: str) -> None:
    notice = """关于做好2022年政府信息公开工作年度报告编制工作的通知
各县、区人民政府:
现就做好编制工作通知如下:
一、编制内容。应当包括总体情况、主动公开政府信息情况和存在的主要问题。
二、时间要求。请于2023年1月15日前报送。
"""
    text = above + notice + TITLE + MODERN
    found = [s.span.start for s in split(plain(text)) if s.reason is None]
    assert found == [len(above + notice)]


@pytest.mark.parametrize("above", ["我局全年公开信息31条。\n", TITLE + "我局全年收到申请2件。\n"])
def test_a_request_behind_what_a_report_says_takes_nothing_from_it(above: str) -> None:
    text = TITLE + MODERN + above + NOTICE
    assert split(plain(text))[0].reason is None
