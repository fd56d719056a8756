"""A title of another body or year, with text under it, begins a report of its own."""

import time

import pytest

from extractor.structure import split
from extractor.structure.own_titles import (
    MAX_STARTS,
    headed_titles,
    other_body,
    own_starts,
    own_titles,
)
from tests.structure.conftest import MODERN, OLD, plain

DONE = "{year}年,全镇共公开政府信息{count}条,没有收到申请,没有复议和诉讼。今后要加强更新。\n"
SECTIONS = """一、概述。公开信息{count}条。
二、依申请公开情况。收到申请1件。
三、存在问题。人手不足。
"""
TITLE = "{name}{year}年政府信息公开工作年度报告\n"
OTHERS = ("青石乡", "柳湾镇", "白沙街道办事处")


def report(name: str, year: int = 2016, count: int = 12, body: str = DONE) -> str:
    return TITLE.format(name=name, year=year) + body.format(year=year, count=count)


def starts(text: str) -> list[int]:
    return own_starts(headed_titles(text))


def places(*parts: str) -> list[int]:
    return [sum(map(len, parts[:at])) for at in range(1, len(parts))]


@pytest.mark.parametrize("body", [DONE, SECTIONS])
@pytest.mark.parametrize("between", ["", "\n", "————\n", "返回顶部\n"])
def test_short_reports_of_several_bodies_in_a_row_are_several(body: str, between: str) -> None:
    parts = [report("苍原县" + name, body=body) + between for name in OTHERS]
    found = [s for s in split(plain("".join(parts))) if s.reason is None]
    assert [s.span.start for s in found] == [0, *places(*parts)]


@pytest.mark.parametrize("body", [DONE, SECTIONS])
def test_short_reports_of_several_years_are_several(body: str) -> None:
    parts = [report("苍原县审计局", year, body=body) for year in (2017, 2016, 2015)]
    found = [s for s in split(plain("".join(parts))) if s.reason is None]
    assert [s.span.start for s in found] == [0, *places(*parts)]


YEARLY = "{year}年,全镇共公开政府信息{count}条。未收到公开申请。今后将加强管理。\n"


@pytest.mark.parametrize("body", [DONE, YEARLY])
def test_short_reports_under_the_year_alone_are_several(body: str) -> None:
    parts = [report("", year, body=body) for year in (2016, 2015, 2014)]
    found = [s for s in split(plain("".join(parts))) if s.reason is None]
    assert [s.span.start for s in found] == [0, *places(*parts)]


@pytest.mark.parametrize(
    "title",
    [
        "青石乡2016年政府信息公开年报\n",
        "2016年度青石乡政府信息公开工作报告\n",
        "青石乡关于2016年度政府信息公开工作情况的报告\n",
        "青石乡政府信息公开2016年度报告\n",
        "青石乡\n2016年政府信息公开工作年度报告\n",
        "青石乡2016年度政府\n信息公开工作年度报告\n",
        "青石乡政府信息公开工作年度报告(2016年)\n",
        "附件2\n青石乡2016年政府信息公开年度报告\n",
        "第二篇:青石乡2016年政府信息公开年度报告\n",
    ],
)
def test_titles_are_worded_and_set_in_many_ways(title: str) -> None:
    first = report("柳湾镇")
    assert starts(first + title + DONE.format(year=2016, count=3)) == [len(first)]


def test_years_alone_or_names_alone_part_reports_under_a_common_title() -> None:
    for parts in (
        ["苍原县审计局历年政府信息公开年度报告\n2016年度\n", "2015年度\n", "2014年度\n"],
        ["苍原县审计局政府信息公开年报\n【2016年】\n", "【2015年】\n", "【2014年】\n"],
        ["苍原县各单位2016年政府信息公开年报\n柳湾镇\n", "青石乡人民政府\n", "林业局机关\n"],
    ):
        text = "根据条例要求,现将年度工作报告如下,请社会各界监督。\n" + SECTIONS.format(count=4)
        whole = [part + text for part in parts[:2]]
        assert starts("".join(whole)) == places(*whole)


ONE = report("苍原县水务局", 2020)
FOOTER = "主办单位:苍原县人民政府 地址:人民路1号 电话:0123-4567890 网站标识码:0000000003\n"


