"""Damage to the rows, columns and cells of the tables, before they are printed."""

from dataclasses import replace

from extractor.training.corpus.model import POSITIONAL, Report
from extractor.training.corpus.operators import MODERN_TABLES, TABLED, plan
from extractor.training.corpus.splits import draw
from extractor.training.corpus.tables import Cell, Row, Table
from extractor.training.corpus.wordings import pick, read, texts

NOT_POSITIONAL = frozenset(
    {
        "pipe",
        "pipe-bare",
        "cell-lines",
        "cell-lines-pipe",
        "bars-between",
        "spaces",
        "word-lines",
        "one-line",
    }
)


def _numbers(report: Report) -> list[Cell]:
    return [c for t in report.tables.values() for r in t.rows for c in r.numbers() if c.field]


def _labels(table: Table) -> list[Cell]:
    return [
        c for r in table.rows for c in r.cells if c.kind in ("label", "group", "header", "note")
    ]


@plan("lost-row-labels", MODERN_TABLES, 2)
def lost_row_labels(report: Report) -> None:
    """Labels of some rows of table 3 vanish; the numbers stay."""
    rows = report.tables[3].body()
    for row in report.rng.sample(rows, report.rng.choice((1, 2, 3, 6, 9))):
        for cell in row.cells:
            if cell.kind == "label":
                cell.text = ""
                row.flags.add("unlabelled")
        if "unlabelled" in row.flags and report.layout not in POSITIONAL:
            row.cells = [c for c in row.cells if c.kind != "label"]


@plan("lost-group-labels", MODERN_TABLES, 1)
def lost_group_labels(report: Report) -> None:
    """Merged group cells vanish: of table 3, or a channel of table 4."""
    rng = report.rng
    if rng.random() < 0.5:
        for row in report.tables[3].rows:
            for cell in row.cells:
                if cell.kind == "group":
                    cell.text = ""
        return
    channels = [c for r in report.tables[4].rows for c in r.cells if "channel" in c.info]
    if not channels:
        return
    gone = rng.choice(channels)
    gone.text = ""
    for cell in _numbers(report):
        if cell.field and cell.field.startswith(f"remedies.{gone.info['channel']}."):
            cell.info["inferred"] = True
    if report.layout not in POSITIONAL:
        for row in report.tables[4].rows:
            row.cells = [c for c in row.cells if c is not gone]


@plan("lost-rows", MODERN_TABLES, 2)
def lost_rows(report: Report) -> None:
    """One or more rows of a table are not there at all."""
    rng = report.rng
    table = report.tables[rng.choice((3, 3, 3, 2))]
    rows = [r for r in table.body() if not any(c.kind == "group" for c in r.cells)]
    how = rng.choice(("one", "few", "last"))
    gone = (
        rows[-2:] if how == "last" else rng.sample(rows, 1 if how == "one" else min(3, len(rows)))
    )
    lost = [table.rows.index(row) for row in gone]
    for at, row in enumerate(table.rows):
        for cell in row.cells:
            if cell.kind == "group":
                # A merged cell shrinks by each row that it reached over.
                cell.rows -= sum(at < one < at + cell.rows for one in lost)
    table.rows = [row for row in table.rows if row not in gone]


@plan("lost-headers", MODERN_TABLES, 1)
def lost_headers(report: Report) -> None:
    """The header rows of a table vanish; order alone tells the columns."""
    table = report.tables[report.rng.choice((2, 3, 4))]
    first = report.rng.random() < 0.5
    headers = [r for r in table.rows if r.key in ("header", "group")]
    gone = headers[:1] if first else [r for r in headers if r.key == "header"]
    if table.number == 2 and not first:
        gone = headers[:2]
    if report.form != "2021" and table.number == 2:
        gone = headers[:1]  # its columns decide the form
    table.rows = [r for r in table.rows if r not in gone]
    if table.number == 4 and len(gone) > 1:
        for cell in table.rows[-1].numbers():
            cell.info["inferred"] = True


