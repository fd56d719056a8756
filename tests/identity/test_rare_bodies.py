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
    "中国共产党清河县委员会机构编制委员会办公室",
    "国家税务总局清河县税务局第三税务所",
    "中国人民银行清河市中心支行",
    "清河区石桥街道办",
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


SHORT = [
    "清河县发展改革委",
    "清河县卫生健康委",
    "清河县卫生计生委",
    "清河县住房城乡建设委",
    "清河县教育委",
    "国家统计局清河调查队",
    "第六师一〇五团",
    "六师一二〇团",
    "新疆生产建设兵团第六师105团",
    "清河农场",
]


@pytest.mark.parametrize("name", SHORT)
def test_short_committees_teams_and_regiments(name: str) -> None:
    assert agency(f"{name}2016年政府信息公开工作年度报告\n{BODY}") == name
    assert agency(f"现将{name}2016年度政府信息公开工作情况报告如下。\n{BODY}") == name
    assert agency(f"{BODY}{name}\n2017年1月12日\n") == name


@pytest.mark.parametrize("text", ["卫生健康委员到会。", "教育委托第三方评估。", "商务委派专人。"])
def test_what_only_begins_like_a_committee(text: str) -> None:
    assert agency(f"{BODY}{text}") is None


def test_the_office_of_a_short_committee_is_the_committee() -> None:
    assert agency(f"请与清河县卫生健康委办公室联系。\n{BODY}") == "清河县卫生健康委"


@pytest.mark.parametrize("between", ["其中", "其中,", "其中:"])
def test_of_which_is_no_place(between: str) -> None:
    text = (
        "清河县2016年政府信息公开工作年度报告\n本报告由县政府办公室编制。一、概述\n"
        f"全县公开信息96条,{between}县政府办公室12条。受理申请3件,{between}县政府办公室2件。\n"
        "(清河县人民政府办公室 2017年3月)\n"
    )
    assert agency(text) == "清河县人民政府"


@pytest.mark.parametrize(
    "title",
    [
        "清河左翼自治县\n人民政府2016年政府信息公开\n工作年度报告",
        "清河左翼自治县\n人民政府\n2016年政府信息公开工作年度报告",
    ],
)
def test_a_title_with_its_government_on_the_second_line(title: str) -> None:
    assert agency(f"{title}\n{BODY}") == "清河左翼自治县人民政府"


@pytest.mark.parametrize("above", ["政府信息公开年报", "信息公开年报", "政府信息公开工作年报"])
def test_the_name_of_a_menu_above_the_title_is_no_superior(above: str) -> None:
    assert agency(f"{above}\n清河县林业局2016年政府信息公开年度报告\n{BODY}") == "清河县林业局"


@pytest.mark.parametrize(
    "sent", ["报清河县审计局备案", "送报清河县审计局", "按照\n清河县审计局通知"]
)
def test_to_whom_a_report_is_sent_is_not_who_reports(sent: str) -> None:
    assert agency(f"{BODY}我委将情况{sent}。\n") is None


def test_titles_of_other_bodies_in_a_list_above_the_report() -> None:
    links = "云山县财政局2016年政府信息公开年度报告\n云山县审计局2016年政府信息公开年度报告\n"
    title = "清河县林业局2016年政府信息公开年度报告\n"
    assert agency(f"{links}{title}{BODY}") == "清河县林业局"
    assert agency(f"{title}{title}{BODY}") == "清河县林业局"
    assert agency(f"{title}{BODY}{links}其他文章\n") == "清河县林业局"


@pytest.mark.parametrize("number", ["3、", "3.", "(三)", "三、", "● ", "·"])
def test_a_numbered_name_heads_its_report(number: str) -> None:
    assert agency(f"{number}清河县林业局\n{BODY}") == "清河县林业局"


@pytest.mark.parametrize("ring", ["请与本机关办公室联系", "可向我单位办公室咨询"])
def test_an_office_to_ring_names_nobody(ring: str) -> None:
    assert agency(f"2016年政府信息公开工作年度报告\n{BODY}如有疑问,{ring}。\n") is None


def test_the_office_of_a_government_with_a_long_name_is_whom_to_ring() -> None:
    name = "清河傣族拉祜族佤族自治县人民政府"
    title = f"{name}2016年政府信息公开工作年度报告\n"
    assert agency(f"{title}{BODY}如有疑问,请与{name}办公室联系。\n") == name
