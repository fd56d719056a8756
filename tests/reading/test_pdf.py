"""PDF with text: tables, page breaks, running lines, boxes; and hostile ones."""

import gzip
import pickle
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import ReadingCode, ReadingError, read
from extractor.reading.layout import joined
from extractor.reading.ruling import Line, enclosed
from extractor.types import Document

FONT = "STSong-Light"
HEIGHT = A4[1]
ROW = 24
WIDTHS = (120, 120, 50, 50, 50)


def made(*pages: Callable[[Canvas], None]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for page in pages:
        canvas.setFont(FONT, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def text(canvas: Canvas, x: float, y: float, words: str) -> None:
    canvas.drawString(x, HEIGHT - y, words)


def table(canvas: Canvas, top: float, rows: list[list[str]], ruled: bool = True) -> None:
    """Rows of cells; `-` continues the cell above, `<` the cell at its left."""
    for r, row in enumerate(rows):
        x = 60.0
        for c, word in enumerate(row):
            y = top + r * ROW
            if ruled and word != "-":
                canvas.line(x, HEIGHT - y, x + WIDTHS[c], HEIGHT - y)
            if ruled and word != "<":
                canvas.line(x, HEIGHT - y, x, HEIGHT - y - ROW)
            if word not in ("-", "<"):
                text(canvas, x + 5, y + 16, word)
            x += WIDTHS[c]
        if ruled:
            canvas.line(x, HEIGHT - top - r * ROW, x, HEIGHT - top - (r + 1) * ROW)
    bottom = HEIGHT - top - len(rows) * ROW
    if ruled:
        canvas.line(60, bottom, 60 + sum(WIDTHS[: len(rows[0])]), bottom)


def cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (c.row, c.column, c.row_span, c.column_span, c.span.of(document.text))
        for grid in document.grids
        for c in grid.cells
    ]


def test_text_and_a_table_with_merged_cells() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "一、总体情况")
        table(canvas, 120, [["组", "题", "<"], ["-", "甲", "12"], ["-", "", "0"]])
        text(canvas, 60, 230, "二、其他")

    document = read(made(page), "a.pdf")
    assert document.text == "一、总体情况\n组 | 题 | |\n甲 | 12 |\n| 0 |\n二、其他\n"
    assert cells(document) == [
        (0, 0, 3, 1, "组"), (0, 1, 1, 2, "题"), (1, 1, 1, 1, "甲"), (1, 2, 1, 1, "12"), (2, 1, 1, 1, ""), (2, 2, 1, 1, "0"),
    ]  # fmt: skip


def test_boxes_lie_on_their_words() -> None:
    document = read(made(lambda c: table(c, 300, [["规章", "0", "75"]])), "a.pdf")
    (page,) = document.pages
    boxes = {box.span.of(document.text): box for box in page.boxes}
    assert set(boxes) == {"规章", "0", "75"}
    box = boxes["75"]
    assert 300 <= box.left <= 310
    assert 300 <= box.top <= box.bottom <= 324
    assert box.right <= 350


def test_a_table_over_a_page_break_in_the_middle_of_a_group() -> None:
    def first(canvas: Canvas) -> None:
        table(
            canvas,
            700,
            [["（三）不予", "1.国家秘密", "1", "2", "3"], ["-", "2.禁止公开", "4", "5", "6"]],
        )

    def second(canvas: Canvas) -> None:
        rows = [
            ["公开", "3.危及安全", "7", "8", "9"],
            ["-", "4.第三方", "10", "11", "12"],
            ["（四）无法", "1.不掌握", "0", "0", "13"],
        ]
        table(canvas, 80, rows)  # fmt: skip

    document = read(made(first, second), "a.pdf")
    found = cells(document)
    assert len(document.grids) == 1
    assert (0, 0, 4, 1, "（三）不予公开") in found
    assert (4, 0, 1, 1, "（四）无法") in found
    assert [c[4] for c in found if c[1] == 2] == ["1", "4", "7", "10", "0"]