@plan("cut-headers", MODERN_TABLES, 1)
def cut_headers(report: Report) -> None:
    """Column headers cut short: 结果 for 结果纠正, 本年新 for 本年新公开数量."""
    rng = report.rng
    for cell in _labels(report.tables[4]):
        if cell.kind == "header" and len(cell.text) == 4 and rng.random() < 0.6:
            cell.text = cell.text[:2]
    for cell in _labels(report.tables[2]):
        if cell.kind == "header" and cell.text.startswith("本年新公开"):
            cell.text = cell.text[:3]
    if report.form == "2021" and rng.random() < 0.5:
        for cell in _labels(report.tables[2]):
            cell.text = cell.text.replace("现行有效件数", "现行有效件").replace(
                "本年制发件数", "本年发件"
            )


@plan("label-variants", TABLED, 3)
def label_variants(report: Report) -> None:
    """Labels shortened, misspelt, without their notes, with other marks or blanks."""
    rng = report.rng
    swaps = read("labels")["variants"]
    for table in report.tables.values():
        for cell in _labels(table):
            if cell.text in swaps and rng.random() < 0.6:
                cell.text = pick(rng, texts("labels", "variants", cell.text), report.split)
                cell.text = cell.text.replace("{year}", str(report.context.year))
    if rng.random() < 0.5:
        _marks(report)
    if report.layout in POSITIONAL | {"spaces", "one-line"}:
        for table in report.tables.values():
            for cell in _labels(table):  # a line or column must not break inside a label
                cell.text = cell.text.replace("\n", " ").replace(",", "，")


def _marks(report: Report) -> None:
    """Other brackets, stops and blanks in the labels, the same all over the report."""
    rng = report.rng
    ways = rng.sample(
        [("（", "("), ("）", ")"), ("、", "."), ("：", ":"), ("“", '"'), ("，", ",")], 3
    )
    blank = rng.random() < 0.3
    for table in report.tables.values():
        for cell in _labels(table):
            for old, new in ways:
                cell.text = cell.text.replace(old, new)
            if blank and len(cell.text) > 3:
                at = rng.randint(1, len(cell.text) - 1)
                cell.text = cell.text[:at] + " " + cell.text[at:]


@plan("labels-broken", TABLED, 1.5, NOT_POSITIONAL - {"one-line", "spaces"})
def labels_broken(report: Report) -> None:
    """Headers and labels over several lines, down to one character a line."""
    rng = report.rng
    joint = (
        rng.choice(("\n", "\n", "\n\n")) if "lines" in report.layout else rng.choice((" ", "\n"))
    )
    single = rng.random() < 0.4
    for table in report.tables.values():
        for cell in _labels(table):
            if cell.kind == "header" and 2 < len(cell.text) <= 8 and rng.random() < 0.7:
                if single and len(cell.text) == 4:
                    cell.text = joint.join(cell.text)
                else:
                    cut = len(cell.text) // 2
                    cell.text = cell.text[:cut] + joint + cell.text[cut:]
            elif cell.kind == "group" and rng.random() < 0.3 and len(cell.text) > 4:
                cell.text = cell.text[:3] + joint + cell.text[3:]


@plan("extra-rows", MODERN_TABLES, 1.5)
def extra_rows(report: Report) -> None:
    """Rows of the agency's own among the statutory ones."""
    rng = report.rng
    table = report.tables[rng.choice((2, 3))]
    label = draw(rng, texts("labels", "local", f"table{table.number}"), report.split)
    body = table.body()
    after = rng.choice(body)
    width = 7 if table.number == 3 else len(after.numbers())
    before = table.width - sum(c.columns for c in after.numbers())
    cells = [Cell(label, "label", columns=before if table.number == 2 else 1)]
    if table.number == 3:
        if any(c.rows > 1 for r in table.rows for c in r.cells if c.kind == "group"):
            after = body[rng.choice((0, 1))]  # outside the merged cells
        cells[0].columns = 3
    for at in range(width):
        count = rng.choice((0, 0, 0, 1, 2))
        wide = after.numbers()[min(at, len(after.numbers()) - 1)].columns
        cells.append(Cell(str(count), "number", None, columns=wide))
    table.rows.insert(table.rows.index(after) + 1, Row("local", cells))


