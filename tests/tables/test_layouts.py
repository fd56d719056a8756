"""Every layout of the field guide gives the same reading of the same tables."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.cleaning import clean
from tests.tables import made

COLUMNS = ("items_last_year", "items_change", "decisions")
DENSE = made.dense(11)


def states(text: str) -> dict[str, tuple[float | None, bool, float]]:
    """Value, lost label and choices of each cell."""
    return {
        id: (
            cell.token.value.number if cell.token is not None and cell.token.value else None,
            cell.label_lost,
            cell.evidence["choices"],
        )
        for reading in made.readings(text)
        for id, cell in reading.cells.items()
    }


@pytest.mark.parametrize("layout", made.LAYOUTS.values(), ids=made.LAYOUTS)
def test_every_layout_gives_all_cells_surely(layout):
    found = states(made.draw(DENSE, layout))
    assert found == {id: (value, False, 1.0) for id, value in DENSE.items()}


@pytest.mark.parametrize("layout", made.LAYOUTS.values(), ids=made.LAYOUTS)
def test_each_cell_points_to_its_number(layout):
    text = clean(made.draw(DENSE, layout)).text
    for reading in made.readings(made.draw(DENSE, layout)):
        for id, cell in reading.cells.items():
            assert cell.token is not None
            assert cell.token.span.of(text) == str(DENSE[id])
            assert reading.span.start <= cell.token.span.start < reading.span.end


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(made.LAYOUTS)))
def test_whatever_the_numbers(seed, layout):
    values = made.dense(seed, random.Random(seed).choice((1000, 9999, 99_999)))
    assert made.numbers(made.readings(made.draw(values, made.LAYOUTS[layout]))) == values


def mixed(values):
    """Each table in a layout of its own."""
    layouts = (made.cell_a_line, made.pipe, made.tabs)
    lines = (made.lines2(values), made.lines3(values), made.lines4(values))
    return "\n小结\n".join(layout(part) for layout, part in zip(layouts, lines, strict=True))


def test_tables_in_different_layouts():
    assert made.numbers(made.readings(mixed(DENSE))) == DENSE


def cut_labels(text, at):
    """Labels broken over two lines after their character number `at`."""
    return "\n".join(
        line[:at] + "\n" + line[at:] if len(line) > at + 1 and not line[0].isdigit() else line
        for line in text.splitlines()
    )


@pytest.mark.parametrize("at", [3, 5, 7])
def test_labels_broken_over_lines(at):
    text = cut_labels(made.cell_a_line(made.lines3(DENSE)), at)
    want = {id: value for id, value in DENSE.items() if id.startswith("applications.")}
    assert made.numbers(made.readings(text)) == want


def test_short_labels_broken_into_single_characters():
    spread = "".join(
        "\n".join(cell) + "\n"
        if cell in ("规章", "行政许可", "行政处罚", "行政强制")
        else cell + "\n"
        for line in made.lines2(DENSE)
        for cell in line
    )
    want = {id: value for id, value in DENSE.items() if id.startswith("disclosure.")}
    assert made.numbers(made.readings(spread)) == want


def test_labels_with_blanks_inside():
    text = made.draw(DENSE, made.pipe).replace("自然人", "自 然 人").replace("规章", "规　章")
    assert made.numbers(made.readings(text)) == DENSE


@pytest.mark.parametrize("after", [1, 3, 6])
def test_rows_split_over_lines(after):
    """A row whose last numbers stand on the next line."""
    lines = []
    for line in made.lines3(DENSE):
        cut = len(line) - 7 + after
        if line[-1].isdigit():
            lines += [line[:cut], line[cut:]]
        else:
            lines.append(line)
    text = "".join(" | ".join(line) + " |\n" for line in lines)
    want = {id: value for id, value in DENSE.items() if id.startswith("applications.")}
    assert made.numbers(made.readings(text)) == want


def test_a_caption_and_a_sentence_before_the_table():
    values = DENSE
    text = "单位：测试镇 2023年度\n该部分以表格形式报告。\n" + made.pipe(made.lines3(values))
    assert made.numbers(made.readings(text)) == {
        id: value for id, value in values.items() if id.startswith("applications.")
    }


def test_traditional_characters():
    text = (
        made.draw(DENSE).replace("总计", "總計").replace("规章", "規章").replace("自然人", "自然人")
    )
    assert made.numbers(made.readings(text.replace("商业企业", "商業企業"))) == DENSE


def test_labels_without_numbers_are_blank_not_zero():
    """All numbers lost: whatever is found of the tables holds no value."""
    nothing = dict.fromkeys(DENSE, "")
    for layout in (made.pipe, made.cell_a_line, made.tabs):
        found = made.numbers(made.readings(made.draw(nothing, layout)))
        assert set(found.values()) <= {None}


@pytest.mark.parametrize("mark", ["/", "-", "—", "无", "---"])
def test_marks_are_no_numbers(mark):
    values = DENSE | {id: mark for id in DENSE if ".refused." in id or id.startswith("remedies.")}
    found = made.numbers(made.readings(made.draw(values)))
    assert found == {id: value if isinstance(value, int) else None for id, value in values.items()}


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "|||||\n||||", "0\n" * 300, "信息内容\n" * 40, "2021年12月31日", "x" * 3000, " " * 50_000, "|" * 50_000],
)  # fmt: skip
def test_what_is_no_table_gives_no_table(text):
    assert made.readings(text) == []


def test_a_strip_without_headings_is_known_by_its_cells():
    printed = ["2", "2", "", "2", "6", "", "3", "", "5", "8", "", "", "5", "2", "7"]
    line = " | ".join(printed)
    fields = [cell.id for row in made.table(4).rows for cell in row.cells]
    [reading] = made.readings(f"四、行政复议、行政诉讼情况\n{line}\n五、存在的问题\n")
    found = {id: cell.token.text if cell.token else "" for id, cell in reading.cells.items()}
    assert found == dict(zip(fields, printed, strict=True))


def test_lines_among_blanks_stay_rows_where_one_lost_a_cell_and_the_next_its_label():
    rows = made.table(3).rows
    values = {
        cell.id: 2 + (n * 7 + k) % 90
        for n, row in enumerate(rows)
        for k, cell in enumerate(row.cells)
    }
    lines = [f"{row.label} {' '.join(made.cells(row, values))}" for row in rows]
    at = next(n for n, row in enumerate(rows) if row.key.endswith("process_information"))
    short, bare = made.cells(rows[at], values)[:6], made.cells(rows[at + 1], values)
    lines[at] = f"{rows[at].label} {' '.join(short)}"
    lines[at + 1] = " ".join(bare)
    found = made.numbers(made.readings("\n".join(lines)))
    below = [cell.id for cell in rows[at + 1].cells]
    assert [str(found[id]) for id in below] == bare


def test_a_word_below_a_table_does_not_complete_its_last_row():
    """A blank in the last row, and `无` under the next heading: no number moves to the left."""
    table = made.pipe(made.lines3(DENSE))
    id = "applications.carried_out.public_welfare"
    head, number, tail = table.rpartition(f"{DENSE[id]} |")
    assert number
    text = f"{head} |{tail}\n四、政府信息公开行政复议、行政诉讼情况\n无\n"
    found = made.numbers(made.readings(text))
    want = {k: v for k, v in DENSE.items() if k.startswith("applications.") and k != id}
    assert {k: found.get(k) for k in want} == want
    assert found.get(id) is None


def test_a_cell_a_line_with_a_bar_keeps_its_empty_cells():
    rows = made.table(3).rows
    values = {
        cell.id: str(1 + (n * 5 + k) % 70)
        for n, row in enumerate(rows)
        for k, cell in enumerate(row.cells)
    }
    bare = rows[4].cells
    for at in (0, 3):
        values[bare[at].id] = ""
    lines = [text for row in rows for text in (row.label, *made.cells(row, values), "|")]
    text = "\n".join("|" if line == "|" else f"{line} |" for line in lines)
    [reading] = [r for r in made.readings(text) if r.table.number == 3]
    found = [reading.cells[cell.id].token for cell in bare]
    assert [t.text if t else "" for t in found] == made.cells(rows[4], values)
    assert reading.cells[bare[1].id].evidence["choices"] == 1.0


@pytest.mark.parametrize("padding", [[], ["|"], ["||"]], ids=["none", "a bar", "bars"])
@pytest.mark.parametrize("empty", [(0, 3), (5,), (0, 1, 2, 3, 4, 5), (2, 6)])
def test_a_bar_alone_is_an_empty_cell_where_each_cell_of_the_page_ends_in_one(empty, padding):
    rows = made.table(3).rows
    shown = {cell.id: str(DENSE[cell.id]) for row in rows for cell in row.cells}
    bare = rows[4].cells
    shown |= {bare[at].id: "" for at in empty}
    lines = [text for row in rows for text in (row.label, *made.cells(row, shown), *padding)]
    text = "\n".join(line if line in padding else f"{line} |".strip() for line in lines)
    [reading] = [r for r in made.readings(text) if r.table.number == 3]
    found = [reading.cells[cell.id].token for cell in bare]
    assert [t.text if t else "" for t in found] == made.cells(rows[4], shown)
    assert {reading.cells[c.id].evidence["choices"] for c in bare} == {1.0}


def test_a_bar_alone_is_an_empty_cell_in_few_rows_as_well():
    lines = ["第二十条第(六)项", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    lines += ["行政处罚", "", "+31", "62", "行政强制", "4", "", "8", "第二十条第(八)项"]
    lines += ["信息内容", "上一年项目数量", "本年增/减", "行政事业性收费", "", "2"]
    found = made.numbers(made.readings("\n".join(f"{line} |".strip() for line in lines)))
    rows = [
        [found.get(f"form2019.{row}.{c}") for c in COLUMNS] for row in ("penalties", "coercion")
    ]
    assert rows == [[None, 31, 62], [4, None, 8]]
    assert (found["form2019.fees.items_last_year"], found["form2019.fees.items_change"]) == (
        None,
        2,
    )


def test_columns_are_the_last_cells_of_lines_however_deep_their_labels_stand():
    """Totals alone, but for one row with a part; merged labels leave empty cells behind them."""
    only = {id: value for id, value in DENSE.items() if id.endswith(".total")}
    part = made.table(3).rows[6].cells[4].id
    only[part] = DENSE[part]
    lines = made.lines3({id: only.get(id, "") for id in DENSE})
    deep = [[*line[:-7], *[""] * (10 - len(line)), *line[-7:]] for line in lines[3:]]
    text = made.pipe([*lines[:3], *deep])
    [reading] = [r for r in made.readings(text) if r.table.number == 3]
    wanted = {c.id: only.get(c.id) for row in made.table(3).rows for c in row.cells}
    assert made.numbers([reading]) == wanted
    assert {cell.evidence["choices"] for cell in reading.cells.values()} == {1.0}


def test_two_lines_that_show_all_their_cells_are_two_rows():
    """The second one's label is lost: what both hold is as much as one row, and is none."""
    first, second = made.table(3).rows[12:14]
    shown = {c.id: DENSE[c.id] for row in made.table(3).rows for c in row.cells}
    shown |= {c.id: "" for c in (*first.cells[:2], *second.cells[:3], *second.cells[4:6])}
    lines = made.lines3(shown)
    at = next(i for i, line in enumerate(lines) if second.label in line)
    lines[at] = ["", *lines[at][-7:]]
    [reading] = [r for r in made.readings(made.pipe(lines)) if r.table.number == 3]
    found = made.numbers([reading])
    assert [found[c.id] for c in first.cells] == [shown[c.id] or None for c in first.cells]