def test_a_label_split_by_a_page_break_is_whole() -> None:
    document = read(
        made(
            lambda c: table(
                c, 740, [["甲", "1.一", "1", "2", "3"], ["乙", "2.其他法律行政", "4", "5", "6"]]
            ),
            lambda c: table(
                c, 80, [["", "法规禁止公开", "", "", ""], ["丙", "3.三", "7", "8", "9"]]
            ),
        ),
        "a.pdf",
    )
    assert (1, 1, 1, 1, "2.其他法律行政法规禁止公开") in cells(document)
    assert "2.其他法律行政法规禁止公开 | 4 | 5 | 6 |" in document.text


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["信息内容", "上一年项目", "增/减", "处理", "公开"], ["行政处罚", "1452", "0", "1", ""]),
        (["结果维持", "结果纠正", "其他", "未结", "总计"], ["0", "0", "1", "0", "1"]),
    ],
)
@pytest.mark.parametrize("head_first", [True, False])
def test_a_head_and_a_row_that_a_page_break_parts_stay_two(
    head: list[str], row: list[str], head_first: bool
) -> None:
    ends, begins = (head, row) if head_first else (row, head)
    document = read(
        made(
            lambda c: table(c, 740, [["甲", "1.一", "1", "2", "3"], ends]),
            lambda c: table(c, 80, [begins, ["乙", "2.二", "4", "5", "6"]]),
        ),
        "a.pdf",
    )
    found = [cell[4] for cell in cells(document)]
    assert found == ["甲", "1.一", "1", "2", "3", *ends, *begins, "乙", "2.二", "4", "5", "6"]


def test_a_row_that_begins_a_page_stays_a_row() -> None:
    document = read(
        made(
            lambda c: table(c, 740, [["甲", "1.一", "1", "2", "3"]]),
            lambda c: table(c, 80, [["乙", "2.二", "4", "5", "6"]]),
        ),
        "a.pdf",
    )
    assert document.text == "甲 | 1.一 | 1 | 2 | 3 |\n乙 | 2.二 | 4 | 5 | 6 |\n"


def test_a_repeated_head_is_left_out() -> None:
    head = ["组", "题", "甲", "乙", "丙"]
    document = read(
        made(
            lambda c: table(c, 700, [head, ["一", "二", "1", "2", "3"]]),
            lambda c: table(c, 80, [head, ["三", "四", "4", "5", "6"]]),
        ),
        "a.pdf",
    )
    assert document.text.count("组") == 1
    assert document.text.endswith("三 | 四 | 4 | 5 | 6 |\n")


def test_running_lines_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            text(canvas, 200, 40, "某局年度报告")
            text(canvas, 60, 300, f"正文第{number}段")
            text(canvas, 290, 810, f"- {number} -")

        return draw

    document = read(made(page(1), page(2), page(3)), "a.pdf")
    assert document.text == "正文第1段\n正文第2段\n正文第3段\n"


@pytest.mark.parametrize("years", [(2021, 2022), (2020, 2021, 2022), (2022, 2022)])
def test_titles_at_the_heads_of_pages_are_no_running_lines(years: tuple[int, ...]) -> None:
    def page(year: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            text(canvas, 200, 40, f"某局{year}年公开工作年度报告")
            text(canvas, 60, 300, f"正文{year}段")
            text(canvas, 60, 810, f"某局网站第{year - 2000}页")

        return draw

    said = read(made(*map(page, years)), "a.pdf").text
    for year in set(years):
        assert said.count(f"某局{year}年公开工作年度报告") == 1
    assert "网站" not in said


def test_lines_of_a_paragraph_are_one() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 80, 100, "本局" * 23)
        text(canvas, 60, 116, "公开" * 24)
        text(canvas, 60, 132, "十二条。")
        text(canvas, 80, 148, "第二段")

    lines = read(made(page), "a.pdf").text.splitlines()
    assert lines == ["本局" * 23 + "公开" * 24 + "十二条。", "第二段"]


