"""Hostile plain inputs: NUL, lone surrogates, size, wrong labels."""

import pickle

import pytest

from extractor.cleaning import clean
from extractor.reading import ReadingCode, ReadingError, limits, read
from extractor.reading.plain import storable
from extractor.reading.sniff import Kind, sniff


def test_nul_is_made_visible_in_place() -> None:
    text = "规章 | 0\x00 | 2 |\n" + "本年公开信息情况" * 20
    document = read(text.encode())
    assert "\x00" not in document.text
    assert len(document.text) == len(text)
    cleaned = clean(document.text)
    assert cleaned.text.startswith("规章 | 0 | 2 |")
    two = cleaned.text.index("2")
    assert document.text[cleaned.origin[two]] == "2"


def test_lone_surrogates_never_come_through() -> None:
    assert storable("甲\ud800乙\udfff") == "甲\ufffd乙\ufffd"
    document = read("公开信息".encode("utf-16-le") + b"\x00\xd8" + "的情况说明".encode("utf-16-le"))
    document.text.encode("utf-8")
    assert document.incomplete


def test_size_at_and_above_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.reader.MAX_TEXT_BYTES", 30)
    assert read("公开信息情况说明的".encode() + b"...").text
    with pytest.raises(ReadingError) as caught:
        read("公开信息情况说明的".encode() + b"....", "大.txt")
    assert caught.value.code is ReadingCode.TOO_LARGE
    assert "大.txt" in str(caught.value)


def test_a_hundred_megabytes_of_one_character_are_refused_at_once() -> None:
    with pytest.raises(ReadingError) as caught:
        read(b"a" * (limits.MAX_TEXT_BYTES + 1))
    assert caught.value.code is ReadingCode.TOO_LARGE


def test_the_error_crosses_processes() -> None:
    error = ReadingError(ReadingCode.EMPTY, "0", "a.txt")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.detail, again.name, str(again)) == (
        error.code,
        error.detail,
        error.name,
        str(error),
    )
    assert "空" in error.message
    assert "empty" in error.message


@pytest.mark.parametrize("name", ["图.png", "报告.docx", "a.pdf", "a.txt", ""])
def test_a_page_is_a_page_whatever_its_name(name: str) -> None:
    page = b"<!DOCTYPE html><html><body><p>0</p></body></html>"
    assert sniff(page, name, "image/png") is Kind.HTML


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030"])
def test_a_page_in_another_encoding(encoding: str) -> None:
    page = "<html><body><p>本局主动公开信息的情况说明</p></body></html>".encode(encoding)
    assert read(page).media_type == "text/html"
    assert read(page).text == "本局主动公开信息的情况说明\n"


def test_text_with_tag_noise_stays_text() -> None:
    noise = "本局公开情况\n<span id='a1'></span><span id='b2'></span><p></p>"
    assert sniff(noise.encode(), "a.txt") is Kind.TEXT


def test_markdown_by_name() -> None:
    document = read("# 信息公开情况\n".encode(), "a.md")
    assert document.media_type == "text/markdown"
    assert document.is_plain_text
