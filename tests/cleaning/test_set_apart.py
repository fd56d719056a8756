"""Numbers set apart from their sentence are drawn back to it; cells and lines stay as they are."""

import time

import pytest

from extractor.cleaning import clean
from extractor.cleaning.draft import Draft
from extractor.cleaning.set_apart import set_apart

ABOVE = "某县粮食局上一年度的政府信息公开工作总体平稳。"


def drawn(text: str) -> str:
    return clean(text).text


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        # each mark of the page on a line of its own
        ("全年收到公开申请\n37\n件,均按期答复。", "全年收到公开申请37件,均按期答复。"),
        ("全年收到公开申请\n37\n件。", "全年收到公开申请37件。"),
        ("全年收到公开申请\n\n37\n\n件,均已答复。", "全年收到公开申请37件,均已答复。"),
        ("全年收到公开申请\n37\n件\n,均已答复。", "全年收到公开申请37件,均已答复。"),
        ("办理行政许可\n4\n件和行政处罚\n12\n件。", "办理行政许可4件和行政处罚12件。"),
        ("清单共\n4\n项,其中许可\n3\n项、强制\n1\n项。", "清单共4项,其中许可3项、强制1项。"),
        ("收取费用\n1,205.5\n万元,上缴国库。", "收取费用1,205.5万元,上缴国库。"),
        ("收到\n6\n件行政复议案件已全部审结。", "收到6件行政复议案件已全部审结。"),
        ("结转\n6\n件办结\n5\n件。", "结转6件办结5件。"),
        ("申请总数为\n88\n,与去年持平。", "申请总数为88,与去年持平。"),
        ("办结率为\n100\n%。", "办结率为100%。"),
        ("统计自\n2020\n年\n1\n月\n1\n日起。", "统计自2020年1月1日起。"),
        ("统计自\n2020年\n1月\n1日\n至\n2020年\n12月\n31日\n。", "统计自2020年1月1日至2020年12月31日。"),
        ("另有9件转\n2021年\n办理。", "另有9件转\n2021年\n办理。"),
        ("另有9件结转\n2021年\n办理。", "另有9件结转2021年办理。"),
        ("收费\n0.481862\n万元\n。", "收费0.481862万元。"),
        ("点击量\n8.9\n万余次,", "点击量8.9万余次,"),
        ("答复\n160\n余件,", "答复160余件,"),
        # the unit on a line too, between the lines of a sentence
        ("均已答复。尚有\n9\n件\n转入下一年度办理。", "均已答复。尚有9件转入下一年度办理。"),
        ("全年共\n9\n件\n公开申请,均已答复。", "全年共9件公开申请,均已答复。"),
        ("均已答复。尚有\n9件\n结转\n2021年\n办理。", "均已答复。尚有9件结转2021年办理。"),
        # blanks around the number
        ("剩余 9 件结转 2021 年办理。", "剩余9件结转2021年办理。"),
        ("受理申请 18 件、办结 17 件。", "受理申请18件、办结17件。"),
        ("受理申请  18  件,办结  17  件。", "受理申请18件,办结17件。"),
        ("受理申请 18 件，其中网上 9 件；当面 9 件。", "受理申请18件,其中网上9件;当面9件。"),
        ("(共 5 件)", "(共5件)"),
        # a line cut between a number and its unit
        ("全年共收到和受理公开申请37\n件,均按期答复。", "全年共收到和受理公开申请37件,均按期答复。"),
    ],
)  # fmt: skip
def test_a_sentence_has_its_numbers_back(said: str, whole: str) -> None:
    assert drawn(f"{ABOVE}\n{said}\n{ABOVE}") == f"{ABOVE}\n{whole}\n{ABOVE}"


