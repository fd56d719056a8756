"""Tables that web pages and Word documents show as pictures."""

import base64
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import ReadingCode, ReadingError, read
from extractor.reading.beforehand import pages_to_recognise, seconds_a_page
from extractor.reading.embedded import self_contained, taken_out
from extractor.reading.scan import has_ocr
from extractor.types import Document
from service.pictures import draw
from tests.reading.test_docx import W, p, packed_files

ROWS = [["Licences", "20", "305"], ["Penalties", "17", "4628"], ["Fees", "90", "61"]]
ENOUGH = "<p>" + "本机关公开信息的情况。" * 40 + "</p>"  # a document that says something itself
needs_ocr = pytest.mark.skipif(not has_ocr(), reason="the extra ocr is not installed")


def drawn(rows: list[list[str]], dots: int = 110, ruled: bool = True) -> bytes:
    """A picture of a table and nothing around it."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(400, 40 + 26 * len(rows)))
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            if ruled:
                canvas.rect(20 + c * 120, 20 + r * 26, 120, 26)
            canvas.drawString(40 + c * 120, 28 + r * 26, word)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    made = BytesIO()
    page.render(scale=dots / 72).to_pil().convert("L").save(made, "PNG")
    return made.getvalue()


def image(data: bytes) -> str:
    return f'<p><img alt="" src="data:image/png;base64,{base64.b64encode(data).decode()}"></p>'


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def docx(body: str, *pictures: bytes) -> bytes:
    relation = '<Relationship Id="rId{0}" Type="image" Target="media/image{0}.png"/>'
    relations = "".join(relation.format(n) for n in range(1, len(pictures) + 1))
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"word/media/image{n}.png": data for n, data in enumerate(pictures, start=1)},
    }
    return packed_files(parts)


def picture(number: int) -> str:
    return (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:embed="rId{number}"/></w:drawing></w:r></w:p>'
    )


def rows_of(document: Document) -> list[list[str]]:
    (grid,) = document.grids
    wide = max(c.column for c in grid.cells) + 1
    words = [c.span.of(document.text) for c in sorted(grid.cells, key=lambda c: (c.row, c.column))]
    return [words[at : at + wide] for at in range(0, len(words), wide)]


@needs_ocr
def test_a_picture_of_a_table_is_read_where_it_stands_in_a_page() -> None:
    shown = drawn(ROWS)
    data = page(f"{ENOUGH}<p>二、甲</p>{image(shown)}<p>三、乙</p>")
    assert pages_to_recognise(data, "a.html") == 1
    document = read(data, "a.html")
    assert sorted(rows_of(document)) == sorted(ROWS)
    heading, table, after = (document.text.index(x) for x in ("二、甲", "Licences", "三、乙"))
    assert heading < table < after
    assert document.incomplete is None
    assert all(0 < cell.certainty <= 1 for cell in document.grids[0].cells)
    (held,) = document.pages
    whole = Image.open(BytesIO(shown))
    assert held.number == 1
    assert abs(held.width / held.height - whole.width / whole.height) < 0.01
    assert len(held.boxes) == 9
    for box in held.boxes:
        factor = whole.width / held.width
        part = whole.crop([round(v * factor) for v in (box.left, box.top, box.right, box.bottom)])
        assert part.getextrema()[0] < 120
        assert box.right - box.left < held.width / 3


@needs_ocr
def test_a_picture_of_a_table_in_a_word_document() -> None:
    data = docx(p("本机关公开信息的情况。" * 40) + picture(1) + p("三、乙"), drawn(ROWS))
    assert pages_to_recognise(data, "a.docx") == 1
    assert (seconds_a_page(data, "a.docx") or 0) > 0
    document = read(data, "a.docx")
    assert sorted(rows_of(document)) == sorted(ROWS)
    assert document.text.endswith("三、乙\n")
    assert [held.number for held in document.pages] == [1]


@needs_ocr
def test_a_picture_whose_table_the_text_has_is_left_out() -> None:
    table = "".join(f"<tr>{''.join(f'<td>{w}</td>' for w in row)}</tr>" for row in ROWS)
    document = read(page(f"{ENOUGH}<table>{table}</table>{image(drawn(ROWS))}"), "a.html")
    assert rows_of(document) == ROWS
    assert document.pages == ()


@needs_ocr
@pytest.mark.parametrize(
    "shown", [drawn(ROWS, ruled=False), drawn([["1", "2", "3"]] * 3, dots=20), b"\x89PNG\r\n\x1a\n"]
)
def test_what_shows_no_table_is_not_read(shown: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        raise AssertionError("read without a table")

    monkeypatch.setattr("extractor.reading.ocr.recognised", never)
    data = page(ENOUGH + image(shown))
    assert pages_to_recognise(data, "a.html") == 0
    document = read(data, "a.html")
    assert (document.grids, document.pages, document.incomplete) == ((), (), None)


@needs_ocr
def test_a_document_of_pictures_alone_is_read_like_a_scan() -> None:
    document = read(docx(picture(1) + picture(2), drawn(ROWS, ruled=False), drawn(ROWS)), "a.docx")
    assert document.text.count("4628") == 2
    assert [held.number for held in document.pages] == [1, 2]


def test_without_the_extra_it_says_what_was_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.pictured.has_ocr", lambda: False)
    shown = drawn(ROWS)
    assert "1" in (read(page(ENOUGH + image(shown)), "a.html").incomplete or "")
    with pytest.raises(ReadingError) as caught:
        read(docx(picture(1), shown), "a.docx")
    assert caught.value.code is ReadingCode.NEEDS_PACKAGE


def test_pictures_of_any_size_change_nothing_of_the_text() -> None:
    blob = base64.b64encode(bytes(range(256)) * 2000).decode()
    plain = page(f"{ENOUGH}<p>二、甲<img src='a.png'>乙</p>")
    held = plain.replace(b"a.png", f"data:image/png;base64,{blob}".encode())
    document = read(held, "a.html")
    assert document.text == read(plain, "a.html").text
    assert document.incomplete is None
    bare, pictures = taken_out(held)
    assert len(bare) < len(plain) + 40
    assert [pictures.load(name) for name in pictures.names] == [bytes(range(256)) * 2000]


def test_pictures_beside_a_page_are_put_into_it() -> None:
    shown = drawn(ROWS)
    files = {"图/表 3.png": shown, "b.js": b"alert(1)" * 500, "small.png": shown[:300]}
    markup = page(
        "<IMG width=5 src='图/表%203.png'><img src=图/表%203.png><img src=\"b.js\"><img src=small.png>"
        "<img src='https://a.example/c.png'><img src='/etc/c.png'><img src='file:///c.png'>"
    )
    asked: list[str] = []

    def beside(path: str) -> bytes | None:
        asked.append(path)
        return files.get(path)

    whole = self_contained(markup, beside)
    assert asked == ["图/表 3.png", "b.js", "small.png"]
    bare, pictures = taken_out(whole)
    assert [pictures.load(name) for name in pictures.names] == [shown]
    assert bare.count(b"duibiao-picture:1") == 1
    assert self_contained(markup, lambda path: None) == markup


@needs_ocr
def test_the_service_draws_the_picture_that_a_page_of_the_result_means() -> None:
    icon = drawn([["x"]], dots=20)
    table = drawn(ROWS)
    whole = Image.open(BytesIO(table))
    for data, name in (
        (page(ENOUGH + image(icon) + image(table)), "a.html"),
        (docx(p("本机关公开信息的情况。" * 40) + picture(1) + picture(2), icon, table), "a.docx"),
    ):
        (held,) = read(data, name).pages
        shown = Image.open(BytesIO(draw(data, held.number)))
        assert held.number == 2
        assert shown.size == whole.size


def saved(shown: bytes, *, charset: str = "gb18030") -> bytes:
    """A page saved as one file, as browsers write it."""
    body = f"{ENOUGH}<p>二、甲</p><img src='https://a.example/t?a=1&amp;b=2'><img src='cid:u@b'>"
    page_part = MIMENonMultipart("text", "html", charset=charset)
    page_part["Content-Transfer-Encoding"] = "base64"
    page_part.set_payload(base64.encodebytes(page(body).decode().encode(charset)))
    pictures = []
    for header, value in (
        ("Content-Location", "https://a.example/t?a=1&b=2"),
        ("Content-ID", "<u@b>"),
    ):
        part = MIMEImage(shown, "png")
        part[header] = value
        pictures.append(part)
    whole = MIMEMultipart("related")
    for part in (page_part, *pictures):
        whole.attach(part)
    return b"From: <Saved>\r\n" + whole.as_bytes()


@needs_ocr
def test_a_page_saved_as_one_file_with_its_pictures() -> None:
    data = saved(drawn(ROWS))
    assert pages_to_recognise(data, "a.mht") == 1  # the second picture is the first again
    document = read(data, "a.mht")
    assert document.media_type == "multipart/related"
    assert "二、甲" in document.text
    assert document.text.count("4628") == 1
    (held,) = document.pages
    assert (
        Image.open(BytesIO(draw(data, held.number))).size == Image.open(BytesIO(drawn(ROWS))).size
    )


def test_a_saved_page_without_a_page_is_unreadable() -> None:
    with pytest.raises(ReadingError) as caught:
        read(b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx", "a.mht")
    assert caught.value.code is ReadingCode.UNREADABLE
