"""Figures that only look like one of the report's, and wordings that hide one: all of our own."""

import pytest

from tests.prose.reading import read, told


def filled(text: str, key: str = "overview") -> set[tuple[str, float]]:
    return {(s.field, s.value) for s in read(text, key).statements}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("2022年主动公开信息25条。公开形式:1、公开栏、座谈会 2、通过电视、报刊发布信息 3、公开信。",
         {("disclosed.total", 25)}),
        ("(1)通过网站公开信息18条。(2)未收到申请。", {("disclosed.website", 18), ("requests.received", 0)}),
        ("主动公开信息20条,其中机构类4条,规划类4条,应主动公开的其它信息12条。", {("disclosed.total", 20)}),
        ("在公开的信息中,法规类4条,工作类10条,信息公开30条。", set()),
        ("其中网站公开信息8条,公众号公开信息9条。", {("disclosed.website", 8), ("disclosed.wechat", 9)}),
        ("全年发布重点建设项目信息共120条,发布政策解读信息36条。", {("interpretations", 36)}),
        ("全年主动公开水务政府信息63条。", {("disclosed.total", 63)}),
        ("“公告栏”信息4条,占4.2%;“咨询投诉”信息2条,占2.1%。", set()),
        ("接待媒体采访70余批次。", set()),
        ("完成电台4期《民生热线》节目。", set()),
        ("回应公众关注热点或重大舆情数2次。", set()),
        ("设立了1个专门的信息公开受理点。", set()),
        ("通过公众号发布(转发)信息764篇,制作或转载政策解读材料5份。",
         {("disclosed.wechat", 764), ("interpretations", 5)}),
        ("公众号开通至今,粉丝累计5693人,累计发布508条图文信息。", {("followers", 5693)}),
        ("通过网站和公众号共公开信息57条,其中网站公开33条,公众号公开24条。",
         {("disclosed.total", 57), ("disclosed.website", 33), ("disclosed.wechat", 24)}),
        ("政策解读12篇,其中负责人解读4篇、其他解读5篇、上级政策解读3篇。", {("interpretations", 12)}),
        ("集中培训政务公开工作人员3次。", {("training", 3)}),
        ("发布微信信息398条;水务微博信息162条。", {("disclosed.wechat", 398), ("disclosed.weibo", 162)}),
        ("2022年,共发布政务动态200多条,党务公开26条,通知公告48条。", set()),
    ],
)  # fmt: skip
def test_disclosed(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("收到申请23件,除2件顺延至下年度外,其余均按期答复。", {("requests.received", 23)}),
        ("我局无依申请公开信息。", {("requests.received", 0)}),
        ("未制作依申请公开目录。", set()),
        ("本年未有单位或个人申请公开政府信息。", {("requests.received", 0)}),
        ("收到申请9件,答复结果为予以公开4件。", {("requests.received", 9)}),
        ("这3件申请均未引起行政复议。", set()),
        ("未收到关于政府信息公开的行政诉讼请求。", {("litigation.cases", 0)}),
    ],
)
def test_requests(text: str, facts: set[tuple[str, float]]) -> None:
    found = told(text, "overview.on_request")
    assert {f for f in found if f[0] != "review.cases" or f[1]} == facts


def test_put_off_to_the_next_year_is_carried_out() -> None:
    text = "收到申请23件,除2件顺延至下年度办结外,其余均按期答复。"
    assert ("applications.carried_out.total", 2) in filled(text, "overview.on_request")


def test_outcomes_belong_to_the_requests_told_before_them() -> None:
    text = "全年收到政府信息公开申请60件。共办理61件。予以公开41件。其中部分公开9件。上年结转4件。"
    found = filled(text)
    assert ("applications.partly_granted.total", 9) in found
    assert ("applications.carried_in.total", 4) in found
    assert filled("全年召开会议60次。其中部分公开9件。上年结转4件。") == set()


def test_published_decisions_are_not_all_that_were_made() -> None:
    assert filled("依法公开行政许可决定22条,行政处罚决定6条。") == set()
    assert filled("作出行政许可决定22件,行政处罚决定6件。") == {
        ("disclosure.licensing.decisions", 22),
        ("disclosure.penalties.decisions", 6),
    }


@pytest.mark.parametrize(
    "text",
    [
        "全年工作有序,内容不断丰富,群众满意。2022年实施行政处\n罚46件。",
        "2022年实施行政处\n罚46件。",
    ],
)
def test_a_break_inside_a_word_parts_no_sentence(text: str) -> None:
    assert filled(text) == {("disclosure.penalties.decisions", 46)}


def test_a_heading_is_not_joined_to_what_follows() -> None:
    assert told("一、概述\n2022年主动公开信息9条。") == {("disclosed.total", 9)}


@pytest.mark.parametrize(
    ("text", "granted"),
    [
        ("收到申请9件,其中属于已主动公开范围的4件,同意公开的3件,不同意公开的2件。", {3}),
        ("答复申请6件:属于主动公开范围2件,同意公开答复3件,不予以公开1件。", {3}),
        ("收到申请9件,办结9件,其中已主动公开5件,予以公开4件。", {4}),
        ("受理申请2件,均属于已主动公开范围,已告知申请人获取途径。", set()),
        ("共收到申请5件。其中属已主动公开范围、告知查询途径的3件。", set()),
        ("收到申请7件,同意公开3件,告知作出更改补充1件,通过其他途径办理3件。", {3}),
    ],
)
def test_what_is_public_already_is_not_granted(text: str, granted: set[int]) -> None:
    found = filled(text, "applications")
    assert {v for f, v in found if f == "applications.granted.total"} == granted
    assert not [f for f in told(text, "applications") if f[0].startswith("disclosed")]


def test_what_was_published_already_counts_as_published() -> None:
    assert told("全年已主动公开政府信息88条。") == {("disclosed.total", 88)}
    text = "对属于主动公开范围的信息及时发布,全年共公开政府信息95条。"
    assert told(text) == {("disclosed.total", 95)}


def test_answers_that_grant_are_not_all_answers() -> None:
    assert told("同意公开答复数3件。", "applications") == set()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("全年没有一起要求信息公开的申请。", {("requests.received", 0)}),
        ("本年未收到1件信息公开申请。", {("requests.received", 0)}),
        ("没有一件申请超期。", set()),
        ("全年一件申请也没有收到。", set()),
        ("收到申请1件,都没有超期。", {("requests.received", 1)}),
        ("收到王某、赵某提出的信息公开申请各1件。", set()),
        ("共收到信息公开申请表6份。", {("requests.received", 6)}),
        ("详见附表6份。", set()),
        ("依申请公开信息8条,均为公民申请。", {("requests.received", 8)}),
        ("依申请公开信息8条,申请人均为自然人。", {("requests.received", 8)}),
        ("依申请公开信息目录8条。", set()),
    ],
)
def test_requests_in_other_words(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text, "applications") == facts
