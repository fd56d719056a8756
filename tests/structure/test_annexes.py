"""A filled-in form belongs to the report behind which, or before which, it stands."""

import pytest

from extractor.forms import load_form
from extractor.structure import split
from extractor.structure.annexes import with_their_forms
from extractor.types import Span, Stretch
from tests.structure.conftest import plain

ROWS = "".join(f"(一)主动公开政府信息数 | 条 | {at}\n" for at in range(3, 18))
REPORT = "{body}{year}年政府信息公开工作年度报告\n一、概述\n有序推进。\n"


def form(year: str = "", body: str = "", rows: str = ROWS) -> str:
    head = "政府信息公开情况统计表" + (f"({year}年度)" if year else "") + "\n"
    return head + (f"填报单位(盖章): {body}\n" if body else "") + rows


def joined(*parts: tuple[str, str | None]) -> list[tuple[int, int, str | None]]:
    """Which parts each stretch spans, by number."""
    text, found, ends = "", [], [0]
    for part, reason in parts:
        found.append(Stretch(Span(len(text), len(text) + len(part.rstrip())), reason, 0.9))
        text += part
        ends.append(len(text))
    places = {end: at for at, end in enumerate(ends)}
    return [
        (
            places[s.span.start],
            next(at for at, e in enumerate(ends) if e >= s.span.end),
            s.reason,
        )
        for s in with_their_forms(text, found)
    ]


WATER = REPORT.format(body="苍原县水务局", year=2016)
NEXT = REPORT.format(body="苍原县水务局", year=2015)


@pytest.mark.parametrize(
    "head", [form("2016", "苍原县水务局"), form("2016"), form("", "苍原县水务局"), form()]
)
def test_a_form_before_its_report_is_part_of_it(head: str) -> None:
    assert joined((head, "form"), (WATER, None)) == [(0, 2, None)]


@pytest.mark.parametrize(
    "head", [form("2015"), form("2016", "苍原县民政局"), form("2016", rows="条 | \n" * 15)]
)
def test_a_form_of_another_year_or_body_or_an_empty_one_is_not(head: str) -> None:
    assert joined((head, "form"), (WATER, None)) == [(0, 1, "form"), (1, 2, None)]


def test_between_two_reports_a_form_goes_where_its_year_stands() -> None:
    below = (WATER, None), (form("2015"), "form"), (NEXT, None)
    above = (WATER, None), (form("2016"), "form"), (NEXT, None)
    untold = (WATER, None), (form(), "form"), (NEXT, None)
    assert joined(*below) == [(0, 1, None), (1, 3, None)]
    assert joined(*above) == [(0, 2, None), (2, 3, None)]
    assert joined(*untold) == [(0, 2, None), (2, 3, None)]


def test_text_of_its_own_between_form_and_report_parts_them() -> None:
    parts = (form("2016"), "form"), ("无关的文字。\n", "news"), (WATER, None)
    assert joined(*parts) == [(0, 1, "form"), (1, 2, "news"), (2, 3, None)]


def test_the_line_in_which_somebody_signs_a_form_parts_it_from_no_report() -> None:
    line = "单位负责人:周某 审核人:吴某 填报日期:2017年1月5日\n"
    parts = (form("2016"), "form"), (line, "not-a-report"), (WATER, None)
    assert joined(*parts) == [(0, 3, None)]
    alone = (form("2016"), "form"), (line, "not-a-report")
    assert joined(*alone) == [(0, 2, "form")]


def test_a_page_with_the_table_first_is_one_report() -> None:
    text = form("2016", "苍原县水务局") + "单位负责人:周某 填报日期:2017年1月5日\n\n" + WATER
    text += (
        "二、主动公开政府信息情况\n我局公开信息17条。\n三、依申请公开政府信息办理情况\n见附表。\n"
    )
    (only,) = split(plain(text))
    assert only.reason is None
    assert only.span.start == 0


TABLE = "一、主动公开情况\n" + "".join(
    f"{field.row}\t{field.unit or '件'}\t{at % 7 + 2}\n"
    for at, field in enumerate(load_form("2014"))
)
TITLE_2016 = "苍原县水务局2016年政府信息公开工作年度报告\n"
PROSE_2016 = """2016年,我局认真落实条例,有序推进政府信息公开工作。
一、概述
组织检查4次,印发文件3件。
二、主动公开政府信息情况
公开信息41条,其中网站41条。
三、依申请公开政府信息情况
收到申请3件。
四、存在的问题及改进措施
更新较慢。
"""


@pytest.mark.parametrize("caption", ["", "政府信息公开情况统计表\n", "附表\n(2016年度)\n"])
@pytest.mark.parametrize("lead", ["", "一、概述\n", "本局认真落实条例,现报告如下。\n"])
def test_prose_behind_the_table_of_its_report(caption: str, lead: str) -> None:
    prose = PROSE_2016 if not lead else lead + PROSE_2016.split("\n", 2)[2]
    found = split(plain(TITLE_2016 + caption + TABLE + prose))
    assert [s.reason for s in found] == [None]


def test_prose_of_another_year_behind_a_table_is_another_report() -> None:
    other = PROSE_2016.replace("2016", "2015")
    found = split(plain(TITLE_2016 + PROSE_2016 + TABLE + other))
    assert [s.reason for s in found] == [None, None]
    cuts = split(plain(TITLE_2016 + TABLE + other))
    assert len(cuts) > 1 or cuts[0].confidence < 0.9
