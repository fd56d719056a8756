"""Lists of contents go as a whole; rows of headings that list nothing stay."""

import time

import pytest

from extractor.cleaning import clean
from extractor.cleaning.contents import contents
from extractor.cleaning.draft import Draft
from extractor.types import CleaningKind

TITLE = "赤岭区民政局2022年政府信息公开工作年度报告"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、存在的主要问题及改进情况",
)
BODY = f"""现将本局年度工作报告如下。
{HEADINGS[0]}
本局召开专题会议两次。
{HEADINGS[1]}
网站发布动态,更新及时。
{HEADINGS[2]}
登记、审查、答复均由专人办理。
{HEADINGS[3]}
栏目更新较慢,将增加人手。"""


def listed(shape: str, pages: tuple[int, ...] = (1, 2, 5, 9)) -> str:
    return "\n".join(shape.format(h, p) for h, p in zip(HEADINGS, pages, strict=True))


@pytest.mark.parametrize(
    "shape",
    [
        "{0}…………{1}",
        "{0}............{1}",
        "{0} ........ {1}",
        "{0}·········({1})",
        "{0}————— {1}",
        "{0}\t{1}",
        "{0} {1}",
        "{0}{1}",
        "{0} | {1} |",
        "{0}",
        "\u3000\u3000{0}\n",
    ],
)
@pytest.mark.parametrize("heading", ["目录", "目\u3000录", "目 次", "CONTENTS"])
def test_a_list_under_its_heading_goes_as_a_whole(shape: str, heading: str) -> None:
    cleaned = clean(f"{TITLE}\n{heading}\n{listed(shape)}\n{BODY}")
    assert [line for line in cleaned.text.split("\n") if line.strip(" |")] == [
        TITLE,
        *clean(BODY).text.split("\n"),
    ]
    assert CleaningKind.FURNITURE in {mark.kind for mark in cleaned.marks}


@pytest.mark.parametrize("shape", ["{0}…………{1}", "{0} ..... {1}", "{0} {1}", "{0}"])
def test_a_list_whose_heading_is_missing(shape: str) -> None:
    assert clean(f"{TITLE}\n{listed(shape)}\n{BODY}").text == f"{TITLE}\n\n{BODY}"


def test_a_list_before_the_title_and_parts_of_a_section_in_it() -> None:
    parts = "目录\n一、总体情况…1\n(一)会议…1\n(二)培训…2\n附表:统计表…9\n二、主动公开…10"
    body = "一、总体情况\n(一)会议\n开会两次。\n(二)培训\n办班一期。\n二、主动公开\n发布及时。"
    assert clean(f"{parts}\n{TITLE}\n{body}").text == f"\n{TITLE}\n{body}"


def test_a_list_of_reports_goes_and_the_reports_stay() -> None:
    one, two = TITLE, TITLE.replace("民政局", "司法局")
    text = f"{one}\n{BODY}\n{two}\n{BODY}"
    assert clean(f"目 录\n1.{one}……1\n2.{two}……7\n{text}").text == f"\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        # nothing of the list comes again
        f"目录\n{listed('{0}……{1}')}",
        f"{TITLE}\n{listed('{0}')}",
        # headings whose text was lost, and the report of the year before
        f"{TITLE}\n{HEADINGS[0]}\n开会两次。\n"
        + "\n".join(HEADINGS[1:])
        + f"\n更新较慢。\n{TITLE.replace('2022', '2021')}\n{BODY}",
        f"{TITLE}\n{listed('{0}')}\n{TITLE.replace('2022', '2021')}\n{BODY}",
        # the labels of a table whose numbers were lost, and those of another year
        "一、本年新收\n二、上年结转\n1.予以公开\n2.不予公开\n四、结转下年\n四、复议情况\n没有发生。\n"
        "一、本年新收\n二、上年结转\n1.予以公开\n2.不予公开\n四、结转下年\n四、复议情况\n没有发生。",
        # the rows of a table, and those of the next one
        "1.当面申请数 2\n2.网络申请数 3\n3.信函申请数 4\n4.传真申请数 5\n"
        "1.当面申请数 1\n2.网络申请数 3\n3.信函申请数 3\n4.传真申请数 7",
        "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计",
        # numbers that do not rise are no pages
        f"{TITLE}\n{listed('{0}……{1}', (31, 2, 0, 7))}\n{BODY}",
        # a row of sentences
        f"{TITLE}\n一、开会两次。\n二、办班一期。\n三、发文三件。\n一、开会两次。\n二、办班一期。\n三、发文三件。",
    ],
)
def test_what_is_no_list_of_contents_stays(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize("end", [" ", "\n"])
@pytest.mark.parametrize("shape", ["{0}……{1}", "{0} ...... {1} ", "{0}····({1})"])
@pytest.mark.parametrize("heading", ["目录 ", "目 录:", ""])
def test_a_list_in_one_line(heading: str, shape: str, end: str) -> None:
    listing = "".join(shape.format(h, p) for h, p in zip(HEADINGS, (1, 2, 5, 9), strict=True))
    body = BODY.replace("\n", end)
    assert clean(f"{TITLE}{end}{heading}{listing}{end}{body}").text.split() == [
        TITLE,
        *body.split(),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "当面申请数……12网络申请数……30信函申请数……7收到申请……49",
        f"开会……2次,办班……3期,发文……4件。 {BODY}",
        "。".join(f"{h}……好" for h in HEADINGS) + BODY,
    ],
)
def test_a_line_with_leaders_that_is_no_list_stays(text: str) -> None:
    assert clean(text).text == text


def test_a_page_of_many_lists_takes_no_long_time() -> None:
    text = f"目录\n{listed('{0}……{1}')}\n" * 4000 + "." * 100_000 + "\n1.\n" * 50_000
    text += "开会……2" * 100_000 + "办班。会……3" * 100_000
    start = time.process_time()
    contents(Draft.of(text))
    assert time.process_time() - start < 10
