"""The form of 2014 as lists: dots or colons before the numbers, one run of text, short labels."""

import pytest

from extractor.evidence import UNNAMED
from extractor.forms import Row
from extractor.pipeline import Settings, understand
from extractor.reading import read
from tests.tables import made

ROWS = [row for row in made.table(None, "2014").rows if len(row.cells) == 1]  # type: ignore[arg-type]
NUMBERS = {row.cells[0].id: 11 + 3 * at for at, row in enumerate(ROWS)}


def label(row: Row) -> str:
    return row.label.removeprefix("其中：")


def listed(line: str, between: str) -> str:
    """Every row of the form by a pattern of its label, its number and its unit."""
    return between.join(
        line.format(label(row), NUMBERS[row.cells[0].id], row.cells[0].unit) for row in ROWS
    )


@pytest.mark.parametrize(
    ("line", "between"),
    [
        ("{0}（{2}）：{1}", "\n"),
        ("{0}({2}):{1}", "\n"),
        ("{0}..........{1}({2})", "\n"),
        ("{0}…………{1}", "\n"),
        ("{0} · · · · · {1} {2}", "\n"),
        ("{0} {2}…………{1}", "\n"),
        ("{0}（单位：{2}）,{1}", "\n"),
        ("{0}（计量单位：{2}）/{1}", "\n"),
        ("{0} {2};{1}", "\n"),
        ("{0}{1}{2}", "；"),
        ("{0}{1}{2}", "、"),
    ],
)
def test_a_form_printed_as_a_list_is_read_as_the_form(line: str, between: str) -> None:
    found = made.numbers(made.readings("附表\n" + listed(line, between) + "\n"))
    right = [id for id, number in NUMBERS.items() if found.get(id) == number]
    assert len(right) >= len(NUMBERS) - 3  # a label that holds the sign itself, money in 万元
    assert all(found[id] in (number, None) for id, number in NUMBERS.items() if id in found)


def test_a_sentence_that_names_some_rows_is_no_list() -> None:
    text = "全年收到申请数9件、申请办结数8件、申请答复数8件，无行政复议数量。\n"
    assert made.readings(text) == []


def test_dots_of_a_contents_list_part_no_cells() -> None:
    heads = ["总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "存在的问题"]
    text = "".join(
        f"{n}、{head}.............{page}\n"
        for n, head, page in zip("一二三五", heads, "1234", strict=True)
    )
    assert made.readings(text) == []


SHORT = [
    "收到申请数",
    "按时办结",
    "延期办结",
    "答复申请数",
    "已主动公开",
    "同意公开",
    "部分公开数",
    "不予公开数",
]


def test_short_labels_of_the_form_are_known() -> None:
    text = "".join(f"{name} | 件 | {n} |\n" for n, name in enumerate(SHORT, 21))
    found = made.numbers(made.readings(text))
    assert [found.get(f"form2014.{key}") for key in ("requests.received", "requests.answered")] == [
        21,
        24,
    ]
    keys = ("already_disclosed", "granted", "partly_granted", "refused")
    assert [found.get(f"form2014.answers.{key}") for key in keys] == [25, 26, 27, 28]


@pytest.mark.parametrize(("name", "doubt"), [("被认定不合法的件数", UNNAMED), (None, None)])
def test_a_row_under_an_unknown_name_makes_the_row_missing_there_doubtful(
    name: str | None, doubt: float | None
) -> None:
    """Where nothing stands in its place the row is not there, and that is sure."""
    missing = next(r for r in ROWS if r.cells[0].id == "form2014.review.corrected")
    lines = [
        (label(row) if row is not missing else name, NUMBERS[row.cells[0].id])
        for row in ROWS
        if row is not missing or name
    ]
    text = "青石县水务局2016年政府信息公开工作年度报告\n附表\n"
    text += "".join(f"{one} | 件 | {number} |\n" for one, number in lines)
    [report] = understand(read(text.encode(), "a.txt"), {}, Settings()).reports
    field = report.fields["remedies.review.corrected"]
    assert field.value is None
    assert field.evidence.get("doubt") == doubt


def test_columns_named_beside_their_numbers_below_the_name_of_their_row() -> None:
    values = made.dense(21)
    lines = []
    for row in made.table(3).rows:
        named = (f"{cell.column}{values[cell.id]} 件" for cell in row.cells)
        lines += [row.label, "，".join(named)]
    wanted = {c.id: values[c.id] for row in made.table(3).rows for c in row.cells}
    found = made.numbers(
        made.readings("三、收到和处理政府信息公开申请情况\n" + "\n".join(lines) + "\n")
    )
    assert {id: found.get(id) for id in wanted} == wanted


@pytest.mark.parametrize("mark", ["丨", "\x07"])
def test_other_signs_that_end_a_cell(mark: str) -> None:
    values = made.dense(22)
    text = "".join(mark.join(line) + mark + "\n" for line in made.lines3(values))
    wanted = {c.id: values[c.id] for row in made.table(3).rows for c in row.cells}
    found = made.numbers(made.readings(text))
    assert {id: found.get(id) for id in wanted} == wanted


@pytest.mark.parametrize(
    "line", ["{0}{1}{2}", "{0} {1}{2}", "{0}（单位：{2}）：{1}", "{0}(单位 {2}) {1}"]
)
def test_a_form_of_one_row_a_line_is_read_as_the_form(line: str) -> None:
    shown = [line.format(label(row), NUMBERS[row.cells[0].id], row.cells[0].unit) for row in ROWS]
    assert made.numbers(made.readings("附表\n" + "\n".join(shown) + "\n")) == NUMBERS


def test_a_few_lines_of_prose_are_no_form() -> None:
    told = "收到申请数12件\n同意公开答复数9件\n行政复议数量2件\n"
    assert not made.readings("全年工作数据\n" + told)


@pytest.mark.parametrize(
    "told",
    [
        "行政复议：2件\n行政诉讼：0件\n",
        "行政复议 2 件，行政诉\n讼 0 件。\n",
        "行政复议2\n件,行政诉讼0件\n",
    ],
)
def test_two_numbers_of_cases_are_no_table(told: str) -> None:
    assert not made.readings("全年工作数据\n收到申请：5件\n" + told)
