"""A result as the official tables, for a terminal."""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.cli.progress import printable
from extractor.forms import MODERN, FormField, load_form

Result = dict[str, Any]
TITLES = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
LABEL_WIDTH = (22, 40)  # least and most columns of the terminal for the label of a row
# How a cell looks by its state; the mark of doubt comes on top.
STYLES = {
    "observed": "",
    "crosswalk": "cyan",
    "narrative": "cyan",
    "inferred": "cyan",
    "blank": "dim",
    "absent": "dim",
}
EMPTY = {"blank": "空", "absent": "·"}
DOUBT = "bold black on yellow"
LEGEND = (
    ("3?", DOUBT, "待复核 in review"),
    ("3", "cyan", "换算、正文、推算 crosswalk, prose, inferred"),
    ("空", "dim", "空格 blank"),
    ("·", "dim", "未给出 absent"),
)


def print_result(console: Console, result: Result) -> None:
    """Print all reports of a document, and what was rejected."""
    console.rule(Text(printable(result["document"].get("name") or ""), style="bold"))
    for report in result["reports"]:
        console.print(_head(report))
        for number in TITLES:
            console.print(_table(number, report, console.width))
        console.print(_failures(report))
    if result.get("incomplete"):
        console.print(Text(f"未能读全 incomplete: {result['incomplete']}", style="red"))
    for piece in result.get("rejected", []):
        start, end = piece["span"]
        console.print(Text(f"[{start}, {end}] 不是报告 rejected: {piece['reason']}", style="dim"))


def print_legend(console: Console) -> None:
    """What the marks mean."""
    text = Text()
    for sample, style, meaning in LEGEND:
        text.append(sample, style=style).append(f" {meaning}   ")
    console.print(text)


def _head(report: Result) -> Text:
    text = Text()
    for key, name in (("agency", "机构"), ("year", "年度"), ("form", "表式"), ("scope", "口径")):
        found = report.get(key) or {}
        value = found.get("value")
        shown = "?" if value is None else printable(str(value))
        text.append(f"{name} ").append(shown, style="bold")
        text.append(f" ({found.get('confidence', 0):.2f})   ", style="dim")
    return text


def _table(number: int, report: Result, width: int) -> RenderableType:
    fields = [f for f in load_form(MODERN) if f.table == number]
    # Table 2 has other columns in each group; tables 3 and 4 have one set for all rows.
    if number == 2:
        groups = list(dict.fromkeys(f.group for f in fields))
        parts = [
            _grid([f for f in fields if f.group == group], report, group, width) for group in groups
        ]
    else:
        parts = [_grid(fields, report, None, width)]
    return Group(
        Text(TITLES[number], style="bold"), *(Padding(part, (0, 0, 0, 2)) for part in parts)
    )


def _grid(fields: Sequence[FormField], report: Result, group: str | None, width: int) -> Table:
    columns = list(dict.fromkeys(f.column or "" for f in fields))
    # Each column has a blank beside it, and the whole is moved in by two.
    most = max(4, (width - LABEL_WIDTH[0] - 4) // len(columns) - 2)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(
        group or "", min_width=LABEL_WIDTH[0], max_width=LABEL_WIDTH[1], overflow="fold"
    )
    for column in columns:
        table.add_column(column, justify="right", min_width=4, max_width=most, overflow="fold")
    rows: dict[tuple[str | None, str | None], list[FormField]] = {}
    for field in fields:
        rows.setdefault((field.group, field.row), []).append(field)
    review = set(report.get("review", []))
    for (upper, row), cells in rows.items():
        label = row or upper
        table.add_row(
            label or "", *(_cell(report["fields"].get(c.id), c.id in review) for c in cells)
        )
    return table


def _cell(cell: Result | None, doubtful: bool) -> Text:
    cell = cell or {"value": None, "state": "absent"}
    state = cell.get("state", "absent")
    value = cell.get("value")
    shown = EMPTY.get(state, "·") if value is None else f"{value}"
    return Text(f"{shown}?", style=DOUBT) if doubtful else Text(shown, style=STYLES.get(state, ""))


def _failures(report: Result) -> Text:
    """What does not add up, in the words of the form."""
    text = Text()
    for check in report.get("checks", []):
        if check.get("status") == "fail":
            text.append(f"  ! {check['id']}: ", style="yellow").append(
                printable(check.get("message") or "") + "\n"
            )
    return text
