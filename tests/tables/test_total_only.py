"""Table 3 of which a page prints the totals alone."""

import pytest

from tests.tables import made

VALUES = made.dense(83)
TITLE = "三、收到和处理政府信息公开申请情况\n"
ROWS = made.table(3).rows
TOTALS = {row.cells[-1].id: VALUES[row.cells[-1].id] for row in ROWS}


def printed(head: str, between: str, values: dict[str, int], end: str = "") -> str:
    lines = [
        between.join([*line[:-7], str(values[row.cells[-1].id])]) + end
        for line, row in zip([x for x in made.lines3(VALUES) if len(x) > 7], ROWS, strict=True)
    ]
    return TITLE + head + "".join(f"{line}\n" for line in lines)


def read(text: str) -> dict:
    return made.numbers(made.readings(text))


@pytest.mark.parametrize(("between", "end"), [(" | ", " |"), ("\t", ""), ("  ", ""), ("\n", "")])
@pytest.mark.parametrize("head", ["事项 总计\n", "项目 数量（件）\n", "类别 件数\n", ""])
def test_totals_alone_are_totals(head, between, end):
    assert read(printed(head, between, TOTALS, end)) == TOTALS


@pytest.mark.parametrize("head", ["事项 自然人\n", "事项 | 商业企业 |\n"])
def test_one_other_column_is_not_the_total(head):
    found = read(printed(head, " | ", TOTALS))
    assert not [id for id, n in found.items() if id in TOTALS and n is not None]


def test_numbers_whose_sums_do_not_hold_are_not_read():
    for id in ("applications.granted.total", "applications.carried_out.total"):
        found = read(printed("事项 总计\n", " | ", {**TOTALS, id: TOTALS[id] + 1}))
        assert len([n for n in found.values() if n is not None]) < len(TOTALS)
    assert len(read(printed("事项 总计\n", " | ", dict.fromkeys(TOTALS, 0)))) < len(TOTALS)


def test_a_row_that_is_missing_leaves_no_proof():
    text = printed("事项 总计\n", " | ", TOTALS)
    lines = text.splitlines(keepends=True)
    found = read("".join(lines[:9] + lines[10:]))
    assert len([n for n in found.values() if n is not None]) < len(TOTALS) - 1


def test_whole_rows_are_read_as_before():
    text = TITLE + made.pipe(made.lines3(VALUES))
    assert read(text) == {id: n for id, n in VALUES.items() if id.startswith("applications.")}
