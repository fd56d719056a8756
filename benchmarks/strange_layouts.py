"""Tables and numbers printed as neither the corpus nor any page that we know prints them: read right, or flagged?

    python -m benchmarks.strange_layouts [--documents 20] [LAYOUT ...]

For each layout the same generated reports (dense, hardly damaged, 2021, 2019 and 2014 form in turn)
are printed and read with the default model. A field that is wrong and not in review is the defect
that counts: what cannot be read must at least say so.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from benchmarks.spellings import SPELLINGS, Spelling, respelled
from extractor.pipeline import Settings
from extractor.scoring import Scorer, load_scorer
from extractor.training.corpus import printer
from extractor.training.corpus.document import Generated, Options, make_document
from extractor.training.corpus.layouts import LAYOUTS, Style, expand, ghosts, put
from extractor.training.corpus.layouts import render as usual_layout
from extractor.training.corpus.marked import Edit, MarkedText
from extractor.training.corpus.tables import Cell, Row, Table
from extractor.training.judging import NUMBER, OPEN, ZERO, judge

FIRST = 8_500_000_000  # numbers of documents that nothing else uses
FORMS = ("2021", "2021", "2019", "2021", "2014")
Layout = Callable[[Table, Style, object], MarkedText]


def lines(joint: Callable[[Cell, Cell], str], lead: str = "", tail: str = "\n") -> Layout:
    """A line a row; `joint` says what stands between two cells."""

    def render(table: Table, style: Style, rng: object) -> MarkedText:
        out = MarkedText()
        for row in table.rows:
            cells = shown(out, row)
            out.add(lead)
            for before, cell in pairwise([None, *cells]):
                if before is not None and cell is not None:
                    out.add(joint(before, cell))
                if cell is not None:
                    put(out, cell)
            out.add(tail)
        return out

    return render


def shown(out: MarkedText, row: Row) -> list[Cell]:
    """The cells of a row that are printed; the others leave their marks."""
    ghosts(out, row.cells)
    return [cell for cell in row.cells if "dropped" not in cell.info]


def between(sign: str) -> Layout:
    """A sign between all cells."""
    return lines(lambda before, cell: sign)


def adorned(lead: str, tail: str) -> Layout:
    """Every number between two ornaments, in a markdown table."""

    def render(table: Table, style: Style, rng: object) -> MarkedText:
        copy = Table(table.number, table.width, [row.copy() for row in table.rows])
        for row in copy.rows:
            for cell in row.numbers():
                if cell.text:
                    cell.info.update(lead=lead, tail=tail)
        return LAYOUTS["markdown"](copy, style, rng)  # type: ignore[arg-type]

    return render


def reversed_rows(table: Table, style: Style, rng: object) -> MarkedText:
    """The numbers of a row before its label."""
    out = MarkedText()
    for row in table.rows:
        cells = sorted(shown(out, row), key=lambda cell: cell.kind != "number")
        for cell in cells:
            put(out, cell)
            out.add(" | ")
        out.add("\n")
    return out


def counted_rows(table: Table, style: Style, rng: object) -> MarkedText:
    """A column with the number of the row before all others."""
    out = MarkedText()
    numbers = 0
    for row in table.rows:
        cells = shown(out, row)
        labelled = any(cell.kind == "number" for cell in cells) and cells[0].kind != "number"
        numbers += labelled
        out.add(f"{numbers if labelled else ''} | ")
        for cell in cells:
            put(out, cell)
            out.add(" | ")
        out.add("\n")
    return out


def tags(table: Table, style: Style, rng: object) -> MarkedText:
    """Tags of html in a plain text."""
    out = MarkedText()
    out.add("<table>")
    for row in table.rows:
        out.add("<tr>")
        for cell in shown(out, row):
            out.add("<td>")
            put(out, cell)
            out.add("</td>")
        out.add("</tr>\n")
    out.add("</table>\n")
    return out


def frame(table: Table, style: Style, rng: object) -> MarkedText:
    """Rules drawn with signs around every cell."""
    out = MarkedText()
    rule = "+" + "------+" * table.width + "\n"
    for slots in expand(table):
        out.add(rule + "|")
        for cell, start in slots:
            if cell is not None and start and "dropped" not in cell.info:
                put(out, cell)
            out.add(" |")
        out.add("\n")
    return out


def _named(before: Cell, cell: Cell) -> str:
    return "：" if before.kind != "number" == cell.kind else "、" if cell.kind == "number" else " "


SIGNS = {
    "sign ^": "^",
    "sign $": "$",
    "sign ￥": "￥",
    "sign ↔": "↔",
    "sign ☆": " ☆ ",
    "sign =": " = ",
}
PRINTED: dict[str, Layout] = {
    **{name: between(sign) for name, sign in SIGNS.items()},
    "label: a、b、c": lines(_named),
    "blank after label only": lines(lambda a, b: "" if a.kind == b.kind == "label" else "\u2003"),
    "list of cells": lines(lambda a, b: "\n- ", lead="- "),
    "line breaks of html": lines(lambda a, b: "<br>", tail="<br>\n"),
    "frame of signs": frame,
    "tags as text": tags,
    "bold numbers": adorned("**", "**"),
    "numbers in brackets": adorned("（", "）"),
    "numbers with notes": adorned("", "[1]"),
    "unit in brackets": adorned("", "（件）"),
    "numbers before labels": reversed_rows,
    "numbers of rows": counted_rows,
}
# Layouts of the corpus with other characters put for some.
CHANGED: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "blanks as references": ("spaces", ((" ", "&nbsp;"),)),
    "bars as references": ("pipe", (("|", "&#124;"),)),
    "escaped line ends": ("cell-lines", (("\n", "\\n"),)),
    "escaped bars": ("markdown", (("|", "\\|"),)),
    "quoted": ("cell-lines", (("\n", "\n> "),)),
}


def in_usual_layouts(spelling: Spelling) -> Layout:
    """The numbers of a table in another spelling, in whichever layout the report has."""

    def render(table: Table, style: Style, rng: object) -> MarkedText:
        copy = respelled(table, spelling, random.Random(style.layout))
        return usual_layout(copy, style, rng)  # type: ignore[arg-type]

    return render


def documents(
    layout: str, count: int, damage: tuple[int, int] = (0, 1), first: int = FIRST
) -> Sequence[Generated]:
    """The same reports, printed in one layout or with one spelling of their numbers."""
    name, changes = CHANGED.get(layout, (layout, ()))
    render = _render(layout, name)
    usual = printer.render
    printer.render = render  # type: ignore[assignment]
    try:
        options = [Options(FORMS[n % len(FORMS)], damage, page="single") for n in range(count)]
        made = [make_document(first + n, "calibration", one) for n, one in enumerate(options)]
    finally:
        printer.render = usual
    return [_changed(one, changes) if changes else one for one in made]


def _render(layout: str, name: str) -> Layout:
    if layout in SPELLINGS:
        return in_usual_layouts(SPELLINGS[layout])
    return PRINTED.get(layout) or LAYOUTS[name]  # type: ignore[return-value]


def _changed(one: Generated, changes: Sequence[tuple[str, str]]) -> Generated:
    text = MarkedText()
    text.add(one.text)
    for old, new in changes:
        text.edit([Edit(m.start(), m.end(), new) for m in re.finditer(re.escape(old), text.text)])
    report = one.gold["reports"][0]
    report["span"] = [0, len(text.text)]
    return Generated(one.name, text.text.encode(), text.text, one.gold, one.tags)


def measure(layout: str, count: int, scorer: Scorer) -> Counter[str]:
    """Fields stated, right, in review, and wrong outside review."""
    total: Counter[str] = Counter()
    for one in documents(layout, count):
        judged = judge(one.data, one.name, one.gold, Settings())
        right, missing = np.array(judged.right), np.array(judged.missing)
        sure = np.where(missing, 1.0, scorer(judged.evidence)) >= scorer.threshold
        stated = np.isin(judged.kind, (NUMBER, ZERO))
        if layout in SPELLINGS:  # figures between run-together numbers part them
            right |= np.array(judged.kind) == OPEN
        total.update(
            fields=len(right), stated=int(stated.sum()), right=int((stated & right).sum()),
            review=int((~sure).sum()), wrong=int((sure & ~right).sum()),
        )  # fmt: skip
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layouts", nargs="*", help="which; all of them by default")
    parser.add_argument("--documents", type=int, default=20)
    given = parser.parse_args()
    scorer = load_scorer()
    print("| layout | stated numbers right | in review | wrong outside review |\n|---|---|---|---|")
    for layout in given.layouts or [*PRINTED, *CHANGED, *SPELLINGS]:
        n = measure(layout, given.documents, scorer)
        kept = max(1, n["fields"] - n["review"])
        print(
            f"| {layout} | {n['right'] / n['stated']:.4f} | {n['review'] / n['fields']:.4f} |"
            f" {n['wrong'] / kept:.4f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
