"""Tables as rows of cells, the way an html page holds them, before any layout or damage."""

from dataclasses import dataclass, replace
from dataclasses import field as default

from extractor.forms import FormField, load_form
from extractor.training.corpus.numbers import COLUMNS, form_table, row_field, table3_rows


@dataclass(slots=True)
class Cell:
    """A cell; `field` is the id of the form's cell whose number it holds.

    `kind`: number, label (of a row), group (label of several rows), header (of columns), note.
    `info` goes into the mark of a number and tells the truth what happened to the cell.
    """

    text: str
    kind: str = "label"
    field: str | None = None
    columns: int = 1
    rows: int = 1
    info: dict[str, object] = default(default_factory=dict)

    def copy(self) -> "Cell":
        return replace(self, info=dict(self.info))


@dataclass(slots=True)
class Row:
    """A row; `key` names the statutory row, or is header, local or repeated."""

    key: str
    cells: list[Cell]
    group: str = ""
    flags: set[str] = default(default_factory=set)

    def numbers(self) -> list[Cell]:
        return [c for c in self.cells if c.kind == "number"]

    def copy(self) -> "Row":
        return Row(self.key, [c.copy() for c in self.cells], self.group, set(self.flags))


@dataclass(slots=True)
class Table:
    """`number` is 2, 3, 4 or 14; `width` counts the columns of the grid."""

    number: int
    width: int
    rows: list[Row]
    caption: str | None = None
    flags: set[str] = default(default_factory=set)

    def body(self) -> list[Row]:
        return [r for r in self.rows if r.numbers()]


def _number(id: str, columns: int = 1) -> Cell:
    return Cell("", "number", id, columns=columns)


def _group_rows(fields: list[FormField], width: int, with_group: bool) -> list[Row]:
    """One block of table 2: the group line, its header and its rows."""
    group = fields[0].group or ""
    rows = [Row("group", [Cell(group, "group", columns=width)], group)] if with_group else []
    columns = list(dict.fromkeys(f.column or "" for f in fields))
    wide = width - len(columns)  # the last column takes the rest, as on the official form
    header = [Cell("信息内容", "header")]
    header += [Cell(c, "header", columns=wide if c == columns[-1] else 1) for c in columns]
    rows.append(Row("header", header, group))
    for label in dict.fromkeys(f.row or "" for f in fields):
        cells = [Cell(label, "label")]
        for one in fields:
            if one.row == label:
                last = one.column == columns[-1]
                cells.append(_number(one.id, wide if last else 1))
        key = next(f.id for f in fields if f.row == label).rsplit(".", 1)[0]
        rows.append(Row(key, cells, group))
    return rows


def table2(form: str, with_groups: bool = True) -> Table:
    """Table 2 of the form; `hybrid` takes the rule rows from 2019 and the rest from 2021."""
    if form == "hybrid":
        rules = [f for f in form_table("2019", 2) if "第（一）项" in (f.group or "")]
        rest = [f for f in form_table("2021", 2) if "第（一）项" not in (f.group or "")]
        fields = rules + rest
    else:
        fields = list(form_table("2019" if form == "2019" else "2021", 2))
    rows: list[Row] = []
    for group in dict.fromkeys(f.group for f in fields):
        rows += _group_rows([f for f in fields if f.group == group], 4, with_groups)
    return Table(2, 4, rows)


def _header3() -> list[Row]:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    return [
        Row(
            "header",
            [Cell(note, "note", columns=3, rows=3), Cell("申请人情况", "header", columns=7)],
        ),
        Row(
            "header",
            [
                Cell("自然人", "header", rows=2),
                Cell("法人或其他组织", "header", columns=5),
                Cell("总计", "header", rows=2),
            ],
        ),
        Row(
            "header",
            [
                Cell(c, "header")
                for c in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
            ],
        ),
    ]


def _labels3(form: str) -> dict[str, tuple[str | None, str]]:
    """Group and label of each row of table 3, by row key."""
    found: dict[str, tuple[str | None, str]] = {}
    for one in form_table("2021", 3):
        row = one.id.removeprefix("applications.").rsplit(".", 1)[0]
        found[row] = (one.group, one.row or "")
    if form == "2019":
        found["form2019.other"] = ("三、本年度办理结果", "（六）其他处理")
    return found


def table3(form: str) -> Table:
    """Table 3, with the merged group cells of the official form."""
    labels = _labels3(form)
    keys = table3_rows(form)
    rows = _header3()
    outcome = "三、本年度办理结果"
    total_rows = len(keys) - 3
    seen: set[str] = set()
    for key in keys:
        group, label = labels[key]
        cells: list[Cell] = []
        if group is None:
            cells.append(Cell(label, "label", columns=3))
        else:
            if outcome not in seen:
                seen.add(outcome)
                cells.append(Cell(outcome, "group", rows=total_rows))
            if group == outcome:
                cells.append(Cell(label, "label", columns=2))
            else:
                if group not in seen:
                    seen.add(group)
                    size = sum(1 for k in keys if labels[k][0] == group)
                    cells.append(Cell(group, "group", rows=size))
                cells.append(Cell(label, "label"))
        cells += [_number(row_field(key, c)) for c in COLUMNS]
        rows.append(Row(key, cells, group or ""))
    return Table(3, 10, rows)


