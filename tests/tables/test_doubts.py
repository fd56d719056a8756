"""What speaks against a reading: rows without labels, numbers left behind, labels not read."""

import math

import pytest

from extractor.cleaning import clean
from extractor.evidence import add_evidence
from extractor.fields import fill_fields
from extractor.forms import load_form
from extractor.tables.counterparts import read_elsewhere
from extractor.tables.doubts import (
    Shown,
    is_unrepeated,
    lines_unrepeated,
    numbers_behind,
    slack,
    unread_labels,
)
from extractor.tables.tokens import tokenise
from extractor.types import Span, Stretch
from tests.tables import made


def test_rows_without_label_are_sure_only_where_the_form_has_as_many():
    # Rows 1 and 2 of five without label, 0 and 3 with: nothing is open.
    assert slack({0: True, 1: False, 2: False, 3: True}, 5) == {1: 0.0, 2: 0.0}
    # One row without label for two places: both are open, whichever was chosen.
    assert slack({0: True, 1: False, 3: True}, 5) == {1: 1.0, 2: 1.0}
    assert slack({0: True, 4: True}, 5) == {}
    assert slack({2: False}, 20) == dict.fromkeys(range(20), 5.0)


def test_numbers_that_belong_to_no_row_are_told_of_the_row_before_them():
    rows = {"a": Span(0, 10), "b": Span(30, 40), "c": Span(50, 60)}
    found = numbers_behind(rows, [12, 15, 45, 70])
    assert found == {"a": math.log1p(2), "b": math.log1p(1)}


@pytest.mark.parametrize(
    ("lines", "strange"),
    [
        (["1", "2", "3", "4", "5", "6", "7", "8"], True),
        (["1", "2", "3", "4", "5", "6", "7", "7"], False),
        (["1", "2", "3"], False),
        (["1 2 3 4 5 6 7 8 9"], False),
        ([f"{n} |" for n in range(1, 9)], True),
        ([f"栏目 | {n}" for n in range(1, 9)], False),  # a line is its row: none is like another
    ],
)
def test_a_long_column_without_a_repeated_value_is_strange(lines, strange):
    text = "\n".join(lines)
    assert is_unrepeated(tokenise(text, Span(0, len(text))), text) is strange


TEXT = "三不予公开:属于国家秘密=>7*9*16;保护第三方合法权益(略)"


def test_labels_before_numbers_are_told_where_their_rows_were_not_read():
    found = unread_labels(TEXT, Span(0, len(TEXT)), ())
    secret, other = (
        f"applications.refused.{k}.total" for k in ("state_secret", "third_party_rights")
    )
    assert found[secret] == Shown(1.0, math.log1p(1), math.log1p(2))
    assert found[other] == Shown(0.0, math.log1p(1), math.log1p(2))  # no number behind its label
    assert "remedies.review.total" not in found


@pytest.mark.parametrize("behind", ["2.其他禁止公开", "（2）其他", "2024年12月", ""])
def test_the_number_of_the_next_row_is_no_value_of_a_label(behind):
    secret = "applications.refused.state_secret.total"
    text = f"1.属于国家秘密{behind}"
    assert unread_labels(text, Span(0, len(text)), ())[secret].own == 0.0
    text = f"1.属于国家秘密 自然人:3 {behind}"
    assert unread_labels(text, Span(0, len(text)), ())[secret].own == 1.0


def test_rows_that_were_read_and_pages_without_labels_say_nothing():
    found = unread_labels(TEXT, Span(0, len(TEXT)), ("applications.refused.state_secret",))
    assert "applications.refused.state_secret.total" not in found
    assert set(found.values()) == {Shown(0.0, 0.0, math.log1p(1))}  # of the label without number
    assert unread_labels("全年公开12条", Span(0, 8), ()) == {}


def test_a_lost_row_among_rows_without_label_makes_its_neighbours_loose():
    values = {id: 1 + n for n, id in enumerate(made.dense(3))}
    rows = made.table(3).rows
    at = next(n for n, row in enumerate(rows) if row.key.endswith("prohibited_by_law"))
    lines = [[row.label, *made.cells(row, values)] for row in rows]
    lines[at][0] = ""
    whole = made.readings(made.pipe(lines))[0]
    assert whole.cells[rows[at].cells[0].id].evidence["slack"] == 0.0
    del lines[at + 1]
    [short] = made.readings(made.pipe(lines))
    printed = [
        c.evidence["slack"]
        for c in short.cells.values()
        if c.row.key in (rows[at].key, rows[at + 1].key)
    ]
    assert printed
    assert set(printed) == {1.0}
    assert set(short.loose.values()) == {1.0}


def test_headers_in_another_order_place_the_numbers():
    text = "第二十条第（一）项\n信息内容|现行有效件数|本年制发件数|本年废止件数\n规章|41|3|2\n行政规范性文件|52|4|1\n"
    text += "第二十条第（五）项\n信息内容|本年处理决定数量\n行政许可|7\n"
    found = made.numbers(made.readings(text))
    assert found["disclosure.normative_documents.in_force"] == 52
    assert found["disclosure.normative_documents.issued"] == 4
    assert found["disclosure.regulations.in_force"] == 41
    assert found["disclosure.regulations.repealed"] == 2


def test_one_header_alone_places_the_numbers_under_it():
    text = "信息内容|现行有效件数\n规章|41\n行政规范性文件|52\n行政许可|7\n行政处罚|8\n"
    cells = {id: c.token for r in made.readings(text) for id, c in r.cells.items()}
    assert cells["disclosure.regulations.in_force"].text == "41"
    assert cells["disclosure.regulations.issued"] is None


