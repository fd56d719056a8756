"""Labels that a layout broke over lines around their numbers, and columns set by blanks."""

import pytest

from extractor.tables.aligned import aligned_columns
from extractor.tables.recognise import recognise
from extractor.tables.tokens import tokenise
from extractor.tables.vocabulary import vocabulary
from extractor.tables.wrapped import unwrapped
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(41)
APPLICATIONS = {id: v for id, v in DENSE.items() if id.startswith("applications.")}
TITLE = "三、收到和处理政府信息公开申请情况\n"
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
TOP, MIDDLE, BOTTOM = range(3)


def wide(text: str) -> int:
    return sum(2 if c >= "\u2e80" or c in "“”" else 1 for c in text)


def pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)] or [""]


def set_out(lines: made.Lines, size: int, at: int, gap: int = 4) -> str:
    """Table 3 as programs print it that keep the layout: labels over several lines, three columns
    of them, numbers beside one line of the last."""
    left = 2 * size + gap
    out = []
    for line in lines:
        labels, numbers = line[:-7], line[-7:]
        first = {1: 0, 2: 1, 3: 0}[len(labels)]
        whole = labels == line[:1] and line[0][:1] in "一二四"
        columns = [""] * (0 if whole else first if len(labels) > 1 else 2) + labels
        cells = [pieces(cell, size) for cell in (columns if not whole else labels)]
        height = max(map(len, cells))
        beside = (0, height // 2, height - 1)[at]
        for n in range(height):
            shown = ""
            for place, cell in enumerate(cells):
                shown += " " * (place * left - wide(shown)) + (cell[n] if n < len(cell) else "")
            if n == beside:
                for place, number in enumerate(numbers):
                    shown += " " * (3 * left + 9 * place - wide(shown)) + number
            out.append(shown.rstrip() + "\n")
    return "".join(out)


def rows(values: dict[str, int | str] | None = None) -> made.Lines:
    return [line for line in made.lines3(values or DENSE) if len(line) >= 8]


@pytest.mark.parametrize("at", [TOP, MIDDLE, BOTTOM], ids=["top", "middle", "bottom"])
@pytest.mark.parametrize("size", [5, 6, 9, 14])
def test_labels_over_several_lines_keep_the_numbers_beside_them(size, at):
    text = TITLE + "    ".join(HEADS) + "\n" + set_out(rows(), size, at)
    assert made.numbers(made.readings(text)) == APPLICATIONS


def test_a_page_ends_within_a_label():
    text = TITLE + set_out(rows(), 6, TOP)
    for end in ("正当理由逾期\n", "机关确认或重\n"):
        assert end in text
        assert made.numbers(made.readings(text.replace(end, f"{end}\n\f"))) == APPLICATIONS


@pytest.mark.parametrize("between", [" ", "\t", " | "])
def test_the_end_of_a_label_stands_on_the_line_below_its_numbers(between):
    lines = []
    for line in rows():
        label = line[-8]
        lines.append([*line[:-8], label[:11], *line[-7:]])
        if label[11:]:
            lines.append([label[11:]])
    text = TITLE + "".join(between.join(line) + "\n" for line in lines)
    assert made.numbers(made.readings(text)) == APPLICATIONS


def joined(text: str) -> list[str]:
    words = vocabulary()
    tokens = tokenise(text, Span(0, len(text)), words.stuck)
    return [t.text for t in unwrapped(tokens, text, words)]


def test_only_what_makes_a_known_label_is_put_together():
    assert (
        joined("二、上年结转政府\n信息公开申  4  5\n请数量\n")[0]
        == "二、上年结转政府信息公开申请数量"
    )
    for text in (
        "重大民生项目\n信息  4  5\n公示栏\n",  # no row of any form
        "行政许可  4\n行政处罚  5\n行政强制  6\n",  # labels that are whole
        "规章  4  5  6\n现行有效件数\n",  # a head below
        "要求提供公开\n出版物\n2.重复申请  4  5\n",  # all above, as any label
        "行政事业性收  3\n行政许可  4\n费\n",  # another row between
    ):
        tokens = [t.text for t in tokenise(text, Span(0, len(text)), vocabulary().stuck)]
        assert joined(text) == tokens


def thinned(step: int) -> dict[str, int | str]:
    """The same values; a cell in `step` is empty in the rows between the first and the last."""
    inner = {id for id in APPLICATIONS if ".new." not in id and ".carried_" not in id}
    inner = {id for id in inner if ".granted" not in id or "partly" in id}
    return {
        id: "" if id in inner and n % step == 0 else v for n, (id, v) in enumerate(DENSE.items())
    }


@pytest.mark.parametrize("step", [2, 3, 5])
@pytest.mark.parametrize("size", [6, 40])
def test_blanks_keep_the_columns_of_numbers_where_cells_are_empty(size, step):
    values = thinned(step)
    found = made.numbers(made.readings(TITLE + set_out(rows(values), size, MIDDLE)))
    want = {id: values[id] if values[id] != "" else None for id in APPLICATIONS}
    # A row without any number may be left out.
    assert {id: found.get(id) for id in want} == want


FULL = [
    "规章     100     200     300\n",
    "许可     104     205     306\n",
    "处罚       7      28      39\n",
]


def columns(text: str) -> list[int]:
    tokens = tokenise(text, Span(0, len(text)), vocabulary().stuck)
    found = aligned_columns(tokens, text, Span(0, len(text)))
    return [found[t.span.start][1] for t in tokens if t.span.start in found]


def test_which_columns_numbers_stand_in():
    short = "强制             250\n"
    assert columns("".join([*FULL[:2], short, FULL[2]])) == [0, 1, 2, 0, 1, 2, 1, 0, 1, 2]
    assert columns("".join(FULL)) == []  # no row is short
    assert columns("".join([*FULL[:2], "强制         250\n", FULL[2]])) == []  # between two columns
    assert columns("".join([FULL[0], short, FULL[2]])) == []  # too few full rows
    assert columns("规章 1 2 3\n许可 4 5 6\n强制 7\n处罚 7 8 9\n") == []


SHORT = [  # rows that are known without the end of their label, which stands beside a group's name
    ("（五）不予处理", "1.信访举报投诉类", "申请"),
    ("（四）无法提供", "1.本机关不掌握相关政府", "信息"),
]


def tailed(group: str, label: str, tail: str, indent: int) -> str:
    """Table 3 with one label whose end stands in the line of its numbers, behind its group's name."""
    out = ""
    for line in rows():
        if line[-8] == label + tail:
            out += " " * indent + label + "\n" + "  ".join([group, tail, *line[-7:]]) + "\n"
        else:
            out += "  ".join(line) + "\n"
    return TITLE + "  ".join(HEADS) + "\n" + out


@pytest.mark.parametrize("indent", [0, 8, 16])
@pytest.mark.parametrize(("group", "label", "tail"), SHORT)
def test_the_end_of_a_label_beside_its_group_belongs_to_what_stands_above(
    group, label, tail, indent
):
    text = tailed(group, label, tail, indent)
    assert any(line.endswith(label) for line in text.splitlines())
    assert made.numbers(made.readings(text)) == APPLICATIONS


@pytest.mark.parametrize("tail", ["其他", "合计", "办结", "小计"])
def test_other_short_words_beside_a_group_end_no_label(tail):
    text = tailed("（五）不予处理", "1.信访举报投诉类", "申请", 8)
    changed = text.replace("（五）不予处理  申请", f"（五）不予处理  {tail}")
    assert changed != text
    words = vocabulary()
    tokens = tokenise(changed, Span(0, len(changed)), words.stuck)
    assert unwrapped(tokens, changed, words) is tokens


HALVES = [  # the first half alone is the name of a group, of a row, or of nothing
    ("四、行政复议", "件", "数量"),
    ("五、行政诉讼", "件", "数量"),
    ("（二）被依法", "件", "纠错数"),
    ("6.法律法规规定的", "件", "其他情形"),
    ("3.同意部分公开", "件", "答复数"),
    ("（一）收到", "件", "申请数"),
]


@pytest.mark.parametrize("between", [" ", "   ", "\t", " | "])
@pytest.mark.parametrize(("first", "unit", "last"), HALVES)
def test_a_unit_and_a_number_may_stand_within_a_label(first, unit, last, between):
    around = between.join(["（二）申请办结数", unit, "31"])
    text = f"{around}\n{between.join([first, unit, '7'])}\n{last}\n{around}\n"
    words = vocabulary()
    tokens = unwrapped(tokenise(text, Span(0, len(text)), words.stuck), text, words)
    assert [t.text for t in tokens if t.line == 1 and t.text] == [first + last, unit, "7"]
    assert not any(t.line == 2 and t.text for t in tokens)


@pytest.mark.parametrize(("first", "unit", "last"), HALVES)
def test_halves_of_a_label_above_its_number_are_one(first, unit, last):
    text = f"（二）申请办结数 31\n{first}\n{last} 7\n"
    words = vocabulary()
    items = recognise(tokenise(text, Span(0, len(text)), words.stuck), words)
    assert [i.text for i in items] == ["（二）申请办结数", "31", first + last, "7"]


@pytest.mark.parametrize(
    "text",
    [
        "四、行政复议 件 7\n数量 3\n",  # a number of its own
        "四、行政复议 件 7\n维持原行为 件 3\n数量\n",  # another row between
        "四、行政复议 件 7\n\n数量单位\n（三）其他情形数 件 3\n",  # no rest of it
        "（一）收到申请数 件 7\n其他情形\n",  # a whole label, and another
    ],
)
def test_lines_that_make_no_label_with_the_one_above_stay_apart(text):
    assert joined(text) == [t.text for t in tokenise(text, Span(0, len(text)), vocabulary().stuck)]


def test_every_row_of_the_annexed_table_may_be_broken_around_its_unit_and_number():
    [annexed] = made.tables("2014")
    rows = [row for row in annexed.rows if len(row.label) > 9]
    lines = [
        f"{row.label[:8]}  {row.cells[0].unit or '件'}  {n}\n{row.label[8:]}\n"
        for n, row in enumerate(rows, 11)
    ]
    found = made.numbers(made.readings("附件：政府信息公开情况统计表\n" + "".join(lines)))
    want = {row.cells[0].id: n for n, row in enumerate(rows, 11)}
    assert {id: found.get(id) for id in want} == want
