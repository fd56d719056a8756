"""Blank forms and samples are cut off and rejected as forms; reports under such titles stay."""

import pytest

from extractor.structure import split
from extractor.structure.blank_forms import blank_forms
from tests.structure.conftest import MODERN, OLD, plain

TITLE = "苍原县水务局2022年政府信息公开工作年度报告\n"
EMPTY = """二、主动公开政府信息情况
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 |  |  |  |
行政规范性文件 |  |  |  |
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 |  |  |  |  |  |  |  |
二、上年结转政府信息公开申请数量 |  |  |  |  |  |  |  |
(七)总计 |  |  |  |  |  |  |  |
"""
CROSSED = EMPTY.replace("|  ", "| XX ")
HEADINGS = """一、总体情况
(请简要介绍工作开展情况)
二、主动公开政府信息情况
(见表格)
五、存在的主要问题及改进情况
六、其他需要报告的事项
"""
CAPTIONS = [
    "政府信息公开工作年度报告格式\n",
    "附件1\n中华人民共和国政府信息公开工作年度报告格式(样表)\n",
    "附件:政府信息公开工作年度报告(参考模板)\n",
    "附表2\n\n××××年政府信息公开工作年度报告范本\n",
]
MASKED = [
    "××局2022年政府信息公开工作年度报告\n××局现公布××年度报告。\n",
    "xx镇2021年政府信息公开年度报告(范文)\nxx镇公开信息x条。\n",
    "XX县人民政府20XX年政府信息公开工作年度报告\n",
    "某单位2023年政府信息公开工作年度报告\n",
    "__局(单位)2022年政府信息公开工作年度报告\n",
]


@pytest.mark.parametrize("body", [EMPTY, CROSSED, HEADINGS])
@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_blank_form_beside_a_report(caption: str, body: str) -> None:
    report = TITLE + MODERN
    after = split(plain(report + caption + body))
    assert [s.reason for s in after] == [None, "form"]
    assert after[1].span.start == len(report)
    before = split(plain(caption + body + report))
    assert [s.reason for s in before] == ["form", None]
    assert before[1].span.start == len(caption + body)


@pytest.mark.parametrize("body", [CROSSED, HEADINGS])
@pytest.mark.parametrize("title", MASKED)
def test_a_sample_of_a_masked_body(title: str, body: str) -> None:
    assert [s.reason for s in split(plain(title + body))] == ["form"]
    found = split(plain(title + body + TITLE + OLD))
    assert [s.reason for s in found] == ["form", None]


@pytest.mark.parametrize(
    "text",
    [
        # a title that still says what it was made from
        "苍原县水务局2022年政府信息公开工作年度报告(模板)\n" + MODERN,
        "政府信息公开工作年度报告格式\n" + MODERN,
        # a name that was masked afterwards
        "***局2022年政府信息公开工作年度报告\n" + MODERN,
        "××局2013年政府信息公开工作年度报告\n" + OLD,
        # a list that names a form
        "附件:政府信息公开工作年度报告格式\n特此通知。\n",
        # tables whose figures were lost
        TITLE + EMPTY,
        TITLE + "一、总体情况\n本局认真落实条例,规范格式。\n" + EMPTY,
    ],
)
def test_what_is_no_blank_form(text: str) -> None:
    assert blank_forms(text) == []
