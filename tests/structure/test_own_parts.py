"""A report without title and preamble is told by its sections with the numbers under them."""

import pytest

from extractor.structure import split
from extractor.structure.own_parts import DOUBTFUL, with_told_by_parts
from extractor.structure.own_titles import headed_titles
from extractor.structure.wordings import load_wordings
from extractor.types import Span, Stretch
from tests.structure.conftest import plain

MENU = "走进云岭\n办事大厅\n公示公告\n政策文件\n专栏专题\n附件下载\n联系电话:0871-3320146\n"
FOOT = "网站地图 | 联系我们 | 使用帮助\n传真:0871-3320147\n"
SECTIONS = (
    "{a}\n年初以来,我局把清单逐条过了一遍,召开专题会2次。\n"
    "{b}\n门户网站发布信息186条,政务微博发布信息42条。编发简报8期,印宣传册300份。\n"
    "{c}\n受理信息公开申请9件,均在期限内答复。\n"
    "{d}\n全年没有收取费用。\n"
    "{e}\n栏目更新偏慢,人手偏紧。\n"
    "云岭县林业和草原局\n2017年2月16日\n"
)
NAMES = ("概述", "主动公开政府信息情况", "依申请公开政府信息情况", "收费及减免情况", "存在的问题")
BODIES = {
    "numbered": SECTIONS.format(
        **dict(zip("abcde", map("{}、{}".format, "一二三四五", NAMES), strict=True))
    ),
    "bare": SECTIONS.format(**dict(zip("abcde", NAMES, strict=True))),
}
RULES = (
    "一、概述\n各单位应当说明全年的工作。\n二、主动公开政府信息情况\n应当分类列出数量。\n"
    "三、依申请公开政府信息情况\n应当写明答复的结果。\n四、收费及减免情况\n应当如实填写。\n"
)


def told(text: str, reason: str = "not-a-report") -> Stretch:
    """The stretch of a text that was rejected, after its sections were looked at."""
    found = [Stretch(Span(0, len(text)), reason, 0.9)]
    return with_told_by_parts(text, found, headed_titles(text), load_wordings())[0]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("foot", ["", FOOT])
def test_a_report_below_a_menu_is_found(body: str, foot: str) -> None:
    (report,) = [s for s in split(plain(MENU + body + foot)) if s.reason is None]
    assert "受理信息公开申请9件" in report.span.of(MENU + body + foot)


@pytest.mark.parametrize("above", ["", MENU, "扫码分享\n当前位置:首页\n"])
def test_what_was_rejected_is_a_doubtful_report(above: str) -> None:
    found = told(above + BODIES["bare"])
    assert (found.reason, found.confidence) == (None, DOUBTFUL)


def test_two_kinds_of_sections_are_enough_with_many_numbers_of_ones_own() -> None:
    body = BODIES["bare"]
    for name in ("概述\n", "收费及减免情况\n", "存在的问题\n"):
        body = body.replace(name, "")
    assert told(body).reason is not None
    more = "\n接听热线310次,接待来访77人,编发简报18期,培训3次,解读文件8件,开会2次。\n"
    assert told(body + more).reason is None
    assert told((body + more).replace("我局", "各地")).reason is not None


@pytest.mark.parametrize(
    "text",
    [
        RULES,  # sections without numbers
        MENU + FOOT,
        "我局全年公开信息90条,受理申请5件,培训3次,接待来访40人,解读文件8件。\n" * 3,  # no sections
        "关于报送年度报告的通知\n各乡镇:\n请于1月20日前报送。\n" + BODIES["numbered"],
        "云岭县2017年上半年公开数据\n" + BODIES["numbered"],
        "云岭县林业和草原局2016年政务公开工作总结\n" + BODIES["numbered"],
        "本报讯(记者林青)近日,县林业和草原局晒出成绩单。\n" + BODIES["numbered"],
        BODIES["numbered"] + "记者:这些数字怎么看?\n局长:还不够。\n",
    ],
)
def test_other_papers_stay_rejected(text: str) -> None:
    assert told(text, "notice").reason == "notice"


def test_a_report_stays_as_sure_as_it_was() -> None:
    text = BODIES["numbered"]
    one = Stretch(Span(0, len(text)), None, 0.97)
    assert with_told_by_parts(text, [one], (), load_wordings()) == [one]
