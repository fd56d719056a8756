"""Numbers in a row: kinds, channels, parts and their whole; all of our own."""

import pytest

from tests.prose.reading import told

TOTAL, WEB, CHAT, BLOG = (
    "disclosed.total", "disclosed.website", "disclosed.wechat", "disclosed.weibo",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # The first of several kinds is no more than its kind.
        ("全年网站共发布工作动态140条、通知公告31条、政策法规6条。", set()),
        ("通过门户网站公开预决算信息4条、行政执法信息7条、街道动态2条。", set()),
        ("我局在官方网站发布政务类信息22条,概况类信息9条。", set()),
        ("主动公开信息90条,其中网站发布新闻类50条,通知类40条。", {(TOTAL, 90)}),
        # All of the website beside a kind.
        ("网站公开政府信息80条,规范性文件3件。", {(WEB, 80)}),
        ("网站发布信息80条,公众号发布信息12条。", {(WEB, 80), (CHAT, 12)}),
        # Channels in a row.
        ("某公众号发布信息500条、微博320条、门户网站210条。",
         {(CHAT, 500), (BLOG, 320), (WEB, 210)}),
        # How many channels there are.
        ("我镇有政府信息公开平台3个。", set()),
        ("全县共建成信息公开网站12个。", set()),
        # An account with followers, and what it published.
        ("“某某教育”订阅号关注用户达3.1万人,全年发布信息150条。",
         {("followers", 31000), (CHAT, 150)}),
        ("某某教育粉丝量为4200,今年共发布文章96篇。", {("followers", 4200)}),
        ("全年印发政府公报6期,公开政府信息83条。", {("disclosed.other_media", 83)}),
        # What the information is about is not counted itself.
        ("公开人大建议办理类信息14条。", set()),
        # Parts and wholes.
        ("主动公开发布基础信息60条,工程信息5条,水利领域信息11条,合计76条。", {(TOTAL, 76)}),
        ("网站公开信息60条,公众号公开信息15条,共75条。", {(WEB, 60), (CHAT, 15), (TOTAL, 75)}),
        ("其中目录中公开年报1条、机构4条,共发布5条;专栏包括价格3条、规划2条,共发布5条。", set()),
    ],
)  # fmt: skip
def test_disclosed_in_a_row(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("接待来访群众9批47人次。", {("consultations", 47)}),
        ("接待群众12批次,35人次。", {("consultations", 35)}),
        ("接待群众咨询35人次。", {("consultations", 35)}),
    ],
)
def test_people_and_not_their_groups(text: str, facts: set[tuple[str, float]]) -> None:
    assert told(text, "overview.supervision") == facts


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("受理公开申请30件,其中网上接收26件,邮件接收4件;区级收到依申请27件,各部门收到3件。", {30}),
        ("受理公开申请30件,全部答复。", {30}),
    ],
)
def test_requests_parted_again_are_the_same(text: str, received: set[float]) -> None:
    assert {v for k, v in told(text, "overview.on_request") if k == "requests.received"} == received