@pytest.mark.parametrize(
    "text",
    [
        # cells one a line, with and without units
        "行政许可\n4\n行政处罚\n12\n行政强制\n0",
        "收到申请数\n件\n12\n当面申请数\n件\n3",
        "收到申请数\n12\n件\n其中:当面申请数\n3\n件\n未办结数\n0\n件",
        "收到申请数\n12\n件\n涉及个人隐私\n3\n件",
        "公开数(相同信息计一条)\n12\n条\n规范性文件数\n3\n件",
        "商业秘密\n3\n个人隐私,不予公开\n4",
        "予以公开\n3\n部分公开(区分处理的,只计这一情形)\n4",
        "公开发布\n3\n项目名称,建设地点",
        "不是\n2\n条例所指的信息,不予处理",
        "总计\n9\n件\n下一步,我局将加强管理。",
        "涉及商业秘密,不予公开\n9\n件\n二、其他情况,另附。",
        "均已答复。\n9\n件\n转入下一年度办理。",
        "数据\n2020年\n2021年\n办结数",
        # cells on a line
        "规章 5 件 行政规范性文件 6 件",
        "行政许可 | 4 件 | 行政处罚 | 12 件 |",
        "收到申请\t4\t件\t,",
        "规章 0 1 2",
        "自然人,12,件,备注",
        # what a new line begins
        "三、办理公开申请的情况\n12件申请均已答复,没有遗留。",
        "(一)主动公开\n2020年,全局公开信息四百条。",
        "四、复议诉讼情况\n2、网络申请。",
        # dates and years with blanks are read everywhere
        "自 2020 年 1 月 1 日起",
    ],
)
def test_what_stays(text: str) -> None:
    assert drawn(f"{ABOVE}\n{text}\n{ABOVE}") == f"{ABOVE}\n{text}\n{ABOVE}"


def test_a_heading_stays_on_its_line() -> None:
    text = "三、依申请公开情况\n12\n件申请均已答复。"
    assert drawn(text) == "三、依申请公开情况\n12件申请均已答复。"


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("收到申请4\n02件,比上年多。", "收到申请402件,比上年多。"),
        ("统计时段为20\n21年全年。", "统计时段为2021年全年。"),
        ("统计时段为202\n1年全年。", "统计时段为2021年全年。"),
    ],
)
def test_a_cut_number_is_joined_where_nothing_else_can_stand_there(said: str, whole: str) -> None:
    assert drawn(f"{ABOVE}\n{said}") == f"{ABOVE}\n{whole}"


FILLED = """一年来,全局各科室认真落实公开制度,及时更新栏目,共
发布各类信息三百余条,群众反映较好,没有发生泄密问
题。办理公开申请方面,全年受理各类渠道的申请合计1
7件,其中网上提交的为多数,均在规定的期限内给予了
答复。"""


def test_a_cut_number_is_joined_where_lines_are_filled() -> None:
    assert "合计17件" in drawn(FILLED)


def test_wide_and_narrow_characters_fill_lines() -> None:
    text = """全年共公开信息ABCD四百条,其中网站发布三百条,微
信发布一百条,同时做好了政策解读和回应关切工作。各
科室2020年度受理的公开申请共计12,3件,答复3
16件,均在法定的期限以内,并且没有发生行政复议。
"""
    assert "答复316件" in drawn(text)


@pytest.mark.parametrize(
    "text",
    [
        "收到申请3\n26件,比上年多。",  # a line that ends early
        FILLED.replace(
            "群众反映较好", "群众和社会各界的反映都很好"
        ),  # not filled: one line is longer
        FILLED.replace("\n7件", "\n7项目"),
        "规章1\n2\n3\n4",
    ],
)
def test_other_lines_keep_their_numbers(text: str) -> None:
    assert drawn(text) == text.replace("，", ",")


def test_characters_lead_back_to_their_places() -> None:
    text = f"{ABOVE}\n收到公开申请\n37\n件,答复 4\n06 件,办结率为\n100\n%。"
    cleaned = clean(text)
    assert cleaned.text.endswith("收到公开申请37件,答复406件,办结率为100%。")
    for at, character in enumerate(cleaned.text):
        assert text[cleaned.origin[at]] == character


@pytest.mark.parametrize(
    "unit", ["申请\n1\n件", "申请 1 件,", "件\n", "请1\n", "申请\n\n\n", "请\n1\n件和", "中1\n02件"]
)
def test_effort_is_linear(unit: str) -> None:
    assert seconds(unit * 8_000) < 28 * max(seconds(unit * 1_000), 0.002)


def seconds(text: str) -> float:
    """Of the processor, at least: other work on the machine only adds to it."""
    draft, least = Draft.of(text), float("inf")
    for _ in range(3):
        started = time.process_time()
        set_apart(draft)
        least = min(least, time.process_time() - started)
    return least
