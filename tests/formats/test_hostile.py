"""The hostile files of the list, 1 to 12, as strangers send them: read in the limited child.

Each is refused with a code, or read with what is missing said; the child is there for the next.
"""

import gzip
import pickle
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import (
    Member,
    ReadingCode,
    ReadingError,
    ReadingLimits,
    SafeReader,
    limits,
    members,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Less than the command allows; the kernel ends the child above it.
TIGHT = ReadingLimits(memory=2 * 1024**3, processor_seconds=30, seconds=60.0)
SECRET = "file:///etc/passwd"


@pytest.fixture(scope="module")
def reader() -> Iterator[SafeReader]:
    with SafeReader(TIGHT) as one:
        yield one


def page(body: str, head: str = "<!DOCTYPE html>") -> bytes:
    return f"{head}<html><body>{body}</body></html>".encode()


def zipped(**files: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx(document: bytes) -> bytes:
    return zipped(**{"word/document.xml": document})


def laughs(of: str) -> str:
    return "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + of


def pdf_of(*objects: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    for number, body in enumerate(objects, start=1):
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    return data + b"trailer<</Root 1 0 R>>\n%%EOF"


def instructions(content: bytes, times: int) -> bytes:
    """A pdf of one page whose instructions are packed so many times over."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = "/FlateDecode " * times
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        f"<</Length {len(content)}/Filter[{filters}]>>stream\n".encode() + content + b"\nendstream",
    )


def drawn(draw: Callable[[Canvas], None], password: str | None = None) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, encrypt=password)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def rule_grid(canvas: Canvas) -> None:
    """61 rules across and 61 down: 3,600 cells, a number in each."""
    canvas.setFont("Helvetica", 4)
    for at in range(61):
        canvas.line(50, 100 + 8 * at, 530, 100 + 8 * at)
        canvas.line(50 + 8 * at, 100, 50 + 8 * at, 580)
    for row in range(60):
        for column in range(60):
            canvas.drawString(52 + 8 * column, 102 + 8 * row, "7")


def word(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "a word")


REFUSED: dict[str, tuple[bytes, str, set[ReadingCode]]] = {
    "3 docx, external entity": (
        docx(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{SECRET}">]><w:document {W}>&x;</w:document>'.encode()),
        "a.docx", {ReadingCode.UNSAFE},
    ),
    "4 docx, billion laughs": (
        docx(f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs("")}]><w:document {W}>&a9;</w:document>'.encode()),
        "a.docx", {ReadingCode.UNSAFE},
    ),
    "5 docx, bomb": (docx(bytes(limits.MAX_PART_BYTES + 1)), "a.docx", {ReadingCode.TOO_MUCH}),
    "8 pdf, nested FlateDecode": (
        instructions(bytes(40 * 2**20), 3), "a.pdf", {ReadingCode.TOO_MUCH, ReadingCode.MEMORY_LIMIT},
    ),
    "11 pdf, empty": (b"%PDF-1.7\n%%EOF", "a.pdf", {ReadingCode.UNREADABLE, ReadingCode.EMPTY}),
    "11 pdf, cut": (drawn(word)[:300], "a.pdf", {ReadingCode.UNREADABLE, ReadingCode.EMPTY}),
    "11 pdf, encrypted": (drawn(word, "geheim"), "a.pdf", {ReadingCode.ENCRYPTED}),
    "11 docx, empty": (docx(b""), "a.docx", {ReadingCode.UNREADABLE}),
    "11 docx, cut": (docx(f"<w:document {W}/>".encode())[:-40], "a.docx", {ReadingCode.UNREADABLE}),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_its_reason(reader: SafeReader, name: str) -> None:
    data, file, codes = REFUSED[name]
    with pytest.raises(ReadingError) as caught:
        reader.read(data, file)
    assert caught.value.code in codes
    assert caught.value.name == file
    assert reader.read(page("<p>next</p>"), "b.html").text == "next\n"


def test_1_nesting_loses_nothing_or_says_so(reader: SafeReader) -> None:
    for depth in (300, 30_000):
        deep = page("<div>" * depth + "deep" + "</div>" * depth + "<p>after</p>")
        document = reader.read(deep, "a.html")
        assert document.text.split() == ["deep", "after"]
        assert bool(document.incomplete) == (depth > 2000)


def test_2_spans_are_clamped(reader: SafeReader) -> None:
    wide = "<td colspan=100000000 rowspan=100000000>1</td><td>2</td>"
    document = reader.read(page(f"<table>{f'<tr>{wide}</tr>' * 50}</table>"), "a.html")
    assert document.text.count("2") == 50
    assert all(c.column_span <= 1000 for grid in document.grids for c in grid.cells)


def test_3_and_4_entities_of_a_page_stay_what_they_are(reader: SafeReader) -> None:
    head = f'<!DOCTYPE html [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "{SECRET}">{laughs("")}]>'
    document = reader.read(page("<p>x &a9; &f;</p>", head), "a.html")
    assert "root:" not in document.text
    assert len(document.text) < 5000


def test_5_6_and_7_archives() -> None:
    bomb = zipped(**{"a.txt": bytes(80 * 2**20), "b.txt": bytes(80 * 2**20)})
    thousandfold = gzip.compress(bytes(150 * 2**20))
    for data in (bomb, thousandfold):
        codes = [one.code for one in members(data) if isinstance(one, ReadingError)]
        assert codes == [ReadingCode.TOO_MUCH]
    (found,) = members(zipped(**{"../../x": b"1"}))
    assert found == Member("x", b"1")


class _Trap:
    """What a pickle that is loaded would do: leave a file behind."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.place,)


def test_9_a_character_map_is_no_pickle(reader: SafeReader, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    (tmp_path / "trap.pickle.gz").write_bytes(gzip.compress(pickle.dumps(_Trap(sprung))))
    place = str(tmp_path / "trap").replace("/", "#2F")
    data = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 44>>stream\nBT /F 12 Tf 60 700 Td <00480049> Tj ET       \nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/{place}/DescendantFonts[6 0 R]>>".encode(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]/Ascent 1/Descent 0>>",
    )
    with suppress(ReadingError):
        reader.read(data, "a.pdf")
    assert not sprung.exists()
    pickle.loads(gzip.decompress((tmp_path / "trap.pickle.gz").read_bytes()))
    assert sprung.exists()  # the trap works


def test_10_a_grid_of_rules(reader: SafeReader) -> None:
    document = reader.read(drawn(rule_grid), "a.pdf")
    assert document.text.count("7") == 3600


@pytest.mark.parametrize("name", ["a.png", "a.docx", "a.pdf", "a.txt"])
def test_12_a_page_is_a_page_whatever_it_calls_itself(reader: SafeReader, name: str) -> None:
    document = reader.read(page("<p>x</p><script>alert(1)</script>"), name, "image/png")
    assert (document.media_type, document.text) == ("text/html", "x\n")


def test_the_child_ends_at_its_limit_of_processor_time() -> None:
    endless = instructions(b"[(a)] TJ " * 700_000, 1)  # a minute's work for the parser
    with SafeReader(ReadingLimits(processor_seconds=0)) as limited:
        with pytest.raises(ReadingError) as caught:
            limited.read(endless, "a.pdf")
        assert caught.value.code is ReadingCode.TIME_LIMIT
        assert limited.read(page("<p>next</p>"), "b.html").text == "next\n"
