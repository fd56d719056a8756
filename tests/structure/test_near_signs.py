"""Pages that ask for reports, tell of them or explain them are none, however much they repeat."""

import pytest

from extractor.structure import split
from extractor.structure.facts import facts_of
from extractor.structure.near_signs import is_plain_near_miss, signs_of
from extractor.structure.own_titles import headed_titles
from extractor.structure.wordings import load_wordings
from extractor.types import Span
from tests.structure.conftest import MODERN, plain

ASKED = [
    """关于编制2018年政府信息公开工作年度报告的通知
各镇人民政府,县直各单位:
为做好年度报告编制工作,现将有关事项通知如下:
一、报告内容
(一)主动公开情况;(二)依申请公开情况;(三)行政复议和行政诉讼情况;(四)存在的主要问题和改进措施。
二、统计期限
2018年1月1日至2018年12月31日,没有收到申请的填0。
三、报送时间
请于2019年1月15日前报送县政府办公室。
苍原县人民政府办公室
2018年12月20日
""",
    """各科室、下属各单位:
根据条例规定,2020年度政府信息公开工作年度报告的编制工作即将开始,有关要求通知如下。
一、总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分要齐全。
二、1月20日前将报告报送办公室,逾期通报。
附件:年度报告格式
苍原县政务公开办公室
2020年12月25日
""",
]
EXPLAINED = [
    """苍原县2019年政府信息公开工作年度报告解读
一、为什么要编制
条例规定每年公布年度报告。
二、主要内容
2019年全县主动公开政府信息3200条,收到申请21件,行政复议1件。
""",
    """一图读懂苍原县2020年政府信息公开工作年度报告
主动公开信息 3200条
收到申请 21件
行政复议 1件
""",
    """图解:苍原县2020年政府信息公开年度报告
(一)主动公开情况。公开信息3200条。
(二)依申请公开情况。收到申请21件。
(三)行政复议和诉讼情况。复议1件。
""",
]
TOLD = """我县去年政府信息公开年报出炉
近日,县政府办公布了2018年政府信息公开工作年度报告。全县主动公开政府信息2568条,受理依申请公开18件,行政复议1件。(记者 周某)
"""


@pytest.mark.parametrize("text", [*ASKED, *EXPLAINED, TOLD])
def test_a_page_that_speaks_of_reports_is_none(text: str) -> None:
    found = split(plain(text))
    assert found
    assert all(s.reason is not None for s in found)


LISTED = """苍原县人民政府办公室关于做好2011年度政府信息公开工作年度报告有关事项的通知

(一)公开信息的数量、类别和形式(2011年度和历年累计);
(二)答复申请的情况:同意公开、部分公开、不予公开的件数和原因,非本机关信息的件数。
三、政府信息公开的收费及减免情况
四、因政府信息公开申请行政复议、提起行政诉讼的情况
包括次数、原因和结果。
五、政府信息公开工作存在的主要问题及改进情况
六、需要说明的事项与附表
"""
SAMPLE = """政府信息公开工作总结报告(精选9篇)
篇1
一、基本情况
我局高度重视,现将政府信息公开工作情况报告如下。全年公开信息120条。
二、主动公开情况
通过网站公开信息98条。
三、依申请公开情况
没有收到申请。
"""
JUDGED = """周某诉某县国土资源局政府信息公开一案行政判决书
原告周某向被告申请公开征地批复,被告收到申请1件,未予答复。
本院认为,被告应当依法答复。依照行政诉讼法,判决如下:
一、责令被告答复原告的政府信息公开申请;二、驳回其他诉讼请求。
"""


LIBRARY = """2018年度政府信息公开情况统计表
- 格式:docx
- 大小:42.50 KB
- 文档页数:5
统计指标和填写方法一览,主动公开、依申请公开、行政复议各一页,适合各类机关使用。
"""
PLAN = (
    "苍原县2019年政务公开工作实施方案为落实上级要求,结合本县实际,制定本方案。一、工作目标 提升公开质量。"
    "二、主要任务 (一)主动公开情况月报。(二)做好解读。每月公开信息30条以上。三、组织保障 各单位落实。\n"
)


GUIDE = """苍原县水务局政府信息公开指南
为便于查询,我局编制本指南,每年更新。
一、主动公开
见门户网站。
二、依申请公开
申请人填写申请表,可当面提交,也可邮寄。
"""


