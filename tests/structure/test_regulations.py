"""A report without a title behind a regulation on the same page."""

import pytest

from extractor.structure import split
from extractor.structure.regulations import ends_of_articles
from tests.structure.conftest import plain

ARTICLES = "".join(
    f"第{n}条 各部门按照分工做好{what}。\n"
    for n, what in zip("一二三四五", ("汇总", "审核", "登记", "归档", "培训"), strict=True)
)
REPORT = """2016年,我局全年主动公开信息31条,没有收到申请。现将有关情况汇报如下。
二、主动公开情况
通过网站公开信息31条。
三、依申请公开情况
没有收到申请。
四、存在的问题
人手不足。
"""


@pytest.mark.parametrize("head", ["一、概述", "1.综述", "总体情况", "(一)基本情况"])
def test_a_report_begins_behind_the_articles(head):
    text = f"青石县信息公开办法\n{ARTICLES}{head}\n{REPORT}"
    assert ends_of_articles(text) == [text.index(head)]
    (report,) = [s for s in split(plain(text)) if s.reason is None]
    assert report.span.start == text.index(head)


@pytest.mark.parametrize(
    "text",
    [
        ARTICLES,
        f"{ARTICLES}二、主动公开情况\n没有。\n",  # no first section
        f"{ARTICLES}第一行\n第二行\n第三行\n一、概述\n没有。\n",  # too far below
        "第一条 甲。\n第二条 乙。\n一、概述\n没有。\n",  # too few articles
        f"{ARTICLES}第六条 年报写明下列内容:\n(一)概述\n(二)收费\n",  # what an article enumerates
        f"{ARTICLES}(一)概述;\n(二)收费;\n",
        "一、概述\n按照第一条和第二条的规定,全年公开信息3条。\n",
    ],
)
def test_elsewhere_nothing_begins(text):
    assert ends_of_articles(text) == []


@pytest.mark.parametrize(
    "opening",
    [
        "青石县档案局2016年政府信息公开年度报告\n按照《政府信息公开条例》编制本报告。\n",
        "本报告由县档案局编制而成。统计期限为2016年1月1日至12月31日。\n",
    ],
)
def test_a_title_or_a_preamble_above_the_first_section_belongs_to_its_report(opening):
    text = f"青石县信息公开办法\n{ARTICLES}{opening}一、概述\n{REPORT}"
    assert ends_of_articles(text) == [text.index(opening)]
    (report,) = [s for s in split(plain(text)) if s.reason is None]
    assert report.span.start == text.index(opening)


@pytest.mark.parametrize("between", ["青石县档案局\n", "附则到此结束。\n"])
def test_other_lines_above_the_first_section_do_not(between):
    text = f"{ARTICLES}{between}一、概述\n{REPORT}"
    assert text.index(between) not in ends_of_articles(text)
