"""How much was published, where many channels or kinds stand before the number: all of our own."""

import time

import pytest

from extractor.cleaning import clean
from extractor.prose import read_prose
from extractor.types import Section, Span
from tests.prose.reading import read, told

TOTAL, WEB, CHAT = "disclosed.total", "disclosed.website", "disclosed.wechat"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("全年通过区政府网站、“某某发布”微信公众号等平台公开信息340条。", 340),
        ("利用县政府门户网站、镇微博、村级公开栏等渠道,主动公开政府信息90余条。", 90),
        ("我局依托市信息公开网和政务新媒体,依法及时向社会公开各类信息共计1.2万条。", 12000),
        ("借助门户网站、微信等形式,发布规划、预算、采购等各类信息近700条。", 700),
        ("通過政府網站、微信公眾號等渠道主動公開信息85條。", 85),
    ],
)
def test_a_number_behind_a_list_of_channels_is_of_all(text: str, value: float) -> None:
    cleaned = clean(text)
    whole = Span(0, len(cleaned.text))
    section = Section("overview.proactive", 2, Span(0, 0), whole, 1.0)
    found = read_prose(cleaned, whole, [section], ())
    assert [(f.key, f.value) for f in found.facts] == [(TOTAL, value)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # One channel, whatever is published there.
        ("通过区政府网站,主动公开政府信息34条。", {(WEB, 34)}),
        ("通过县人民政府门户网站公开机构职能、预算、采购等政府信息52条。", {(WEB, 52)}),
        ("在“某某林业”微信公众号上公开61条。", {(CHAT, 61)}),
        ("依托区政府网站,主动公开信息80条,其中公众号公开25条。", {(TOTAL, 80), (CHAT, 25)}),
        ("依托局网站和市信息公开网,主动公开信息80条。", {(WEB, 80)}),
        ("依托局网站和市信息公开网,主动公开信息80条,其中局网站公开30条。",
         {(TOTAL, 80), (WEB, 30)}),
        ("通过区政府网站信息公开专栏,主动公开信息80条。", {(WEB, 80)}),
        # Several, but not the website: no key is right.
        ("通过微信、微博等平台发布信息45条。", set()),
        # A channel that is not known, a kind that is named like one, another year.
        ("通过省级以上网络公开信息26条。", set()),
        ("主动公开水质监测、环境公报和应急演练等信息数0;主动公开招标信息2条。", set()),
        ("2022年工作有序。2021年通过网站、公众号等平台公开信息30条,2022年公开信息40条。",
         {(TOTAL, 40)}),
        # Parts, and what is said of something else.
        ("主动公开信息300条,其中通过网站、公众号等公开130条。", {(TOTAL, 300)}),
        ("一是通过网站、公众号等平台公开信息30条;二是通过公开栏公开信息8条。",
         {("disclosed.other_media", 8)}),
        ("通过网站、公众号等渠道宣传条例,组织培训4次。", {("training", 4)}),
        ("利用网站加强宣传,公众号发布信息70条。", {(CHAT, 70)}),
    ],
)  # fmt: skip
def test_where_it_was_published(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


def test_a_channel_and_others_is_not_sure() -> None:
    found = read("通过镇政府网站等渠道共发布各类信息56条。").facts
    assert all(f.confidence <= 0.5 for f in found)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("2021年我镇公开了救助、移民、工程和文件等77条内容。", {(TOTAL, 77)}),
        ("全年公开财政、人事、规划等各类信息64条。", {(TOTAL, 64)}),
        ("2021本镇公开了救助、移民、工程等81条内容。", {(TOTAL, 81)}),
        ("全年发布预决算、文件、人事等法定主动公开内容更新39条。", {(TOTAL, 39)}),
        ("街道主动公开涉及养老、教育、就业等方面信息215条。", {(TOTAL, 215)}),
        ("全年更新动态、养老服务和社会救助信息48条。", {(TOTAL, 48)}),
        ("全年公开各类委员提案、产业政策等150条信息。", {(TOTAL, 150)}),
        ("按照公开目录规范公开文化、广播电视、体育等各类信息共计93条。", {(TOTAL, 93)}),
        ("本年度我局严格按照信息公开目录规范公开信息205条。", {(TOTAL, 205)}),
        # One kind, a part of several, an answer to somebody.
        ("全年公开财政信息64条。", set()),
        ("主动公开扶贫专项资金41条。", set()),
        ("一是公开预算、决算等财政信息12条;二是公开人事、招聘等信息9条。", set()),
        ("全年公开回应群众求助、意见等诉求88件。", set()),
        ("公众号推送涉及教育、医疗等的政务动态37条。", {(CHAT, 37)}),
    ],
)
def test_many_kinds_are_all_of_them(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("全年制作政府信息260条,其中主动公开信息190条。", {(TOTAL, 190)}),
        ("2016年本机关产生政府信息410条,其中主动公开文件220条。", {(TOTAL, 220)}),
        ("全年公开信息260条,其中网站公开190条。", {(TOTAL, 260), (WEB, 190)}),
    ],
)
def test_what_was_made_is_not_yet_published(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


def test_long_lists_take_no_long_time() -> None:
    text = "通过网站、公众号、" * 60 + "公开、发布、" * 60 + "公开信息9条。"
    begin = time.perf_counter()
    read(text)
    assert time.perf_counter() - begin < 1
