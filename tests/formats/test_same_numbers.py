"""The same reports written by several programs: the same numbers, and boxes that lie on them."""

from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pypdfium2
import pytest

from benchmarks.formats import STATED, documents, values_of
from benchmarks.writers.blocks import blocks_of
from benchmarks.writers.docx import DocxStyle, write_docx
from benchmarks.writers.make import converted, markup_of, scanned
from benchmarks.writers.pdf import PdfStyle, write_pdf
from benchmarks.writers.pictured import pictured_page
from extractor.pipeline import extract_bytes
from extractor.reading.beforehand import pages_to_recognise
from extractor.reading.office import program
from extractor.reading.scan import has_ocr
from extractor.training.corpus.document import Generated

SEED = 31
DOTS = 150
TURNED = 0.7  # degrees, by `scanned`
Result = dict[str, Any]


@pytest.fixture(scope="module")
def reports() -> list[Generated]:
    """One of each form."""
    return list(documents(3, SEED))


def wrong(result: Result, one: Generated) -> list[str]:
    """Stated numbers that came out otherwise."""
    values = values_of(result)
    truth = one.gold["reports"][0]["fields"]
    return [
        f"{id}: {t['value']} != {values.get(id)}"
        for id, t in truth.items()
        if t["state"] in STATED and values.get(id) not in [t["value"], *t.get("accept", [])]
    ]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_text_page_word_and_pdf_give_the_same_numbers(reports: list[Generated], at: int) -> None:
    one = reports[at]
    html = extract_bytes(one.data, "a.html")
    assert wrong(html, one) == []
    pieces = blocks_of(markup_of(one))
    written = {
        "a.txt": html["document"]["text"].encode(),
        "merged.docx": write_docx(pieces, DocxStyle(numbered=True, running=True, boxed=True)),
        "changed.docx": write_docx(pieces, DocxStyle(changed=True, nested=True)),
        "ruled.pdf": write_pdf(pieces, PdfStyle()),
        "bare.pdf": write_pdf(pieces, PdfStyle(ruled=False)),
    }
    for name, data in written.items():
        assert values_of(extract_bytes(data, name)) == values_of(html), name


def test_cells_of_a_word_document_are_where_the_result_says(reports: list[Generated]) -> None:
    data = write_docx(blocks_of(markup_of(reports[0])), DocxStyle(running=True))
    result = extract_bytes(data, "a.docx")
    text = result["document"]["text"]
    tables = docx.Document(BytesIO(data)).tables
    places = {(start, end): place for start, end, *place in result["document"]["cells"]}
    assert {table for table, _, _ in places.values()} == set(range(1, len(tables) + 1))
    for (start, end), (table, row, column) in places.items():
        assert tables[table - 1].cell(row - 1, column - 1).text == text[start:end]
    fields = result["reports"][0]["fields"].values()
    assert all(tuple(f["span"]) in places for f in fields if f["state"] == "observed")
    assert "cells" not in extract_bytes(reports[0].data, "a.html")["document"]


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_printed_by_libreoffice(reports: list[Generated], tmp_path: Path) -> None:
    pieces = blocks_of(markup_of(reports[0]))
    files = []
    for name, style in (("ruled", DocxStyle(running=True)), ("bare", DocxStyle(ruled=False))):
        files.append(tmp_path / "docx" / f"{name}.docx")
        files[-1].parent.mkdir(exist_ok=True)
        files[-1].write_bytes(write_docx(pieces, style))
    converted(tmp_path, files, "pdf:writer_pdf_Export")
    for file in files:
        printed = tmp_path / f"{file.stem}.pdf"
        assert wrong(extract_bytes(printed.read_bytes(), printed.name), reports[0]) == []


def boxes(result: Result) -> dict[tuple[int, int], tuple[int, list[float]]]:
    """Span → page number and box."""
    return {
        (b[0], b[1]): (p["number"], b[2:6]) for p in result["document"]["pages"] for b in p["boxes"]
    }


