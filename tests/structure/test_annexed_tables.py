"""Tables behind the signature of a report that prints none above it are its own."""

import pytest

from extractor.forms import load_form
from extractor.structure import split
from extractor.structure.annexes import joined_to_tables
from extractor.structure.cuts import find_cuts
from extractor.structure.wordings import load_wordings
from tests.structure.conftest import plain

SPOKEN = """清浦县水务局{year}年政府信息公开工作年度报告
本报告由清浦县水务局编制,数据统计期限为{year}年1月1日至{year}年12月31日。
一、总体情况
我局全年公开信息41条。收到的申请都已答复。培训办了两次。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
见后附各表。
五、存在的主要问题及改进情况
更新不够快。来年加强检查。
清浦县水务局
{next}年1月20日
"""
HEADS = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计\n"
RULES = """第二十条第(一)项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 3 | 1 | 12
行政规范性文件 | 7 | 2 | 35
"""
CASES = """一、本年新收政府信息公开申请数量 | 4 | 3 | 0 | 1 | 0 | 2 | 10
二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1
"""
OLD = "一、主动公开情况\n" + "".join(
    f"{field.row}\t{field.unit or '件'}\t{at % 7 + 2}\n"
    for at, field in enumerate(load_form("2014"))
)


def spoken(year: int) -> str:
    return SPOKEN.format(year=year, next=year + 1)


def reports(text: str) -> list[str]:
    """The first characters of each report."""
    return [text[s.span.start :][:6] for s in split(plain(text)) if s.reason is None]


@pytest.mark.parametrize(
    "label",
    [
        "附件:\n1.主动公开政府信息情况\n",
        "附表\n",
        "附:2022年统计情况表\n",
        "附表1 主动公开政府信息情况表\n",
        "",
    ],
)
def test_tables_behind_the_signature_belong_to_the_report(label: str) -> None:
    text = spoken(2022) + label + RULES + HEADS + CASES
    (only,) = split(plain(text))
    assert only.reason is None
    assert only.span.end == len(text.rstrip())


@pytest.mark.parametrize(
    "caption", ["政府信息公开情况统计表(2016年度)\n", "2016年度政府信息公开情况统计表\n", ""]
)
@pytest.mark.parametrize("heading", ["", "六、附表\n"])
def test_the_old_form_behind_prose_belongs_to_it(caption: str, heading: str) -> None:
    text = spoken(2016) + heading + caption + OLD
    (only,) = split(plain(text))
    assert only.reason is None
    assert only.confidence > 0.9


def test_the_tables_of_several_parts_are_one_annex() -> None:
    text = spoken(2022) + "附表\n(汇总)\n" + (RULES + HEADS + CASES) * 3
    assert reports(text) == ["清浦县水务局"]


def test_tables_before_the_prose_of_their_year_are_no_annex_of_the_report_above() -> None:
    other = spoken(2021).replace("清浦", "长汀") + RULES + HEADS + CASES
    last = spoken(2016).split("\n", 1)[1]
    text = other + "附表\n2016年度政府信息公开情况统计表\n" + OLD + last
    found = [s for s in split(plain(text)) if s.reason is None]
    assert [text[s.span.start :][:2] for s in found] == ["长汀", "20"]


@pytest.mark.parametrize(
    ("caption", "joins"),
    [
        ("政府信息公开情况统计表(2016年度)\n", True),
        ("政府信息公开情况统计表\n填报单位:清浦县水务局\n", True),
        ("政府信息公开情况统计表(2014年度)\n", False),
        ("政府信息公开情况统计表\n填报单位:长汀县民政局\n", False),
    ],
)
def test_a_form_of_another_year_or_body_is_not_of_the_report_above(
    caption: str, joins: bool
) -> None:
    text = spoken(2016) + caption + OLD
    cuts = find_cuts(plain(text), load_wordings())
    assert len(cuts) > 1
    kept = [cut.at for cut in joined_to_tables(text, cuts, frozenset())]
    assert (len(spoken(2016)) not in kept) == joins


def test_two_titled_reports_stay_two() -> None:
    text = spoken(2022) + spoken(2021).replace("清浦", "长汀") + RULES + HEADS + CASES
    assert reports(text) == ["清浦县水务局", "长汀县水务局"]
