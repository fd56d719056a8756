"""Rows written as lists whose cells stand in quotes."""

import pytest

from extractor.tables.quoted import unquoted
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(73)
TITLE = "三、收到和处理政府信息公开申请情况\n"
APPLICATIONS = {id: v for id, v in DENSE.items() if id.startswith("applications.")}
KNOWN = {"规章", "行政许可", "行政处罚", "行政强制", "收到申请数"}


def some_quoted(cells: list[str]) -> str:
    return ",".join(cell if cell.isdecimal() else f'"{cell}"' for cell in cells)


def all_quoted(cells: list[str]) -> str:
    return ", ".join(f"'{cell}'" for cell in cells)


WRITINGS = {
    "labels and marks": some_quoted,
    "json": lambda cells: f"[{some_quoted(cells)}],",
    "python": lambda cells: f"[{all_quoted(cells)}]",
    "tuples": lambda cells: f"({all_quoted(cells)}),",
    "empty at the end": lambda cells: f"{some_quoted(cells)},,",
}


@pytest.mark.parametrize("write", WRITINGS.values(), ids=list(WRITINGS))
def test_rows_of_cells_in_quotes(write):
    values = {id: "/" if n % 5 == 2 else v for n, (id, v) in enumerate(DENSE.items())}
    lines = [write(["", "", *line][-10:]) for line in made.lines3(values) if len(line) > 7]
    found = made.numbers(made.readings(TITLE + "\n".join(lines) + "\n"))
    wanted = {id: None if values[id] == "/" else values[id] for id in APPLICATIONS}
    assert {id: found.get(id) for id in wanted} == wanted


def test_a_row_of_numbers_has_nothing_to_quote():
    text = '"规章",3\n"行政许可",4\n"行政处罚",5\n"行政强制",6\n,0,1,/,12\n2,3条,4月\n'
    shown = unquoted(text, Span(0, len(text)), KNOWN)
    assert shown.split("\n")[4:] == ["|0|1|/|12", "2,3条,4月", ""]
    no_quotes = "规章,3\n行政许可,4\n行政处罚,5\n行政强制,6\n,0,1,/,12\n"
    assert unquoted(no_quotes, Span(0, len(no_quotes)), KNOWN) == no_quotes


def test_changes_with_a_sign_in_quotes_of_their_own():
    text = (
        '"信息内容","上一年项目数量","本年增/减","处理决定数量"\n"行政许可",31,"+4",708\n'
        '"其他对外管理服务事项",12,"-3",95\n"行政处罚",40,"+6",211\n"行政强制",5,"-2",17\n'
    )
    found = made.numbers(made.readings("二、主动公开政府信息情况\n" + text))
    assert [found.get(f"form2019.licensing.{key}") for key in made_keys()] == [31, 4, 708]
    assert [found.get(f"form2019.coercion.{key}") for key in made_keys()] == [5, -2, 17]


def made_keys() -> list[str]:
    row = next(r for r in made.table(2, "2019").rows if r.key == "form2019.licensing")
    return [cell.id.rsplit(".", 1)[1] for cell in row.cells]


def test_a_comma_within_quotes_parts_nothing():
    text = '"规章",3\n"行政许可","1,204"\n"行政处罚",5\n"行政强制",6\n"例""外""",7\n'
    assert unquoted(text, Span(0, len(text)), KNOWN).split("\n") == [
        " 规章 |3", " 行政许可 | 1,204 ", " 行政处罚 |5", " 行政强制 |6", ' 例""外"" |7', "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '"规章",3\n"行政许可",4\n"行政处罚",5\n',  # too few rows
        '"放管服","互联网+"改革,3项\n' * 9,  # what quotes hold is no whole cell
        '加强"规章","行政许可",全年3件\n' * 9,
        '"甲",3\n"乙",4\n"丙",5\n"丁",6\n"戊",7\n',  # nothing known
        "规章,3\n行政许可,4\n行政处罚,5\n行政强制,6\n",  # no quotes
        '"规章\n"行政许可,4\n"行政处罚,5\n"行政强制,6\n"规章,5\n',  # quotes that do not close
    ],
)
def test_other_quotes_and_commas_stay(text):
    assert unquoted(text, Span(0, len(text)), KNOWN) == text


def test_a_long_line_of_quotes_takes_no_long_time():
    text = '"",' * 600 + "\n" + "'," * 900 + "\n"
    text *= 40
    assert len(unquoted(text, Span(0, len(text)), KNOWN)) == len(text)
