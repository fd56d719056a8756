"""Documents as web pages: tables with merged cells, prose as paragraphs, things not shown."""

import random
from bisect import bisect_left
from collections.abc import Callable
from difflib import SequenceMatcher
from html import escape
from typing import Any

from extractor.reading import read
from extractor.training.corpus.layouts import Style, ghosts, put
from extractor.training.corpus.marked import Mark, MarkedText
from extractor.training.corpus.tables import Cell, Table

SKIPPED = " |\t\r\n\f\v\u00a0\u3000"  # a reader may put or drop these between cells and lines
CELLS = (
    "<td{spans}>{}</td>",
    '<td{spans} style="border:1px solid">{}</td>',
    "<td{spans}><p>{}</p></td>",
    '<td{spans}><span lang="EN-US">{}</span></td>',
    "<td{spans}><div>{}</div></td>",
)


def html_table(table: Table, style: Style, rng: random.Random) -> MarkedText:
    """The table as html source, its numbers marked."""
    out = MarkedText()
    shape = rng.choice(CELLS)
    before, _, after = shape.partition("{}")
    out.add(
        rng.choice(("<table>", '<table border="1" cellspacing="0">', '<table class="MsoTable">'))
    )
    out.add("<tbody>\n" if rng.random() < 0.7 else "\n")
    for row in table.rows:
        out.add("<tr>")
        ghosts(out, row.cells)
        for cell in (c for c in row.cells if "dropped" not in c.info):
            out.add(before.replace("{spans}", _spans(cell)))
            put(out, cell)
            out.add(after)
        out.add("</tr>\n")
    out.add("</tbody></table>" if "<tbody>" in out.text else "</table>")
    # Everything of the table is source already; the page must not escape it.
    out.marks.append(Mark("raw", "", 0, len(out)))
    out.add("\n")
    return out


def _spans(cell: Cell) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return columns + rows


def _visible(text: str, raw: list[Mark]) -> list[int]:
    """Offsets of the characters that a browser shows, blanks and bars apart."""
    shown: list[int] = []
    at = 0
    for region in [*raw, None]:
        end = region.start if region else len(text)
        shown += [i for i in range(at, end) if text[i] not in SKIPPED]
        if region is None:
            break
        inside = False
        for i in range(region.start, region.end):
            if text[i] == "<":
                inside = True
            elif text[i] == ">":
                inside = False
            elif not inside and text[i] not in SKIPPED:
                shown.append(i)
        at = region.end
    return shown


def page(out: MarkedText, rng: random.Random, charset: str) -> str:
    """The whole page's source."""
    raw = sorted((m for m in out.marks if m.kind == "raw"), key=lambda m: m.start)
    opening, closing = rng.choice(
        (
            ("<p>", "</p>"),
            ("<div>", "</div>"),
            ('<p style="text-indent:2em">', "</p>"),
            ("", "<br>"),
        )
    )
    parts, at = [], 0
    for region in [*raw, None]:
        end = region.start if region else len(out)
        for line in out.text[at:end].splitlines():
            if line.strip():
                parts.append(f"{opening}{escape(line, quote=False)}{closing}\n")
        if region:
            parts.append(out.text[region.start : region.end] + "\n")
            at = region.end
    body = "".join(parts)
    if rng.random() < 0.3:
        body = f'<div class="content">\n{body}</div>\n'
    hidden = '<div style="display:none">编辑提示，不显示</div>\n' if rng.random() < 0.3 else ""
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">'
        "<style>td{padding:2px}</style><script>var a='<td>1</td>';</script></head>\n"
        f"<body>\n{hidden}<!-- 正文 -->\n{body}</body></html>\n"
    )


def mapping(out: MarkedText, read_text: str) -> Callable[[int, int], list[int]]:
    """From offsets in `out` to offsets in what the reader makes of the page."""
    raw = sorted((m for m in out.marks if m.kind == "raw"), key=lambda m: m.start)
    ours = _visible(out.text, raw)
    theirs = [i for i, c in enumerate(read_text) if c not in SKIPPED]
    if [out.text[i] for i in ours] != [read_text[i] for i in theirs]:
        ours, theirs = _aligned(out.text, ours, read_text, theirs)

    def place(start: int, end: int) -> list[int]:
        first, last = bisect_left(ours, start), bisect_left(ours, end)
        begin = theirs[first] if first < len(theirs) else len(read_text)
        if first >= last:
            return [begin, begin]
        return [begin, theirs[last - 1] + 1]

    return place


def _aligned(a: str, ours: list[int], b: str, theirs: list[int]) -> tuple[list[int], list[int]]:
    """Where the reader left something out or changed it: only what both have."""
    matcher = SequenceMatcher(
        None, "".join(a[i] for i in ours), "".join(b[i] for i in theirs), autojunk=False
    )
    pairs = [
        (ours[x + k], theirs[y + k]) for x, y, n in matcher.get_matching_blocks() for k in range(n)
    ]
    return [p[0] for p in pairs], [p[1] for p in pairs]


def to_page(
    rng: random.Random, out: MarkedText, gold: dict[str, Any], stem: str, charset: str
) -> tuple[str, bytes, str]:
    """Name, bytes and read text of the page; the gold's spans are moved into the read text."""
    name = f"{stem}.html"
    data = page(out, rng, charset).encode(charset, "xmlcharrefreplace")
    text = read(data, name).text
    place = mapping(out, text)
    for report in gold["reports"]:
        report["span"] = place(*report["span"])
        spans = report["spans"]
        spans["fields"] = {k: place(*v) for k, v in spans["fields"].items()}
        for kind in ("facts", "statements", "sections", "agency", "year"):
            spans[kind] = [[*one[:-2], *place(one[-2], one[-1])] for one in spans[kind]]
        for section, (_, start, end) in zip(report["sections"], spans["sections"], strict=True):
            section["title"] = text[start:end]
    for one in gold["rejected"]:
        one["span"] = place(*one["span"])
    return name, data, text