def test_a_sum_over_cells_ends_a_row_whose_next_one_lost_its_label():
    """A cell a line, empty ones kept: seven numbers in a row would reach into the next row."""
    first, second = made.table(3).rows[12:14]
    shown = {c.id: DENSE[c.id] for row in made.table(3).rows for c in row.cells}
    shown[first.cells[-1].id] -= shown[first.cells[0].id]
    shown[first.cells[0].id] = ""
    lines = made.lines3(shown)
    at = next(i for i, line in enumerate(lines) if second.label in line)
    lines[at] = lines[at][-7:]
    text = "".join(f" {cell}\n" for line in lines for cell in line)
    [reading] = [r for r in made.readings(text) if r.table.number == 3]
    found = made.numbers([reading])
    assert [found[c.id] for c in first.cells] == [shown[c.id] or None for c in first.cells]
    assert [found[c.id] for c in second.cells] == [shown[c.id] for c in second.cells]


def test_numbers_behind_the_next_group_are_not_the_row_before_it():
    """Empty cells dropped: three numbers and two make five columns, and are two rows."""
    columns = "|\n项目\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n|\n"
    rows = "行政复议\n2\n5\n7\n|\n行政诉讼（未经复议直接起诉）\n4\n4\n|\n行政诉讼（复议后起诉）\n4\n4\n"
    found = made.numbers(made.readings(columns + rows))
    assert found["remedies.review.total"] == 7


