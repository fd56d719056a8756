"""Tables for tests: numbers that are all different and none zero, drawn in every layout."""

import random
from collections.abc import Callable, Iterable, Mapping

from extractor.cleaning import clean
from extractor.forms import Row, Table, modern_ids, tables
from extractor.identities import identities
from extractor.tables.events import Event, printed_rows
from extractor.tables.reader import read_tables
from extractor.tables.readings import TableReading
from extractor.tables.recognise import recognise
from extractor.tables.tokens import tokenise
from extractor.tables.vocabulary import vocabulary
from extractor.types import Span

Values = dict[str, int]
Lines = list[list[str]]


def dense(seed: int = 0, most: int = 9999) -> Values:
    """All 200 fields, each with another number above 0, and every identity true."""
    rng = random.Random(seed)
    while True:
        values = dict(zip(modern_ids(), rng.sample(range(1, most), 200), strict=True))
        balance(values)
        if len(set(values.values())) == len(values) and min(values.values()) > 0:
            return values


def balance(values: Values) -> None:
    """Make the totals and the first row what the identities want."""
    by_check = {check: [i for i in identities() if i.check == check] for check in CHECKS}
    for identity in by_check["outcome-sum"]:
        values[identity.right[0]] = sum(values[f] for f in identity.left)
    for identity in by_check["column-balance"]:
        new, carried_in = identity.left
        values[new] = sum(values[f] for f in identity.right) - values[carried_in]
    for identity in by_check["row-sum"] + by_check["remedy-sum"]:
        values[identity.right[0]] = sum(values[f] for f in identity.left)


CHECKS = ("row-sum", "remedy-sum", "outcome-sum", "column-balance")


def table(number: int, form: str = "2021") -> Table:
    return next(t for t in tables(form) if t.number == number)


def cells(row: Row, values: dict[str, int | str]) -> list[str]:
    return [str(values[cell.id]) for cell in row.cells]


def lines2(values: dict[str, int | str]) -> Lines:
    """Table 2: a line for the paragraph of the law, its header, its rows."""
    lines: Lines = []
    before = None
    for row in table(2).rows:
        if row.group != before:
            lines.append([row.group or ""])
            lines.append(["信息内容", *[column or "" for column in row.columns]])
            before = row.group
        lines.append([row.label, *cells(row, values)])
    return lines


def lines3(values: dict[str, int | str]) -> Lines:
    """Table 3: the header, then the rows; a merged label stands only in its first row."""
    lines: Lines = [["申请人情况"], ["自然人", "法人或其他组织", "总计"]]
    lines.append(["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"])
    shown: set[str] = set()
    for row in table(3).rows:
        groups = [g for g in group_path(row) if g not in shown]
        shown.update(groups)
        lines.append([*groups, row.label, *cells(row, values)])
    return lines


def group_path(row: Row) -> list[str]:
    """The merged labels to the left of a row."""
    if row.group is None:
        return []
    outcome = "三、本年度办理结果"
    return [outcome] if row.group == outcome else [outcome, row.group]


def lines4(values: dict[str, int | str]) -> Lines:
    """Table 4: three lines of headings, all values in one line."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    numbers = [str(values[cell.id]) for row in table(4).rows for cell in row.cells]
    return [
        ["行政复议", "行政诉讼"],
        [*results, "未经复议直接起诉", "复议后起诉"],
        results * 2,
        numbers,
    ]


def pipe(lines: Lines) -> str:
    width = max(map(len, lines))
    return "".join(" | ".join(line) + " | " + "|" * (width - len(line)) + "\n" for line in lines)


def pipe_a_line(lines: Lines) -> str:
    width = max(map(len, lines))
    out = ""
    for line in lines:
        out += "".join(cell + " |\n" for cell in line)
        out += "|" * (width - len(line)) + "\n" if len(line) < width else ""
    return out


def cell_a_line(lines: Lines) -> str:
    return "".join(cell + "\n" for line in lines for cell in line)


def cell_a_line_apart(lines: Lines) -> str:
    return "".join(cell + "\n\n" for line in lines for cell in line)


def bar_between(lines: Lines) -> str:
    return "".join("\n|\n".join(line) + "\n|\n" for line in lines)


def bar_before(lines: Lines) -> str:
    return "".join("|\n" + "\n".join(line) + "\n" for line in lines)


def over_lines(lines: Lines) -> str:
    """Bar, break, blanks, value: a cell over several lines."""
    return "".join("".join(f"|\n  \t{cell}\n" for cell in line) for line in lines)


def leading(lines: Lines) -> str:
    """Merged cells leave empty places in front."""
    width = max(map(len, lines))
    return "".join("|" * (width - len(line) + 1) + "|".join(line) + "|\n" for line in lines)


def tabs(lines: Lines) -> str:
    return "".join("\t".join(line) + "\n" for line in lines)


def blanks(lines: Lines) -> str:
    return "".join("  ".join(line) + "\n" for line in lines)


def one_line(lines: Lines) -> str:
    return " ".join(cell for line in lines for cell in line) + "\n"


def one_line_bars(lines: Lines) -> str:
    return " | ".join(cell for line in lines for cell in line) + " |\n"


def markdown(lines: Lines) -> str:
    width = max(map(len, lines))
    full = [line[:-1] + [""] * (width - len(line)) + line[-1:] for line in lines[:0]] or lines
    drawn = ["| " + " | ".join(line) + " |" + " |" * (width - len(line)) + "\n" for line in full]
    return drawn[0] + "|" + " --- |" * width + "\n" + "".join(drawn[1:])


LAYOUTS: dict[str, Callable[[Lines], str]] = {
    layout.__name__: layout
    for layout in (
        pipe, pipe_a_line, cell_a_line, cell_a_line_apart, bar_between, bar_before, over_lines,
        leading, tabs, blanks, one_line, one_line_bars, markdown,
    )
}  # fmt: skip


def draw(values: dict[str, int | str], layout: Callable[[Lines], str] = pipe) -> str:
    """All three tables under their headings."""
    parts = (
        ("二、主动公开政府信息情况", lines2(values)),
        ("三、收到和处理政府信息公开申请情况", lines3(values)),
        ("四、政府信息公开行政复议、行政诉讼情况", lines4(values)),
    )
    return "\n".join(f"{title}\n{layout(lines)}" for title, lines in parts)


def readings(text: str) -> list[TableReading]:
    clean_text = clean(text).text
    return read_tables(clean_text, Span(0, len(clean_text)))


def numbers(found: Iterable[TableReading]) -> dict[str, int | float | None]:
    """The number of each cell; None where it is printed without one."""
    return {
        id: cell.token.value.number if cell.token is not None and cell.token.value else None
        for reading in found
        for id, cell in reading.cells.items()
    }


def events(text: str) -> list[Event]:
    """The rows that a text prints, as its lines and labels alone have it."""
    shown = clean(text).text
    words = vocabulary()
    return printed_rows(recognise(tokenise(shown, Span(0, len(shown)), words.stuck), words))


def lines14(numbers: Mapping[str, str]) -> Lines:
    """The table of 2014: a label, a unit and a number each."""
    rows = [(row.label, row.cells[0]) for row in tables("2014")[0].rows]
    printed = [[label, cell.unit, numbers.get(cell.id, "")] for label, cell in rows]
    return [["统计指标", "单位", "统计数"], *printed]
