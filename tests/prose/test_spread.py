"""One number told of several things, and several numbers told of as many."""

import time

import pytest

from tests.prose.test_read import read, told
from tests.prose.test_together import (
    GRANTED,
    IN,
    LICENSE,
    NEW,
    OUT,
    PARTLY,
    PENALTY,
    REVIEW,
    stated,
)

DIRECT, AFTER = (f"remedies.litigation_{name}.total" for name in ("direct", "after_review"))
YEAR = "2022年,我局有序推进工作。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("因信息公开引发的复议、诉讼案件各2起。", {REVIEW: {2}}),
        ("行政复议和行政诉讼各发生1件。", {REVIEW: {1}}),
        ("行政复议、行政诉讼案件数均为0件。", {REVIEW: {0}, DIRECT: {0}, AFTER: {0}}),
        ("复议、诉讼、申诉都是0起。", {REVIEW: {0}, DIRECT: {0}, AFTER: {0}}),
        ("行政复议与行政诉讼分别为3件、2件。", {REVIEW: {3}}),
        ("行政诉讼、行政复议分别有2件和3件。", {REVIEW: {3}}),
        ("行政复议、行政诉讼分别为4、0件。", {REVIEW: {4}, DIRECT: {0}, AFTER: {0}}),
    ],
)
def test_cases_of_both_kinds(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text, "remedies") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新收申请与上年结转申请分别为14件、3件。", {NEW: {14}, IN: {3}}),
        ("予以公开、部分公开、结转下年度办理分别为8件、4件和1件。", {GRANTED: {8}, PARTLY: {4}, OUT: {1}}),
        ("予以公开和部分公开各4件。", {GRANTED: {4}, PARTLY: {4}}),
        ("新收申请、上年结转申请均为0件。", {NEW: {0}, IN: {0}}),
        # Parts, and things that nobody asks for: none of them is all.
        ("收到网上申请、邮寄申请分别为3件、2件。", {}),
        ("收到网上申请、邮寄申请各2件。", {}),
        ("王某、赵某的申请各1件。", {}),
        # More things than numbers: whose they are is not said.
        ("新收申请、上年结转申请、结转下年申请分别为14件、3件。", {}),
    ],
)  # fmt: skip
def test_what_became_of_requests(text: str, expected: dict[str, set[float]]) -> None:
    assert stated(text) == expected


def test_a_member_that_is_not_understood_leaves_the_number_untold() -> None:
    assert NEW not in stated("土地类、规划类申请和行政复议各1件。")


def test_decisions_share_their_verb() -> None:
    said = stated("全年作出行政许可、行政处罚决定分别为12件、3件。", "disclosure")
    assert said == {LICENSE: {12}, PENALTY: {3}}
    assert stated("公示行政许可、行政处罚各5件。", "disclosure") == {}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("政务微博、微信公众号分别发布信息30条、20条。",
         {("disclosed.weibo", 30), ("disclosed.wechat", 20)}),
        ("门户网站和微信公众号各发布信息25条。", {("disclosed.website", 25), ("disclosed.wechat", 25)}),
        ("召开新闻发布会、在线访谈分别为4次、1次。", {("press_conferences", 4), ("interviews", 1)}),
        ("办理人大建议、政协提案分别为2件、3件。", {("proposals.npc", 2), ("proposals.cppcc", 3)}),
        ("通知公告、工作动态分别为30条、20条。", set()),
        ("门户网站发布各类信息25条。", {("disclosed.website", 25)}),
    ],
)  # fmt: skip
def test_other_figures(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(YEAR + text) == facts


def test_long_lists_take_no_long_time() -> None:
    begin = time.perf_counter()
    read("行政复议、行政诉讼、" * 3000 + "各1件。" + "分别为3件、" * 3000, "remedies")
    assert time.perf_counter() - begin < 5
