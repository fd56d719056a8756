"""Printing a table into plain text, in the layouts that pages and converters leave behind."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from extractor.training.corpus.marked import MarkedText
from extractor.training.corpus.splits import Split
from extractor.training.corpus.tables import Cell, Row, Table

UNSEEN_SHARE = 0.3
Slot = tuple[Cell | None, bool]  # the cell that covers a place, and whether it starts there


@dataclass(frozen=True, slots=True)
class Style:
    """Choices within a layout, drawn once a document."""

    layout: str
    blank_lines: bool = False  # an empty line between cells or rows
    indent: str = ""
    separator: str = " | "
    repeat_labels: bool = False  # merged labels stand in every row that they cover


def put(out: MarkedText, cell: Cell) -> None:
    """Write a cell; a number leaves a mark, an empty one an empty mark."""
    if cell.kind == "number" and cell.field is not None:
        value = cell.info.get("value")
        known = value if isinstance(value, int | float) else None
        info = {k: v for k, v in cell.info.items() if k not in ("value", "lead", "tail")}
        text = cell.text
        lead = len(text) - len(text.lstrip())
        body = text.strip()
        out.add(str(cell.info.get("lead", "")) + text[:lead])
        out.add_marked(body, "cell", cell.field, known, **info)
        out.add(text[lead + len(body) :] + str(cell.info.get("tail", "")))
    elif cell.kind == "number":
        out.add_marked(cell.text, "local", "", None)
    else:
        out.add(cell.text)


def ghosts(out: MarkedText, cells: list[Cell]) -> None:
    """Marks without text for the cells that a row lost: they were there, and empty."""
    for cell in cells:
        if "dropped" in cell.info and cell.field is not None:
            info = {k: v for k, v in cell.info.items() if k != "value"}
            out.add_marked("", "cell", cell.field, None, **info)


def expand(table: Table) -> list[list[Slot]]:
    """The rectangular grid: every place with the cell that covers it."""
    height = len(table.rows)
    grid: list[list[Slot]] = [[(None, False)] * table.width for _ in range(height)]
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row.cells:
            while x < table.width and grid[y][x][0] is not None:
                x += 1
            for dy in range(cell.rows):
                for dx in range(cell.columns):
                    if y + dy < height and x + dx < table.width:
                        grid[y + dy][x + dx] = (cell, dx == 0 and dy == 0)
            x += cell.columns
    return grid


def _visible(row: Row) -> list[Cell]:
    return [c for c in row.cells if "dropped" not in c.info]


def pipe(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """`a | b | c | ||`: the cells of the page's row, then padding up to the table's width."""
    out = MarkedText()
    for row in table.rows:
        cells = _visible(row)
        ghosts(out, row.cells)
        split = "split" in row.flags and len(cells) > 2
        for at, cell in enumerate(cells):
            put(out, cell)
            if split and at == len(cells) - 2:
                out.add(" |\n")
            else:
                out.add(style.separator if at < len(cells) - 1 else " |")
        padding = table.width - len(cells)
        if padding > 0 and style.layout == "pipe":
            out.add(" " + "|" * padding if not split else " " + "|" * max(1, padding - 1))
        out.add("\n\n" if style.blank_lines else "\n")
    return out


def leading_pipe(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """Merged cells leave an empty place in front: `||1.属于国家秘密|0|0|...`."""
    out = MarkedText()
    for slots in expand(table):
        out.add("|")
        for cell, start in slots:
            if cell is not None and start and "dropped" not in cell.info:
                put(out, cell)
            out.add("|")
        out.add("\n")
    return out


def markdown(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """A markdown table; merged labels are repeated or left empty."""
    out = MarkedText()
    for y, slots in enumerate(expand(table)):
        out.add("|")
        for cell, start in slots:
            out.add(" ")
            if cell is not None and start:
                put(out, cell)
            elif cell is not None and style.repeat_labels and cell.kind != "number":
                out.add(cell.text)
            out.add(" |")
        out.add("\n")
        if y == 0:
            out.add("|" + " --- |" * table.width + "\n")
    return out


def cell_lines(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """One cell a line, with or without empty lines."""
    out = MarkedText()
    for row in table.rows:
        ghosts(out, row.cells)
        for cell in _visible(row):
            out.add(style.indent)
            put(out, cell)
            out.add("\n\n" if style.blank_lines else "\n")
    return out


def cell_lines_pipe(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """Each cell on its line, ending in a bar; padding as bars of their own."""
    out = MarkedText()
    for row in table.rows:
        cells = _visible(row)
        ghosts(out, row.cells)
        for cell in cells:
            put(out, cell)
            out.add(" |\n")
        if table.width > len(cells):
            out.add("|" * (table.width - len(cells)) + "\n")
    return out


def bars_between(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """A bar alone on its line between the cells, or before each row."""
    out = MarkedText()
    for row in table.rows:
        out.add("|\n")
        ghosts(out, row.cells)
        for at, cell in enumerate(_visible(row)):
            if at and style.separator == " | ":
                out.add("|\n")
            put(out, cell)
            out.add("\n")
    return out


def _separated(separator: str) -> Callable[[Table, Style, random.Random], MarkedText]:
    def render(table: Table, style: Style, rng: random.Random) -> MarkedText:
        out = MarkedText()
        for slots in expand(table):
            shown = [(c, s) for c, s in slots if c is None or "dropped" not in c.info]
            for at, (cell, start) in enumerate(shown):
                if at:
                    out.add(separator)
                if cell is not None and start:
                    put(out, cell)
                elif cell is not None and style.repeat_labels and cell.kind != "number":
                    out.add(cell.text)
            out.add("\n")
        return out

    return render


def spaces(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """Cells of a row after each other with blanks; columns roughly aligned."""
    out = MarkedText()
    for row in table.rows:
        out.add(style.indent)
        ghosts(out, row.cells)
        for at, cell in enumerate(_visible(row)):
            if at:
                out.add(" " * rng.choice((1, 2, 4)) if style.separator == " | " else " ")
            put(out, cell)
        out.add("\n")
    return out


def word_lines(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """As pasted from a word processor: tab-led lines, an empty line between rows.

    A place that a merged cell covers from above stands as an empty tab-led line.
    """
    out = MarkedText()
    for slots in expand(table):
        ghosts(out, [c for c, s in slots if c is not None and s])
        done: list[int] = []
        for cell, start in slots:
            if cell is None or "dropped" in cell.info:
                continue
            if start:
                out.add("\t")
                put(out, cell)
                out.add("\n")
            elif id(cell) not in done and cell.rows > 1:
                out.add("\t\n")
            done.append(id(cell))
        out.add("\n")
    return out


def one_line(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """The whole table on one line, cells parted by blanks or bars."""
    out = MarkedText()
    joint = style.separator
    for row in table.rows:
        ghosts(out, row.cells)
        for cell in _visible(row):
            put(out, cell)
            out.add(joint)
    return out


def glued(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """Labels and numbers without anything between them; the numbers of a row perhaps with blanks."""
    out = MarkedText()
    for row in table.rows:
        before: Cell | None = None
        for cell in _visible(row):
            apart = before is not None and before.kind == cell.kind == "number"
            out.add(style.separator if apart else "")
            put(out, cell)
            before = cell
        out.add("\n" if style.blank_lines else "")
    return out


def numbers_after(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """All labels, one a line, and all numbers behind them, row by row."""
    out = MarkedText()
    for numbers in (False, True):
        for row in table.rows:
            cells = [c for c in _visible(row) if (c.kind == "number") == numbers]
            for at, cell in enumerate(cells):
                out.add("" if at == 0 else style.separator if numbers else "\n")
                put(out, cell)
            out.add("\n" if cells else "")
    return out


def signs(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """Cells parted by a sign that no converter is known for."""
    return _separated(style.separator)(table, style, rng)


LAYOUTS: dict[str, Callable[[Table, Style, random.Random], MarkedText]] = {
    "pipe": pipe,
    "pipe-bare": pipe,
    "leading-pipe": leading_pipe,
    "markdown": markdown,
    "cell-lines": cell_lines,
    "cell-lines-pipe": cell_lines_pipe,
    "bars-between": bars_between,
    "tabs": _separated("\t"),
    "commas": _separated(","),
    "spaces": spaces,
    "word-lines": word_lines,
    "one-line": one_line,
    "signs": signs,
    "glued": glued,
    "numbers-after": numbers_after,
}
# Layouts without cells: damage to cells has no place in them.
JOINED = frozenset({"glued", "numbers-after"})
WEIGHTS = {
    "pipe": 30,
    "pipe-bare": 8,
    "leading-pipe": 5,
    "markdown": 8,
    "cell-lines": 14,
    "cell-lines-pipe": 7,
    "bars-between": 5,
    "tabs": 6,
    "commas": 3,
    "spaces": 5,
    "word-lines": 6,
    "one-line": 3,
    "html": 9,
    "signs": 4,
    "glued": 2,
    "numbers-after": 2,
}


# Separators and indents that training never sees.
SEPARATORS = {
    "pipe": ((" | ", " | ", "  |  ", "| "), ("|", " |")),
    "one-line": ((" | ", " "), ("|",)),
    "signs": (("；", "/", " / ", "、", "·", "#", " & "), ("_", "→", "~", " ; ", "¦", '","')),
    "glued": (("", "", " "), ("  ",)),
    "numbers-after": ((" ", "\n"), ("\t",)),
}
INDENTS = (("", "", "\t", "    ", " "), ("　　", "\t\t"))


def draw_style(rng: random.Random, split: Split, layout: str | None = None) -> Style:
    """One layout with its choices; some of them are for held-out documents only."""
    chosen = layout or rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    unseen = split is Split.HELD_OUT and rng.random() < UNSEEN_SHARE
    separator = " | "
    for name, ways in SEPARATORS.items():
        if chosen.startswith(name):
            separator = rng.choice(ways[unseen])
    if chosen == "bars-between" and rng.random() < 0.5:
        separator = "\n"
    return Style(
        layout=chosen,
        blank_lines=rng.random() < 0.3,
        indent=rng.choice(INDENTS[unseen]),
        separator=separator,
        repeat_labels=rng.random() < 0.3,
    )


def shows_blanks(style: Style) -> bool:
    """Whether an empty cell leaves a trace at its place; elsewhere what follows slides left."""
    if style.layout in ("spaces", "one-line", "bars-between"):
        return style.layout != "spaces" and style.separator.strip() == "|"
    return style.layout != "cell-lines" or not style.blank_lines


def render(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """The table as text, its numbers marked."""
    if style.layout == "html":
        from extractor.training.corpus.html import html_table  # it needs this module  # noqa: PLC0415

        return html_table(table, style, rng)
    return LAYOUTS[style.layout](table, style, rng)
