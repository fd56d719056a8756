"""Tables whose cells are not parted: labels and numbers that touch, numbers behind all labels."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.cleaning import clean
from extractor.forms import load_form
from extractor.tables.glued import cut_glued, cuts_of
from extractor.tables.reader import read_tables
from extractor.tables.vocabulary import vocabulary
from extractor.types import Span
from tests.tables import made

KNOWN = vocabulary().stuck


def pieces(text):
    return [(span.of(text), number) for span, number in cut_glued(text, Span(0, len(text)), KNOWN)]


def numbers(text):
    return [piece for piece, number in pieces(text) if number]


def read(text):
    cells = [c for table in read_tables(text, Span(0, len(text))) for c in table.cells.items()]
    return {id: cell.token.value.number for id, cell in cells if cell.token is not None}


def plain_cuts(digits, sizes):
    """Every cut, by trying all places: the slow twin of `cuts_of`."""
    cells = sum(sizes)
    if len(digits) < cells:
        return set()
    found = set()
    for gaps in product((False, True), repeat=len(digits) - 1):
        if sum(gaps) != cells - 1:
            continue
        parts, start = [], 0
        for at, gap in enumerate((*gaps, True), 1):
            if gap:
                parts.append(digits[start:at])
                start = at
        if any(len(part) > 1 and part[0] == "0" for part in parts):
            continue
        at, fits = 0, True
        for size in sizes:
            row = [int(part) for part in parts[at : at + size]]
            fits = fits and (size < 4 or row[-1] == sum(row[:-1]))
            at += size
        if fits:
            found.add(tuple(len(part) for part in parts))
    return found


@settings(max_examples=150, deadline=None)
@given(st.text("0123", min_size=1, max_size=11), st.sampled_from([(1,), (3,), (5,), (4, 4), (7,)]))
def test_cuts_are_those_of_trying_everything(digits, sizes):
    slow = plain_cuts(digits, sizes)
    assert len(cuts_of(digits, sizes)) == min(len(slow), 2)
    assert set(cuts_of(digits, sizes)) <= slow


def test_a_search_that_takes_too_long_settles_nothing():
    assert cuts_of("1" * 60, (7,)) == () or len(cuts_of("1" * 60, (7,))) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("规章000行政规范性文件120", list("000120")),
        ("（一）予以公开1000001（七）总计0200002", list("10000010200002")),
        ("1.属于国家秘密00000002.其他法律行政法规禁止公开0000000", list("0" * 14)),
        ("规章 0 0 0行政规范性文件12 3 150", ["0", "0", "0", "12", "3", "150"]),
        ("（一）予以公开12 0 0 0 0 0 12（三）不予公开1.属于国家秘密3 0 0 0 0 0 3", ["12", *"00000", "12", "3", *"00000", "3"]),
    ],
)  # fmt: skip
def test_digits_are_cut_where_one_cut_is_possible(text, found):
    assert numbers(text)[: len(found)] == found


def test_a_unit_may_stand_between_a_label_and_its_number():
    text = clean("（一）收到申请数件181.当面申请数件42.传真申请数件6（二）申请办结数件18").text
    assert numbers(text) == ["18", "4", "6", "18"]


def test_digits_that_may_be_cut_in_several_ways_leave_their_row_unread():
    text = "规章000行政规范性文件1203第二十条第（五）项信息内容"
    assert numbers(text) == ["0", "0", "0"]
    assert ("1203", False) in pieces(text)
    assert not any(piece.endswith("行政规范性文件") for piece, _ in pieces(text))
    tables = read_tables(text, Span(0, len(text)))
    assert all(table.unread >= 1 for table in tables)


@pytest.mark.parametrize(
    "prose",
    [
        "主动公开规章0件，行政规范性文件3件，行政许可12件，行政处罚5件。",
        "办理行政许可120，行政处罚30，均已公示。",
        "2021年1月1日至2021年12月31日，总计12条。",
    ],
)
def test_prose_is_not_cut(prose):
    assert cut_glued(prose, Span(0, len(prose)), KNOWN) == []


@settings(max_examples=80, deadline=None)
@given(st.text("规章行政规范性文件总计其他处理公开（）1.二、 0123456789", max_size=120))
def test_pieces_stand_in_order_within_the_text(text):
    found = cut_glued(text, Span(0, len(text)), KNOWN)
    assert all(a.end <= b.start for (a, _), (b, _) in pairwise(found))
    assert all(0 <= span.start < span.end <= len(text) for span, _ in found)
    assert all(span.of(text).replace(".", "").isdecimal() for span, number in found if number)


DISCLOSURE = {
    "disclosure.regulations.issued": 4, "disclosure.regulations.repealed": 5, "disclosure.regulations.in_force": 60,
    "disclosure.normative_documents.issued": 7, "disclosure.normative_documents.repealed": 8,
    "disclosure.normative_documents.in_force": 90, "disclosure.licensing.decisions": 11,
    "disclosure.penalties.decisions": 12, "disclosure.coercion.decisions": 13, "disclosure.fees.amount": 14.5,
}  # fmt: skip


@pytest.mark.parametrize("between", ["\n", " "])
def test_numbers_behind_all_labels_go_back_to_their_rows(between):
    labels = """第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
