"""Word documents as offices make them: merged cells, automatic numbers, running lines, changes."""

import io
import re
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from benchmarks.writers.blocks import CellText, Piece, TableText

FONT = "WenQuanYi Micro Hei"
_TEXT_WIDTH = 450.0  # points between the margins of an A4 page
_HEADING = re.compile(r"[一二三四五六七八]、(?=.{2,30}$)")
_DIGITS = "一二三四五六七八"
_LIST = (
    '<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="singleLevel"/><w:lvl '
    'w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
)


@dataclass(frozen=True, slots=True)
class DocxStyle:
    """`ruled`: borders are drawn; `numbered`: Word counts the headings; `running`: header and
    page number on each page; `changed`: some numbers are tracked replacements of others;
    `boxed`: the last paragraph stands in a text box; `nested`: tables stand in a table's cell."""

    ruled: bool = True
    numbered: bool = False
    running: bool = False
    changed: bool = False
    boxed: bool = False
    nested: bool = False
    size: float = 9.0


def write_docx(pieces: list[Piece], style: DocxStyle) -> bytes:
    """The document's bytes."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595.3), Pt(841.9)
    section.left_margin = section.right_margin = Pt(72)
    if style.running:
        _running(document, next(p for p in pieces if isinstance(p, str)))
    headings = [p for p in pieces if isinstance(p, str) and _HEADING.match(p)]
    in_order = [p[0] for p in headings] == list(_DIGITS[: len(headings)])
    list_id = _list(document) if style.numbered and in_order else None
    last = max(i for i, p in enumerate(pieces) if isinstance(p, str))
    for place, piece in enumerate(pieces):
        if isinstance(piece, TableText):
            _table(document, piece, style)
        elif style.boxed and place == last:
            _boxed(document, piece)
        else:
            _paragraph(document, piece, list_id)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _running(document: Any, title: str) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = title[:30]
    foot = section.footer.paragraphs[0]
    for kind, code in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = OxmlElement("w:r")
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run.append(part)
        foot._p.append(run)


def _list(document: Any) -> str:
    """Add a list that counts 一、二、三、; its id."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_LIST.replace("{ns}", nsdecls("w"))))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    return "77"


def _paragraph(document: Any, text: str, list_id: str | None) -> None:
    heading = _HEADING.match(text)
    if list_id is None or heading is None:
        document.add_paragraph(text)
        return
    paragraph = document.add_paragraph(text[heading.end() :])
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", list_id)):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        number.append(part)
    properties.append(number)


def _boxed(document: Any, text: str) -> None:
    """A paragraph in a text box, as VML: older Word, and what newer Word keeps as fallback."""
    paragraph = document.add_paragraph()
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape '
        'style="width:400pt;height:60pt"><v:textbox><w:txbxContent><w:p><w:r><w:t/></w:r></w:p>'
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    next(box.iter(qn("w:t"))).text = text
    paragraph._p.append(box)


def _table(document: Any, table: TableText, style: DocxStyle) -> None:
    home = document
    if style.nested:
        outer = document.add_table(1, 1)
        home = outer.cell(0, 0)
    made = home.add_table(table.rows, table.columns)
    if style.ruled:
        made.style = document.styles["Table Grid"]
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _narrow_margins(made)
    widths = table.widths()
    points = min(style.size, _TEXT_WIDTH / sum(widths))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width * points)
    for count, cell in enumerate(table.cells):
        first = made.cell(cell.row, cell.column)
        last = made.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        target = first.merge(last) if last is not first else first
        target.width = Pt(sum(widths[cell.column : cell.column + cell.columns]) * points)
        _fill(target, cell, points, style.changed and count % 7 == 3)


def _narrow_margins(made: Any) -> None:
    properties = made._tbl.tblPr
    properties.append(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="40" w:type="dxa"/>'
            '<w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        )
    )


def _fill(target: Any, cell: CellText, points: float, changed: bool) -> None:
    paragraph = target.paragraphs[0]
    run = paragraph.add_run(cell.text)
    run.font.size = Pt(round(2 * points) / 2)
    run.font.name = FONT
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    if changed and cell.is_number:
        # What stood before is struck, what stands now inserted.
        struck = parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z">'
            "<w:r><w:delText>8</w:delText></w:r></w:del>"
        )
        inserted = parse_xml(
            f'<w:ins {nsdecls("w")} w:id="2" w:author="a" w:date="2024-01-01T00:00:00Z"/>'
        )
        run._r.addprevious(struck)
        struck.addnext(inserted)
        inserted.append(run._r)
