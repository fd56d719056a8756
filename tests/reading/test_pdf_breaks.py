"""What page breaks and small pages do to the tables and running lines of a pdf."""

from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import read

FONT = "STSong-Light"
LEFT, ROW = 60.0, 20.0
COLUMNS = (100.0, 80.0, 80.0, 80.0)
Rows = list[tuple[str, ...]]
HEAD: Rows = [("题",), ("信息内容", "制发", "废止", "有效"), ("规章", "3", "0", "12")]
REST: Rows = [("行政许可", "41"), ("又一题",), ("信息内容", "决定数量"), ("行政处罚", "27")]


def table(canvas: Canvas, top: float, rows: Rows) -> None:
    """Rows whose last cell takes all columns that are left. Each column of a row draws its own
    piece of the lines above and below, as browsers print them."""
    for number, row in enumerate(rows):
        y = top - number * ROW
        x = LEFT
        edges = [LEFT]
        for width in COLUMNS:
            for at in (y, y - ROW):
                canvas.line(x, at, x + width, at)
            x += width
            edges.append(x)
        for at in (*edges[: len(row)], edges[-1]):
            canvas.line(at, y, at, y - ROW)
        for words, at in zip(row, edges, strict=False):
            canvas.drawString(at + 5, y - 14, words)


def document(
    *pages: tuple[Rows, ...], size: tuple[float, float] = A4, lines: tuple[str, str] = ("", "")
) -> str:
    """Pages that end with the table of one and begin with that of the next."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = BytesIO()
    canvas = Canvas(target, pagesize=size)
    for number, tables in enumerate(pages, 1):
        canvas.setFont(FONT, 10)
        top, bottom = (line.format(number) for line in lines)
        canvas.drawString(LEFT, size[1] - 40, top)
        canvas.drawString(LEFT, 42, bottom)
        y = size[1] - 62
        for rows in tables:
            table(canvas, y, rows)
            y -= ROW * (len(rows) + 3)
        canvas.showPage()
    canvas.save()
    return read(target.getvalue(), "a.pdf").text


def test_rows_of_merged_cells_after_a_page_break_are_rows() -> None:
    """No row of the second page has the columns that join the pieces of its lines."""
    assert document((HEAD,), (REST,)) == (
        "题 | |||\n信息内容 | 制发 | 废止 | 有效 |\n规章 | 3 | 0 | 12 |\n"
        "行政许可 | 41 | ||\n又一题 | |||\n信息内容 | 决定数量 | ||\n行政处罚 | 27 | ||\n"
    )


def test_a_table_of_merged_cells_alone_has_its_rows() -> None:
    assert (
        document((REST,)) == "行政许可 | 41 |\n又一题 | |\n信息内容 | 决定数量 |\n行政处罚 | 27 |\n"
    )


def test_tables_below_one_another_stay_apart() -> None:
    assert document((HEAD, REST)).startswith("题 | |||\n")
    assert document((HEAD, REST)).endswith("规章 | 3 | 0 | 12 |\n" + document((REST,)))


@pytest.mark.parametrize(
    ("size", "lines"),
    [
        (landscape(A5), ("某县民政局年报", "{}")),
        (landscape(A5), ("某县民政局年报", "— {} —")),
        (A4, ("某县民政局年报 {}", "第 {} 页")),
    ],
)
def test_running_lines_of_small_pages_are_left_out_of_tables(
    size: tuple[float, float], lines: tuple[str, str]
) -> None:
    assert document((HEAD,), (REST,), size=size, lines=lines) == document((HEAD,), (REST,))
