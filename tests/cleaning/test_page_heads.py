"""Titles over the pages of a text go where it goes on below them; where a report begins they stay."""

import time

import pytest

from extractor.cleaning import clean
from extractor.cleaning.draft import Draft
from extractor.cleaning.running import running_heads

TITLE = "苍原县水务局2022年政府信息公开工作年度报告"
OPENING = f"{TITLE}\n根据条例编制本报告。\n一、总体情况\n全年发布动态37条。"
SECOND = "二、主动公开政府信息情况\n第二十条第(五)项\n信息内容 | 本年处理决定数量\n行政许可 | 41"
THIRD = "三、收到和处理政府信息公开申请情况\n全年没有收到申请。"
HEADS = [
    "政府信息公开工作年度报告",
    "2022年政府信息公开工作年度报告",
    "2022年度政府信息公开年报",
    "苍原县水务局2022年政府信息公开工作年度报告",
    "水务局政府信息公开年度报告",
    "政府信息公开2022年度工作报告",
    "2022年度报告",
]


def pages(head: str) -> list[str]:
    return [
        f"4\n{head}",
        f"{head}\n4",
        f"4 {head}",
        f"{head} 4",
        f"- 4 - {head}",
        f"第4页\n{head}",
        f"    {head}    ",
        f"\f4\n{head}",
    ]


@pytest.mark.parametrize("head", HEADS[:-1])
@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize(
    ("above", "below"),
    [
        (f"{OPENING}\n{SECOND}", THIRD),
        (OPENING, SECOND),
        (f"{OPENING}\n{SECOND}\n{THIRD}", "四、行政复议、行政诉讼情况\n没有。"),
        (f"{OPENING}\n(一)主动公开。公开及时。", "(二)依申请公开。专人办理。\n" + SECOND),
        (f"{TITLE}\n一、总体情况", f"(一)主动公开。公开及时。\n{SECOND}"),
        (OPENING, f"本局还更新栏目三个。\n{SECOND}"),
    ],
)
def test_a_title_where_the_text_goes_on_goes_with_its_number(
    head: str, number: int, above: str, below: str
) -> None:
    text = f"{above}\n{pages(head)[number]}\n{below}"
    assert clean(text).text.replace("\f", "") == clean(f"{above}\n{below}").text


def test_a_bare_yearly_title_needs_a_number() -> None:
    for page in pages(HEADS[-1])[:6]:
        assert clean(f"{OPENING}\n{page}\n{SECOND}").text == clean(f"{OPENING}\n{SECOND}").text


@pytest.mark.parametrize("head", HEADS[:4])
@pytest.mark.parametrize("page", range(6))
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("三、收到和处理政府", "信息公开申请情况"),
        ("五、存在的主要问题", "及改进情况"),
        ("局里重新梳理了办事指南,并把常见问题汇成一册,放在大", "厅里供群众取用。"),
    ],
)
def test_a_title_within_a_heading_or_a_sentence_goes(
    head: str, page: int, above: str, below: str
) -> None:
    text = f"{OPENING}\n{above}\n{pages(head)[page]}\n{below}\n(详见下文)"
    assert clean(text).text.count("报告") == clean(OPENING).text.count("报告")


def test_the_name_above_each_head_goes_with_it() -> None:
    head = "苍原县水务局\n2022年政府信息公开年度报告"
    text = f"{OPENING}\n{head}\n{SECOND}\n{head}\n{THIRD}"
    assert clean(text).text == clean(f"{OPENING}\n{SECOND}\n{THIRD}").text


def test_heads_of_one_title_go_alike() -> None:
    end = "六、其他需要报告的事项\n没有收取费用。"
    pages = [OPENING, SECOND, THIRD, end]
    text = "\n政府信息公开工作年度报告\n".join([*pages, "今后继续做好工作。"])
    assert "\n政府信息公开工作年度报告" not in clean(text).text


ROWS = "1.属于国家秘密\n2\n0\n0\n0\n0\n0\n2"


def test_numbers_among_bare_cells_go_where_they_rise() -> None:
    rows = ["2.重复申请\n3\n0", "0\n0\n1\n0\n4", "3.其他\n0\n0\n0\n0\n0\n0\n0", ROWS, ROWS]
    text = "\n".join(f"{row}\n{n}\n{HEADS[0]}" for n, row in enumerate(rows, 6))
    assert clean(f"{text}\n{ROWS}").text == "\n".join([*rows, ROWS])


def test_a_number_that_may_be_a_cell_stays() -> None:
    text = f"行政处罚\n8\n{HEADS[0]}\n行政强制\n3"
    assert clean(text).text == "行政处罚\n8\n行政强制\n3"


BEGINNINGS = [
    "一、总体情况\n开会两次。\n二、主动公开情况\n发布9条。",
    "根据条例,现公布本年度报告。\n二、主动公开情况\n发布9条。",
    "本报告由县教育局编制。\n一、总体情况\n开会两次。",
    "第一部分 概述\n开会两次。",
]
WHOLE = f"{OPENING}\n{SECOND}\n{THIRD}\n四、复议诉讼情况\n没有。\n五、存在的问题\n人手少。"


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("below", BEGINNINGS)
@pytest.mark.parametrize("number", ["", "9\n"])
def test_a_title_over_the_beginning_of_a_report_stays(head: str, below: str, number: str) -> None:
    text = f"{WHOLE}\n{number}{head}\n{below}"
    assert clean(text).text.count(head) == clean(WHOLE).text.count(head) + 1


@pytest.mark.parametrize(
    "text",
    [
        # another body, another year
        f"{OPENING}\n赤岭区民政局2022年政府信息公开年度报告\n二、主动公开情况\n发布9条。",
        f"{OPENING}\n苍原县水务局2021年政府信息公开年度报告\n三、主动公开情况\n发布9条。",
        # a title that is cited
        f"{OPENING}\n请看\n水务局政府信息公开年度报告\n。全文在网站上。",
        # nothing shows that the text goes on
        f"{WHOLE}\n苍原县水务局\n2023年1月9日\n政府信息公开工作年度报告\n2022年,局里发布动态9条。",
        f"{WHOLE}\n政府信息公开工作年度报告",
        # under a first annex only
        f"{TITLE}\n附件:政府信息公开情况统计表\n指标 数\n3\n政府信息公开年度报告\n附表:政府信息公开情况统计表\n",
    ],
)
def test_a_title_that_may_begin_something_stays(text: str) -> None:
    assert clean(text).text == clean(text.replace("\f", "")).text
    assert clean(text).text.count("报告\n") + clean(text).text.endswith("报告") >= 2


def test_many_heads_take_no_long_time() -> None:
    text = "\n".join(f"{n}\n{HEADS[n % 3]}\n(二)办理情况。专人办理。" for n in range(10_000))
    start = time.process_time()
    running_heads(Draft.of(text))
    assert time.process_time() - start < 10
