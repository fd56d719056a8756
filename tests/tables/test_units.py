"""Units of money that a head, a label or a caption names, and numbers that carry their own."""

import pytest

from extractor.tables.units import unit_named
from extractor.tables.values import in_unit
from tests.tables import made

FEES = "disclosure.fees.amount"


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("本年收费金额（单位：元）", "元"),
        ("收费金额(元)", "元"),
        ("收费金额(人民币元)", "元"),
        ("收费金额[千元]", "千元"),
        ("收费金额 单位:元", "元"),
        ("采购金额/元", "元"),
        ("本年收费金额(单位:万元)", "万元"),
        ("本年收费金额", None),
        ("三元里街道收费", None),
        ("收费(每件五元)", None),
        ("多元", None),
    ],
)
def test_the_unit_at_the_end_of_a_label(label, unit):
    assert unit_named(label) == unit


def fees(head: str, label: str, number: str, above: str = "") -> float | None:
    lines = [*made.lines2(made.dense(3))[:-2], ["信息内容", head], [label, number]]
    text = (
        f"二、主动公开政府信息情况\n{above}{made.pipe(lines)}三、收到和处理政府信息公开申请情况\n"
    )
    cells = {id: c for r in made.readings(text) for id, c in r.cells.items()}
    cell = cells[FEES]
    assert cell.token is not None
    assert cell.token.value is not None
    return in_unit(cell.token.value, cell.cell.unit)


@pytest.mark.parametrize(
    ("head", "label", "number", "above", "want"),
    [
        ("本年收费金额（单位：元）", "行政事业性收费", "3548300", "", 354.83),
        ("本年收费金额（元）", "行政事业性收费", "3,548,300", "", 354.83),
        ("本年收费金额", "行政事业性收费（元）", "20000", "", 2),
        ("本年收费金额", "行政事业性收费", "20000", "（单位：元）\n", 2),
        ("本年收费金额（单位：千元）", "行政事业性收费", "25", "", 2.5),
        # What the cell itself says goes first; the form's own unit changes nothing.
        ("本年收费金额（单位：元）", "行政事业性收费", "2万元", "", 2),
        ("本年收费金额（单位：万元）", "行政事业性收费", "354.83", "", 354.83),
        ("本年收费金额（单位：万元）", "行政事业性收费", "20000", "单位：元\n", 20000),
        ("本年收费金额", "行政事业性收费", "354.83", "", 354.83),
        ("本年收费金额", "行政事业性收费", "354.83", "单位：件\n", 354.83),
    ],
)
def test_fees_come_in_the_unit_of_the_form(head, label, number, above, want):
    assert fees(head, label, number, above) == want


def test_a_caption_of_another_table_says_nothing_of_this_one():
    above = "单位：元\n本单位全年共收取了下列各项费用,均按有关部门核定的标准执行,没有发生超出标准收取费用的情形,也没有收到对此的投诉和举报,特此说明。\n"
    assert fees("本年收费金额", "行政事业性收费", "20", above) == 20


@pytest.mark.parametrize("line", ["行政事业性收费 3548300 元", "行政事业性收费 3548300元"])
def test_a_unit_behind_its_number_stays_with_it(line):
    lines = [*made.lines2(made.dense(3))[:-2], ["信息内容", "本年收费金额"]]
    text = "\n".join(" ".join(one) for one in lines) + f"\n{line}\n"
    cells = {id: c for r in made.readings(text) for id, c in r.cells.items()}
    assert in_unit(cells[FEES].token.value, "万元") == 354.83
