"""Word documents, written part by part."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from extractor.reading import ReadingCode, ReadingError, limits, read
from extractor.reading.docx_numbering import formatted
from extractor.types import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def packed_files(parts: Mapping[str, str | bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def packed(**parts: str) -> bytes:
    return packed_files({f"word/{name}.xml": text for name, text in parts.items()})


def docx(body: str, **parts: str) -> Document:
    document = f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
    return read(packed(document=document, **parts), "a.docx")


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


LISTS = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_automatic_numbers_are_text() -> None:
    body = (
        numbered("总体情况") + numbered("主动公开", 1) + numbered("依申请公开", 1) + numbered("2021年", 2)
        + numbered("主动公开情况") + numbered("规章", 1) + numbered("其他", number=2)
    )  # fmt: skip
    assert docx(body, numbering=LISTS).text.splitlines() == [
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "1. 2021年", "二、主动公开情况", "（一）规章", "五、其他",
    ]  # fmt: skip


def test_numbers_come_through_styles_too() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    body = p("甲", '<w:pStyle w:val="b"/>') + p("乙") + p("丙", '<w:pStyle w:val="b"/>')
    assert docx(body, numbering=LISTS, styles=styles).text == "一、甲\n乙\n二、丙\n"


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCounting", "十二"), (30, "chineseCounting", "三十"),
        (105, "chineseCounting", "一百零五"), (12, "chineseLegalSimplified", "壹拾贰"), (3, "ideographTraditional", "丙"),
        (4, "upperRoman", "IV"), (28, "lowerLetter", "bb"), (20, "decimalEnclosedCircle", "⑳"), (7, "?", "7"),
        (10**9, "lowerRoman", "1000000000"),
    ],
)  # fmt: skip
def test_number_formats(number: int, kind: str, text: str) -> None:
    assert formatted(number, kind) == text


def test_merged_cells() -> None:
    table = (
        "<w:tbl><w:tr>" + tc("组", '<w:vMerge w:val="restart"/>') + tc("题", '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>" + tc("", "<w:vMerge/>") + tc("1") + tc("2") + "</w:tr></w:tbl>"
    )  # fmt: skip
    document = docx(table)
    (grid,) = document.grids
    cells = [
        (c.row, c.column, c.row_span, c.column_span, c.span.of(document.text)) for c in grid.cells
    ]
    assert cells == [(0, 0, 2, 1, "组"), (0, 1, 1, 2, "题"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]


def test_a_nested_table_keeps_its_text() -> None:
    inner = "<w:tbl><w:tr>" + tc("规章") + tc("3") + "</w:tr></w:tbl>"
    document = docx(
        f"<w:tbl><w:tr><w:tc>{p('左')}</w:tc><w:tc>{inner}{p('尾')}</w:tc></w:tr></w:tbl>"
    )
    assert document.text == "左\n规章 | 3 |\n尾\n"


def test_tracked_changes_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>34</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>条</w:t></w:r></w:p>"
        + p("甲", "<w:rPr><w:del/></w:rPr>")
        + p("乙")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + tc("删") + tc("9") + "</w:tr><w:tr>" + tc("留") + tc("1")
        + "</w:tr></w:tbl>"
    )  # fmt: skip
    assert docx(body).text == "公开34条\n甲乙\n留 | 1 |\n"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("12") + run("2", '<w:vertAlign w:val="superscript"/>'), "12²"),
        (run("12") + run("1", '<w:vertAlign w:val="subscript"/>') + run("件"), "12₁件"),
        (run("12") + run("2", '<w:vertAlign w:val="baseline"/>'), "122"),
        (run("12", '<w:vertAlign w:val="superscript"/>'), "12"),
        (run("9", "<w:strike/>") + run("12"), "12"),
        (run("9", "<w:dstrike/>") + run("12"), "12"),
        (run("9", '<w:strike w:val="false"/>') + run("12"), "912"),
    ],
)
def test_marks_and_struck_figures_are_no_part_of_numbers(runs: str, text: str) -> None:
    body = p("全年公开政府信息的情况如下") + f"<w:p>{runs}</w:p>"
    assert docx(body).text == f"全年公开政府信息的情况如下\n{text}\n"


def test_text_boxes_once_footnotes_and_fields() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2">{p("注释")}</w:footnote></w:footnotes>'
    )
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    )
    assert docx(body, footnotes=notes).text == "文\n框\n控件\n注释\n"


# hostile 3, 4, 5, 11
@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(head: str, encoding: str) -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        text = f'<?xml version="1.0" encoding="{encoding}"?>{head}<w:document {W}/>'
        archive.writestr("word/document.xml", text.encode(encoding))
    with pytest.raises(ReadingError) as caught:
        read(target.getvalue(), "a.docx")
    assert caught.value.code is ReadingCode.UNSAFE


def test_a_bomb_is_stopped_while_unpacking() -> None:
    bomb = packed(document=" " * (limits.MAX_PART_BYTES + 1))
    assert len(bomb) < 200_000
    with pytest.raises(ReadingError) as caught:
        read(bomb, "a.docx")
    assert caught.value.code is ReadingCode.TOO_MUCH


@pytest.mark.parametrize("cut", [40, 200, -30])
def test_a_truncated_document_is_unreadable(cut: int) -> None:
    whole = packed(document=f"<w:document {W}><w:body>{p('文' * 500)}</w:body></w:document>")
    with pytest.raises(ReadingError) as caught:
        read(whole[:cut], "a.docx")
    assert caught.value.code in (ReadingCode.UNREADABLE, ReadingCode.UNSUPPORTED)


def test_deep_nesting_is_said() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 90 + p("深") + "</w:tc></w:tr></w:tbl>" * 90
    document = docx(p("浅") + deep)
    assert "浅" in document.text
    assert document.incomplete


def test_the_strict_form_is_read_as_the_usual_one() -> None:
    body = f"<w:tbl><w:tr>{tc('规章')}{tc('5')}</w:tr></w:tbl>{numbered('总体情况')}"
    usual = packed(
        document=f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>", numbering=LISTS
    )
    strict = packed(
        **{
            name: text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name, text in (
                ("document", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"),
                ("numbering", LISTS),
            )
        }
    )
    assert read(strict, "a.docx").text == read(usual, "a.docx").text == "规章 | 5 |\n一、总体情况\n"


CHUNK = "<html><body><p>甲</p><table><tr><td>规章</td><td>5</td></tr></table></body></html>"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def with_chunk(name: str, content: str | bytes, target: str = "", times: int = 1) -> bytes:
    chunk = '<w:altChunk r:id="rId5"/>' * times
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId5" Type="aFChunk" Target="{target or name}"/></Relationships>'
    )
    return packed_files(
        {
            "word/document.xml": f"<w:document {W} {R}><w:body>{p('前')}{chunk}{p('后')}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations,
            f"word/{name}": content,
        }
    )


def inner() -> bytes:
    table = f"<w:tbl><w:tr>{tc('规章')}{tc('5')}</w:tr></w:tbl>"
    return packed(document=f"<w:document {W}><w:body>{p('甲')}{table}</w:body></w:document>")


MHT = (
    "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
    f"Content-Transfer-Encoding: 8bit\r\n\r\n{CHUNK}"
)


@pytest.mark.parametrize(
    ("name", "content", "target"),
    [
        ("part.html", CHUNK, ""),
        ("part.html", CHUNK.encode("gb18030"), "/word/part.html"),
        ("part.mht", MHT, ""),
        ("part.docx", inner(), ""),
    ],
)
def test_a_part_in_another_format_is_read_in_its_place(
    name: str, content: str | bytes, target: str
) -> None:
    document = read(with_chunk(name, content, target), "a.docx")
    assert document.text == "前\n甲\n规章 | 5 |\n后\n"
    assert document.incomplete is None
    assert len(document.grids) == 1


@pytest.mark.parametrize(
    "data",
    [
        with_chunk("part.bin", b"\x00\x01\x02" * 50),
        with_chunk("part.rtf", "{\\rtf1 x}"),
        with_chunk("part.html", CHUNK, "gone.html"),
        with_chunk("part.docx", with_chunk("part.docx", inner())),
    ],
)
def test_a_part_that_cannot_be_read_is_said(data: bytes) -> None:
    document = read(data, "a.docx")
    assert document.incomplete is not None
    assert document.text.startswith("前\n")


def test_a_part_that_is_named_again_and_again_is_read_once() -> None:
    document = read(with_chunk("part.html", CHUNK, times=1000), "a.docx")
    assert document.text.count("规章") == 1
