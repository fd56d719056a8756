"""Single cells that say more than their number, in every layout; what only looks like one."""

import pytest

from extractor.cleaning import clean
from extractor.tables.remarks import is_remark, without_note, without_remark
from extractor.tables.vocabulary import vocabulary
from extractor.types import Span
from tests.tables import made

DENSE = made.dense(17, 999)
ROW = next(row for row in made.table(3).rows if row.key.endswith("process_information"))


def blanks(lines: made.Lines) -> str:
    return "".join(" ".join(line) + "\n" for line in lines)


SHAPES = ["{}(含撤回2件)", "{} 注3", "约{}", "{}余", "{}左右", "近{}件", "{}【待核】", "{}(上年7)"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("column", [0, 3, 6])
@pytest.mark.parametrize(
    "layout", [made.pipe, made.tabs, made.cell_a_line, blanks], ids=lambda layout: layout.__name__
)
def test_one_cell_with_a_remark_leaves_its_row_as_it_is(layout, column, shape):
    cell = ROW.cells[column].id
    values = DENSE | {cell: shape.format(DENSE[cell])}
    readings = made.readings(made.draw(values, layout))
    assert made.numbers(readings) == DENSE
    [token] = [c.token for r in readings for id, c in r.cells.items() if id == cell]
    assert token.value.odd or layout is blanks
    assert token.text.startswith(str(DENSE[cell]))


def test_a_remark_behind_a_blank():
    at = next(n for n, row in enumerate(made.table(3).rows) if row.key.endswith("duplicate"))
    row = made.table(3).rows[at]
    numbers = made.cells(row, DENSE)
    text = made.draw(DENSE, blanks)
    plain, remarked = " ".join(numbers), " ".join([*numbers[:2], "(含补正1件)", *numbers[2:]])
    assert plain in text
    assert made.numbers(made.readings(text.replace(plain, remarked))) == DENSE


@pytest.mark.parametrize(
    "text",
    ["5", "5件", "5(件)", "约", "(含2件)", "5(一)", "2.其他(含2件)", "5/3", "5 3", "12345678901234(甲)", "余5", "5(" + "甲" * 40 + ")"],
)  # fmt: skip
def test_other_cells_are_left_alone(text):
    assert without_remark(text, Span(0, len(text))) is None


def test_a_number_before_a_bracket_that_is_not_closed():
    for text in ("2400(含追加", "2400 (其中工程"):
        found = without_remark(text, Span(0, len(text)))
        assert found is not None
        assert found[1].number == 2400
    for text in ("2400(一", "2400(件", "(2400"):
        assert without_remark(text, Span(0, len(text))) is None


NOTES = {
    "规章": "(由有权制定规章的机关填写,其余单位不填)",
    "规范性文件": "(指经合法性审核并统一登记编号印发的文件,包括决定、办法、细则、规则,不含转发上级的文件以及内部管理使用的文件)",
    "上一年项目数量": "(截至去年12月31日的事项数)",
    "本年增/减": "(较去年增加或减少的事项数,减少填负数,如-3)",
}


@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.cell_a_line, made.pipe_a_line])
def test_notes_behind_the_names_of_rows_and_columns(layout):
    heads = ["本年新制作数量", "本年新公开数量", "对外公开总数量"]
    items = ["上一年项目数量", "本年增/减", "处理决定数量"]
    lines = [
        ["第二十条第(一)项"], ["信息内容", *heads], ["规章", "3", "4", "5"],
        ["规范性文件", "6", "7", "18"], ["第二十条第(五)项"], ["信息内容", *items],
        ["行政许可", "21", "-2", "34"],
    ]  # fmt: skip
    noted = [[cell + NOTES.get(cell, "") for cell in line] for line in lines]
    more = [
        "其他公开文件(包括以本机关名义印发的、除上述两类以外的各种文件,可参照本单位网站有关栏目里登记的数目来填写,没有的填零)",
        "8",
        "9",
        "90",
    ]
    plain = made.numbers(made.readings(layout(lines)))
    assert len(plain) == 9
    assert made.numbers(made.readings(layout(noted))) == plain
    if layout in (made.pipe, made.tabs):  # lines are rows: one of the agency's own may stand there
        assert made.numbers(made.readings(layout([*noted[:4], more, *noted[4:]]))) == plain


@pytest.mark.parametrize(
    "text",
    [
        "本年收费金额(单位:万元)", "采购总金额(按实际支付计,单位:元)", "行政诉讼(未经复议直接起诉)",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "规章(修订)", "规章(修订的另行统计)3",
        "我局重视规章(含规范性文件)的公开", "规章。(由有权制定规章的机关填写)",
    ],
)  # fmt: skip
def test_notes_that_are_not_left_out(text):
    shown = clean(text).text
    piece = Span(0, len(shown))
    assert without_note(shown, piece, vocabulary().stuck, is_cell=True) == piece


@pytest.mark.parametrize("word", ["5", "件", "总计", "(一)", "自然人(含其他)", ""])
def test_words_that_are_no_remark(word):
    assert not is_remark(word)


@pytest.mark.parametrize("mark", ["无", "/", "——"])
@pytest.mark.parametrize("layout", [made.pipe, made.tabs, made.cell_a_line, blanks])
def test_a_column_of_marks_behind_the_totals_is_no_row_of_its_own(layout, mark):
    other = [c.id for c in made.table(3, "2019").rows[20].cells]
    assert all(id.startswith("form2019.other.") for id in other)
    lines = made.lines3(DENSE)
    first = next(at for at, line in enumerate(lines) if line[0].startswith("（六）"))
    told = [str(n) for n in (9, 8, 7, 6, 5, 4, 39)]
    lines[first : first + 3] = [["（六）其他处理", *told]]
    wide = [[*line, mark] if len(line) > 7 else line for line in lines]
    (found,) = made.readings("三、收到和处理政府信息公开申请情况\n" + layout(wide))
    assert found.table.form == "2019"
    numbers = made.numbers([found])
    assert [numbers[id] for id in other] == [9, 8, 7, 6, 5, 4, 39]
    assert numbers["applications.carried_out.total"] == DENSE["applications.carried_out.total"]


@pytest.mark.parametrize("layout", [made.tabs, blanks])
def test_a_row_of_marks_without_its_label_is_one_all_the_same(layout):
    lines = made.lines3(DENSE)
    first = next(at for at, line in enumerate(lines) if line[0].startswith("四、结转"))
    lines[first] = ["——"] * 7
    (found,) = made.readings("三、收到和处理政府信息公开申请情况\n" + layout(lines))
    cells = [c for id, c in found.cells.items() if id.startswith("applications.carried_out.")]
    assert [c.token.text for c in cells if c.token] == ["——"] * 7
