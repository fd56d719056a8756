"""Several tables of a kind in one report: one of them is read whole, and what nobody tells is doubted."""

import pytest

from extractor.forms import tables
from extractor.pipeline import extract_bytes
from extractor.tables.years import Whose, caption_of, column_of
from tests.tables import made

OURS, THEIRS = made.dense(41, 900), made.dense(42, 900)
LINES = {2: made.lines2, 3: made.lines3, 4: made.lines4}
PREFIX = {2: "disclosure.", 3: "applications.", 4: "remedies."}
SECTIONS = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
TAIL = "\n五、存在的主要问题及改进情况\n公开的内容还不够细，下一步将加强培训。\n六、其他需要报告的事项\n无。\n"
# Where lines or cells are marked, or a cell stands on each line.
CUT = {
    name: made.LAYOUTS[name]
    for name in ("pipe", "tabs", "cell_a_line", "pipe_a_line", "cell_a_line_apart", "markdown", "blanks")
}  # fmt: skip


def head(year=2023):
    return (
        f"松岭县园林局{year}年政府信息公开工作年度报告\n一、总体情况\n"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"
    )


def page(parts, layout=made.pipe):
    """A page of captions, each with a table (number, values), or without."""
    out = head()
    for caption, shown in parts:
        out += f"{caption}\n"
        if shown is not None:
            number, values = shown
            out += layout(LINES[number](values))
    return out + TAIL


def read(text):
    [report] = extract_bytes(text.encode(), "page.txt")["reports"]
    return report


def whole(report, number, values):
    ids = [id for id in values if id.startswith(PREFIX[number])]
    return {id: report["fields"][id]["value"] for id in ids} == {id: values[id] for id in ids}


def doubted(report, number):
    return {id for id in report["review"] if id.startswith(PREFIX[number])}


def ids(number):
    return {id for id in OURS if id.startswith(PREFIX[number])}


@pytest.mark.parametrize("layout", CUT.values(), ids=CUT)
@pytest.mark.parametrize("number", [2, 3, 4])
def test_last_years_table_behind_this_years(number, layout):
    text = page(
        [(SECTIONS[number], (number, OURS)), ("2022年度情况如下", (number, THEIRS))], layout
    )
    report = read(text)
    assert whole(report, number, OURS)
    assert not doubted(report, number)


@pytest.mark.parametrize("layout", CUT.values(), ids=CUT)
@pytest.mark.parametrize("number", [2, 3, 4])
def test_last_years_table_first(number, layout):
    parts = [("附：2022年度数据", (number, THEIRS)), ("2023年度数据", (number, OURS))]
    report = read(page(parts, layout))
    assert whole(report, number, OURS)
    assert not doubted(report, number)


@pytest.mark.parametrize(
    "caption", ["上一年度数据", "去年同期情况", "附件2：2021年统计表", "表二 2020年度"]
)
def test_captions_of_other_years(caption):
    report = read(page([(SECTIONS[3], (3, OURS)), (caption, (3, THEIRS))]))
    assert whole(report, 3, OURS)
    assert not doubted(report, 3)
    report = read(page([(caption, (3, THEIRS)), (SECTIONS[3], (3, OURS))]))
    assert whole(report, 3, OURS)
    assert not doubted(report, 3)


@pytest.mark.parametrize("layout", CUT.values(), ids=CUT)
@pytest.mark.parametrize("number", [2, 3, 4])
def test_where_nothing_tells_the_first_is_read_and_doubted(number, layout):
    report = read(page([(SECTIONS[number], (number, OURS)), ("续表", (number, THEIRS))], layout))
    assert whole(report, number, OURS)
    assert doubted(report, number) == ids(number)
    for id in ids(number):
        offers = [one["value"] for one in report["fields"][id]["alternatives"]]
        assert THEIRS[id] in offers


def test_only_what_differs_is_doubted():
    other = OURS | {"applications.new.business": 7777, "applications.granted.total": 8888}
    report = read(page([(SECTIONS[3], (3, OURS)), ("数据表", (3, other))]))
    assert whole(report, 3, OURS)
    assert doubted(report, 3) == {"applications.new.business", "applications.granted.total"}


@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_same_table_twice_raises_no_doubt(number):
    report = read(page([(SECTIONS[number], (number, OURS)), ("附表", (number, OURS))]))
    assert whole(report, number, OURS)
    assert not doubted(report, number)


def test_three_tables():
    third = made.dense(43, 900)
    parts = [("2021年度", (3, third)), ("2022年度", (3, THEIRS)), ("2023年度", (3, OURS))]
    for order in (parts, parts[::-1]):
        report = read(page(order))
        assert whole(report, 3, OURS)
        assert not doubted(report, 3)


