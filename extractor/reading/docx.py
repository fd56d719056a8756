"""Word documents (docx): a tree of blocks and tables like that of a web page.

Read from the parts themselves: the numbers Word generates, tracked changes, text boxes and
footnotes are beyond what a library for writing documents gives.
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element as Xml

from extractor.reading.docx_chunks import chunks_of
from extractor.reading.docx_numbering import Numbering, W, numbering
from extractor.reading.embedded import pictures_of_docx
from extractor.reading.errors import ReadingCode, ReadingError
from extractor.reading.html import Blocks, write_blocks
from extractor.reading.html_marks import drop_struck, raise_marks
from extractor.reading.html_tree import LOWERED, RAISED, STRUCK, Element
from extractor.reading.xml import parsed
from extractor.reading.zipped import opened, unpacked

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
# How drawings of newer and older Word name their picture.
_PICTURES = {f"{_A}blip": f"{_R}embed", f"{_V}imagedata": f"{_R}id"}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deeper than any document nests; Python's own stack ends at about 300 such steps.
_DEEPEST = 60
# Struck by tracked changes, instructions of fields, pinyin above characters, properties.
_UNSEEN = frozenset(
    W + name
    for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "tblPr", "tblGrid", "trPr",
                 "tcPr", "sdtPr", "sdtEndPr", "rt", "rubyPr", "fldData", "sectPr", "binData")
)  # fmt: skip
_PLACES = {"superscript": RAISED, "subscript": LOWERED}


@dataclass(slots=True)
class _Reading:
    numbers: Numbering
    footnotes: dict[str, Xml]
    targets: dict[str, str]  # parts by the ids that the document gives them
    cited: list[str] = field(default_factory=list)
    waiting: list[Element | str] = field(default_factory=list)
    chunks: dict[str, Element] = field(default_factory=dict)  # parts in other formats, by id
    too_deep: bool = False
    unread: bool = False


def read_docx(data: bytes) -> Blocks:
    """Text and tables of a Word document, tracked changes as accepted, pictures of tables read.

    Errors: `ReadingError` (unreadable, encrypted, unsafe, too-much, needs-package).
    """
    root, incomplete = tree_of_docx(data)
    return write_blocks(root, incomplete, pictures_of_docx(data))


def tree_of_docx(data: bytes, is_part: bool = False) -> tuple[Element, str | None]:
    """The blocks and tables of a Word document, and why some are left out; `is_part`: of another one.

    Errors: as `read_docx`.
    """
    with opened(data) as archive:
        parts = {
            name: _part(archive, f"word/{name}.xml")
            for name in ("numbering", "styles", "footnotes")
        }
        document = _part(archive, "word/document.xml")
        relations = _part(archive, "word/_rels/document.xml.rels")
        if document is None:
            raise ReadingError(ReadingCode.UNREADABLE, "word/document.xml")
        targets = _targets(relations)
        chunks = {} if is_part else chunks_of(archive, _asked(document, targets), _part_of_docx)
    notes = {} if parts["footnotes"] is None else {
        note.get(f"{W}id", ""): note for note in parts["footnotes"] if note.get(f"{W}type") is None
    }  # fmt: skip
    reading = _Reading(
        numbering(parts["numbering"], parts["styles"]), notes, targets, chunks=chunks
    )
    root = Element("body", {})
    for body in document.findall(f"{W}body"):
        _blocks(body, root, reading, 0)
    for id in dict.fromkeys(reading.cited):
        if id in notes:
            _blocks(notes[id], root, reading, 0)
    drop_struck(root)
    raise_marks(root)
    reasons = []
    if reading.too_deep:
        reasons.append("文档嵌套过深 (nested too deep)")
    if reading.unread:
        reasons.append("文档中嵌入的部分未能读出 (a part put into the document was not read)")
    return root, "; ".join(reasons) or None


def _part_of_docx(data: bytes) -> tuple[Element, str | None]:
    return tree_of_docx(data, is_part=True)


def _asked(document: Xml, targets: dict[str, str]) -> dict[str, str]:
    """The parts in other formats that a document shows whole, by id."""
    ids = [chunk.get(f"{_R}id", "") for chunk in document.iter(f"{W}altChunk")]
    return {id: targets[id] for id in ids if id in targets}


def _targets(relations: Xml | None) -> dict[str, str]:
    """The parts that relations name, by id."""
    return {
        one.get("Id", ""): "/".join(PurePosixPath("word", one.get("Target", "")).parts)
        for one in (relations if relations is not None else ())
        if one.get("TargetMode") != "External"
    }


def _part(archive: zipfile.ZipFile, name: str) -> Xml | None:
    if name not in archive.namelist():
        return None
    return parsed(unpacked(archive, name))


def _blocks(parent: Xml, into: Element, reading: _Reading, depth: int) -> None:
    """Paragraphs and tables, through content controls and insertions around them."""
    if depth > _DEEPEST:
        reading.too_deep = True
        return
    for child in parent:
        if child.tag == f"{W}p":
            _paragraph(child, into, reading, depth)
        elif child.tag == f"{W}tbl":
            into.children.append(_table(child, reading, depth))
        elif child.tag == f"{W}altChunk":
            chunk = reading.chunks.pop(child.get(f"{_R}id", ""), None)  # each once
            reading.unread = reading.unread or chunk is None
            into.children += [] if chunk is None else [chunk]
        elif child.tag not in _UNSEEN:
            _blocks(_chosen(child), into, reading, depth + 1)


def _paragraph(paragraph: Xml, into: Element, reading: _Reading, depth: int) -> None:
    properties = paragraph.find(f"{W}pPr")
    runs = Element("p", {})
    boxes = Element("div", {})
    _runs(paragraph, runs, boxes, reading, depth)
    if any(
        child.strip() if isinstance(child, str) else child.tag != "img" for child in runs.children
    ):
        # Empty paragraphs are not counted by Word either.
        label = reading.numbers.label(properties)
        if label:
            runs.children.insert(0, label)
    runs.children = [*reading.waiting, *runs.children]
    struck = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
    # A struck paragraph mark joins this paragraph to the next.
    reading.waiting = runs.children if struck else []
    if struck:
        return
    into.children.append(runs)
    if boxes.children:
        into.children.append(boxes)


def _runs(parent: Xml, into: Element, boxes: Element, reading: _Reading, depth: int) -> None:
    if depth > _DEEPEST:
        reading.too_deep = True
        return
    for child in parent:
        tag = child.tag
        if tag == f"{W}t":
            into.children.append(child.text or "")
        elif tag in (f"{W}br", f"{W}cr"):
            into.children.append(Element("br", {}))
        elif tag in (f"{W}tab", f"{W}ptab"):
            into.children.append(" ")
        elif tag == f"{W}noBreakHyphen":
            into.children.append("-")
        elif tag == f"{W}footnoteReference":
            reading.cited.append(child.get(f"{W}id", ""))
        elif tag == f"{W}txbxContent":
            _blocks(child, boxes, reading, depth + 1)
        elif tag in _PICTURES:
            target = reading.targets.get(child.get(_PICTURES[tag], ""), "")
            into.children.append(Element("img", {"src": target.lstrip("/")}))
        elif tag == f"{W}r" and _is_on(child, "vanish"):
            continue
        elif tag == f"{W}r" and (look := _look(child)):
            into.children.append(Element(look, {}))
            _runs(child, into.elements()[-1], boxes, reading, depth + 1)
        elif tag not in _UNSEEN:
            _runs(_chosen(child), into, boxes, reading, depth + 1)


def _chosen(element: Xml) -> Xml:
    """Of alternative content, the first choice: a text box stands in it twice."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return next((part for part in (choice, fallback) if part is not None), element)


