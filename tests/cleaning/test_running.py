"""Titles over the pages of a table go; titles that begin a report stay."""

import time

import pytest

from extractor.cleaning import clean
from extractor.cleaning.draft import Draft
from extractor.cleaning.running import running_heads
from extractor.types import CleaningKind

ROWS = {
    "pipe": (
        "(三)不予公开 | 1.属于国家秘密 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
        "2.其他法律行政法规禁止公开 | 1 | 0 |",
    ),
    "tab": (
        "3.补正后申请内容仍不明确\t1\t0\t0\t0\t0\t0\t1",
        "(五)不予处理\t1.信访举报投诉类申请\t0\t0",
    ),
    "lines": ("(七)总计\n4\n0\n0\n0\n0\n0\n4", "四、结转下年度继续办理\n0\n0"),
    "cell": ("2.重复申请\n4\n0\n0", "0\n0\n0\n4\n3.要求提供公开出版物"),
    "units": ("政务微博发布数(单位:条) | 41条 |", "热点回应数(单位:次) | 6次 |"),
    "layout": (
        "   理    4.保护第三方合      1    0    0\n         法权益",
        "         5.属于三类内      0    0    0    0",
    ),
}
HEADS = [
    "苍原县人民政府 2022年度政府信息公开工作年度报告",
    "苍原县人民政府门户网站  2022年政府信息公开工作年度报告",
    "政府信息公开工作年度报告",
    "2021年政府信息公开工作年度报告",
    "来源:文库 苍原县水务局2022年政府信息公开年度报告.docx",
    "赤岭区民政局2020年政务公开工作报告 3",
]
MARKS = ["第3页 共6页", "— 4 —", "2023-1-16 09:30\nhttps://www.cangyuan.example/a/b.html 3/7", ""]


@pytest.mark.parametrize("layout", list(ROWS))
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("mark", MARKS)
def test_a_title_between_rows_goes(layout: str, head: str, mark: str) -> None:
    one, two = ROWS[layout]
    for page in (f"{mark}\n{head}", f"{head}\n{mark}"):
        cleaned = clean(f"{one}\n{page}\n{two}")
        assert "信息公开" not in cleaned.text
        assert "政务公开" not in cleaned.text
        assert CleaningKind.FURNITURE in {m.kind for m in cleaned.marks}


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("四、政府信息公开行政复议、行政诉讼情况", "行政复议 | 行政诉讼 |\n结果维持 | 结果纠正 |"),
        ("第二十条第(六)项 | |", "信息内容 | 本年处理决定数量 |"),
        ("信息内容 | 本年处理决定数量 |", "行政处罚 | 7 |"),
        ("信息内容\t本年制发件数", "规章\t0\t0\t0"),
    ],
)
def test_a_title_below_what_opens_a_table_goes(above: str, below: str) -> None:
    assert clean(f"{above}\n{HEADS[0]}\n第 2 页\n{below}").text == f"{above}\n{below}"


FIRST = "苍原县水务局2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "text",
    [
        # a report begins below a table
        f"四、结转下年度继续办理 | 0 | 0 |\n{FIRST}\n根据条例,现公布本年度报告。",
        f"四、结转下年度继续办理 | 0 | 0 |\n{FIRST}\n一、总体情况\n开会两次。",
        f"3 | 0 | 0 | 1 | 4\n{FIRST}\n(2023年1月12日)\n本局认真落实条例。",
        # with its table at once
        f"行政强制 | 0 |\n{FIRST}\n第二十条第(一)项\n信息内容 | 本年制发件数 |",
        f"接受培训人员数 | 人次 | 40\n{FIRST}\n统计指标 | 单位 | 统计数\n一、主动公开情况",
        f"接受培训人员数 | 人次 | 40\n{FIRST}\n(一)主动公开政府信息数 | 条 | 57",
        # the first one of a page
        f"{FIRST}\n1.属于国家秘密 | 0 | 0 |",
        f"登记、审查、答复均由专人办理。\n{FIRST}\n1.属于国家秘密 | 0 | 0 |",
        # a sentence
        f"2.重复申请 | 1 | 0\n{FIRST}已经公布,请查阅。\n3.要求提供公开出版物 | 0 | 0",
    ],
)
def test_a_title_that_begins_something_stays(text: str) -> None:
    assert FIRST in clean(text).text


def test_many_titles_take_no_long_time() -> None:
    text = f"{FIRST}\n1.属于国家秘密 | 0 | 0 |\n" * 10_000
    start = time.process_time()
    running_heads(Draft.of(text))
    assert time.process_time() - start < 10