def test_a_bar_before_each_cell_of_its_line_parts_none():
    text = "".join(
        f"| {cell}\n" for line in [*made.lines2(DENSE), *made.lines3(DENSE)] for cell in line
    )
    wanted = {c.id: DENSE[c.id] for n in (2, 3) for row in made.table(n).rows for c in row.cells}
    found = made.numbers(made.readings(text))
    assert {id: found.get(id) for id in wanted} == wanted


def test_rows_in_another_order_go_by_their_names():
    """The first two rows of table 3 have names that read much alike."""
    lines = made.lines3(DENSE)
    lines[3], lines[4] = lines[4], lines[3]
    wanted = {c.id: DENSE[c.id] for row in made.table(3).rows for c in row.cells}
    assert made.numbers(made.readings(made.pipe(lines))) == wanted


@pytest.mark.parametrize(("again", "doubted"), [(True, True), (False, False)])
def test_a_name_that_stands_again_before_other_numbers_leaves_its_row_in_doubt(again, doubted):
    rows = made.table(3).rows
    lines = made.lines3(DENSE)
    at = next(i for i, line in enumerate(lines) if rows[10].label in line)
    lines[at + 1][-8] = rows[10].label if again else lines[at + 1][-8]
    [reading] = [r for r in made.readings(made.pipe(lines)) if r.table.number == 3]
    told = {reading.cells[c.id].evidence["own"] for c in rows[10].cells}
    assert (max(told) < 1.0) is doubted
    assert all(bool(reading.cells[c.id].others) is doubted for c in rows[10].cells)


