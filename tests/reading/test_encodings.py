"""Every usual encoding is found from the bytes alone."""

import codecs

import pytest

from extractor.reading import ReadingCode, ReadingError, read

# Ten sentences of our own, 20 to 50 characters, each in four encodings: 40 cases.
SENTENCES = [
    "本局全年主动公开各类信息四十二条，办结申请三件。",
    "二、收到和处理申请的情况：自然人提出 5 件，均已答复。",
    "我镇未发生因信息公开引起的行政复议和行政诉讼案件。",
    "行政规范性文件 | 2 | 0 | 7 |\n规章 | 0 | 0 | 0 |",
    "统计数据从2022年1月1日起，到12月31日止。",
    "存在的问题：栏目更新不够及时，解读形式较少，人员变动大。",
    "通过网站发布消息一百余条，微信公众号发布六十三条。",
    "街道办事处严格执行保密审查，先审查后公开，一事一审。",
    "本年度没有收取任何检索费、复制费和邮寄费，减免0元。",
    "联系人请拨打电话咨询，地址在人民路八号办公楼三层。",
]
TRADITIONAL = [
    "本局全年主動公開各類資訊四十二條，辦結申請三件。",
    "街道辦事處嚴格執行保密審查，先審查後公開，一事一審。",
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_simplified_text(sentence: str, encoding: str) -> None:
    document = read(sentence.encode(encoding), "a.txt")
    assert document.text == sentence
    assert document.encoding == encoding
    assert document.incomplete is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "big5"])
@pytest.mark.parametrize("sentence", TRADITIONAL)
def test_traditional_text(sentence: str, encoding: str) -> None:
    document = read(sentence.encode(encoding), "a.txt")
    assert (document.text, document.encoding) == (sentence, encoding)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_mark_decides_and_is_no_text(mark: bytes, encoding: str) -> None:
    document = read(mark + SENTENCES[0].encode(encoding))
    assert (document.text, document.encoding) == (SENTENCES[0], encoding)


def test_characters_beyond_gb2312_and_gbk() -> None:
    text = "镕基路与喆园社区、㑇山村的信息公开情况说明，𠮷田社区另行报告。"
    page = f'<html><head><meta charset="gb2312"></head><body>{text}</body></html>'
    assert read(text.encode("gb18030")).text == text
    assert read(page.encode("gb18030")).text.strip() == text


def test_line_ends_stay_as_they_are() -> None:
    text = "一\r\n二\n三\r四\u2028五\x0b六\x85七"
    assert read(text.encode()).text == text


def test_a_few_broken_bytes_are_reported_not_fatal() -> None:
    data = ("公开信息情况说明，" * 40).encode() + b"\xe5\x85" + "。全年发布三条。".encode()
    document = read(data)
    assert document.encoding == "utf-8"
    assert "\ufffd" in document.text
    assert document.incomplete is not None


def test_a_text_cut_inside_a_character_is_read() -> None:
    data = ("街道办事处全年公开信息情况" * 10).encode("gb18030")[:-1]
    assert read(data).text.startswith("街道办事处全年公开信息情况街")


def test_plain_ascii() -> None:
    assert read(b"0 | 0 | 1 |\n").encoding == "utf-8"


@pytest.mark.parametrize(
    "data", [b"", b"   \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\x00 "]
)
def test_empty(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data, "空.txt")
    assert caught.value.code is ReadingCode.EMPTY
    assert "空.txt" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 40, b"\x7fELF" + bytes(5000), bytes(10_000) + b"\x01\x02\x03" * 99],
)
def test_binary(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data, "x.txt")
    assert caught.value.code in (ReadingCode.BINARY, ReadingCode.UNDECODABLE)


BOXED = """规章
┌────────────────┬──────┬──────┐
│ 行政规范性文件 │    2 │   14 │
├────────────────┼──────┼──────┤
│ 规章           │    0 │    0 │
└────────────────┴──────┴──────┘
"""


@pytest.mark.parametrize(
    "text",
    [
        BOXED * 3,
        "全年公开\x0b信息\x0b\x0b\x0b\x0b十条\x0b\x0b\x0b\x0b\x0b\x0b",
        "📎" * 30 + "附件",
        "\uf06c 一 \uf06c 二 \ue5d2\ue5d2\ue5d2",
        "１２３４５６７８９０％＋－" * 5,
        "アイウエオ、かきくけこ",
        "ア\n",
        "\ufffd\ufffd\ufffd 12",
    ],
)
def test_valid_utf_8_is_never_refused(text: str) -> None:
    document = read(text.encode(), "a.txt")
    assert (document.text, document.encoding) == (text, "utf-8")


@pytest.mark.parametrize("text", [BOXED * 3, "规章１２３４５６７８９０｜" * 5])
def test_drawn_tables_and_wide_digits_tell_nothing_of_other_encodings(text: str) -> None:
    document = read(text.encode("gb18030"), "a.txt")
    assert (document.text, document.encoding) == (text, "gb18030")


@pytest.mark.parametrize("word", ["联通", "一只猫", "规章"])
def test_a_few_bytes_of_another_encoding_may_be_valid_as_utf_8(word: str) -> None:
    assert read(word.encode("gb18030")).text == word
