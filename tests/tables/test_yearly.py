"""Tables of one number a row that print a number for each of several years."""

import pytest

from extractor.forms import tables
from extractor.pipeline import extract_bytes
from tests.tables import made

ANNEX = [row for table in tables("2014") for row in table.rows]
OURS = {row.cells[0].id: 3 * i + 101 for i, row in enumerate(ANNEX)}
THEIRS = {row.cells[0].id: 5 * i + 402 for i, row in enumerate(ANNEX)}


def pipes(cells):
    return " | ".join(cells) + "\n"


def tabs(cells):
    return "\t".join(cells) + "\n"


def lines(cells):
    return "\n".join(cells) + "\n"


def blanks(cells):
    return "   ".join(cells) + "\n"


LAYOUTS = [pipes, tabs, lines, blanks]


def annex(heads, columns, line=pipes, year=2016, unit=True):
    """The annex of a report with these heads above these columns, each a number by row."""
    out = (
        f"松岭县园林局{year}年政府信息公开工作年度报告\n一、概述\n我局认真推进公开工作，制度更加完善。\n"
        f"二、主动公开政府信息情况\n公开渠道进一步拓宽。\n附件：政府信息公开工作情况统计表\n"
    )
    if heads:
        out += line(["统计指标", *(["单位"] if unit else []), *heads])
    for row in ANNEX:
        cells = [str(column[row.cells[0].id]) for column in columns]
        out += line([row.label, *([row.cells[0].unit or "件"] if unit else []), *cells])
    return out


def read(text, name="page.txt"):
    [report] = extract_bytes(text.encode(), name)["reports"]
    return report


def numbers(report):
    return {id: one["value"] for id, one in report["legacy"].items() if id in OURS}


def fields_with_numbers(report):
    return [id for id, one in report["fields"].items() if one["value"] is not None]


DIFFERENCES = {id: OURS[id] - THEIRS[id] for id in OURS}
SUMS = {id: 10 * OURS[id] for id in OURS}


@pytest.mark.parametrize("line", LAYOUTS)
@pytest.mark.parametrize("unit", [True, False])
@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (["上年数", "本年数"], [THEIRS, OURS]),
        (["本年度", "上年度"], [OURS, THEIRS]),
        (["2015年", "2016年"], [THEIRS, OURS]),
        (["2016年度", "2015年度"], [OURS, THEIRS]),
        (["去年同期", "今年"], [THEIRS, OURS]),
        (["累计数", "本年数"], [SUMS, OURS]),
        (["上年", "本年", "增减"], [THEIRS, OURS, DIFFERENCES]),
        (["2016年", "2015年", "增减数"], [OURS, THEIRS, DIFFERENCES]),
    ],
)
def test_the_head_says_which_number_is_the_years_own(heads, columns, line, unit):
    report = read(annex(heads, columns, line, unit=unit))
    if DIFFERENCES in columns and line is blanks:  # which stands for what a page prints beside
        assert set(fields_with_numbers(report)) <= set(report["review"])
        return
    assert numbers(report) == OURS
    assert report["form"]["value"] == "2014"
    assert not report["review"]
    assert not any(report["fields"][f"applications.new.{c}"]["value"] for c in ("natural_person", "business"))  # fmt: skip


@pytest.mark.parametrize("heads", [["2015", "2016"], ["上年", "本年"]])
def test_heads_that_read_as_numbers(heads):
    assert numbers(read(annex(heads, [THEIRS, OURS]))) == OURS


@pytest.mark.parametrize("line", LAYOUTS)
@pytest.mark.parametrize("heads", [[], ["数量", "统计数"], ["2013年", "2012年"]])
def test_where_no_head_tells_every_number_is_doubted(heads, line):
    report = read(annex(heads, [OURS, THEIRS], line))
    assert set(fields_with_numbers(report)) <= set(report["review"])
    assert report["fields"]["applications.new.business"]["value"] is None


def test_blank_cells_keep_their_columns():
    gaps = {id: "" if n % 3 else number for n, (id, number) in enumerate(OURS.items())}
    for heads, columns in ((["上年", "本年"], [THEIRS, gaps]), (["本年", "上年"], [gaps, THEIRS])):
        report = read(annex(heads, columns, lambda cells: "| " + " | ".join(cells) + " |\n"))
        assert numbers(report) == {id: number or None for id, number in gaps.items()}