@plan("repeated-block", MODERN_TABLES, 1, None, ("lost-row-labels", "lost-rows"))
def repeated_block(report: Report) -> None:
    """A block of table 2, or rows of table 3, printed a second time."""
    rng = report.rng
    if rng.random() < 0.6:
        table = report.tables[2]
        rows = table.rows[: rng.choice((3, 4, len(table.rows)))]
        copies = [r.copy() for r in rows]
        table.rows += copies
    else:
        table = report.tables[3]
        body = [r for r in table.body() if not any(c.kind == "group" for c in r.cells)]
        row = rng.choice([r for r in body if r.key in ("new", "carried_in")])
        copies = [row.copy()]
        table.rows.insert(table.rows.index(row) + 1, copies[0])
    for row in copies:
        row.flags.add("repeated")


@plan("split-rows", MODERN_TABLES, 1, frozenset({"pipe"}))
def split_rows(report: Report) -> None:
    """The last cell of some rows stands on the next line."""
    for row in report.rng.sample(report.tables[3].body(), 3):
        row.flags.add("split")


def _blank_some(report: Report, share: float) -> list[Cell]:
    """Empty cells in place of zeros, as offices leave them; the whole report in one habit."""
    rng = report.rng
    keep_total = rng.random() < 0.5
    touched = []
    for number, table in report.tables.items():
        if number == 14 and rng.random() < 0.3:
            continue
        for row in table.body():
            for cell in row.numbers():
                total = bool(cell.field) and str(cell.field).endswith("total")
                free = cell.field and cell.info.get("value") == 0 and not (total and keep_total)
                if free and rng.random() < share:
                    touched.append(cell)
    return touched


@plan("blanks-kept", TABLED, 1.5, None, ("blanks-dropped", "marks-for-blank"))
def blanks_kept(report: Report) -> None:
    """Zeros left empty, their cells still there."""
    for cell in _blank_some(report, report.rng.choice((0.2, 0.7, 1.0))):
        cell.text = ""
        cell.info["value"] = None


@plan("blanks-dropped", TABLED, 1.5, NOT_POSITIONAL, ("blanks-kept", "marks-for-blank"))
def blanks_dropped(report: Report) -> None:
    """Zeros left empty and their cells dropped: the numbers behind them slide left."""
    for cell in _blank_some(report, report.rng.choice((0.1, 0.6, 1.0))):
        cell.text = ""
        cell.info["value"] = None
        cell.info["dropped"] = True


@plan("marks-for-blank", TABLED, 1, None, ("blanks-dropped", "blanks-kept"))
def marks_for_blank(report: Report) -> None:
    """A stroke or 无 where a number belongs."""
    sign = report.rng.choice(("/", "-", "—", "无", "——", "／"))
    for cell in _blank_some(report, report.rng.choice((0.05, 0.3, 1.0))):
        cell.text = sign
        cell.info["value"] = None


@plan("units-in-cells", TABLED, 1)
def units_in_cells(report: Report) -> None:
    """`0件`, `3项`, `1.2万元` in the cells."""
    share = report.rng.choice((0.1, 0.5, 1.0))
    for cell in _numbers(report):
        if cell.info.get("value") is not None and report.rng.random() < share:
            money = str(cell.field).endswith(("amount", "fees_charged", "budget"))
            cell.info["tail"] = "万元" if money else "件"


@plan("thousands", TABLED, 1)
def thousands(report: Report) -> None:
    """Commas in large numbers."""
    comma = report.rng.choice((",", ",", "，")) if report.layout != "commas" else "，"
    for cell in _numbers(report):
        value = cell.info.get("value")
        if isinstance(value, int) and value >= 1000 and cell.text == str(value):
            cell.text = f"{value:,}".replace(",", comma)


def _translate(report: Report, share: float, table: dict[int, str]) -> None:
    for cell in _numbers(report):
        if report.rng.random() < share:
            cell.text = cell.text.translate(table)