def test_a_table_that_goes_on_on_the_next_page_is_one_table():
    lines = made.lines3(OURS)
    heads, rows = lines[:3], lines[3:]
    for at in (3, 10, 20):
        for repeated in (heads, [*heads, rows[at - 1]]):
            text = head() + SECTIONS[3] + "\n" + made.pipe([*heads, *rows[:at]])
            text += made.pipe([*repeated, *rows[at:]]) + TAIL
            report = read(text)
            assert whole(report, 3, OURS)
            assert not doubted(report, 3)


def test_a_few_rows_of_another_year_are_no_part_of_the_table():
    lines = made.lines3(THEIRS)
    few = [lines[3], lines[4], lines[-2], lines[-1]]
    text = page([(SECTIONS[3], (3, OURS)), ("2022年度主要数据", None)]).replace(
        TAIL, made.pipe(few) + TAIL
    )
    report = read(text)
    assert whole(report, 3, OURS)
    assert not doubted(report, 3)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("2022年度数据", Whose.OTHER),
        ("2023年情况", Whose.OWN),
        ("附：上一年度情况", Whose.OTHER),
        ("2022年和2023年对比", None),
        ("电话20220101", None),
        ("主动公开情况", None),
    ],
)
def test_whose_a_caption_is(text, whose):
    assert caption_of(text, 2023) is whose


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("2023年", Whose.OWN),
        ("2022年度", Whose.OTHER),
        ("本年数", Whose.OWN),
        ("（本年度）", Whose.OWN),
        ("上年同期数", Whose.OTHER),
        ("增减率", Whose.OTHER),
        ("累计数", Whose.OTHER),
        ("上一年项目数量", None),
        ("本年制发件数", None),
        ("统计数", None),
        ("20231", None),
    ],
)
def test_whose_a_column_is(text, whose):
    assert column_of(text, 2023) is whose
    if text.startswith("20"):
        assert column_of(text, None) in (Whose.DATED, None)


def test_the_annex_of_2014_is_no_rival_of_the_modern_tables():
    annex = "附件：政府信息公开工作情况统计表\n" + "".join(
        f"{row.label} | {n + 300}\n" for n, row in enumerate(tables("2014")[0].rows)
    )
    for before, behind in ((annex, ""), ("", annex)):
        body = before + SECTIONS[3] + "\n" + made.pipe(made.lines3(OURS)) + behind
        report = read(head() + body + TAIL)
        assert whole(report, 3, OURS)
        assert not doubted(report, 3)
        assert report["legacy"]["form2014.complaints"]["value"] == 347


def test_what_lies_between_tables_goes_to_the_one_whose_rows_it_continues():
    ours, theirs = made.lines3(OURS), made.lines3(THEIRS)
    for mine, other in ((ours, theirs[:-1]), (ours, theirs[:3] + theirs[5:]), (ours[:-1], theirs)):
        text = head() + SECTIONS[3] + "\n" + made.pipe(mine) + "2022年度\n" + made.pipe(other)
        fields = read(text + TAIL)["fields"]
        missing = "applications.carried_out." if mine is not ours else "-"
        shown = [id for id in OURS if id.startswith("applications.") and not id.startswith(missing)]
        assert {id: fields[id]["value"] for id in shown} == {id: OURS[id] for id in shown}


def test_an_annex_of_another_body_is_not_taken_for_the_reports_own():
    parts = [(SECTIONS[3], (3, OURS)), ("附件：市苗木中心2023年度统计表", (3, THEIRS))]
    report = read(page(parts))
    assert whole(report, 3, OURS)
    assert doubted(report, 3) == ids(3)


def added(*several):
    return {id: sum(values[id] for values in several) for id in OURS}


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_sum_of_all_other_tables_is_the_reports_own(number, at):
    names = ["（县水利局）", "（县粮食局）"]
    shown = [(names[0], (number, OURS)), (names[1], (number, THEIRS))]
    shown.insert(at, ("（各部门汇总）", (number, added(OURS, THEIRS))))
    report = read(page([(SECTIONS[number], None), *shown]))
    assert whole(report, number, added(OURS, THEIRS))


def test_of_tables_that_are_no_sums_none_is_taken_for_one():
    more = made.dense(43, 900)
    parts = [
        (SECTIONS[3], None),
        *((f"（{n}）", (3, v)) for n, v in enumerate((OURS, THEIRS, more))),
    ]
    report = read(page(parts))
    assert doubted(report, 3) == ids(3) or not whole(report, 3, added(OURS, THEIRS))