def ten_fields(result: Result) -> list[tuple[str, str, int, list[float]]]:
    """Ten fields with a box of their own: id, what is printed, page, box."""
    known = boxes(result)
    found = []
    for id, field in result["reports"][0]["fields"].items():
        if field["span"] and tuple(field["span"]) in known and len(field["raw"]) > 1:
            number, box = known[tuple(field["span"])]
            found.append((id, field["raw"], number, box))
    assert len(found) >= 10
    return found[:: len(found) // 10][:10]


def assert_drawn_on_ink(data: bytes, number: int, box: list[float], raw: str) -> None:
    """A box drawn on its page's picture frames dark digits, and no more than them."""
    shown = pypdfium2.PdfDocument(data)[number - 1].render(scale=DOTS / 72).to_pil().convert("L")
    left, top, right, bottom = (round(v * DOTS / 72) for v in box)
    dark = np.asarray(shown)[top:bottom, left:right] < 128
    columns = np.flatnonzero(dark.any(axis=0))
    assert len(columns), raw
    # Digits are about half as wide as the box is high, and fill it from side to side.
    wide, high = right - left, bottom - top
    assert columns[-1] - columns[0] > 0.5 * wide - high / 3, raw
    assert wide < high * (0.8 * len(raw) + 1.2), raw


def test_boxes_in_a_pdf_hold_the_number(reports: list[Generated]) -> None:
    data = write_pdf(blocks_of(markup_of(reports[0])), PdfStyle())
    result = extract_bytes(data, "a.pdf")
    pdf = pypdfium2.PdfDocument(data)
    for id, raw, number, (left, top, right, bottom) in ten_fields(result):
        shown = pdf[number - 1]
        height = shown.get_height()
        text = shown.get_textpage().get_text_bounded(left, height - bottom, right, height - top)
        assert text.strip() == raw, id
        assert_drawn_on_ink(data, number, [left, top, right, bottom], raw)


@pytest.mark.skipif(not has_ocr(), reason="the extra ocr is not installed")
def test_pictures_of_pages_give_the_numbers_and_where_they_stand(
    reports: list[Generated],
) -> None:
    one = reports[0]
    data = write_pdf(blocks_of(markup_of(one)), PdfStyle())
    picture = scanned(data)
    assert pages_to_recognise(data) == 0
    assert pages_to_recognise(picture) == len(pypdfium2.PdfDocument(data))
    result = extract_bytes(picture, "scan.pdf")
    review = set(result["reports"][0]["review"])
    stated = [t for t in one.gold["reports"][0]["fields"].values() if t["state"] in STATED]
    missed = wrong(result, one)
    assert len(missed) <= 0.03 * len(stated), missed
    assert [m for m in missed if m.split(":")[0] not in review] == []
    # Each box holds the middle of the box that the number has in the pdf, turned as the page was.
    straight = extract_bytes(data, "a.pdf")
    fields, known = straight["reports"][0]["fields"], boxes(straight)
    width, height = (straight["document"]["pages"][0][side] for side in ("width", "height"))
    for id, raw, number, (left, top, right, bottom) in ten_fields(result):
        assert fields[id]["raw"] == raw, id
        there, (a, b, c, d) = known[tuple(fields[id]["span"])]
        assert there == number
        x, y = turned((a + c) / 2 - width / 2, (b + d) / 2 - height / 2)
        assert left <= x + width / 2 <= right, id
        assert top <= y + height / 2 <= bottom, id
        assert_drawn_on_ink(picture, number, [left, top, right, bottom], raw)


def turned(x: float, y: float) -> tuple[float, float]:
    """A point around the page's middle, turned counter-clockwise with y pointing down."""
    angle = radians(TURNED)
    return x * cos(angle) + y * sin(angle), -x * sin(angle) + y * cos(angle)


@pytest.mark.skipif(not has_ocr(), reason="the extra ocr is not installed")
def test_tables_that_a_page_shows_as_pictures_give_the_numbers(reports: list[Generated]) -> None:
    one = reports[1]
    result = extract_bytes(pictured_page(blocks_of(markup_of(one))), "a.html")
    review = set(result["reports"][0]["review"])
    stated = [t for t in one.gold["reports"][0]["fields"].values() if t["state"] in STATED]
    missed = wrong(result, one)
    assert len(missed) <= 0.03 * len(stated), missed
    assert [m for m in missed if m.split(":")[0] not in review] == []
    pages = result["document"]["pages"]
    assert [page["number"] for page in pages] == list(range(1, len(pages) + 1))
    assert all(start < end for page in pages for start, end in [page["span"]])
