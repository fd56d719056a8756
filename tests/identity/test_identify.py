"""Agency, year and scope from texts of our own, one for each trap."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.identity import identify
from extractor.types import Cleaned, Identity, Section, Span

PERIOD = "本报告中所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"


def who(text: str, sections: tuple[Section, ...] = ()) -> Identity:
    return identify(Cleaned(text, range(len(text)), len(text)), Span(0, len(text)), sections)


def agency(text: str) -> object:
    return who(text).agency.value


@pytest.mark.parametrize(
    "name",
    ["安川市商务局", "北坪县青石镇人民政府", "临川区河口街道办事处", "云州旗白音苏木人民政府",
     "国家税务总局东岭县税务局", "长河市高新技术产业开发区管理委员会", "金水市公安局新河分局",
     "南陵县综合行政执法局", "中华人民共和国石港海关", "清源市人民政府办公室", "永安市发展和改革委员会",
     "平河市住房公积金管理中心", "东湾县体育局", "铜山区工业和信息化局"],
)  # fmt: skip
def test_kinds_of_bodies_in_title_and_preamble(name: str) -> None:
    assert agency(f"{name}2021年政府信息公开工作年度报告\n一、总体情况\n全年工作有序。") == name
    assert agency(f"2021年{name}政府信息公开工作年度报告\n一、总体情况\n") == name
    assert agency(f"本报告由{name}编制。一、总体情况\n2021年,我们稳步推进。") == name
    assert (
        agency(f"现向社会公布{name}2021年政府信息公开工作年度报告。{PERIOD.format(2021)}") == name
    )


def test_title_over_two_lines() -> None:
    assert (
        agency("安川市商务局2021年政府\n信息公开工作年度报告\n\n我局认真履职。") == "安川市商务局"
    )


def test_only_we_gives_none() -> None:
    found = who("2021年,我局认真贯彻条例,我局领导高度重视,主动公开信息12条。").agency
    assert found.value is None
    assert found.span is None


def test_compiling_office_is_not_the_agency() -> None:
    text = (
        "安川市财政局2022年政府信息公开工作年度报告\n如有疑问,请与安川市财政局办公室联系。\n"
        "2022年,我局稳步推进。\n主办:安川市人民政府办公室 承办:安川市政务服务管理局"
    )
    assert agency(text) == "安川市财政局"


def test_copied_contact_line_does_not_outweigh_the_title() -> None:
    text = (
        "安川市审计局2020年政府信息公开工作年度报告\n2020年,我局依法公开。"
        "如有疑问,请与安川市水利局联系(电话:0000)。\n安川市审计局\n2021年1月20日"
    )
    assert agency(text) == "安川市审计局"


def test_short_form_takes_its_place_from_elsewhere() -> None:
    text = (
        "2018年,我局认真落实条例。市商务局成立工作组。我们编制了《安川市商务局2018年政务公开工作要点》。"
        "市商务局主动公开信息12条。"
    )
    assert agency(text) == "安川市商务局"
    text = (
        "市粮食局2018年度政府信息公开工作年度报告\n2018年,市粮食局公开信息12条。\n"
        "地址:安川市人民路1号。来信请寄安川市人民路1号。"
    )
    assert agency(text) == "安川市粮食局"


def test_signature_alone_names_the_agency() -> None:
    text = (
        "一、总体情况\n2019年,我局依法公开。\n"
        + "其他工作有序开展。\n" * 40
        + "安川市水利局\n2020年1月25日"
    )
    found = who(text)
    assert found.agency.value == "安川市水利局"
    assert found.year.value == 2019


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (PERIOD.format(2021) + "2022年,我局将继续努力。", 2021),
        ("统计期限为2020年1月1日至2020年12月20日。", 2020),
        (
            "安川市水利局2019年政府信息公开工作年度报告\n自2008年以来,2008年起步。\n2019年公开12条。\n2021年3月1日",
            2019,
        ),
        ("数据统计期限为20201月1日至202012月31日。", 2020),
        ("二〇一九年,我局公开信息。二〇一九年,制度健全。", 2019),
        ("2016年,我局公开信息。2016年工作扎实。现将2015年度情况报告如下。2016年培训3次。", 2016),
        ("根据〔2019〕60号文件,2021年我局公开信息3条。", 2021),
    ],
)
def test_years(text: str, year: int) -> None:
    found = who(text).year
    assert found.value == year
    assert found.span is not None


def test_no_year_gives_none() -> None:
    assert who("今年我局公开信息三条,全年工作有序。").year.value is None


def test_scope() -> None:
    assert (
        who("安川市水利局2021年政府信息公开工作年度报告\n我局公开信息12条。").scope.value == "own"
    )
    text = (
        "安川市人民政府2021年政府信息公开工作年度报告\n全市各级行政机关共收到申请120件,"
        "各县市区汇总数据见附表。"
    )
    assert who(text).scope.value == "region"


def test_confidence_separates_a_title_from_a_passing_mention() -> None:
    sure = who(
        "安川市水利局2021年政府信息公开工作年度报告\n安川市水利局公开信息。我局努力。\n"
    ).agency
    weak = who("一、总体情况\n协助水利局公开信息一批,我办努力。").agency
    assert sure.confidence > weak.confidence


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="安川市商务局人民政府办公室2021年0月日公布由与,。\n《》〔〕街道镇我", max_size=150
    )
)
def test_spans_are_in_bounds_for_any_text(text: str) -> None:
    found = who(text)
    for one in (found.agency, found.year, found.scope):
        assert 0 <= one.confidence <= 1
        if one.span is not None:
            assert 0 <= one.span.start < one.span.end <= len(text)


@pytest.mark.parametrize(
    "text", ["局" * 40_000, "市" * 40_000, "安川市商务局" * 5_000, " " * 50_000, "2021年" * 10_000]
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    started = time.process_time()
    who(text)
    assert time.process_time() - started < 10


def test_name_with_a_day_sign_inside_is_whole() -> None:
    name = "乌兰右翼前旗巴日图苏木人民政府"
    assert agency(f"{name}2024年\n政府信息公开工作年度报告\n一、总体情况\n全年平稳。") == name


def test_date_in_front_of_a_name_is_not_part_of_it() -> None:
    assert agency("2023年3月5日安川市商务局编制本报告。一、总体情况\n") == "安川市商务局"


def test_national_body_in_front_of_a_tax_office_is_part_of_its_name() -> None:
    text = (
        "国家税务总局东岭市税务局向社会公布本单位2020年政府信息公开工作年度报告。"
        + PERIOD.format(2020)
        + "\n一、总体情况\n2020年,东岭市税务局稳步推进。东岭市税务局共发布信息30条。"
    )
    assert agency(text) == "国家税务总局东岭市税务局"


@pytest.mark.parametrize("name", ["民政部", "审计署"])
def test_ministries_have_names_without_a_place(name: str) -> None:
    assert agency(f"现公布2018年度{name}政府信息公开工作年度报告。{PERIOD.format(2018)}") == name


def test_ministry_as_superior_is_not_the_agency() -> None:
    text = "2021年,我局按照财政部要求,认真落实各项工作。财政部有关文件已公开。我局发布信息8条。"
    assert agency(text) is None


@pytest.mark.parametrize("name", ["青石乡", "白音苏木", "安川市自来水有限公司"])
def test_short_name_that_acts_is_the_agency(name: str) -> None:
    text = f"一、总体情况\n2022年,{name}认真落实条例。{name}坚持公开为常态,在县委县政府领导下工作。"
    assert agency(text) == name


def test_name_of_another_place_that_only_acts_once_is_not() -> None:
    assert agency("一、总体情况\n全年工作有序。青石乡和白水乡群众参与活动。") is None


def test_office_to_ring_is_not_the_agency() -> None:
    text = (
        "根据条例,北宁市人民政府信息公开办公室汇总全市情况编制本报告。" + PERIOD.format(2017)
        + "如有疑问,请与北宁市人民政府办公室联系。\n一、概述\n2017年,北宁市政府高度重视。"
    )  # fmt: skip
    assert agency(text) == "北宁市人民政府"


def test_leading_group_is_no_body() -> None:
    text = (
        "本报告由北宁市政府信息公开工作领导小组办公室编制。" + PERIOD.format(2012)
        + "请与北宁市人民政府办公室信息公开科联系。"
    )  # fmt: skip
    assert "领导小组" not in str(agency(text))


def test_government_that_calls_itself_by_its_place() -> None:
    text = (
        "2009年度石原市政府信息公开工作年度报告\n本报告按照《石原市人民政府办公室关于做好公开工作的"
        "通知》编制。一、概述\n2009年全市工作有序。"
    )
    assert agency(text) == "石原市人民政府"


def test_autonomous_region_is_put_before_its_government() -> None:
    text = "根据条例,塞河自治区形成了年度报告。本报告由自治区人民政府办公厅编制。" + PERIOD.format(
        2016
    )
    assert agency(text) == "塞河自治区人民政府办公厅"


def test_words_before_a_name_and_central_work_are_no_names() -> None:
    text = (
        "2021年,我们紧扣高新区中心工作,主动公开信息渠道为高新区网站。工作在县卫生局指导下开展。"
        "尤其是一些市县局更新不及时。"
    )
    assert agency(text) in (None, "县卫生局")


def test_masked_place_is_not_filled_from_elsewhere() -> None:
    text = (
        "**市监察局2014年政府信息公开工作年度报告\n本报告根据《苍州市信息公开规定》编制。我局认真。"
    )
    assert agency(text) == "市监察局"


def test_account_on_another_bodys_site_names_no_agency() -> None:
    text = "我单位2018年公开工作如下。通过北岭省审计厅门户网站公布信息,公开审计类信息48条。"
    assert agency(text) is None


def test_bureau_whose_office_is_to_be_rung() -> None:
    text = (
        "一、总体情况\n2023年通过“青原旗人民政府”门户网站公开信息10条。"
        "如对本报告有疑问,请与青原旗自然资源局办公室联系。本机关不掌握相关信息。"
    )
    assert agency(text) == "青原旗自然资源局"


def test_short_committee_and_its_full_name() -> None:
    text = (
        "安川高新技术产业开发区管理委员会2018年政府信息公开工作年度报告\n2018年,安川高新区管委会认真落实"
        "条例。安川高新区管委会坚持公开。安川高新区管委会积极工作。本报告由安川高新区管委会编制。"
    )
    assert agency(text) == "安川高新技术产业开发区管理委员会"


def test_partner_of_an_event_lends_no_place() -> None:
    text = "市应急管理局2021年政府信息公开工作年度报告\n联合市政府新闻办、市公安局召开发布会。我局认真。"
    assert agency(text) == "市应急管理局"


def test_town_with_its_district_takes_the_ending_from_its_short_name() -> None:
    text = "水川区青石乡2022年政府信息公开工作年度报告\n一、总体情况\n青石乡人民政府高度重视。我乡认真。"
    assert agency(text) == "水川区青石乡人民政府"


def test_a_first_character_that_elsewhere_is_a_preposition() -> None:
    text = (
        "道源区经河街道办事处2022年政府信息公开工作年度报告\n经河街道办事处在总结工作的基础上编制本报告。\n"
        "请联系长宁市道源区经河街道办事处(地址:北街7号)。\n经河街道办事处未收到申请。"
    )
    assert agency(text) == "长宁市道源区经河街道办事处"


def test_a_short_form_is_written_out_where_the_report_does() -> None:
    text = (
        f"本报告{PERIOD.format(2022)}如有疑问,请联系桥陵区卫健局办公室(电话:0100-8830000)。\n一、总体情况\n"
        "2022年,桥陵区卫生健康局紧扣核心职能,统筹推进公开工作。"
    )
    assert agency(text) == "桥陵区卫生健康局"
    assert agency(text.replace("卫生健康局", "卫健局")) == "桥陵区卫健局"


def test_an_officer_is_no_body() -> None:
    found = who("2022年,我局由局分管副局长具体指导公开工作。全年我局主动公开信息25条。").agency
    assert found.value is None


def test_the_group_that_a_body_sets_up_names_it() -> None:
    text = "我苏木成立白音诺尔苏木政府信息公开领导小组,专人负责。2019年,我苏木主动公开信息143条。"
    assert agency(text) == "白音诺尔苏木"
    assert agency(text.replace("白音诺尔苏木政府", "旗政府").replace("我苏木", "我局")) is None


def test_the_annual_report_by_a_body() -> None:
    text = f"本年报由石港海关编制。{PERIOD.format(2019)}\n2019年石港海关认真落实条例。"
    assert agency(text) == "石港海关"


def test_year_of_a_title_that_says_yearbook_for_short() -> None:
    text = "青岭县水务局2013年政府信息公开年报\n2015年和2016年的计划、2014年的总结、2012年的预算另文公布。"
    assert who(text).year.value == 2013


def test_the_short_name_in_the_title_speaks_for_the_full_one_in_passing() -> None:
    text = (
        "芦青乡2018年政府信息公开工作年度报告\n推进公开是芦青乡人民政府贯彻落实条例的重要举措。\n"
        "2018年,我乡主动公开信息164条,我乡未收到申请。"
    )
    assert agency(text) == "芦青乡人民政府"


def test_years_of_papers_and_plans_say_little() -> None:
    text = (
        "2009年,我局推进公开。2008年度的报告已按时公布。按照2008年工作要点,我局细化责任。"
        "截至2009年底,没有收到申请。2010年将开展培训。"
    )
    assert who(text).year.value == 2009


def test_a_year_in_brackets_behind_the_title() -> None:
    assert who("青岭县水务局政府信息公开年度报告(2012年度)\n我局推进公开。").year.value == 2012
    assert who("2021年,我局落实条例,依据国办函(2019)60号编制报告。").year.value == 2021


def test_who_put_a_report_online_is_not_who_reports() -> None:
    text = "信息来源:青岭市人民政府办公室\n2019年,我局推进公开,我局未收到申请,我局没有被诉。"
    assert agency(text) is None
    assert agency(text.replace("人民政府办公室", "水务局")) == "青岭市水务局"


@pytest.mark.parametrize(
    "title", ["2021年", "2021年度", "2021", "(2021年)", "政府信息公开报告\n(2021年度)"]
)
def test_year_alone_on_a_line_at_the_head(title: str) -> None:
    text = f"{title}\n一、总体情况\n与2020年相比,基础较好,全年公开信息30条。较2020年增加5条。"
    assert who(text).year.value == 2021


def test_year_alone_on_a_line_below_is_no_title() -> None:
    text = "一、总体情况\n2021年,我局公开信息30条。2021年工作有序。\n2019\n2020\n附表"
    assert who(text).year.value == 2021


def test_year_that_left_something_over_is_not_the_reports() -> None:
    assert who("我局收到申请3件。2023年结转申请20件,2023年底未办结2件。").year.value is None
    text = "2024年政府信息公开工作年度报告\n2023年结转申请20件。2023年结转的已办结。2023年遗留申请2件。"
    assert who(text).year.value == 2024


@pytest.mark.parametrize(
    "line",
    [
        "安川市水利局根据《条例》编制本报告。",
        "如有疑问,请与安川市水利局联系(地址:中心路5号,电话:0311-1234567)。",
    ],
)
def test_agency_where_the_title_is_a_bare_year(line: str) -> None:
    text = f"2021年\n{line}\n一、总体情况\n2021年,我局公开信息30条。"
    assert (agency(text), who(text).year.value) == ("安川市水利局", 2021)
    signed = "2021年\n一、总体情况\n2021年,我局公开信息30条。\n安川市水利局\n2022年1月20日"
    assert agency(signed) == "安川市水利局"