def names_last(lines: made.Lines) -> made.Lines:
    """Each row with its numbers before its name, as a page copied from right to left has it."""
    turned = []
    for line in lines:
        numbers = [cell for cell in line if cell.isdecimal()]
        turned.append([*numbers, *(cell for cell in line if not cell.isdecimal())])
    return turned


@pytest.mark.parametrize("gap", ["  ", "      "])
def test_blanks_part_numbers_that_stand_before_the_names_of_their_rows(gap):
    lines = names_last(made.lines2(DENSE) + made.lines3(DENSE))
    found = made.numbers(made.readings("".join(gap.join(line) + "\n" for line in lines)))
    assert found == {id: v for id, v in DENSE.items() if not id.startswith("remedies.")}


def test_one_line_with_its_name_last_is_no_habit():
    """The name of the next row stands there, as the line is broken behind it."""
    lines = [*made.lines2(DENSE), *made.lines3(DENSE)]
    at = next(n for n, line in enumerate(lines) if "1.属于国家秘密" in line)
    name, *numbers = lines[at + 1]
    lines[at : at + 2] = [[*lines[at], name], numbers]
    found = made.numbers(made.readings("".join("  ".join(line) + "\n" for line in lines)))
    assert found == {id: v for id, v in DENSE.items() if not id.startswith("remedies.")}