def html(rows):
    drawn = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>" for cells in rows)
    return (
        "<html><head><title>松岭县园林局2016年政府信息公开工作年度报告</title></head><body>"
        "<h1>松岭县园林局2016年政府信息公开工作年度报告</h1><p>一、概述</p><p>我局认真推进公开工作。</p>"
        f"<p>附件：政府信息公开工作情况统计表</p><table>{drawn}</table></body></html>"
    )


def test_columns_that_the_format_marks():
    rows = [["指标", "单位", "2015年", "2016年"]]
    for n, row in enumerate(ANNEX):
        id = row.cells[0].id
        rows.append(
            [row.label, row.cells[0].unit or "件", str(THEIRS[id]), str(OURS[id]) if n % 2 else ""]
        )
    found = numbers(read(html(rows), "page.html"))
    assert found == {id: OURS[id] if n % 2 else None for n, id in enumerate(OURS)}


def test_years_among_the_counts_are_no_heads():
    counts = OURS | {"form2014.requests.received": 2016, "form2014.requests.in_person": 2015}
    assert numbers(read(annex(["数量"], [counts]))) == counts


def test_the_modern_table_below_keeps_its_columns():
    values = made.dense(51, 900)
    text = annex(["上年", "本年"], [THEIRS, OURS], year=2019)
    text += "三、收到和处理政府信息公开申请情况\n" + made.pipe(made.lines3(values))
    fields = read(text)["fields"]
    assert all(fields[id]["value"] == values[id] for id in values if id.startswith("applications."))


def test_rows_of_the_modern_table_two():
    rows = [["行政许可", "31", "47"], ["行政处罚", "12", "23"], ["行政强制", "5", "8"]]
    text = (
        "松岭县园林局2023年政府信息公开工作年度报告\n一、总体情况\n我局认真推进公开工作。\n"
        "二、主动公开政府信息情况\n第二十条第（五）、（六）项\n信息内容 | 2022年 | 2023年\n"
        + "".join(map(pipes, rows))
        + "五、存在的主要问题及改进情况\n无。\n"
    )
    fields = read(text)["fields"]
    found = [fields[f"disclosure.{k}.decisions"]["value"] for k in ("licensing", "penalties", "coercion")]  # fmt: skip
    assert found == [47, 23, 8]


@pytest.mark.parametrize("line", [pipes, lines])
def test_a_merged_cell_in_the_words_of_its_row_is_no_row(line):
    blank = {"form2014.review.other", "form2014.litigation.other", "form2014.review.upheld"}
    groups = {
        "form2014.review.total": ("行政复议数量", "四、"),
        "form2014.litigation.total": ("行政诉讼数量", "五、"),
        "form2014.complaints": ("举报投诉数量", "六、"),
    }
    out = annex([], []).splitlines(keepends=True)[: -len(ANNEX)]
    for row in ANNEX:
        id = row.cells[0].id
        group, number = groups.get(id, ("", ""))
        cells = [*([group] if group else []), number + row.label, row.cells[0].unit or "件"]
        out.append(line([*cells, "" if id in blank else str(OURS[id])]))
    found = numbers(read("".join(out)))
    assert {id: found[id] for id in OURS if id not in blank} == {
        id: number for id, number in OURS.items() if id not in blank
    }
    assert [found.get(id) for id in sorted(blank)] == [None] * 3


@pytest.mark.parametrize("line", LAYOUTS)
@pytest.mark.parametrize(
    ("heads", "own"),
    [
        (["2015年处理决定数量", "2016年处理决定数量"], 1),
        (["2016年度处理决定数", "2015年度处理决定数"], 0),
        (["上年处理决定数量", "本年处理决定数量"], 1),
    ],
)
def test_heads_may_say_what_is_counted_with_the_year(heads, own, line):
    text = (
        "松岭县园林局2016年政府信息公开工作年度报告\n一、总体情况\n我局认真推进公开工作，制度更加完善。\n"
        "二、主动公开政府信息情况\n" + line(["信息内容", *heads])
    )
    counts = {"行政许可": ("31", "42"), "行政处罚": ("5", "8"), "行政强制": ("17", "19")}
    text += "".join(line([name, *each]) for name, each in counts.items())
    fields = read(text)["fields"]
    found = [fields[f"disclosure.{r}.decisions"]["value"] for r in ("licensing", "penalties", "coercion")]  # fmt: skip
    assert found == [int(each[own]) for each in counts.values()]