@pytest.mark.parametrize("text", [LISTED, SAMPLE, JUDGED, LIBRARY, PLAN, GUIDE])
def test_what_only_speaks_of_reports_is_none(text: str) -> None:
    assert all(s.reason is not None for s in split(plain(text)))
    report = "苍原县水务局2022年政府信息公开工作年度报告\n" + MODERN
    assert any(s.reason is None for s in split(plain(text + report)))


def test_a_guide_is_plainly_none_and_a_report_below_it_is_not() -> None:
    wordings, below = (
        load_wordings(),
        GUIDE + "苍原县水务局2022年政府信息公开工作年度报告\n" + MODERN,
    )
    plainly = [
        is_plain_near_miss(signs_of(text, span), facts_of(text, span, wordings))
        for text, span in ((text, Span(0, len(text))) for text in (GUIDE, below))
    ]
    assert plainly == [True, False]


TITLE = "苍原县水务局2022年政府信息公开工作年度报告\n"


@pytest.mark.parametrize(
    "text",
    [
        ASKED[1] + TITLE + MODERN,
        "苍原县2022年政府信息公开年度报告解读\n" + TITLE + MODERN,
        TITLE + "近日,我局培训通讯员两次。(记者 周某)\n" + MODERN,
        TITLE.strip() + "解读\n" + MODERN,
        "苍原县水务局2018年政府信息公开年报\n各位领导,有关情况通知如下:\n我局公开信息31条,未收到申请。\n",
    ],
)
def test_a_report_is_found_beside_what_speaks_of_it(text: str) -> None:
    assert [s.reason for s in split(plain(text)) if s.reason is None] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "2017年度苍原县林业局信息公开年报\n今年,我局办理许可263件,查处案件14起,罚没款6.8万元。\n"
        "公开方面,主动公开信息61条。没有收到申请,没有复议和诉讼。\n苍原县林业局\n2018年1月9日\n",
        "苍原县盐务局政府信息公开2015年度报告\n2015年共公开信息9条,无人申请。未收费用。\n",
        "苍原县水务局2020年政府信息公开工作年度报告\n县政府办公室:\n按照1月20日前报送的要求,现报告如下:\n"
        "2020年,主动公开政府信息12条,未收到申请。\n",
        "苍原县青石乡2014年政府信息公开工作报告\n全年公开村务、财务信息40条,未收到申请。\n",
    ],
)
def test_one_paragraph_under_its_full_title_is_a_report(text: str) -> None:
    assert [s.reason for s in split(plain(text))] == [None]


DOUBTFUL = 0.5
LETTER = (
    "关于报送政府信息公开年度报告的函\n县政府办公室:\n现将我乡{}随文呈报,请{}。\n2012年1月5日\n"
)
SHORT = "一、工作概述\n青石乡坚持问题导向。\n二、公开情况\n全年公开村务信息40条。未收到申请。\n"


@pytest.mark.parametrize(
    "letter", [("2011年度信息公开年度报告", "审阅"), ("2011年政府信息公开年报", "查收")]
)
def test_a_letter_that_hands_in_a_report_stands_for_its_title(letter: tuple[str, str]) -> None:
    found = split(plain(LETTER.format(*letter) + SHORT))
    assert [s.reason for s in found if s.reason is None] == [None]
    other = split(plain(LETTER.format("2011年工作计划", "审阅") + SHORT.replace("公开", "宣传")))
    assert all(s.reason is not None or s.confidence < DOUBTFUL for s in other)


@pytest.mark.parametrize(
    "text",
    [
        "苍原县水务局2020年政务公开工作总结\n2020年,公开信息31条。现将工作总结如下:\n一、总体情况\n"
        "召开会议3次。\n二、下一步工作打算\n继续推进法治政府建设。\n",
        "苍原学院2020学年信息公开年度报告\n本学年学校公开校务信息31条,招生信息4条,师生满意。\n",
    ],
)
def test_a_full_title_of_another_paper_makes_no_report(text: str) -> None:
    assert all(s.reason is not None for s in split(plain(text)))


@pytest.mark.parametrize(
    ("body", "worth"), [("苍原县水务局", 1.0), ("苍原供水集团有限公司", 0.0), ("苍原学院", 0.0)]
)
def test_a_full_title_counts_for_bodies_whose_papers_are_such_reports(
    body: str, worth: float
) -> None:
    text = f"{body}2018年信息公开年度报告\n全年公开信息21条。未收到信息公开申请。今后要及时更新,接受监督。\n"
    assert signs_of(text, Span(0, len(text)), headed_titles(text)).reports == worth
