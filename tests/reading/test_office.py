"""Formats that LibreOffice turns into docx."""

import pytest

from extractor.reading import ReadingCode, ReadingError, read
from extractor.reading.office import program

RTF = rb"{\rtf1\ansi\uc1 \u19968?\u12289?\u24635?\u20307? 12\par\trowd\cellx2000\cellx4000 a\intbl\cell 34\intbl\cell\row}"


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_rtf() -> None:
    document = read(RTF, "a.rtf")
    assert document.text.splitlines()[0] == "一、总体 12"
    assert "a | 34 |" in document.text
    assert document.media_type == "application/rtf"


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.office.program", lambda: None)
    with pytest.raises(ReadingError) as caught:
        read(RTF, "a.rtf")
    assert caught.value.code is ReadingCode.NEEDS_PROGRAM
    assert "LibreOffice" in str(caught.value)


def test_an_encrypted_office_file_says_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ReadingError) as caught:
        read(ole, "a.docx")
    assert caught.value.code is ReadingCode.ENCRYPTED
