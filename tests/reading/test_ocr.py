"""Pictures of pages: numbers in their cells, boxes on the submitted page."""

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import ReadingCode, ReadingError, read
from extractor.reading.beforehand import pages_to_recognise, seconds_a_page
from extractor.reading.layout import CellBlock, Piece, TableBlock
from extractor.reading.merged import part_labels
from extractor.reading.ruling import Rectangle
from extractor.reading.scan import has_ocr, read_picture

NUMBERS = [["1", "20", "305"], ["0", "17", "4628"], ["9", "0", "61"]]
needs_ocr = pytest.mark.skipif(not has_ocr(), reason="the extra ocr is not installed")


def picture(slant: float) -> Image.Image:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for r, row in enumerate(NUMBERS):
        for c, number in enumerate(row):
            canvas.rect(80 + c * 120, 640 - r * 30, 120, 30)
            canvas.drawString(110 + c * 120, 650 - r * 30, number)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    grey = page.render(scale=150 / 72).to_pil().convert("L")
    turned = grey.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return turned.filter(ImageFilter.GaussianBlur(0.6))


def as_pdf(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "PDF", resolution=150)
    return target.getvalue()


@needs_ocr
def test_a_turned_scan_gives_its_table_and_where_it_stands() -> None:
    image = picture(0.8)
    data = as_pdf(image)
    assert pages_to_recognise(data) == 1
    document = read(data, "a.pdf")
    (grid,) = document.grids
    found = {(c.row, c.column): c for c in grid.cells}
    assert {place: cell.span.of(document.text) for place, cell in found.items()} == {
        (r, c): number for r, row in enumerate(NUMBERS) for c, number in enumerate(row)
    }
    assert all(0 < cell.certainty <= 1 for cell in grid.cells)
    (page,) = document.pages
    scale = 150 / 72
    for box in page.boxes:
        # The ink lies inside the box: painting the box white leaves nothing dark at its heart.
        part = image.crop([round(v * scale) for v in (box.left, box.top, box.right, box.bottom)])
        assert part.getextrema()[0] < 120
        wide, high = box.right - box.left, box.bottom - box.top
        assert wide < 60
        assert high < 30


@needs_ocr
@pytest.mark.parametrize(("gap", "parts"), [(45, ["2757", "其中：涉及"]), (4, ["2757其中：涉及"])])
def test_a_number_is_parted_from_the_label_of_the_other_half(gap: int, parts: list[str]) -> None:
    from extractor.reading.parting import headed  # noqa: PLC0415 - needs the extra
    from extractor.reading.recogniser import Word  # noqa: PLC0415

    target = BytesIO()
    canvas = Canvas(target, pagesize=(200, 40))
    canvas.drawString(20, 15, "2757")
    canvas.save()
    drawn = pypdfium2.PdfDocument(target.getvalue())[0].render(scale=200 / 72).to_pil()
    image = drawn.convert("L")
    end = round((20 + canvas.stringWidth("2757")) * 200 / 72)
    for place in range(4):
        left = end + gap + 36 * place
        ImageDraw.Draw(image).rectangle((left, 42, left + 30, 70), fill=0)
    word = Word("2757其中：涉及", Rectangle(50.0, 36.0, end + gap + 150.0, 76.0), 0.9)
    found = headed(np.asarray(image, dtype=np.uint8), word)
    assert [one.text for one in found] == parts
    if len(found) > 1:
        assert found[0].box.right <= end + 2
        assert found[1].box.left >= end + gap - 2


@needs_ocr
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_a_page_on_its_side_is_read_upright_and_its_boxes_lie_on_the_page_as_it_is(
    turn: Image.Transpose,
) -> None:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(500, 360))
    rows = [["Licences granted", "20", "305"], ["Penalties imposed", "17", "4628"]] * 3
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            canvas.rect(40 + c * 140, 280 - r * 30, 140, 30)
            canvas.drawString(50 + c * 140, 290 - r * 30, word)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    image = page.render(scale=150 / 72).to_pil().convert("L").transpose(turn)
    document = read(as_pdf(image), "a.pdf")
    (grid,) = document.grids
    words = [cell.span.of(document.text) for cell in grid.cells]
    assert words == [word for row in rows for word in row]
    (shown,) = document.pages
    assert round(shown.height / shown.width, 2) == round(500 / 360, 2)
    scale = 150 / 72
    for box in shown.boxes:
        edges = [round(v * scale) for v in (box.left, box.top, box.right, box.bottom)]
        assert image.crop(edges).getextrema()[0] < 120
        assert box.right - box.left < 30
        assert box.bottom - box.top < 140


