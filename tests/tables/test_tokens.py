"""Cutting text into pieces, finding labels in them, building rows."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.tables.events import printed_rows
from extractor.tables.reader import unread_numbers
from extractor.tables.recognise import Label, recognise
from extractor.tables.tokens import MAX_PIECES, Token, tokenise
from extractor.tables.vocabulary import LabelKind, bare, numbering, vocabulary
from extractor.types import Span

WORDS = vocabulary()


def tokens(text):
    return tokenise(text, Span(0, len(text)), WORDS.stuck)


def texts(text):
    return [t.text for t in tokens(text)]


def items(text):
    return recognise(tokens(text), WORDS)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("自然人 | 5 | 6 |", ["自然人", "5", "6"]),
        ("自然人\t5\t6", ["自然人", "5", "6"]),
        ("自然人 5 6", ["自然人", "5", "6"]),
        ("自然人\n5\n6\n", ["自然人", "5", "6"]),
        ("自然人\r\n5\r\n6\r\n", ["自然人", "5", "6"]),
        ("自然人　5　6", ["自然人", "5", "6"]),
        ("规章 | 5 | | 6 |", ["规章", "5", "", "6"]),
        ("行政处罚12", ["行政处罚", "12"]),
        ("行政处罚 12 件", ["行政处罚", "12"]),
        ("不明白12", ["不明白12"]),
        ("2021年 5 月", ["2021年", "5", "月"]),
    ],
)
def test_pieces(text, pieces):
    assert texts(text) == pieces


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_parts_lines(end):
    text = end.join(["商业企业", "科研机构", "自然人", "", "5", "", "6"])
    assert [p for p in texts(text) if p] == ["商业企业", "科研机构", "自然人", "5", "6"]
    assert [t.line for t in tokens(text)] == sorted(t.line for t in tokens(text))


def test_the_rule_of_a_markdown_table_is_no_row():
    assert texts("| 规章 | 5 |\n| --- | :---: |\n| 行政处罚 | --- |") == [
        "", "规章", "5", "", "行政处罚", "---",
    ]  # fmt: skip


def test_a_row_of_dashes_is_a_row():
    text = "| 规章 | 5 |\n| 行政处罚 | 6 |\n| --- | --- |"
    assert texts(text).count("---") == 2


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="规章行政处罚总计 |\t\n\r　0123456789.,-—/件年余abc", max_size=200))
def test_pieces_stand_in_order_and_show_their_text(text):
    found = tokens(text)
    assert all(t.span.of(text) == t.text for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert [t.line for t in found] == sorted(t.line for t in found)
    digits = sum(c.isdigit() for t in found for c in t.text)
    assert digits == sum(c.isdigit() for c in text)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="规章行政处罚总计 |\t\n0123456789—", max_size=120))
def test_recognising_and_building_rows_loses_no_number(text):
    numbers = [t for t in tokens(text) if t.value is not None and t.value.number is not None]
    found = recognise(tokens(text), WORDS)
    assert [i for i in found if isinstance(i, Token) and i.value.number is not None] == numbers
    assert [n for row in printed_rows(found) for n in row.numbers] == numbers


@pytest.mark.parametrize(
    "text", [" " * 50_000, "\t" * 50_000, "|" * 50_000, "1 " * 25_000, "规" * 50_000, "," * 50_000,
             "---|" * 12_000, "件 " * 20_000, "\n" * 50_000,
             "1" * 50_000, "项" + "1" * 50_000 + "项"],
)  # fmt: skip
def test_adversaries_take_bounded_time(text):
    start = time.process_time()
    found = tokens(text)
    assert not any(token.stuck for token in found)
    rows = printed_rows(recognise(found, WORDS))
    assert all(len(event.span) for event in rows if event.stated)
    assert time.process_time() - start < 5
    assert len(found) <= 2 * len(text)
    assert len(tokens("1\n" * (MAX_PIECES + 500))) <= MAX_PIECES + 1


@pytest.mark.parametrize(
    ("label", "number", "rest"),
    [
        ("（三）不予公开", 3, "不予公开"),
        ("三、办理结果", 3, "办理结果"),
        ("12.其他", 12, "其他"),
        ("（十二）其他", 12, "其他"),
        ("二十、其他", 20, "其他"),
        ("不予公开", 0, "不予公开"),
        ("3.5万元", 0, "3.5万元"),
    ],
)
def test_numbering(label, number, rest):
    assert numbering(label) == (number, rest)


def test_bare_labels_have_no_blanks_marks_or_numbers():
    assert bare(" （三） 不 予 公 开： ") == bare("不予公开") == "不予公开"


def labels(text):
    return [i for i in items(text) if isinstance(i, Label)]


@pytest.mark.parametrize(
    ("text", "kind", "official"),
    [
        ("规章", LabelKind.ROW, "规章"),
        ("规 章", LabelKind.ROW, "规章"),
        ("法律\n服务\n机构", LabelKind.COLUMN, "法律服务机构"),
        ("1.属于国家\n秘密", LabelKind.ROW, "1.属于国家秘密"),
        ("尚未\n审结", LabelKind.COLUMN, "尚未审结"),
        ("本年废止件", LabelKind.COLUMN, "本年废止件数"),
    ],
)
def test_labels_are_found_however_they_are_broken(text, kind, official):
    found = labels(text + "\n5")
    assert len(found) == 1
    assert found[0].best(kind)[0] == official
    assert found[0].best(kind)[1] >= 0.8


def test_two_labels_on_two_lines_stay_two():
    found = labels("结果维持\n结果纠正\n5")
    assert [x.best(LabelKind.COLUMN)[0] for x in found] == ["结果维持", "结果纠正"]


def test_numbering_tells_like_labels_apart():
    """The third and the fifth refusal differ in few characters; their numbers agree with one."""
    best = labels("5.属于三类内部事务信息 | 1 |")[0].best(LabelKind.ROW)
    other = labels("6.属于三类内部事务信息 | 1 |")[0].best(LabelKind.ROW)
    assert best[0] == other[0] == "5.属于三类内部事务信息"
    assert other[1] < best[1]


def test_what_is_no_label_is_unknown():
    assert labels("天气晴朗万里无云 | 5 |")[0].sims == {}


def test_a_row_is_a_label_and_what_stands_behind_it():
    rows = printed_rows(items("规章 | 5 | | 6 |\n行政处罚 | 7 |\n"))
    assert [(r.label.text, [v.text for v in r.values]) for r in rows] == [
        ("规章", ["5", "", "6"]),
        ("行政处罚", ["7"]),
    ]


# The same rows, parted as no page of the corpus parts them.
ROWS = (
    ("规章", "4", "0", "7"), ("行政规范性文件", "12", "3", "150"), ("行政许可", "454"), ("行政处罚", "30"),
    ("行政强制", "1"), ("行政事业性收费", "218.81"), ("予以公开", "4", "73", "2", "8", "7", "1", "95"),
    ("重复申请", "25", "20", "5", "1", "78", "2", "131"), ("其他", "3", "3", "4", "52", "195", "25", "282"),
    ("总计", "805", "781", "555", "733", "995", "1158", "5027"),
)  # fmt: skip
CELLS = [cell for row in ROWS for cell in row]


@pytest.mark.parametrize(
    "sign", [";", " ; ", "/", "、", "·", "#", "→", "_", "&", "~", ",", "$", "￥"]
)
@pytest.mark.parametrize("end", ["\n", "{sign}"])
def test_whatever_parts_the_numbers_parts_the_cells(sign, end):
    around = end.format(sign=sign)
    text = "全年公开12条;其中网站5条、微信3条。\n" + around.join(sign.join(row) for row in ROWS)
    found = tokens(text)
    assert [t.text for t in found[-len(CELLS) :]] == CELLS
    assert all(t.span.of(text) == t.text for t in found)


@pytest.mark.parametrize("mark", ["—", "/", "*", "——"])
def test_marks_among_numbers_and_blanks_are_cells(mark):
    rows = [
        [cell if not cell.isdecimal() or int(cell) % 4 or cell == "0" else mark for cell in row]
        for row in ROWS
    ]
    rows += [["不予受理", mark, "5", mark, "1", mark, mark, "6"]] * 3
    found = texts("\n".join(" ".join(row) for row in rows))
    assert found == [cell for row in rows for cell in row]


@pytest.mark.parametrize("sign", [" / ", " — ", " * "])
def test_the_same_marks_part_cells_where_no_blanks_do(sign):
    rows = [*ROWS, ("不予受理", "5", "", "1", "", "", "6")]
    found = tokens("\n".join(sign.join(row) for row in rows))
    assert [t.text for t in found if t.text] == [cell for row in rows for cell in row if cell]
    assert all(t.piped for t in found)


@pytest.mark.parametrize("word", ["nan", "NaN", "None", "null", "N/A"])
@pytest.mark.parametrize(("before", "between"), [("| ", " | "), ("", "\t"), ("", ","), ("", " ")])
def test_words_that_programs_write_for_nothing_are_empty_cells(word, before, between):
    rows = [[*row[:2], word, *row[2:]] for row in ROWS]
    found = tokens("\n".join(before + between.join(row) for row in rows))
    values = [t.text for t in found if t.value is not None]
    want = [[*row[1:2], "", *row[2:]] for row in ROWS]
    if before:  # what stands before the first bar is empty as well
        want = [["", *row] for row in want]
    assert values == [cell for row in want for cell in row]


def test_such_a_word_in_a_label_is_no_cell():
    assert texts("规章 | nan项 | 5 |") == ["规章", "nan项", "5"]


def test_quoted_bracketed_and_listed_cells():
    for row in ('"{}"', "[{}]"):
        joint = '","' if row[0] == '"' else "]["
        text = "\n".join(row.format(joint.join(cells)) for cells in ROWS)
        assert [t.text for t in tokens(text) if t.text] == CELLS
    for mark in ("- ", "* ", ";", "•", "> ", "# "):
        assert texts(mark + f"\n{mark}".join(CELLS)) == CELLS
    assert texts("\n".join(f"-{n}" for n in range(1, 12))) == [f"-{n}" for n in range(1, 12)]


def test_rows_of_marks_show_what_parts_their_cells():
    rows = ["规章; 无; 无; 39", "行政规范性文件; 无; 无; 0", "行政许可; 无; 4", "行政处罚; 无; 3"]
    found = tokens("\n".join(rows))
    assert [t.text for t in found] == [cell for row in rows for cell in row.split("; ")]
    assert all(t.piped for t in found)


def test_cells_that_name_their_columns_show_what_parts_them():
    rows = [
        ("规章", "本年制发件数:1", "本年废止件数:0", "现行有效件数:7"),
        ("行政规范性文件", "本年制发件数:12", "本年废止件数:4", "现行有效件数:46"),
        ("行政许可", "本年处理决定数量:266"),
        ("行政处罚", "本年处理决定数量:3"),
    ]
    found = [t.text for t in tokens("\n".join(",".join(row) + "," for row in rows)) if t.text]
    assert found == [cell.rpartition(":")[2] for row in rows for cell in row]
    assert not any(t.piped for t in tokens("行政许可,行政处罚:3,行政强制:4。" * 5))


def test_prose_dates_and_thousands_are_no_cells():
    for text in (
        "主动公开12条;其中网站5条;微信3条;微博4条;其他6条。" * 5,
        "\n".join(["2021/01/02", "2021/03/04", "2022/05/06", "2022/07/08", "2023/09/10"]),
        "\n".join(["1,234,567", "7,654,321", "1,111,111", "2,222,222", "3,333,333"]),
    ):
        assert not any(t.piped for t in tokens(text))


def test_a_colon_parts_known_labels_from_their_numbers():
    text = "\n".join(f"{row[0]}：{row[1]}" for row in ROWS)
    assert texts(text) == [cell for row in ROWS for cell in row[:2]]
    assert texts("办公时间:8:30\n电话:12:45\n截至:9:00\n开始:10:00")[1:2] != ["8"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "5.属于国家秘密 — 8 1",
            ["5.属于国家秘密", "—", "8", "1"],
        ),  # an empty cell behind the label
        ("其他 - 重复申请 8", ["其他", "-", "重复申请", "8"]),
        ("3 .其他 | 5 | 6 |", ["3", ".其他", "5", "6"]),
        ("规章 2 ． 161 2", ["规章", "2", "．", "161", "2"]),
    ],
)
def test_marks_and_numberings_among_blanks(text, pieces):
    found = tokens(text)
    assert [t.text for t in found] == pieces
    values = {t.text for t in found if t.value is not None}
    assert ("—" in values) == ("—" in pieces)
    assert "3" not in values


def test_a_line_of_tabs_is_an_empty_cell():
    text = "规章\n\t5\n\t\n\t6\n"
    assert texts(text) == ["规章", "5", "", "6"]


def test_two_tables_side_by_side_between_commas():
    rows = [f"重复申请,件,{n},行政许可,件,{n + 7}" for n in range(1, 6)]
    values = [t.text for t in tokens("\n".join(rows)) if t.value is not None]
    assert values == [str(v) for n in range(1, 6) for v in (n, n + 7)]


def rows_of(text):
    return [
        (e.label.text if e.label else None, [t.text for t in e.stated])
        for e in printed_rows(items(text))
    ]


def test_unknown_words_behind_a_label_in_its_cell_leave_the_row_its_values():
    assert rows_of("行政规范性 卷宗\t112\t19\t142\n行政许可\t6\t\t") == [
        ("行政规范性", ["112", "19", "142"]),
        ("行政许可", ["6"]),
    ]


def test_a_label_is_not_cut_inside_a_marked_cell():
    label = "1.申请人无正当理由逾期不补正，行政机关不再处理其 政府信息公开申请"
    [(found, values)] = rows_of(f"| {label} | 8 | 15 | 3 | 41 | 6 | 0 | 73 |")
    assert found is not None
    assert found.replace(" ", "").endswith("政府信息公开申请")
    assert values == ["8", "15", "3", "41", "6", "0", "73"]


@pytest.mark.parametrize(
    "cell",
    [
        "**12**",
        "12*",
        "“12”",
        "(12)",
        "12[1]",
        "12①",
        "$12$",
        "[12]",
        "12 ※",
        "'12'",
        "12²",
        "12₍₁₎",
    ],
)
def test_a_number_with_ornaments_is_the_number_alone(cell):
    found = tokens(f"| 规章 | {cell} | 5 |")
    number = found[2]
    assert (number.text, number.value.number) == ("12", 12)


def test_what_is_no_number_with_ornaments_is_none():
    for cell in ("²", "1_2", "第12", "12年", "*", "**", "()"):
        assert all(t.text != "12" for t in tokens(f"| 规章 | {cell} | 5 |"))


def test_names_of_columns_before_their_numbers_are_left_out():
    names = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    for joint in (":", " : ", ""):
        cells = [f"{name}{joint}{n}" for n, name in enumerate(names)]
        found = texts("（一）予以公开 | " + " | ".join(cells))
        assert found == ["（一）予以公开", *"0123456"]
    rows = texts("规章:3 | 行政规范性文件:5 | 行政许可:7 | 行政处罚:8")
    assert [row.rstrip(":") for row in rows[2:4]] == ["行政规范性文件", "5"]


def test_numbers_of_rows_before_their_labels_are_no_values():
    rows = [f"{n} | {row[0]} | {' | '.join(row[1:])} |" for n, row in enumerate(ROWS, 1)]
    found = [t for t in tokens("\n".join(rows)) if t.text]
    assert [t.text for t in found] == CELLS
    lone = "\n".join(f"3 | {row[0]} | {' | '.join(row[1:])} |" for row in ROWS)
    assert texts(lone).count("3") >= len(ROWS)


def test_names_of_rows_stay_where_a_line_holds_more_than_a_row():
    listed = [
        f"行政复议 | {name} | {n} |"
        for n, name in enumerate(("结果维持", "结果纠正", "其他结果", "总计"), 3)
    ]
    text = " ".join([f"{row[0]} | {' | '.join(row[1:])} |" for row in ROWS] + listed)
    found = texts(text)
    assert all(row[0] in found for row in ROWS)
    assert found.count("结果维持") == found.count("其他结果") == 1


def test_digits_stuck_to_an_unknown_label_are_not_read_and_counted_so():
    text = "本行政区划外事项数12\n某类事项数345\n"
    assert unread_numbers(text, Span(0, len(text))) == 2
    assert unread_numbers("某类事项数\n", Span(0, 6)) == 0


def test_rows_of_numbers_between_labels_that_nobody_knows_are_counted_as_unread():
    text = "1.区划外事项142        2       68(100.0%)2.某类事项59        1        7"
    one = Token(text, Span(0, len(text)), 0, 0, False, None)
    assert one.stuck == 6

    prose = "全年办结申请12件，其中3件公开，较上年多4 件，少5 件"
    assert Token(prose, Span(0, len(prose)), 0, 0, False, None).stuck == 0
