"""Reports printed on one line: a beginning behind the end of another report parts them."""

import re
import time

import pytest

from extractor.structure import split
from extractor.structure.cuts import find_cuts
from extractor.structure.seams import seams
from extractor.structure.wordings import load_wordings
from tests.structure.conftest import MODERN, plain, with_dropped

BODY = """{first}
{year}年,我局继续推进信息公开,全年公开各类信息{count}条,其中规划类9条。
(一)主动公开情况。在网站公开信息{count}条。
(二)依申请公开情况。收到申请2件,都已答复。
{two}收到和处理政府信息公开申请情况
本年新收申请2件,上年结转0件,都已答复。
{three}政府信息公开行政复议、行政诉讼情况
没有行政复议和行政诉讼。
{last}
栏目更新慢,人手不足,今后要加强培训。
"""
FIRSTS = ("总体情况", "工作概述", "政府信息公开工作整体情况", "年度工作综述")
LASTS = ("存在的主要问题及改进情况", "问题和不足", "下一步工作打算", "其他需要报告的事项")
SIGNED = "苍原县水务局\n{after}年1月20日\n"
PREAMBLE = "按照条例规定编制本报告。数据统计期限为{year}年1月1日至{year}年12月31日。\n"


def report(
    year: int, first: str = FIRSTS[0], last: str = LASTS[0], numbers: bool = False, more: str = ""
) -> str:
    names = ("一、", "二、", "三、", "四、") if numbers else ("",) * 4
    body = BODY.format(
        year=year,
        count=year - 2000,
        first=names[0] + first,
        two=names[1],
        three=names[2],
        last=names[3] + last,
    )
    return body + more.format(after=year + 1)


def one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text.strip())


def found(text: str) -> list[int]:
    return [s.span.start for s in split(plain(text)) if s.reason is None]


def places(parts: list[str], between: str) -> list[int]:
    return [sum(len(p) + len(between) for p in parts[:at]) for at in range(len(parts))]


@pytest.mark.parametrize("between", [" ", "\n", "\n- 3 -\n", "  "])
@pytest.mark.parametrize("first", FIRSTS)
@pytest.mark.parametrize("last", LASTS)
def test_untitled_reports_of_one_line_are_several(between: str, first: str, last: str) -> None:
    parts = [one_line(report(year, first, last)) for year in (2023, 2022, 2021)]
    assert found(between.join(parts)) == places(parts, between)


@pytest.mark.parametrize(
    "head", ["{year}年\n", "苍原县水务局{year}年政府信息公开工作年度报告\n", ""]
)
@pytest.mark.parametrize("preamble", [PREAMBLE, ""])
@pytest.mark.parametrize("numbers", [True, False])
@pytest.mark.parametrize("signed", [SIGNED, ""])
def test_a_report_begins_with_what_stands_above_its_first_heading(
    head: str, preamble: str, numbers: bool, signed: str
) -> None:
    parts = [
        one_line((head + preamble).format(year=year) + report(year, numbers=numbers, more=signed))
        for year in (2023, 2022, 2021)
    ]
    assert found(" ".join(parts)) == places(parts, " ")


@pytest.mark.parametrize("name", ["苍原县水务局", "赤岭区民政局"])
def test_a_name_heads_what_tells_of_it_and_signs_what_stands_above(name: str) -> None:
    one, two = one_line(report(2023)), one_line(report(2022).replace("我局", name))
    (seam,) = seams(f"{one} {name} {two}", [], load_wordings())
    assert seam.start == len(one) + 1
    one, two = one_line(report(2023).replace("我局", name)), one_line(report(2022))
    (seam,) = seams(f"{one} {name} {two}", [], load_wordings())
    assert seam.start == len(f"{one} {name} ")


@pytest.mark.parametrize(
    "text",
    [
        # a part of a section, a list of contents, a table's cells, a sentence
        one_line(report(2023)) + " (一)总体情况 本年没有需要报告的情况。",
        "目录 一、总体情况 二、存在的主要问题及改进情况 " + one_line(report(2023, numbers=True)),
        one_line(report(2023)) + " 情况说明 | 0 | 公开情况 | 3 | 0件 |",
        one_line(report(2023)) + " 总体情况良好,公开工作情况见附件。",
        MODERN,
        MODERN.replace("\n", " "),
    ],
)
def test_what_only_resembles_a_beginning_is_none(text: str) -> None:
    assert [s.start for s in seams(text, [], load_wordings()) if s.start] == []
    assert len(found(text)) == 1


def test_lines_that_tell_a_beginning_themselves_keep_their_signs() -> None:
    year = "苍原县水务局{}年政府信息公开工作年度报告\n"
    parts = [year.format(y) + report(y, numbers=True, more=SIGNED) for y in (2023, 2022)]
    assert found("".join(parts)) == places(parts, "")


@pytest.mark.parametrize("piece", ["一、总体情况 ", "五、存在问题 2022年 一、总体情况 ", "公开 "])
def test_long_lines_take_little_time(piece: str) -> None:
    began = time.perf_counter()
    seams(piece * 60_000, [], load_wordings())
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_report_goes_on_with_no_preamble_of_the_one_before(between: str) -> None:
    preamble = "2023年,我局认真落实条例,现将有关情况报告如下。\n"
    parts = [
        one_line(preamble + report(2023).replace("总体情况\n", "", 1)),
        one_line(report(2022, FIRSTS[2])),
    ]
    assert found(between.join(parts)) == places(parts, between)


@pytest.mark.parametrize("heading", ["一、总体情况\n", "工作概述\n", "1.政府信息公开工作概述\n"])
def test_what_was_left_out_below_a_heading_parts_it_from_no_text(heading: str) -> None:
    text = report(2023).split("\n", 1)[1]
    cuts = find_cuts(with_dropped(heading, "<b></b>", text), load_wordings())
    assert [cut.at for cut in cuts] == [0]
    assert len(find_cuts(with_dropped(text, "打印", text), load_wordings())) > 1
