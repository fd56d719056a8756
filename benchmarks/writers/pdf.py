"""PDF drawn by reportlab: tables that break anywhere, with and without rules, running lines."""

import io
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2  # type: ignore[import-untyped]
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from benchmarks.writers.blocks import Piece, TableText

FONT = "STSong-Light"  # one of the fonts that every pdf viewer has for Chinese
_MARGIN = 72.0
_WIDTH = A4[0] - 2 * _MARGIN
_EDGE = 8.0  # white around a table that is a picture


@dataclass(frozen=True, slots=True)
class PdfStyle:
    ruled: bool = True
    running: bool = True
    size: float = 9.0


def write_pdf(pieces: list[Piece], style: PdfStyle) -> bytes:
    """The document's bytes."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle(
        "body",
        fontName=FONT,
        fontSize=12,
        leading=20,
        firstLineIndent=24,
        wordWrap="CJK",
    )
    story: list[Any] = []
    for piece in pieces:
        if isinstance(piece, TableText):
            story.append(_table(piece, style))
        else:
            story.append(Paragraph(escape(piece), body))
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN,
        bottomMargin=_MARGIN, title="报告",
    )  # fmt: skip
    title = next(p for p in pieces if isinstance(p, str))[:30]
    running = _running(title) if style.running else _nothing
    document.build(story, onFirstPage=running, onLaterPages=running)
    return target.getvalue()


def picture_of(table: TableText, dots: float) -> bytes:
    """A table alone as PNG, ruled, as a picture of a screen or a scan shows it."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    drawn = _table(table, PdfStyle())
    wide, high = drawn.wrap(_WIDTH, 10_000)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(wide + 2 * _EDGE, high + 2 * _EDGE))
    drawn.drawOn(canvas, _EDGE, _EDGE)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    made = io.BytesIO()
    page.render(scale=dots / 72).to_pil().convert("L").save(made, "PNG")
    return made.getvalue()


def _nothing(canvas: Any, document: Any) -> None:
    """No running lines."""


def _running(title: str) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, title)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {document.page} —")

    return draw


def _table(table: TableText, style: PdfStyle) -> Table:
    widths = table.widths()
    points = min(style.size, _WIDTH / sum(widths))
    words = ParagraphStyle(
        "cell", fontName=FONT, fontSize=points, leading=points * 1.25, wordWrap="CJK",
        alignment=TA_CENTER,
    )  # fmt: skip
    grid: list[list[Any]] = [[""] * table.columns for _ in range(table.rows)]
    commands: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]  # fmt: skip
    for cell in table.cells:
        grid[cell.row][cell.column] = Paragraph(escape(cell.text), words)
        end = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        commands.append(("SPAN", (cell.column, cell.row), end))
    if style.ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)))
    return Table(grid, [w * points for w in widths], style=commands, splitByRow=1)