def test_a_table_without_rules_has_its_rows() -> None:
    rows = [["规章", "", "0", "1", "2"], ["行政规范性文件", "", "3", "4", "5"]]
    document = read(made(lambda c: table(c, 100, rows, ruled=False)), "a.pdf")
    assert document.text == "规章 | 0 | 1 | 2 |\n行政规范性文件 | 3 | 4 | 5 |\n"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["12", "34"], "1234"),
        (["公", "开"], "公开"),
        (["a b", "c"], "a b c"),
        (["第1", "2条"], "第1 2条"),
        ([], ""),
    ],
)
def test_lines_of_a_cell(lines: list[str], whole: str) -> None:
    assert joined(lines) == whole


# hostile 8, 10, 11
def test_a_grid_of_rules_takes_no_time() -> None:
    across = [Line(y * 10.0, 0, 600) for y in range(61)]
    down = [Line(x * 10.0, 0, 600) for x in range(61)]
    (cells_found,) = enclosed(across, down, 3)
    assert len(cells_found) == 3600
    many = [Line(y * 10.0, 0, 600) for y in range(5000)]
    assert enclosed(many, down, 3) == []


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + bytes(500)])
def test_an_empty_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data, "a.pdf")
    assert caught.value.code in (ReadingCode.UNREADABLE, ReadingCode.EMPTY)


def outcome(data: bytes) -> str:
    try:
        return read(data, "a.pdf").text
    except ReadingError as error:
        return error.code


def test_a_truncated_pdf_is_read_or_refused() -> None:
    whole = made(lambda c: text(c, 60, 100, "总体情况"))
    for cut in range(50, len(whole), 97):
        assert outcome(whole[:cut]) in ("总体情况\n", ReadingCode.UNREADABLE, ReadingCode.EMPTY)


def test_an_encrypted_pdf_says_so() -> None:
    target = BytesIO()
    canvas = Canvas(target, encrypt="geheim")
    canvas.drawString(60, 700, "x")
    canvas.save()
    with pytest.raises(ReadingError) as caught:
        read(target.getvalue(), "密.pdf")
    assert caught.value.code is ReadingCode.ENCRYPTED
    assert "密.pdf" in str(caught.value)


def test_nested_compression_does_not_come_through() -> None:
    bomb = bytes(12 * 2**20)
    for _ in range(3):
        bomb = zlib.compress(bomb, 9)
    filters = "/FlateDecode " * 3
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        f"<</Length {len(bomb)}/Filter[{filters}]>>stream\n".encode() + bomb + b"\nendstream",
    ]
    data = b"%PDF-1.4\n"
    for number, body in enumerate(objects, start=1):
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    data += b"trailer<</Root 1 0 R>>\n%%EOF"
    with pytest.raises(ReadingError) as caught:
        read(data, "a.pdf")
    assert caught.value.code is ReadingCode.TOO_MUCH


class _Trap:
    """What a pickle that is loaded would do: leave a file behind."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.place,)


# hostile 9
def test_a_character_map_that_is_a_pickle_is_not_loaded(tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    trap = gzip.compress(pickle.dumps(_Trap(sprung)))
    (tmp_path / "trap.pickle.gz").write_bytes(trap)
    assert not sprung.exists()
    place = str(tmp_path / "trap").replace("/", "#2F")
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length 44>>stream\nBT /F 12 Tf 60 700 Td <00480049> Tj ET       \nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/{place}/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>",
        "<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]/Ascent 1/Descent 0>>",
    ]
    data = "%PDF-1.4\n"
    for number, body in enumerate(objects, start=1):
        data += f"{number} 0 obj\n{body}\nendobj\n"
    data += "trailer<</Root 1 0 R>>\n%%EOF"
    outcome(data.encode())
    assert not sprung.exists()
    # The trap works: whoever loads it springs it.
    pickle.loads(gzip.decompress(trap))
    assert sprung.exists()