行政规范性文件
第二十条第（五）项
信息内容
本年处理决定数量
行政许可
第二十条第（六）项
信息内容
本年处理决定数量
行政处罚
行政强制
第二十条第（八）项
信息内容
本年收费金额（单位：万元）
行政事业性收费
"""
    text = clean(labels + between.join(str(n) for n in DISCLOSURE.values())).text
    assert read(text) == DISCLOSURE
    short = clean(labels + between.join(str(n) for n in [*DISCLOSURE.values()][:-1])).text
    assert read(short) != DISCLOSURE  # one number is missing: nothing is dealt out
    assert read(short).get("disclosure.regulations.issued") != 4


@pytest.mark.parametrize("end", ["</td></tr>\n<tr><td>", "</TD></TR><TR CLASS='x'><TD>"])
def test_tags_in_plain_text_part_cells_and_rows(end):
    source = f"<table><tr><td>规章</td><td>4</td><td></td><td>60{end}行政许可</td><td>11</td></tr></table>后文"
    cleaned = clean(source)
    assert [line.strip("|") for line in cleaned.text.split("\n") if line] == [
        "规章|4||60", "行政许可|11", "后文",
    ]  # fmt: skip
    at = cleaned.text.index("60")
    assert cleaned.to_source(Span(at, at + 2)).of(source) == "60"


@pytest.mark.parametrize("end", ["[/tr]\n[tr]", "[/tr][tr]", "[/TR]\r\n[TR=#fff]"])
def test_tags_in_brackets_part_cells_and_rows_as_well(end):
    lines = made.lines3(made.dense(9))
    rows = ["".join(f"[td=2,1]{cell}[/td]" for cell in line) for line in lines]
    text = f"三、收到和处理政府信息公开申请情况\n[table=98%][tr]{end.join(rows)}[/tr][/table]\n后文"
    found = made.numbers(made.readings(text))
    assert found == {id: n for id, n in made.dense(9).items() if id.startswith("applications.")}
    cleaned = clean(text)
    assert cleaned.text.split("\n")[-1] == "后文"
    at = cleaned.text.index(lines[3][-1])
    assert cleaned.to_source(Span(at, at + 2)).of(text) == lines[3][-1][:2]


@pytest.mark.parametrize("text", ["见附表[1]和[td]标记。", "[图一][/td]" * 3 + "其他[tr]"])
def test_brackets_that_are_no_tags_stay(text):
    assert clean(text).text == text


def test_a_line_break_in_the_text_ends_a_line():
    assert clean("规章<br>4<br/>5<BR />60").text.split() == ["规章", "4", "5", "60"]
    assert clean("政府<span id='_1'></span>信息").text == "政府信息"


@pytest.mark.parametrize("joint", ["：{}\n", "\n{}\n"])
def test_numbers_behind_the_names_of_their_columns_belong_to_the_row_above(joint):
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    rows = {
        "一、本年新收政府信息公开申请数量": (5, 1, 0, 0, 2, 0, 8),
        "二、上年结转政府信息公开申请数量": (3, 0, 0, 0, 0, 0, 3),
        "（一）予以公开": (4, 1, 0, 0, 2, 0, 7),
        "（七）总计": (4, 1, 0, 0, 2, 0, 7),
        "四、结转下年度继续办理": (4, 0, 0, 0, 0, 0, 4),
    }
    text = ""
    for label, values in rows.items():
        text += f"{label}\n"
        text += "".join(c + joint.format(n) for c, n in zip(columns, values, strict=True))
    found = read(clean(text).text)
    for id, values in zip(
        ("new", "carried_in", "granted", "processed_total", "carried_out"),
        rows.values(),
        strict=True,
    ):
        got = [found.get(f"applications.{id}.{c}") for c in ("natural_person", "business", "total")]
        assert got == [values[0], values[1], values[-1]]


def test_a_label_at_the_end_of_a_line_names_the_numbers_before_it():
    text = "\n".join(
        ["4 | 5 | 60 | 规章 |", "7 | 8 | 90 | 行政规范性文件 |", "11 | 行政许可 |", "12 | 行政处罚 |", "13 | 行政强制 |"]
    )  # fmt: skip
    found = read(text)
    assert {id: found.get(id) for id in list(DISCLOSURE)[:9]} == dict(list(DISCLOSURE.items())[:9])


def test_behind_the_numbers_a_group_may_stand_before_the_label():
    """（六）其他处理 names a row of one form, and a group of rows of another."""
    rows = (
        ("reissue", "5.要求行政机关确认或重新出具已获取信息"),
        (
            "not_corrected",
            "（六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ),
        ("fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other", "3.其他"),
        ("processed_total", "（七）总计"),
        ("carried_out", "四、结转下年度继续办理"),
    )
    text = "".join(
        f"{n} | {n + 10} | 0 | 0 | 0 | 0 | {2 * n + 10} | {label} | \n"
        for n, (_, label) in enumerate(rows, 1)
    )
    found = read(clean(text).text)
    got = {id.split(".")[-2]: n for id, n in found.items() if id.endswith(".natural_person")}
    assert got == {name: n for n, (name, _) in enumerate(rows, 1)}


def behind(values, new_labels, rows=None):
    """Table 3 with all labels first and all numbers behind them; some labels in words nobody knows."""
    shown = rows or made.table(3).rows
    labels = [new_labels.get(row.key.split(".")[-1], row.label) for row in shown]
    numbers = [str(values[cell.id]) for row in shown for cell in row.cells]
    return clean("\n".join(["申请人情况", *labels, *numbers])).text


NEW_WORDS = {
    "process_information": "尚在酝酿的材料", "not_held": "手头并无此项",
    "needs_creation": "须专门加工者", "excessive": "一再滥提",
}  # fmt: skip


@pytest.mark.parametrize("words", [{}, NEW_WORDS, dict(list(NEW_WORDS.items())[:1])])
def test_numbers_that_fill_a_table_are_dealt_out_though_labels_of_it_are_unknown(words):
    values = made.dense(61)
    wanted = {id: n for id, n in values.items() if id.startswith("applications.")}
    assert read(behind(values, words)) == wanted


def test_numbers_are_not_dealt_out_where_one_is_missing_or_a_row_does_not_add_up():
    values = made.dense(61)
    text = behind(values, NEW_WORDS)
    number = str(values["applications.granted.other_org"])
    for other in (text[: text.rindex("\n")], text.replace(f"\n{number}\n", f"\n{number}1\n")):
        found = read(other)
        assert sum(found.get(id) == n for id, n in values.items()) < 7 * len(made.table(3).rows)


@pytest.mark.parametrize("at", [1, 8, 24])
def test_a_row_of_the_agencys_own_is_not_taken_for_one_that_is_left_out(at):
    values = made.dense(61)
    rows = [row for row in made.table(3).rows if not row.key.endswith(".granted")]
    labels = [NEW_WORDS.get(row.key.split(".")[-1], row.label) for row in rows]
    numbers = [[str(values[cell.id]) for cell in row.cells] for row in rows]
    labels.insert(at, "本局特有情形")
    numbers.insert(at, ["1", "2", "3", "4", "5", "6", "21"])
    lines = ["申请人情况", *labels, *(number for row in numbers for number in row)]
    text = clean("\n".join(lines)).text
    cells = [c for one in read_tables(text, Span(0, len(text))) for c in one.cells.values()]
    named = [c for c in cells if c.evidence["label"] > 0.9 and c.token is not None]
    assert all(c.token.value.number == values[c.cell.id] for c in named)


OF_2014 = {cell.id: str(23 + n) for n, cell in enumerate(load_form("2014").fields)}
FIRST_OF_2014 = [*OF_2014][:3]
GROUP_OF_2014 = "（二）通过不同渠道和方式公开政府信息的情况"


@pytest.mark.parametrize("mark", ["/", "——", "无"])
@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.blanks])
@pytest.mark.parametrize("left", ["", "/"])
def test_marks_beside_the_name_of_a_group_are_no_numbers_of_the_empty_rows_above(
    layout, mark, left
):
    printed = OF_2014 | dict.fromkeys(FIRST_OF_2014[:2], left)
    lines = made.lines14(printed)
    lines.insert(4, [GROUP_OF_2014, mark, mark])
    found = made.numbers(made.readings(layout(lines)))
    assert found == {
        id: None if id in FIRST_OF_2014[:2] else int(text) for id, text in OF_2014.items()
    }


def test_numbers_behind_all_labels_and_groups_still_go_back_to_their_rows():
    labels = [line[0] for line in made.lines14({})[1:]]
    labels.insert(3, GROUP_OF_2014)
    found = made.numbers(made.readings("\n".join([*labels, *OF_2014.values()])))
    assert found == {id: int(text) for id, text in OF_2014.items()}
