"""Thirty files of all kinds, with what a spreadsheet made of them must say."""

import io
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.forms import load_form
from extractor.training.corpus.document import Options, make_document

from .made import table_values

SAMPLES = Path(__file__).parents[2] / "service" / "page" / "static" / "assets" / "samples"
HOSTILE_NAME = "=1+1,<img src=x onerror=window.hit=1>.txt"
CLEAN = Options(form="2021", page="single", damage=(0, 0))
NEW = "applications.new.total"
FONT = "STSong-Light"

Row = tuple[str, str, str]  # agency, year, applications received


@dataclass(frozen=True)
class File:
    """A file to drop, and the rows that it gives."""

    name: str
    data: bytes
    rows: tuple[Row, ...]


def thirty() -> list[File]:
    """Text in two encodings, pages, Word, PDF, an archive, traditional script, no report, a
    hostile name: thirty files, thirty-two documents, thirty-one reports."""
    files: list[File] = []
    numbers = iter(range(9_000_001, 9_001_000))
    while len(files) < 18:  # generated texts and pages; both kinds come by their seeds
        files.append(_generated(next(numbers)))
    files += [_word(seed) for seed in range(4)]
    files += [pdf(seed) for seed in range(4)]
    inside = [_generated(next(numbers)) for _ in range(3)]
    files.append(
        File("归档.zip", _zipped(inside), tuple(row for one in inside for row in one.rows))
    )
    traditional = (SAMPLES / "one.txt").read_bytes()
    files.append(File("繁體.txt", traditional, (("青岭县农业农村局", "2023", "16"),)))
    files.append(File("通知.txt", "关于召开工作例会的通知：请各科室准时参加。".encode(), ()))
    hostile = _generated(next(numbers))
    files.append(File(HOSTILE_NAME, hostile.data, hostile.rows))
    return files


def _generated(seed: int) -> File:
    made = make_document(seed, "train", CLEAN)
    (report,) = made.gold["reports"]
    agency, year = report["agency"][0], str(report["year"])
    return File(made.name, made.data, ((agency, year, _text(_value(report["fields"][NEW]))),))


def _value(held: Any) -> Any:
    return held["value"] if isinstance(held, dict) else held


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Grid:
    """A statutory table as rows of cells."""

    title: str
    rows: list[list[str]]


def _report(seed: int) -> tuple[str, str, list[Grid], str]:
    """Agency, year, tables, and the applications received."""
    values = table_values(random.Random(seed))
    form = load_form("2021").fields
    two = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]]
    two += [["规章", "0", "0", "0"], ["行政规范性文件", "2", "1", "9"]]
    three = [["", *dict.fromkeys(one.column for one in form if one.table == 3)]]
    for row in dict.fromkeys(one.id.rpartition(".")[0] for one in form if one.table == 3):
        members = [one for one in form if one.id.rpartition(".")[0] == row]
        three.append([members[0].row or "", *(str(values[one.id]) for one in members)])
    four = [one for one in form if one.table == 4]
    last = [[one.column or "" for one in four], [str(values[one.id]) for one in four]]
    tables = [
        Grid("二、主动公开政府信息情况", two),
        Grid("三、收到和处理政府信息公开申请情况", three),
        Grid("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", last),
    ]
    return (
        f"南川县第{'一二三四五六七八'[seed]}镇人民政府",
        str(2021 + seed % 3),
        tables,
        str(values[NEW]),
    )


def _prose(agency: str, year: str) -> list[str]:
    """What stands between the title and the tables."""
    return [
        f"本报告由{agency}按照《中华人民共和国政府信息公开条例》编制，统计期限为{year}年1月1日至{year}年12月31日。",
        "一、总体情况",
        "（一）主动公开。全年通过网站公开各类信息128条，政策解读6篇。",
        "（二）依申请公开。接件、登记、答复均由专人负责，按期办结。",
        "（三）监督保障。组织业务培训2次，没有发生责任追究的情形。",
    ]


def _word(seed: int) -> File:
    agency, year, tables, new = _report(seed)
    document = Document()
    document.add_heading(f"{agency}{year}年政府信息公开工作年度报告", 1)
    for paragraph in _prose(agency, year):
        document.add_paragraph(paragraph)
    for table in tables:
        document.add_paragraph(table.title)
        grid = document.add_table(len(table.rows), max(len(row) for row in table.rows))
        for r, row in enumerate(table.rows):
            for c, text in enumerate(row):
                grid.cell(r, c).text = text
    document.add_paragraph("五、存在的主要问题及改进情况")
    document.add_paragraph("公开的及时性还不够。")
    out = io.BytesIO()
    document.save(out)
    return File(f"{agency}.docx", out.getvalue(), ((agency, year, new),))


def pdf(seed: int) -> File:
    """A report as a pdf with ruled tables."""
    agency, year, tables, new = _report(seed + 4)
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    top = _line(canvas, 60, f"{agency}{year}年政府信息公开工作年度报告")
    for paragraph in _prose(agency, year):
        top = _line(canvas, top, paragraph)
    for table in tables:
        if top + 18 * len(table.rows) > A4[1] - 60:
            canvas.showPage()
            top = 60
        top = _ruled(canvas, _line(canvas, top, table.title), table.rows)
    _line(canvas, top, "五、存在的主要问题及改进情况")
    canvas.save()
    return File(f"{agency}.pdf", out.getvalue(), ((agency, year, new),))


def _line(canvas: Canvas, top: float, words: str) -> float:
    canvas.setFont(FONT, 10)
    canvas.drawString(40, A4[1] - top, words)
    return top + 22


def _ruled(canvas: Canvas, top: float, rows: list[list[str]]) -> float:
    columns = max(len(row) for row in rows)
    first = 190.0 if len(rows) > 2 else 34.0
    width = (A4[0] - 80 - first) / (columns - 1)
    xs = [40.0, *(40 + first + n * width for n in range(columns))]
    ys = [A4[1] - top - n * 18 for n in range(len(rows) + 1)]
    canvas.grid(xs, ys)
    canvas.setFont(FONT, 6)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.drawString(xs[c] + 2, ys[r] - 12, text)
    return top + 18 * len(rows) + 22


def _zipped(files: list[File]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(f"内/{one.name}", one.data)
    return out.getvalue()