def test_a_page_of_short_lines_of_which_none_repeats_is_strange() -> None:
    labels = [f"第{n}行的标签" for n in range(24)]
    whole = "\n".join(line for label in labels for line in (label, "0"))
    dropped = "\n".join([labels[0], "0", *labels[1:]])
    assert not lines_unrepeated(whole, Span(0, len(whole)))
    assert lines_unrepeated(dropped, Span(0, len(dropped)))
    prose = "\n".join(labels)
    assert not lines_unrepeated(prose, Span(0, len(prose)))
    assert not lines_unrepeated(dropped, Span(0, 60))


@pytest.mark.parametrize("said", ["一二五八〇", "壹佰零伍", "十二三"])
def test_a_label_that_numbers_in_words_touch_is_seen(said):
    text = f"行政许可{said}行政处罚{said}行政强制{said}"
    shown = unread_labels(text, Span(0, len(text)), [])
    assert shown["disclosure.licensing.decisions"].own == 1.0
    headings = "行政许可\n三、行政处罚\n四、行政强制"
    shown = unread_labels(headings, Span(0, len(headings)), [])
    assert shown["disclosure.licensing.decisions"].own == 0.0


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.cell_a_line])
@pytest.mark.parametrize(("lost", "instead"), [(11, 10), (9, 8), (5, 4), (19, 18)])
def test_a_name_in_the_place_of_the_next_leaves_that_row_in_doubt(layout, lost, instead):
    lines = made.lines3(made.dense(7))
    rows = [line for line in lines if len(line) >= 8]
    rows[lost][-8] = rows[instead][-8]  # of the same group
    table = made.table(3)
    (found,) = made.readings("三、收到和处理政府信息公开申请情况\n" + layout([*lines[:3], *rows]))
    of = [{cell.id for cell in row.cells} for row in table.rows]
    sure = {id for id, cell in found.cells.items() if cell.evidence["own"] == 1.0}
    assert found.unnamed == dict.fromkeys(of[lost], True)
    assert sure == {id for at, row in enumerate(of) if at not in (lost, instead) for id in row}


OF_2014 = {cell.id: str(23 + n) for n, cell in enumerate(load_form("2014").fields)}
LAYOUTS = [made.pipe, made.tabs, made.blanks, made.markdown]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("lost", "beside"),
    [
        ("form2014.answers.granted", "applications.granted.total"),
        ("form2014.answers.partly_granted", "applications.partly_granted.total"),
        ("form2014.review.corrected", "remedies.review.corrected"),
        ("form2014.requests.closed", "applications.processed_total.total"),
    ],
)
def test_a_row_of_one_cell_whose_label_is_lost_leaves_it_in_doubt(layout, lost, beside):
    lines = made.lines14(OF_2014)
    at = 1 + [*OF_2014].index(lost)
    (found,) = made.readings(layout([*lines[:at], lines[at][1:], *lines[at + 1 :]]))
    assert set(found.unnamed) == {beside}
    assert lost not in found.cells
    (whole,) = made.readings(layout(lines))
    (gone,) = made.readings(layout([*lines[:at], *lines[at + 1 :]]))
    assert not whole.unnamed
    assert not gone.unnamed


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("lost", ["licensing.decisions", "coercion.decisions", "fees.amount"])
def test_so_does_one_of_table_2_the_last_row_too(layout, lost):
    values = made.dense(5, 999)
    lines = made.lines2(values)
    at = next(i for i, line in enumerate(lines) if str(values[f"disclosure.{lost}"]) in line)
    (found,) = made.readings(layout([*lines[:at], lines[at][1:], *lines[at + 1 :]]))
    assert f"disclosure.{lost}" not in found.cells
    assert set(found.unnamed) == {f"disclosure.{lost}"}


def test_a_sum_of_old_cells_of_which_one_lost_its_label_is_in_doubt():
    lines = made.lines14(OF_2014)
    at = 1 + [*OF_2014].index("form2014.answers.does_not_exist")
    text = "附：政府信息公开情况统计表\n" + made.pipe(
        [*lines[:at], lines[at][1:], *lines[at + 1 :]]
    )
    readings = made.readings(text)
    fields, legacy = fill_fields(readings, [])
    whole = Span(0, len(text))
    add_evidence(fields, legacy, readings, clean(text), Stretch(whole, None, 1.0))
    short = fields["applications.unavailable.not_held.total"]
    assert short.value == int(OF_2014["form2014.answers.not_this_agency"])
    assert short.evidence["agreed"] <= 0.5
    assert fields["applications.granted.total"].evidence.get("agreed", 1.0) == 1.0


def test_a_row_in_the_columns_of_an_older_form_stands_in_the_place_of_the_newer():
    read = ["form2019.licensing", "form2019.fees"]
    elsewhere = read_elsewhere(read)
    assert {"disclosure.licensing", "disclosure.fees"} <= elsewhere
    assert not elsewhere & {*read, "disclosure.regulations", "form2019.regulations"}
    assert not read_elsewhere(["applications.new"])  # both forms print the very same row
    assert not read_elsewhere([])


def test_a_label_of_a_row_that_was_read_in_older_columns_is_no_unread_one():
    text = "行政事业性收费 | 3 | 2 |\n行政强制 | 1 | 1 | 7 |\n"
    amount, coercion = "disclosure.fees.amount", "disclosure.coercion.decisions"
    shown = unread_labels(text, Span(0, len(text)), ["form2019.fees"])
    assert shown[amount].own == 0.0
    assert shown[coercion].own == 1.0
    assert unread_labels(text, Span(0, len(text)), [])[amount].own == 1.0