@pytest.mark.parametrize(
    "text",
    [
        ONE + "相关链接\n" + TITLE.format(name="苍原县民政局", year=2020) + FOOTER,
        ONE + "".join(TITLE.format(name=n, year=2019) for n in OTHERS) + FOOTER,
        "".join(TITLE.format(name=n, year=2020) for n in OTHERS) + ONE,
        "目录\n" + TITLE.format(name="苍原县水务局", year=2020) + "1\n" + ONE,
        TITLE.format(name="苍原县水务局", year=2020) + "发布日期:2021-01-05\n" + ONE,
        TITLE.format(name="苍原县水务局", year=2021) + "发布日期:2021-01-05\n" + ONE,
        "苍原县水务局关于报送2019年政府信息公开年度报告的函\n县政府:\n现予报送,请审阅公开。\n" + ONE,
        TITLE.format(name="水务局", year=2020) + "现将我局编制的年度报告予以公开,请予监督。\n" + ONE,
        ONE + "与2019年相比\n苍原县水务局2019年政府信息公开工作情况\n公开信息28条,有所增加,请予监督。\n",
        ONE + "附件\n苍原县水务局2019年政府信息公开情况统计表\n公开信息数,条,28。收到申请数,件,2。\n",
        ONE + "2020年政府信息公开年度报告的其他说明\n本报告在网站公开,欢迎查阅,请予监督。\n",
        ONE + "苍原县水务局2021年政府信息公开工作打算\n继续主动公开,欢迎查阅,请予监督。\n",
        ONE + "我局同时汇总编制了下属单位的报告,内容详见\n苍原县水文站2020年政府信息公开年度报告\n"
        "全文已在网站公开,请查阅。下一步将继续做好汇总公开工作,接受社会监督。\n",
        ONE + "有待改进,2019年我局\n苍原县水务局2019年政府信息公开年度报告\n指出的公开不够及时的问题,本年已经改正。\n",
        ONE + "统计指标 | 计量单位\n2019年\n一、主动公开情况\n条\n28\n公开工作人员。\n2018年\n"
        "二、依申请公开情况\n件\n2\n主动公开信息的统计口径与上年相同,详见说明。\n",
    ],
)  # fmt: skip
def test_other_titles_on_the_page_part_no_report(text: str) -> None:
    assert starts(text) == []


def test_a_report_and_its_links_stay_one_report() -> None:
    text = TITLE.format(name="苍原县水务局", year=2022) + MODERN
    links = "".join(TITLE.format(name="苍原县水务局", year=y) for y in (2021, 2020))
    reports = [s for s in split(plain(text + "相关链接\n" + links + FOOTER)) if s.reason is None]
    assert [s.span.start for s in reports] == [0]


def test_a_county_and_its_towns_are_other_bodies_a_shorter_name_is_not() -> None:
    assert other_body("苍原县", "苍原县青石乡")
    assert other_body("苍原县水务局", "苍原县民政局")
    assert not other_body("苍原县人民政府", "苍原县人民政府办公室")
    assert not other_body("青石乡", "苍原县青石乡人民政府")
    assert not other_body("苍原县卫健局", "苍原县卫生健康局")


def test_what_a_title_tells() -> None:
    (only,) = own_titles("关于苍原县水务局2020年度政府信息公开工作的年度报告\n正文。")
    assert (only.agency, only.year) == ("苍原县水务局", "2020")
    for line in ("解读苍原县2020年政府信息公开年报", "现公布苍原县2020年政府信息公开年度报告"):
        assert own_titles(line + "\n正文。") == []


def test_thousands_of_short_reports_take_little_time() -> None:
    text = "".join(report("苍原县水务局", 2000 + at % 40) for at in range(2000))
    began = time.perf_counter()
    assert len(starts(text)) == MAX_STARTS
    assert time.perf_counter() - began < 5


YEARS = (2022, 2021, 2020, 2019, 2018)
DATED = "".join(f"{year}年政府信息公开工作年度报告 {year + 1}-01-2{year % 7}\n" for year in YEARS)
NEIGHBOURS = "".join(
    f"苍原县{body}2022年政府信息公开工作年度报告\n" for body in ("民政局", "教育局", "司法局")
)


@pytest.mark.parametrize(
    "listed",
    [
        "政府信息公开年报\n" + DATED + "上一页 1 2 下一页\n",
        NEIGHBOURS,
        NEIGHBOURS.replace("2022", "2021") + "更多\n",
        "苍原县2022年政府信息公开年度报告\n" + DATED,
    ],
)
@pytest.mark.parametrize("body", [MODERN, OLD.replace("2013", "2022")])
def test_a_report_begins_below_a_list_of_titles(listed: str, body: str) -> None:
    title = "苍原县水务局2022年政府信息公开工作年度报告\n"
    found = [s for s in split(plain(listed + title + body)) if s.reason is None]
    assert [s.span.start for s in found] == [len(listed)]
    assert found[0].confidence > 0.9


@pytest.mark.parametrize(
    "below",
    [
        "(2022年度)\n",
        "苍原县水务局2022年政府信息公开工作年度报告\n",
        "2021年政府信息公开工作年度报告\n2020年政府信息公开工作年度报告\n",
    ],
)
def test_a_title_above_others_that_name_no_body_is_kept(below: str) -> None:
    title = "苍原县水务局2022年政府信息公开工作年度报告\n"
    found = split(plain(title + below + MODERN))
    assert [(s.reason, s.span.start) for s in found] == [(None, 0)]


def test_empty_cells_of_a_layout_are_no_part_of_a_title() -> None:
    title = "苍原县水务局2022年政府信息公开工作年度报告"
    body = "\n根据条例,现公布本局公开工作情况。公开信息31条。\n"
    [found] = headed_titles(title + " |" * 200 + body)
    assert (found.title.agency, found.title.year) == ("苍原县水务局", "2022")
    assert found.title.end == len(title)


@pytest.mark.parametrize("menu", ["注册用户中心", "登录个人中心", "手机客户端下载中心"])
def test_a_menu_entry_that_ends_like_a_body_is_no_title(menu: str) -> None:
    told = "2016年我局把公开工作落到实处,公开信息45条,收到申请2件,均已答复,群众比较满意。\n"
    assert not own_titles(f"{menu}\n{told}")
    assert [one.agency for one in own_titles(f"青石乡人民政府\n{told}")] == ["青石乡人民政府"]