def pdf_with(image: Image.Image, *texts: tuple[float, str], wide: float) -> bytes:
    """A page of text with a picture in its middle."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for y, words in texts:
        canvas.drawString(60, y, words)
    width, height = A4[0] * wide, A4[0] * wide * image.height / image.width
    left, bottom = (A4[0] - width) / 2, (A4[1] - height) / 2
    canvas.drawInlineImage(image, left, bottom, width, height)
    canvas.save()
    return target.getvalue()


@needs_ocr
def test_a_table_that_a_page_with_text_shows_as_a_picture_is_read_in_its_place() -> None:
    image = picture(0.0).crop((120, 280, 960, 560))
    before, after = "before", "behind"
    data = pdf_with(image, (780, before), (60, after), wide=0.7)
    assert pages_to_recognise(data) == 1
    assert (seconds_a_page(data, "a.pdf") or 0) > 0
    document = read(data, "a.pdf")
    (grid,) = document.grids
    assert [cell.span.of(document.text) for cell in grid.cells] == [
        n for row in NUMBERS for n in row
    ]
    assert document.text.startswith(before)
    assert document.text.endswith(f"{after}\n")
    shown = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L")
    numbers = [b for b in document.pages[0].boxes if b.span.of(document.text).isdecimal()]
    assert len(numbers) == 9
    for box in numbers:
        edges = [round(2 * v) for v in (box.left, box.top, box.right, box.bottom)]
        assert shown.crop(edges).getextrema()[0] < 120


@needs_ocr
def test_a_scan_with_a_page_number_as_text_is_read_as_a_scan() -> None:
    data = pdf_with(picture(0.0), (30, "- 1 -"), wide=0.95)
    assert pages_to_recognise(data) == 1
    assert "4628" in read(data, "a.pdf").text


@needs_ocr
def test_a_picture_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.rendering.MAX_PIXELS", 100)
    target = BytesIO()
    Image.new("L", (11, 10), 255).save(target, "PNG")
    with pytest.raises(ReadingError) as caught:
        read(target.getvalue(), "a.png")
    assert caught.value.code is ReadingCode.TOO_MUCH


@needs_ocr
def test_pages_beyond_the_limit_are_named_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.scan.MAX_RECOGNISED", 2)
    target = BytesIO()
    frames = [Image.new("L", (90, 90), 255) for _ in range(5)]
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:])
    found = read_picture(target.getvalue())
    assert len(found.pages) == 2
    assert found.incomplete == "超过 2 页，其余 3 页未读 (3 pages beyond the limit)"


@needs_ocr
def test_the_time_of_a_page_is_told_only_where_one_is_recognised() -> None:
    assert (seconds_a_page(as_pdf(Image.new("L", (90, 90), 255)), "a.pdf") or 0) > 0
    assert seconds_a_page(b"<html><body><p>1</p></body></html>", "a.html") is None


def test_without_the_extra_a_scan_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.scan.has_ocr", lambda: False)
    image = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(image).rectangle((50, 50, 100, 100), fill=0)
    target = BytesIO()
    image.save(target, "PNG")
    for data in (as_pdf(image), target.getvalue()):
        with pytest.raises(ReadingError) as caught:
            read(data, "a")
        assert caught.value.code is ReadingCode.NEEDS_PACKAGE


@needs_ocr
def test_a_broken_picture_is_unreadable() -> None:
    with pytest.raises(ReadingError) as caught:
        read(b"\x89PNG\r\n\x1a\n" + bytes(50), "a.png")
    assert caught.value.code is ReadingCode.UNREADABLE


def cell(text: str, box: tuple[float, float, float, float]) -> CellBlock:
    lines = text.split("\n") if text else []
    left, top, right, bottom = box
    high = (bottom - top) / max(1, len(lines))
    pieces = [
        Piece(line, 1, Rectangle(left, top + high * n + 2, right, top + high * (n + 1) - 2))
        for n, line in enumerate(lines)
    ]
    return CellBlock(Rectangle(*box), pieces)


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("1.属于甲\n2.属于乙", ["1.属于甲", "2.属于乙"]),
        ("8.属于丙\n1. 不掌握", ["8.属于丙", "1. 不掌握"]),
        ("（三）不予\n公开", ["（三）不予公开"]),
        ("1.属于\n2020年以前的", ["1.属于2020年以前的"]),
    ],
)
def test_a_label_of_two_rows_is_parted_where_numbers_stand_in_two(
    label: str, parts: list[str]
) -> None:
    numbers = [
        cell(str(10 * r + c), (100 + 50 * c, 30.0 * r, 150 + 50 * c, 30 * r + 30))
        for r in range(2)
        for c in range(4)
    ]
    table = TableBlock(1, [cell(label, (0, 0, 100, 60)), *numbers])
    part_labels(table)
    labels = [one for one in table.cells if one.box.left == 0]
    assert [one.text for one in labels] == parts
    assert len(table.cells) == 8 + len(parts)
    if len(parts) == 2:
        assert [(one.box.top, one.box.bottom) for one in labels] == [(0, 30), (30, 60)]
