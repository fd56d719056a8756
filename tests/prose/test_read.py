"""Facts and statements from sentences of our own, one for each trap."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span


def cleaned(text: str) -> Cleaned:
    return Cleaned(text, range(len(text)), len(text))


def read(text: str, key: str = "overview.proactive", tables: tuple[Span, ...] = ()) -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    return read_prose(cleaned(text), whole, [section], tables)


def told(text: str, key: str = "overview.proactive") -> set[tuple[str, float]]:
    return {(f.key, f.value) for f in read(text, key).facts}


def stated(text: str, key: str = "overview.on_request") -> list[tuple[str, float]]:
    return sorted((s.field, s.value) for s in read(text, key).statements)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("2022年,我局主动公开政府信息412条,其中网站公开300条,微信公众号发布112条。",
         {("disclosed.total", 412), ("disclosed.website", 300), ("disclosed.wechat", 112)}),
        ("全年主动公开政府信息90条,其中工作动态50条,通知公告40条。", {("disclosed.total", 90)}),
        ("2022年门户网站发布信息四十余条。", {("disclosed.website", 40)}),
        ("历年累计主动公开政府信息5021条。2022年主动公开政府信息77条。", {("disclosed.total", 77)}),
        ("2021年公开政府信息66条,2022年主动公开政府信息77条。2022年工作有序。", {("disclosed.total", 77)}),
        ("通过微博、微信公众号推送信息139条。", set()),
        ("向上级报送政务信息128篇,被采用30篇。", set()),
        ("删除重复信息12条,发送手机短信8万条次。", set()),
        ("公开权责清单133项,制定制度45项。", set()),
        ("公众号文章阅读量9000次。", set()),
        ("全年发布政策解读材料31篇,其中图文解读20篇。", {("interpretations", 31)}),
        ("召开新闻发布会3次,参加在线访谈2期。", {("press_conferences", 3), ("interviews", 2)}),
        ("微信公众号粉丝达2.5万人,发布图文210篇。", {("followers", 25000), ("disclosed.wechat", 210)}),
        ("网站总访问量16万余次。", {("visits.website", 160000)}),
        ("公开率100%,满意率98.5%。", set()),
        ("全年主动公开信息32条,包括机构职能1条、2020年信息公开年报1条、公共卫生5条。", {("disclosed.total", 32)}),
        ("梳理信息306条,其中主动公开信息数为290条,不予公开信息数为0条。", {("disclosed.total", 290)}),
        ("2016年度共主动公开政府信息(综合类)187条。", {("disclosed.total", 187)}),
        ("报告由概述、主动公开政府信息情况、附表等共7部分组成。", set()),
        ("发布时间:2021-03-21 10:26 公开方式:政府网站", set()),
        ("为公开工作配备1名专职人员,设立了2个信息申请受理点。", set()),
        ("将信息公开推入一个新的阶段,发布了一批信息。", set()),
        ("门户网站月均访问量2200次,日均浏览量90次。", set()),
        ("组织新闻发布会(含吹风会)25次。", {("press_conferences", 25)}),
        ("举办新闻发布会14场,其中防汛新闻发布会6场。", {("press_conferences", 14)}),
        ("接受媒体采访7次。", {("interviews", 7)}),
        ("通过微信公众号发布政策解读、宣传稿件230篇。", {("disclosed.wechat", 230)}),
        ("发布政策解读、宣传稿件230篇。", set()),
        ("调整清单,发布相关信息7条;公开预算,共发布相关信息29条。", set()),
        ("官方微博转载发布202条。", {("disclosed.weibo", 202)}),
        ("发布预警信息143条;管理公开类信息38条。", set()),
        ("宣传“创业富民30条”“稳岗12条”等政策,做到解读进社区。", set()),
        ("网站公开信息47条,其中法规文件及解读3条。", {("disclosed.website", 47)}),
        ("宁安市应急管理局总共公开政府信息352条。", {("disclosed.total", 352)}),
        ("管委会办公室主动公开政务信息180余条。", {("disclosed.total", 180)}),
        ("政府网站发布信息143条,其中政务公开栏目公开信息141条。", {("disclosed.website", 143)}),
        ("运用好本局订阅号,全年发布信息233条。", {("disclosed.wechat", 233)}),
        ("档案馆全年接收公开信息件1600多份。", set()),
        ("编发政府公报24期。", set()),
        ("通过门户网站公开信息20条、重点信息35条。", {("disclosed.website", 20), ("disclosed.website", 35)}),
        ("编印办税指南27项,发布公告。", set()),
        ("通过“临川公共资源交易网”公开发布交易信息884条。", {("disclosed.website", 884)}),
        ("门户网站公开信息405条,其中发布通知公告92条,发布土地信息13条。", {("disclosed.website", 405)}),
        ("门户网站发布信息79条,其中文件信息42条、评审信息7条。", {("disclosed.website", 79)}),
        ("通过公示系统公示行政处罚信息1330条。", set()),
        ("市长信箱及市长公开电话等办理35件。", set()),
        ("受理投诉咨询3107件,在线咨询820件。", set()),
    ],
)  # fmt: skip
def test_disclosure(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("共收到政府信息公开申请7件,均已答复。", {("requests.received", 7)}),
        ("收到和处理政府信息公开申请9件。", {("requests.received", 9), ("requests.answered", 9)}),
        ("收到申请12件,其中网络申请10件,信函申请2件。", {("requests.received", 12)}),
        ("全年未收到政府信息公开申请。", {("requests.received", 0)}),
        ("没有收到任何单位和个人提出的政府信息公开申请。", {("requests.received", 0)}),
        ("本年度未收到信息公开投诉、举报。", set()),
        ("依申请公开信息数54条。", set()),
        ("收到市长信箱来信18件,全部回复。", set()),
        ("未发生因依申请公开引发的行政复议、行政诉讼。", {("review.cases", 0), ("litigation.cases", 0)}),
        ("无行政复议、行政诉讼及依申请公开情况。",
         {("review.cases", 0), ("litigation.cases", 0), ("requests.received", 0)}),
    ],
)  # fmt: skip
def test_requests_and_denials(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text, "overview.on_request") == facts


def test_proposals_apart_and_combined() -> None:
    both = {("proposals.npc", 10), ("proposals.cppcc", 28)}
    assert told("办理10件人大建议和28件政协提案,办结率100%。", "other_matters.proposals") == both
    assert told("共办理建议提案13件。", "other_matters.proposals") == set()
    parts = "承办人大代表建议6件,其中主办3件,协办3件。"
    assert told(parts, "other_matters.proposals") == {("proposals.npc", 6)}


def test_fee_in_words_and_ten_thousand_yuan() -> None:
    assert told("本年度未收取信息处理费。", "other_matters.fees") == {("information_fee", 0)}
    assert told("收取信息处理费0.37万元。", "other_matters.fees") == {("information_fee", 3700)}


def test_a_justice_bureau_s_own_cases_are_no_remedies() -> None:
    assert told("全年审理行政复议案件56件,办理法律援助80件。", "overview") == set()


def test_statements_fill_what_the_list_says() -> None:
    assert stated("收到政府信息公开申请4件,均为自然人申请。") == [
        ("applications.new.natural_person", 4), ("applications.new.total", 4)
    ]  # fmt: skip
    assert stated("全年未发生因政府信息公开引起的行政诉讼。", "remedies") == [
        ("remedies.litigation_after_review.total", 0), ("remedies.litigation_direct.total", 0)
    ]  # fmt: skip
    assert stated("因政府信息公开被提起行政诉讼2件。", "remedies") == []
    assert stated("上年结转申请1件,予以公开3件,部分公开2件,结转下年度4件。") == [
        ("applications.carried_in.total", 1), ("applications.carried_out.total", 4),
        ("applications.granted.total", 3), ("applications.partly_granted.total", 2),
    ]  # fmt: skip


def test_contradicting_statements_are_both_given() -> None:
    text = "接到政务公开工作申请2次,及时回复。\n无行政复议、行政诉讼及依申请公开情况。"
    values = {s.value for s in read(text).statements if s.field == "applications.new.total"}
    assert values == {0, 2}


def test_received_in_all_is_unsure_and_about_is_approximate() -> None:
    (one,) = read("共收到政府信息公开申请8件。", "overview.on_request").statements
    assert one.unsure
    assert not one.approximate
    (other,) = read("收到政府信息公开申请80余件。", "overview.on_request").statements
    assert other.approximate
    assert not other.unsure


def test_spans_show_the_number_or_the_words_of_a_zero() -> None:
    text = "网站总访问量33万余次。\n2022年未收到政府信息公开申请。"
    shown = {(f.key, f.span.of(text)) for f in read(text).facts}
    assert shown == {("visits.website", "33万余"), ("requests.received", "未收到")}


def test_tables_are_left_out() -> None:
    text = "主动公开政府信息5条。\n主动公开政府信息7条。\n"
    table = Span(text.index("\n") + 1, len(text))
    assert {f.value for f in read(text, tables=(table,)).facts} == {5}


def test_a_row_of_cells_denies_nothing() -> None:
    assert told("结果维持 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉", "remedies") == set()


def test_damaged_marks_do_not_part_a_number_from_its_words() -> None:
    assert ("disclosed.total", 88) in told("工作深入開展?,F主动公开政府信息88条?。ǘ┮郎")


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        alphabet="未收到申请公开政府信息网站微信0123万余条件,。;:()|\n?人大建议诉讼年2022无",
        max_size=120,
    )
)
def test_spans_are_in_bounds_for_any_text(text: str) -> None:
    for one in (*(p := read(text)).facts, *p.statements):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert 0 <= one.confidence <= 1


@pytest.mark.parametrize(
    "text", ["未" * 40_000, "1条" * 20_000, " " * 50_000, "申请" * 20_000 + "1件"]
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    read("收到申请1件。")  # the pipeline loads once
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 10


def test_requests_handled_under_the_name_of_documents() -> None:
    text = "2021年依申请公开信息办理0件。"
    assert told(text, "overview.on_request") == {("requests.received", 0)}
    text = "2021年,我局办理依申请公开信息3件。"
    assert told(text, "overview.on_request") == {("requests.received", 3)}


def test_none_carried_over_denies_no_request_of_this_year() -> None:
    text = "收到政府信息公开申请3件,无上年结转政府信息公开申请。"
    assert told(text, "overview.on_request") == {("requests.received", 3)}
    assert stated(text) == [("applications.carried_in.total", 0), ("applications.new.total", 3)]


def test_members_of_a_list_of_decisions_share_their_verb() -> None:
    text = "全年作出行政许可决定278件、行政处罚17件、行政强制4件。"
    assert stated(text, "overview.proactive") == [
        ("disclosure.coercion.decisions", 4),
        ("disclosure.licensing.decisions", 278),
        ("disclosure.penalties.decisions", 17),
    ]


def test_documents_that_are_received_are_requests() -> None:
    text = "全年共收到依申请公开信息12条,其中邮递依申请公开1条,平台依申请公开11条。"
    assert told(text, "overview.on_request") == {("requests.received", 12)}


def test_concerns_that_are_answered_are_no_requests() -> None:
    assert told("通过公开信箱等渠道,回复社会关切214条。", "overview.on_request") == set()


def test_fees_of_administration_are_not_those_of_information() -> None:
    for text in ("行政事业性收费项目3项,收费金额12.5万元。", "行政事□□□□□□□性收费总额12.5万元。"):
        assert not {key for key, _ in told(text, "disclosure")} & {"information_fee"}
    assert told("行政事业性收费3项。政府信息公开收费20元。", "disclosure") == {
        ("information_fee", 20)
    }
