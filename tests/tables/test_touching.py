"""Heads with nothing between them, and rows under the heads of another form."""

import pytest

from extractor.tables.other_heads import under_other_heads
from extractor.tables.recognise import recognise
from extractor.tables.tokens import tokenise
from extractor.tables.touching import parted
from extractor.tables.vocabulary import vocabulary
from extractor.types import Span
from tests.tables import made

OLD = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
NEW = ("本年制发件数", "本年废止件数", "现行有效件数")


def pieces(line: str) -> list[str]:
    words = vocabulary()
    tokens = tokenise(line, Span(0, len(line)), words.stuck)
    found = parted(tokens, words)
    assert all(line[t.span.start : t.span.end] == t.text for t in found)
    return [t.text for t in found]


@pytest.mark.parametrize(
    "heads",
    [
        ["信息内容", *OLD],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ["第二十条第（五）项", "信息内容", "上一年项目数量", "本年增/减"],
        ["采购项目数量", "采购总金额"],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "复议后起诉"],
        ["行政复议", "行政诉讼"],
    ],
)
def test_a_piece_of_heads_alone_is_cut_into_them(heads):
    assert pieces("".join(heads)) == heads


@pytest.mark.parametrize(
    "line",
    [
        "本年新制作数量",  # one head
        "本年处理决定数量",  # one head, in which another stands
        "其他处理",  # a row whose first word is a column
        "本年新制作数量和本年新公开数量",  # something else between
        "信息内容说明本年制发件数",
        "法人或其他组织合计",  # the head of a sum
        "商业企业小计",
        "行政处罚合计",
        "规章行政规范性文件",  # rows, which a sentence may name side by side
        "信息内容指标名称",  # nothing that a table is read by
        "我局当年主动公开政府信息总计三百条，其他结果见附表",
    ],
)
def test_other_pieces_stay_whole(line):
    assert pieces(line) == [line]


def test_a_long_line_of_prose_costs_nothing():
    assert len(pieces("结果维持" * 5000 + "完")) == 1


def page(head: str, numbers: str = "904 148 215") -> str:
    return (
        f"第二十条第（一）项\n{head}\n规章 {numbers}\n规范性文件 387 266 178\n"
        "第二十条第（五）项\n信息内容本年处理决定数量\n行政许可 28\n"
        "第二十条第（六）项\n信息内容本年处理决定数量\n行政处罚 4\n行政强制 5\n"
        "第二十条第（八）项\n信息内容本年收费金额（单位：万元）\n行政事业性收费 7.5\n"
    )


def cells(text: str) -> dict[str, float]:
    """The first row's cells, and how sure they are the report's own."""
    (reading,) = made.readings(text)
    return {id: cell.evidence["own"] for id, cell in reading.cells.items() if ".regulations." in id}


OLD_CELLS = {
    f"form2019.regulations.{c}" for c in ("newly_made", "newly_disclosed", "disclosed_total")
}
NEW_CELLS = {f"disclosure.regulations.{c}" for c in ("issued", "repealed", "in_force")}


@pytest.mark.parametrize("lead", ["", "信息内容", "内容  "])
def test_glued_heads_say_which_form_a_row_is_of(lead):
    assert cells(page(lead + "".join(OLD))) == dict.fromkeys(OLD_CELLS, 1.0)
    assert cells(page(lead + "".join(NEW))) == dict.fromkeys(NEW_CELLS, 1.0)


@pytest.mark.parametrize(
    "head",
    [
        "栏目{}以及{}以及{}栏",
        "信息内容{}5%{}3%{}",
        "信息内容(1){}(2){}(3){}",
    ],
)
def test_traces_of_another_forms_heads_leave_a_row_in_doubt(head):
    assert set(cells(page(head.format(*OLD))).values()) == {0.5}
    assert set(cells(page(head.format(*NEW))).values()) == {1.0}


def test_heads_that_say_nothing_leave_no_doubt():
    assert cells(page("信息内容")) == dict.fromkeys(NEW_CELLS, 1.0)
    assert cells(page("信息内容数量甲数量乙数量丙")) == dict.fromkeys(NEW_CELLS, 1.0)


def test_only_the_nearest_heads_count():
    (reading,) = made.readings(page(f"原为{OLD[0]}等\n信息内容{''.join(NEW)}"))
    assert {c.evidence["own"] for c in reading.cells.values()} == {1.0}


def test_heads_before_a_caption_are_another_tables():
    text = f"旧表栏目{'与'.join(OLD)}\n二、主动公开政府信息情况\n规章 1 2 3\n"
    words = vocabulary()
    items = recognise(tokenise(text, Span(0, len(text)), words.stuck), words)
    (event,) = [e for e in made.events(text) if e.stated]
    rows = [row for row in made.table(2).rows if row.label == "规章"]
    assert under_other_heads([(event, rows[0])], items) == []
    below = text.replace("二、主动公开政府信息情况\n", "")
    items = recognise(tokenise(below, Span(0, len(below)), words.stuck), words)
    (event,) = [e for e in made.events(below) if e.stated]
    assert under_other_heads([(event, rows[0])], items) == [0]
