"""Pages divided into reports and what is rejected."""

import math
from collections.abc import Sequence

import pytest

from extractor.structure import page_furniture, split
from extractor.structure.cuts import find_cuts
from extractor.structure.facts import Facts, facts_of
from extractor.structure.split import split_by
from extractor.structure.wordings import load_wordings
from extractor.types import Span
from tests.structure.conftest import MODERN, OLD, plain, with_dropped

GUIDE = """为方便公民、法人和其他组织获取信息,根据条例编制本指南。本指南每年更新一次。
一、信息分类和编排体系
(一)机构职能。(二)政策法规。
二、获取形式
(一)主动公开
公开时限:自形成之日起20个工作日内。
(二)依申请公开
申请人应当填写申请表,出示身份证,可当面提交或者信函申请。受理机构为办公室,办公时间为上午8:30。
三、监督和救济
可以依法申请行政复议或者提起行政诉讼。
附件:申请表
"""
NOTICE = """关于做好2021年政府信息公开工作年度报告编制工作的通知
各乡镇人民政府,县直各部门:
现将年度报告编制有关事项通知如下:
一、报告内容
应包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。
二、时间要求
请于2022年1月20日前报送办公室,各单位要认真组织,务必准确填报。
特此通知。
"""
RULES = """苍原县政府信息公开年度报告制度
第一条 为规范信息公开工作,制定本制度。
第二条 各单位应当于每年1月31日前公布年度报告。
第三条 年度报告应当包括主动公开、依申请公开、收费及减免、行政复议等情况。
第四条 对不按时公布的,责令改正。
第五条 本制度自发布之日起施行。
"""
SUMMARY = """苍原县水务局2020年法治政府建设工作总结
2020年,我局推进依法行政,现将工作总结如下:
一、总体情况
开展普法宣传6次,执法检查11次,办理案件4件,没有行政复议。
二、主要做法
加强组织领导,健全法治政府建设责任制,落实绩效考核。
三、存在问题
法治意识有待提高。
四、下一步打算
继续推进依法行政。
"""
FORM_LINE = "本年新收政府信息公开申请数量 上年结转政府信息公开申请数量 总计 " * 6 + "备注"
NEWS = """本报讯(记者 周某)近日,苍原县公布了去年的政府信息公开年度报告。报告称,全县主动公开信息3200条。
据悉,依申请公开的数量比上年增长12%。报告显示,群众满意度有所提高。
该县负责人表示,将继续推进政务公开。(来源:晚报 编辑:吴某)
"""
COMPANY = """苍原水务股份有限公司2021年年度报告
本公司董事会、监事会保证报告内容真实、准确、完整。
一、公司简介
公司股票在证券交易所上市。
二、财务数据
营业收入21000万元,净利润1300万元,现金流量净额800万元。
三、董事会报告
报告期内召开股东大会2次。
"""
FORM = """政府信息公开情况统计表
填报单位(盖章): 填报日期: 年 月 日
统计指标 | 单位 | 统计数
一、主动公开情况 | — | —
(一)主动公开政府信息数 | 条 |
其中:主动公开规范性文件数 | 条 |
制发规范性文件总数 | 件 |
三、依申请公开情况 | — | —
(一)收到申请数 | 件 |
单位负责人: 审核人: 填表人: 联系电话:
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GUIDE, "guide"),
        (NOTICE, "notice"),
        (RULES, "regulation"),
        (SUMMARY, "summary"),
        (NEWS, "news"),
        (COMPANY, "other-report"),
        (FORM, "form"),
        ("The tide was low and the boats lay on the sand. " * 20, "not-a-report"),
        (" \n\t\n", "empty"),
        ("", "empty"),
    ],
)
def test_near_misses_are_rejected_with_their_reason(text: str, reason: str) -> None:
    assert [s.reason for s in split(plain(text))] == [reason]


@pytest.mark.parametrize("text", [MODERN, OLD, MODERN.replace("\n", " "), OLD.replace("\n", " ")])
def test_a_report_is_one_report(text: str) -> None:
    (only,) = split(plain(text))
    assert only.reason is None
    assert only.span == Span(0, len(text.rstrip(" \n|")))


def test_guide_and_reports_of_several_years_part_at_their_seams() -> None:
    second = MODERN.replace("2022", "2021")
    cleaned = with_dropped(
        GUIDE, "字号:\n大 中 小", MODERN, "扫码使用手机浏览", second, "字号:", OLD
    )
    found = split(cleaned)
    assert [s.reason for s in found] == ["guide", None, None, None]
    starts = [0, len(GUIDE), len(GUIDE + MODERN), len(GUIDE + MODERN + second)]
    assert [s.span.start for s in found] == starts


def test_reports_of_several_agencies_joined_without_furniture() -> None:
    other = "赤岭区民政局2021年政府信息公开工作年度报告\n" + MODERN.replace(
        "苍原县水务局2022", "赤岭区民政局2021"
    )
    found = split(plain("苍原县水务局2022年政府信息公开工作年度报告\n" + MODERN + other))
    assert [s.reason for s in found] == [None, None]
    assert found[1].span.start == len("苍原县水务局2022年政府信息公开工作年度报告\n" + MODERN)


def test_footer_that_cleaning_dropped_is_named_in_source_offsets() -> None:
    footer = "主办:苍原县人民政府 承办:信息中心 网站地图\n备案号:ICP备00000001号 公网安备00000002号 网站标识码:0000000003"
    cleaned = with_dropped(MODERN, footer)
    (found,) = page_furniture(cleaned, split(cleaned))
    assert found == Span(len(MODERN), len(MODERN) + len(footer))


def test_short_furniture_between_reports_is_not_named() -> None:
    cleaned = with_dropped(MODERN, "字号:大 中 小\n", OLD)
    assert page_furniture(cleaned, split(cleaned)) == ()


EXPLAINED = """《苍原县水务局2022年政府信息公开工作年度报告》解读
一、编制背景
条例规定行政机关每年公布工作报告,县水务局按时完成了编制。
二、主要内容
报告共六个部分。总体情况部分介绍主动公开信息31条;申请办理部分介绍收到申请2件,均已答复。
三、主要特点
与上一年相比,报告增加了图表,便于阅读。
解读单位:县水务局办公室 联系人:周某
"""


def test_a_page_that_explains_a_report_is_none() -> None:
    assert [s.reason for s in split(plain(EXPLAINED))] == ["news"]


def test_a_list_of_reports_is_apart_from_the_report_below_it() -> None:
    listed = "".join(
        f"苍原县{organ}2022年政府信息公开工作年度报告 2023-01-1{at}\n"
        for at, organ in enumerate(("民政局", "教育局", "司法局", "财政局"))
    )
    found = split(plain(listed + "更多>>\n" + MODERN))
    assert [s.reason for s in found if s.reason is None] == [None]
    report = next(s for s in found if s.reason is None)
    assert report.span.start >= len(listed)


def test_two_reports_on_one_line_each_are_two() -> None:
    title = "苍原县水务局2022年政府信息公开工作年度报告 "
    older = title.replace("2022", "2021") + MODERN.replace("2022", "2021").replace("\n", " ")
    found = split(plain(title + MODERN.replace("\n", " ") + "\n" + older))
    assert [s.reason for s in found] == [None, None]
    assert found[1].span.start == len(title) + len(MODERN) + 1


def test_certainty_tells_a_report_from_a_doubtful_one() -> None:
    (whole,) = split(plain("苍原县水务局2022年政府信息公开工作年度报告\n" + MODERN))
    doubtful = split(plain(SUMMARY.replace("法治政府建设", "政府信息公开")))
    assert whole.confidence > 0.95
    assert all(s.confidence < whole.confidence for s in doubtful)


@pytest.mark.parametrize("between", ["", "<br/>"])
@pytest.mark.parametrize(
    "title",
    [
        (
            "苍原县水务局2022年政府信息公开工作年度报告\n",
            "苍原县水务局2022年政府信息公开工作年度报告\n",
        ),
        ("苍原县水务局\n", "2022年政府信息公开工作年度报告\n"),
    ],
)
def test_a_title_printed_twice_or_over_two_lines_is_the_beginning_of_one_report(
    title: tuple[str, str], between: str
) -> None:
    (report,) = split(with_dropped(title[0], between, title[1] + MODERN))
    assert report.reason is None
    assert report.span.start == 0


def test_the_first_section_begins_something_however_it_is_numbered() -> None:
    runs_in = "总体情况。2022年,我局按照条例的要求推进政府信息公开,各项工作有序开展,没有遗漏。\n"
    for heading in ("总体情况\n", "一、总体情况\n", "1、总体情况\n", "(一)总体情况\n", runs_in):
        text = f"{FORM_LINE}\n{heading}本年收到申请2件。\n"
        starts = {cut.at: cut.signs for cut in find_cuts(plain(text), load_wordings())}
        assert "first" in starts.get(len(FORM_LINE) + 1, ())
    text = f"{FORM_LINE}\n3、总体情况\n本年收到申请2件。\n"
    assert [cut.at for cut in find_cuts(plain(text), load_wordings())] == [0]


def test_a_division_that_is_a_hundred_times_likelier_is_not_as_sure() -> None:
    two = "".join(
        f"苍原县水务局{year}年政府信息公开工作年度报告\n" + OLD.replace("2013", year)
        for year in ("2013", "2013")
    )
    joined = math.log(100)

    def classes(many: Sequence[Facts]) -> list[dict[str, float]]:
        return [{"report": joined if facts.length > len(two) - 9 else 0.0} for facts in many]

    (whole,) = split_by(plain(two), lambda cuts, _: [0.0] * len(cuts), classes)
    assert 0.5 < whole.confidence < 0.97


def test_what_begins_anew_is_never_surely_one_report() -> None:
    texts = {"one": MODERN, "two": MODERN + MODERN.replace("2022", "2021")}
    for name, text in texts.items():

        def joined(many: Sequence[Facts], length: int = len(text)) -> list[dict[str, float]]:
            return [{"report": 30.0 if facts.length >= length - 9 else 0.0} for facts in many]

        (whole,) = split_by(plain(text), lambda cuts, _: [0.0] * len(cuts), joined)
        assert (whole.confidence > 0.9) == (name == "one")


def test_facts_name_the_year_that_each_text_begins_with_and_none_that_it_cites() -> None:
    older = "2021年,我局公开信息3条。"
    cited = "按照国办公开办函〔2019〕60号和《2007年条例》编制。"
    wordings = load_wordings()
    blocks = [facts_of(text, Span(0, len(text)), wordings) for text in (older, cited, OLD)]
    assert [one.named for one in blocks] == [("2021",), (), ("2013",)]
    assert (blocks[0] + blocks[1] + blocks[2]).named == ("2021", "2013")