@plan("full-width-digits", TABLED, 1)
def full_width_digits(report: Report) -> None:
    """０ for 0."""
    wide = {ord("0") + i: chr(ord("０") + i) for i in range(10)} | {ord("."): "．"}
    _translate(report, report.rng.choice((0.1, 1.0)), wide)


@plan("blanks-in-cells", TABLED, 0.8)
def blanks_in_cells(report: Report) -> None:
    """Blanks of all widths around a number."""
    for cell in _numbers(report):
        if cell.text and report.rng.random() < 0.3:
            cell.text = report.rng.choice((" ", "　", "\u00a0", " 　")) + cell.text


@plan("damaged-cells", MODERN_TABLES, 0.7)
def damaged_cells(report: Report) -> None:
    """`? 0` in a cell."""
    for cell in _numbers(report):
        if cell.text and report.rng.random() < 0.02:
            cell.info["lead"] = report.rng.choice(("? ", "?", "． "))


@plan("signs-on-changes", frozenset({"2019"}), 1)
def signs_on_changes(report: Report) -> None:
    """`+12`, `减3` in 本年增/减."""
    word = report.rng.random() < 0.5
    for cell in _numbers(report):
        value = cell.info.get("value")
        if str(cell.field).endswith("items_change") and isinstance(value, int) and value:
            plus, minus = ("增", "减") if word else ("+", "-")
            cell.text = (plus if value > 0 else minus) + str(abs(value))


@plan("extra-zeros", frozenset({"2021", "hybrid"}), 0.7)
def extra_zeros(report: Report) -> None:
    """Three zeros for the one column of penalties and coercion."""
    for row in report.tables[2].body():
        cells = row.numbers()
        if len(cells) == 1 and cells[0].info.get("value") == 0 and cells[0].columns == 3:
            cells[0].columns = 1
            row.cells += [Cell("0", "number", None), Cell("0", "number", None)]


@plan("numbers-lost", MODERN_TABLES, 0.5, NOT_POSITIONAL)
def numbers_lost(report: Report) -> None:
    """Labels only: all numbers of a table are gone."""
    table = report.tables[report.rng.choice((2, 3, 4))]
    for row in table.rows:
        row.cells = [c for c in row.cells if c.kind != "number"]
    table.flags.add("numbers-lost")


@plan("totals-only", frozenset({"2021", "2019"}), 0.5, frozenset({"pipe", "markdown", "tabs"}))
def totals_only(report: Report) -> None:
    """Numbers only in the column 总计."""
    for row in report.tables[3].body():
        for cell in row.numbers()[:-1]:
            cell.text = ""
            cell.info["value"] = None


@plan("no-group-lines", frozenset({"2021", "2019"}), 0.7)
def no_group_lines(report: Report) -> None:
    """Table 2 without its lines 第二十条第…项."""
    table = report.tables[2]
    table.rows = [r for r in table.rows if r.key != "group"]


@plan("captions", MODERN_TABLES, 1)
def captions(report: Report) -> None:
    """A caption line before a table."""
    rng = report.rng
    for table in report.tables.values():
        if rng.random() < 0.7:
            caption = pick(rng, texts("labels", "captions"), report.split)
            table.caption = caption.replace("{year}", str(report.context.year)).replace(
                "{agency}", report.context.agency.short
            )


@plan("merged-repeated", TABLED, 1, frozenset({"markdown", "tabs", "commas"}))
def merged_repeated(report: Report) -> None:
    """Merged labels stand in every row that they cover."""
    report.style = replace(report.style, repeat_labels=True)


@plan("blank-lines", TABLED, 1, frozenset({"pipe", "pipe-bare", "cell-lines"}))
def blank_lines(report: Report) -> None:
    """Empty lines between cells or rows."""
    report.style = replace(report.style, blank_lines=True)


@plan("no-tables-left", MODERN_TABLES, 0.6)
def no_tables_left(report: Report) -> None:
    """The tables are lost; their headings follow each other."""
    report.tables.clear()
    report.switches["tables-lost"] = True
