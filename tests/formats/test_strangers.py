"""Files of strangers: one that breaks is refused, the next is read; what a run says beforehand."""

import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from extractor.cli.forecast import Forecast, forecast, nothing_known
from extractor.legibility import EMPTY_CELL, Legibility
from extractor.reading import ReadingError, SafeReader
from extractor.reading.scan import has_ocr
from extractor.runs.limits import Limits
from extractor.runs.sources import find
from extractor.runs.worker import PIPELINE
from extractor.strangers import extract_safely
from extractor.types import Box, Cleaned, Document, FieldResult, Page, Span
from service.batching import Refused, spread, unpack
from service.bodies import Upload
from service.problems import Code, Problem
from service.settings import Settings

PAGE = "<html><body><p>某市某局2023年政府信息公开工作年度报告</p><p>正文</p></body></html>".encode()
needs_ocr = pytest.mark.skipif(not has_ocr(), reason="the extra ocr is not installed")


def picture_pdf(pages: int) -> bytes:
    target = BytesIO()
    frames = [Image.new("L", (200, 280), 255 - n) for n in range(pages)]
    frames[0].save(target, "PDF", save_all=True, append_images=frames[1:])
    return target.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_the_command_and_the_service_parse_in_a_child() -> None:
    assert PIPELINE == "extractor.strangers:extract_safely"
    assert Settings(data=Path()).extractor == PIPELINE


def test_the_service_takes_a_saved_page_with_its_pictures() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    page = b"<html><body><img src='a_files/t.png'><img src='a_files/gone.png'></body></html>"
    files = {"d/a_files/t.png": picture, "d/a.html": page, "b.png": picture}
    one, other = unpack(zipped(files), Settings(data=Path()))
    assert isinstance(one, Upload)
    assert isinstance(other, Upload)
    assert (one.name, other.name) == ("d/a.html", "b.png")
    assert one.data.count(b"data:image/png;base64,") == 1
    assert other.data == picture


def test_the_service_opens_tar_and_one_archive_in_another() -> None:
    target = BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, data in {
            "甲.html": PAGE, "乙.zip": zipped({"丙.html": PAGE, "丁.zip": zipped({"x": b"1"})}),
            "戊.zip": b"PK\x03\x04" + bytes(50),
        }.items():  # fmt: skip
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    upload = Upload(target.getvalue(), "all.tar.gz", "", {})
    found = spread([upload], Settings(data=Path()))
    assert [(one.name, one.code if isinstance(one, Refused) else "") for one in found] == [
        ("甲.html", ""), ("乙.zip/丙.html", ""), ("乙.zip/丁.zip", "unsupported"), ("戊.zip", "bad-archive"),
    ]  # fmt: skip
    assert isinstance(found[1], Upload)
    assert found[1].data == PAGE
    with pytest.raises(Problem) as caught:
        spread([upload], Settings(data=Path(), batch_bytes=150))
    assert caught.value.code is Code.TOO_LARGE
    with pytest.raises(Problem) as caught:
        spread([Upload(b"\x1f\x8b" + bytes(90), "b.gz", "", {})], Settings(data=Path()))
    assert caught.value.code is Code.BAD_ARCHIVE


def test_a_file_that_breaks_is_refused_and_the_next_is_read() -> None:
    with pytest.raises(ReadingError):
        extract_safely(b"%PDF-1.4 nothing", "a.pdf")
    assert extract_safely(PAGE, "a.html")["document"]["media_type"] == "text/html"


def test_pages_of_pictures_are_counted_in_the_child() -> None:
    with SafeReader() as reader:
        assert reader.pages_to_recognise(picture_pdf(3), "a.pdf") == 3
        assert reader.pages_to_recognise(PAGE, "a.html") == 0
        with pytest.raises(ReadingError):
            reader.pages_to_recognise(b"%PDF-1.4 nothing", "a.pdf")


@needs_ocr
def test_a_run_knows_how_many_pages_it_will_recognise(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(picture_pdf(2))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "c.zip").write_bytes(zipped({"d/e.pdf": picture_pdf(1), "d/f.html": PAGE}))
    found = find([str(tmp_path)])
    assert forecast(found, Limits(), lambda name: name == "c.zip/d/e.pdf") == Forecast(2, 1, None)
    (tmp_path / "a.pdf").unlink()
    assert forecast(found, Limits(), nothing_known) == Forecast(1, 1, None)
    (tmp_path / "c.zip").unlink()
    assert forecast(found, Limits(), nothing_known) is None


@needs_ocr
def test_a_run_times_the_first_page_where_there_are_several(tmp_path: Path) -> None:
    (tmp_path / "c.zip").write_bytes(zipped({"e.pdf": picture_pdf(1), "f.pdf": picture_pdf(2)}))
    expected = forecast(find([str(tmp_path)]), Limits(), nothing_known)
    assert expected is not None
    assert (expected.pages, expected.files) == (3, 2)
    assert (expected.seconds_a_page or 0) > 0


def test_the_forecast_tells_the_time_that_all_pages_take() -> None:
    told = Forecast(120, 4, 10.0)
    assert "120 页" in told.text(1)
    assert "20 min" in told.text(1)
    assert "10 min" in told.text(2)
    assert "5 min" in told.text(8)  # a file is not shared out
    assert "min" not in Forecast(2, 1, None).text(1)


def test_doubts_about_characters_lower_the_confidence_of_what_they_say() -> None:
    boxes = (
        Box(Span(0, 2), 1, 0, 0, 1, 1, 0.7), Box(Span(3, 5), 1, 2, 0, 3, 1, 0.99),
        Box(Span(6, 8), 1, 4, 0, 5, 1),
    )  # fmt: skip
    page = Page(1, Span(0, 8), 10, 10, boxes)
    document = Document("x", "a.png", "image/png", "12 34 56", pages=(page,))
    legibility = Legibility(document, Cleaned(document.text, range(8), 8))
    assert legibility.of(FieldResult(12, "observed", span=Span(0, 2))) == 0.7
    assert legibility.of(FieldResult(34, "observed", span=Span(3, 5))) == 0.99
    assert legibility.of(FieldResult(56, "observed", span=Span(6, 8))) == 1.0
    assert legibility.of(FieldResult(46, "crosswalk", sources=(Span(0, 2), Span(3, 5)))) == 0.7
    assert legibility.of(FieldResult(None, "blank")) == EMPTY_CELL
    assert legibility.of(FieldResult(None, "blank", span=Span(5, 5))) == EMPTY_CELL
    assert legibility.of(FieldResult(None, "absent")) == 1.0


def test_an_empty_cell_is_doubted_only_where_a_picture_was_read() -> None:
    page = Page(1, Span(4, 6), 10, 10, (Box(Span(4, 6), 1, 0, 0, 1, 1, 0.9),))
    document = Document("x", "a.html", "text/html", "12  34", pages=(page,))
    legibility = Legibility(document, Cleaned(document.text, range(6), 6))
    assert legibility.of(FieldResult(None, "blank", span=Span(2, 2))) == 1.0
    assert legibility.of(FieldResult(None, "blank", span=Span(6, 6))) == EMPTY_CELL


def test_digital_text_is_not_doubted() -> None:
    page = Page(1, Span(0, 2), 10, 10, (Box(Span(0, 2), 1, 0, 0, 1, 1),))
    document = Document("x", "a.pdf", "application/pdf", "12", pages=(page,))
    legibility = Legibility(document, Cleaned("12", range(2), 2))
    assert legibility.of(FieldResult(None, "blank")) == 1.0
