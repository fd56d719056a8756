"""Names of bodies, alone or with numbers, head the reports of a volume."""

import time

import pytest

from extractor.cleaning import clean
from extractor.structure import split
from extractor.structure.own_titles import own_titles
from tests.structure.conftest import plain

NAMES = ("水务局", "统计局", "青石乡人民政府")
SHORT = "一、总体情况\n2022年,发布信息{count}条,收到申请1件。\n二、存在的问题\n人手不足。\n"
PARTS = """一、总体情况
(一)主动公开。全年主动公开信息{count}条。
(二)依申请公开。收到申请1件,已答复。
二、主动公开政府信息情况
办理行政许可{count}件。
三、收到和处理政府信息公开申请情况
收到1件。
"""
OLD = "一、概述\n2016年,发布信息{count}条。\n二、依申请公开情况\n没有。\n三、复议诉讼情况\n没有。\n"
HEADS = {
    "bare": ["{name}"] * 3,
    "digits": ["1. {name}", "2. {name}", "3. {name}"],
    "marked": ["1、{name}", "2、{name}", "3、{name}"],
    "zeros": ["01 {name}", "02 {name}", "03 {name}"],
    "brackets": ["(一){name}", "(二){name}", "(三){name}"],
    "chinese": ["一、{name}", "二、{name}", "三、{name}"],
    "parts": ["第一篇 {name}", "第二篇 {name}", "第三篇 {name}"],
}


def volume(heads: str, body: str, names: tuple[str, ...] = NAMES) -> list[str]:
    return [
        head.format(name=name) + "\n" + body.format(count=20 + len(name))
        for head, name in zip(HEADS[heads], names, strict=True)
    ]


@pytest.mark.parametrize("heads", list(HEADS))
@pytest.mark.parametrize("body", [SHORT, PARTS, OLD])
@pytest.mark.parametrize("place", ["", "苍原县"])
@pytest.mark.parametrize("above", ["", "全县政府信息公开工作年度报告汇编\n\n"])
def test_each_entry_is_a_report_from_its_own_heading_on(
    heads: str, body: str, place: str, above: str
) -> None:
    parts = volume(heads, body, tuple(place + name for name in NAMES))
    text = above + "".join(parts)
    found = [s.span.of(text) for s in split(plain(text)) if s.reason is None]
    assert len(found) == len(parts)
    for stretch, part in zip(found[1:], parts[1:], strict=True):
        assert stretch == part.rstrip()


@pytest.mark.parametrize("heads", list(HEADS))
def test_entries_name_their_bodies(heads: str) -> None:
    titles = own_titles("".join(volume(heads, SHORT)))
    assert [title.agency for title in titles] == list(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        # signatures: the first chapter of the page stands under no name, or a name ends it
        "".join(SHORT.format(count=30) + f"{name}\n" for name in NAMES),
        "县政府\n" + "".join(SHORT.format(count=30) + f"{name}\n" for name in NAMES),
        # parts of a chapter
        "一、总体情况\n(一)便民服务站\n2022年,全年办理事项1100件,群众满意。\n二、存在的问题\n没有。",
        "一、总体情况\n1、统计局\n2022年,全年报送统计信息32条,均已发布。\n二、存在的问题\n没有。",
        "2. 统计局\n(一)总体情况\n发布信息20条。",
    ],
)
def test_other_names_are_no_titles(text: str) -> None:
    assert own_titles(text) == []


def test_short_titles_of_a_volume_part_it_and_those_of_pages_do_not() -> None:
    title = "政府信息公开工作年度报告\n"
    later = """三、收到和处理政府信息公开申请情况
收到1件,已办结。
四、政府信息公开行政复议、行政诉讼情况
没有发生。
五、存在的主要问题及改进情况
更新不够及时,2023年要加强。
六、其他需要报告的事项
没有收取费用。
"""
    first = PARTS.partition("三、")[0].format(count=31)
    report = first + later
    between = f"{first}2\n{title}{later}"
    for one in (report, between):
        text = "".join(title + one for _ in range(3))
        found = [s for s in split(clean(text)) if s.reason is None]
        assert len(found) == 3


def test_many_entries_take_no_long_time() -> None:
    text = "".join(f"{n % 90 + 1}. 水务局\n一、总体情况\n发布信息{n}条。\n" for n in range(8_000))
    start = time.process_time()
    own_titles(text)
    assert time.process_time() - start < 10