def _is_on(run: Xml, property: str) -> bool:
    found = run.find(f"{W}rPr/{W}{property}")
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false")


def _look(run: Xml) -> str:
    """The element that tells how a run looks; empty where it looks like any text."""
    if _is_on(run, "strike") or _is_on(run, "dstrike"):
        return STRUCK
    place = run.find(f"{W}rPr/{W}vertAlign")
    return _PLACES.get("" if place is None else place.get(f"{W}val", ""), "")


def _table(table: Xml, reading: _Reading, depth: int) -> Element:
    """A table with its merged cells told as spans."""
    result = Element("table", {})
    open_cells: dict[int, Element] = {}  # by column: cells that the next row may continue
    for row in _inner(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        line = Element("tr", {})
        column = _number(row.find(f"{W}trPr/{W}gridBefore"))
        if column:
            line.children.append(Element("td", {"colspan": str(column)}))
        above, open_cells = open_cells, {}
        for cell in _inner(row, f"{W}tc"):
            wide = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan")))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if continues and column in above:
                known = above[column]
                known.attributes["rowspan"] = str(int(known.attributes.get("rowspan", "1")) + 1)
            else:
                known = Element("td", {"colspan": str(wide)})
                _blocks(cell, known, reading, depth + 1)
                line.children.append(known)
            open_cells[column] = known
            column += wide
        result.children.append(line)
    return result


def _inner(parent: Xml, tag: str) -> list[Xml]:
    """Children of a kind, through content controls and insertions; not those struck."""
    found: list[Xml] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
            found += _inner(child, tag)
    return found


def _number(element: Xml | None) -> int:
    text = "" if element is None else element.get(f"{W}val", "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() and len(text) < 10 else 0
