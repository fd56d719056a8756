"""The title's year stands against years that the text only compares with, cites or starts from."""

import pytest

from extractor.identity import identify
from extractor.types import Cleaned, Identity, Section, Span


def who(text: str) -> Identity:
    start, end = text.find("一、"), text.find("二、")
    sections = (
        (Section("overview", 1, Span(start, end), Span(start, start + 4), 1.0),)
        if 0 <= start < end
        else ()
    )
    return identify(Cleaned(text, range(len(text)), len(text)), Span(0, len(text)), sections)


TOLD = [
    "全年公开信息96条(2013年为71条)。全年培训两次,2013年为一次。",
    "信息由2013年的71条增至96条,较2013年增长35%。",
    "与2013年相比,公开信息多了25条;比2013年多培训一次。",
    "按照《2013年青河县政务公开工作要点》,对照《2013年任务分解表》,逐项落实。",
    "自2013年以来,制度日益健全。2013年起设立专栏。",
    "2013年公开信息71条。2013年答复申请两件,全年公开信息96条。",
]


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize(
    "title",
    [
        "青河县林业局2014年政府信息公开工作年度报告",
        "青河县林业局政府信息公开工作年度报告(2014年度)",
        "青河县林业局政府信息公开年度报告(2014年)",
        "青河县林业局政府信息公开工作年度报告\n(2014年度)",
        "青河县林业局政府信息公开工作年度报告\n2014年度",
        "青河县林业局二〇一四年政府信息公开年报",
        "青河县林业局政府信息公开年度报告(二○一四年)",
    ],
)
def test_the_title_beats_another_year_in_the_text(title: str, told: str) -> None:
    text = f"{title}\n一、概述\n{told}\n二、依申请公开\n未收到申请。\n"
    assert who(text).year.value == 2014


@pytest.mark.parametrize("told", TOLD)
def test_the_period_beats_text_and_title(told: str) -> None:
    text = (
        "青河县林业局2013年政府信息公开工作年度报告\n数据的统计期限自2014年1月1日起至2014年12月31日止。\n"
        f"一、概述\n{told.replace('2013', '2012')}\n二、依申请公开\n未收到申请。\n"
    )
    assert who(text).year.value == 2014


@pytest.mark.parametrize("told", TOLD[:5])
def test_a_year_that_is_only_looked_back_to_is_no_year(told: str) -> None:
    text = f"一、概述\n{told}\n二、依申请公开\n未收到申请。\n"
    found = who(text).year
    assert found.value is None or found.confidence < 0.9
    assert who(text + "青河县林业局\n2015年1月9日\n").year.value in (2014, found.value)


@pytest.mark.parametrize(
    "told",
    [
        "2014年,公开信息96条,比2013年多25条。",
        "2014年度公开信息96条,其中2014年1月至6月50条。",
        "自2014年1月1日起至2014年12月31日公开信息96条。",
    ],
)
def test_without_a_title_the_text_tells_the_year(told: str) -> None:
    found = who(f"一、概述\n{told}\n二、依申请公开\n未收到申请。\n").year
    assert found.value == 2014
    assert found.confidence > 0.9


def test_a_year_that_the_first_section_does_not_tell() -> None:
    text = (
        "青河县林业局\n2014年公开工作年\n\n度报告\n青河县林业局2014年度公开工作情况报告如下。\n一、概述\n"
        "工作有序。\n二、依申请公开\n未收到申请。\n2015年1月9日\n"
        + "地址:青河县人民路一号。\n"
        * 30
    )
    assert who(text).year.value == 2014


@pytest.mark.parametrize(
    "item",
    [
        "公开规划12条、财务38条、2021年信息公开年报1条。",
        "公开规划12条,2021年政府信息公开工作年度报告1篇,财务38条。",
        "公开内容包括人事信息、财务信息和2021年政府信息公开年度报告。",
        "公开目录有机构职能、财务预决算及2021年度信息公开工作报告。",
        "公开2021年政府信息公开工作年报、规划计划、财务信息共38条。",
    ],
)
def test_a_report_in_a_list_of_what_was_published_is_not_the_title(item: str) -> None:
    text = f"一、总体情况\n2022年,我局稳步推进公开工作。{item}\n二、主动公开情况\n全年有序。"
    assert who(text).year.value == 2022


@pytest.mark.parametrize(
    "title",
    [
        "青河县林业局2021年政府信息公开工作年度报告\n",
        "现公布青河县林业局2021年政府信息公开工作年度报告。",
        "根据《条例》和上级要求,现将2021年度政府信息公开年报公布如下:\n",
    ],
)
def test_a_title_is_one_where_nothing_is_counted(title: str) -> None:
    text = (
        f"{title}一、总体情况\n全年公开12条。2020年公开10条。2020年培训两次。\n二、主动公开情况\n"
    )
    assert who(text).year.value == 2021


def test_a_period_and_a_title_of_different_years_are_for_review() -> None:
    title = "青河县林业局{}年政府信息公开工作年度报告\n"
    period = "统计期限自2022年1月1日起至2022年12月31日止。\n一、总体情况\n"
    rest = "{0}年,我局稳步推进。{0}年公开12条。\n二、主动公开情况\n"
    assert who(title.format(2022) + period + rest.format(2022)).year.confidence > 0.9
    assert who(title.format(2023) + period + rest.format(2023)).year.confidence < 0.5
    assert who(title.format(2021) + period + rest.format(2022)).year.confidence < 0.5


def test_the_signature_decides_where_years_are_only_looked_back_to() -> None:
    text = (
        "一、总体情况\n2021年以来,我镇不断提升水平。\n二、主动公开情况\n对2020年指出的问题,"
        "我镇已全部整改到位。\n青河县白石镇人民政府\n2022年1月20日"
    )
    assert who(text).year.value == 2021


def test_the_year_before_the_signature_is_the_likelier_of_two() -> None:
    text = (
        "一、总体情况\n我镇全年公开12条。\n二、主动公开情况\n我镇2020年制定了制度,我镇2021年"
        "完善了目录。\n青河县白石镇人民政府\n2022年1月20日"
    )
    assert who(text).year.value == 2021