def table4() -> Table:
    """Table 4: three header rows and one row of 15 numbers."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    ids = [f.id for f in form_table("2021", 4)]
    return Table(
        4,
        15,
        [
            Row(
                "header",
                [Cell("行政复议", "header", columns=5), Cell("行政诉讼", "header", columns=10)],
            ),
            Row(
                "header",
                [
                    *[Cell(r, "header", rows=2) for r in results],
                    Cell(
                        "未经复议直接起诉",
                        "header",
                        columns=5,
                        info={"channel": "litigation_direct"},
                    ),
                    Cell(
                        "复议后起诉",
                        "header",
                        columns=5,
                        info={"channel": "litigation_after_review"},
                    ),
                ],
            ),
            Row("header", [Cell(r, "header") for r in results * 2]),
            Row("remedies", [_number(i) for i in ids]),
        ],
    )


def table4_by_channel() -> Table:
    """Table 4 turned: one row a channel, as some pages print it."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    ids = [f.id for f in form_table("2021", 4)]
    rows = [Row("header", [Cell("项目", "header"), *[Cell(r, "header") for r in results]])]
    for at, name in enumerate(names):
        cells = [Cell(name, "label"), *[_number(i) for i in ids[at * 5 : at * 5 + 5]]]
        rows.append(Row(f"remedies.{at}", cells))
    return Table(4, 6, rows)


def table4_by_cell() -> Table:
    """Table 4 as a list: channel, result, number."""
    rows = [
        Row(
            "header", [Cell("类别", "header"), Cell("情形", "header"), Cell("数量（件）", "header")]
        )
    ]
    for at, one in enumerate(form_table("2021", 4)):
        cells = []
        if at % 5 == 0:
            name = (one.group or "").replace("/", "—")
            cells.append(Cell(name, "group", rows=5))
        cells += [Cell(one.column or "", "label"), _number(one.id)]
        rows.append(Row(one.id, cells))
    return Table(4, 3, rows)


def table14(style: str) -> Table:
    """The annexed table of 2014: `number`, `plain`, `no-unit`, `double` or `headings`."""
    fields = list(load_form("2014"))
    head = {
        "number": ["序号", "统计指标", "单位", "数量"],
        "plain": ["指标名称", "计量单位", "2017年"],
        "no-unit": ["统计指标", "统计数"],
        "double": ["统计指标", "单位", "统计数"] * 2,
        "headings": ["统 计 指 标", "单位", "统计数"],
    }[style]
    rows = [Row("header", [Cell(h, "header") for h in head])]
    body = [_row14(f, style) for f in fields]
    if style == "double":
        half = (len(body) + 1) // 2
        for left, right in zip(body[:half], [*body[half:], None], strict=False):
            rows.append(Row(left.key, left.cells + (right.cells if right else [])))
    else:
        rows += _with_headings14(fields, body, len(head)) if style != "no-unit" else body
    return Table(14, len(head), rows)


HEADINGS_14 = {
    "form2014.disclosed_total": "一、主动公开情况",
    "form2014.channel.gazette": "（二）通过不同渠道和方式公开政府信息的情况",
    "form2014.response.total": "二、回应解读情况",
    "form2014.requests.received": "三、依申请公开情况",
    "form2014.review.total": "四、行政复议数量",
    "form2014.staff.offices": "八、机构建设和保障经费情况",
    "form2014.training.meetings": "九、政府信息公开会议和培训情况",
}


def _with_headings14(fields: list[FormField], body: list[Row], width: int) -> list[Row]:
    rows: list[Row] = []
    for one, row in zip(fields, body, strict=True):
        title = HEADINGS_14.get(one.id)
        if title and one.id != "form2014.review.total":
            rows.append(Row("group", [Cell(title, "group", columns=width)]))
        rows.append(row)
    return rows


def _printed_number(number: str) -> str:
    """`三(一)1` as the table prints it: the last part of the number."""
    if number[-1].isdigit():
        return f"{number[-1]}."
    if number.endswith(")"):
        return f"（{number[-2]}）"
    return f"{number}、"


def _row14(one: FormField, style: str) -> Row:
    label = one.row or ""
    number = _printed_number(one.number or "")
    dependent = label.startswith(("其中", "涉及", "危及", "不是", "法律法规"))
    cells: list[Cell] = []
    if style == "number":
        cells.append(Cell("" if dependent else number, "note"))
    elif not dependent:
        label = number + label
    cells.append(Cell(label, "label"))
    if style != "no-unit":
        cells.append(Cell(one.unit, "note"))
    cells.append(_number(one.id))
    return Row(one.id, cells)
