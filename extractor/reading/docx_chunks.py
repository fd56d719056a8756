"""Parts of a Word document in other formats, which Word shows in their place (`altChunk`)."""

import zipfile
from collections.abc import Callable, Mapping

from extractor.reading.embedded import taken_out
from extractor.reading.errors import ReadingError
from extractor.reading.html import tree_of_page
from extractor.reading.html_tree import Element
from extractor.reading.mhtml import page_of
from extractor.reading.plain import read_plain
from extractor.reading.sniff import Kind, sniff
from extractor.reading.zipped import unpacked

_MOST = 20  # parts of one document

Tree = Callable[[bytes], tuple[Element, str | None]]


def chunks_of(
    archive: zipfile.ZipFile, asked: Mapping[str, str], tree_of_docx: Tree
) -> dict[str, Element]:
    """The parts asked for (names of members by id) as trees; those that cannot be read are left out."""
    found: dict[str, Element] = {}
    names = set(archive.namelist())
    for id, target in list(asked.items())[:_MOST]:
        name = target.lstrip("/")
        if name not in names:
            continue
        try:
            chunk = _chunk(unpacked(archive, name), name, tree_of_docx)
        except ReadingError:
            continue
        if chunk is not None:
            found[id] = chunk
    return found


def _chunk(data: bytes, name: str, tree_of_docx: Tree) -> Element | None:
    kind = sniff(data, name)
    if kind is Kind.DOCX:
        root, incomplete = tree_of_docx(data)
        return None if incomplete else Element("div", {}, root.children)
    if kind is Kind.MHTML:
        data, kind = page_of(data), Kind.HTML
    text = read_plain(taken_out(data)[0])[0].text
    if kind is Kind.HTML:
        return Element("div", {}, tree_of_page(text).root.children)
    return Element("pre", {}, [text]) if kind is Kind.TEXT else None
