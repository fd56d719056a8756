"""Web pages: text, tables, navigation, hostile markup."""

import tracemalloc

import pytest

from extractor.reading import ReadingCode, ReadingError, limits, read
from extractor.reading.html_tree import Element
from extractor.types import Document, SourceGrid


def page(body: str) -> Document:
    return read(
        f"<html><head><title>题</title></head><body>{body}</body></html>".encode(), "a.html"
    )


def cells(document: Document, grid: SourceGrid) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): c.span.of(document.text) for c in grid.cells}


def test_visible_text_by_blocks() -> None:
    document = page(
        "<h1>甲局 报告</h1><p>第一 段<br>第二行</p><div>数&nbsp;&#48;&lt;乙&gt;<b>粗</b>体</div>"
        "<script>var a='不要'</script><style>p{}</style><!-- 注 --><template><p>不要</p></template>"
        "<p hidden>不要</p><p style='color:red; display : none'>不要</p><p style='visibility:hidden'>不要</p>"
    )
    assert document.text == "甲局 报告\n第一 段\n第二行\n数\xa00<乙>粗体\n"
    assert document.incomplete is None


def test_blanks_collapse_as_in_a_browser() -> None:
    assert page("<p>\n  甲\n   乙 </p>\n\n<p>丙</p>").text == "甲 乙\n丙\n"


def test_spans_of_a_table() -> None:
    document = page(
        "<table><tr><td colspan=2>组</td><td rowspan=2>总计</td></tr>"
        "<tr><td>行</td><td>1</td></tr><tr><td>列</td><td></td><td> 3 </td></tr></table>"
    )
    (grid,) = document.grids
    assert cells(document, grid) == {
        (0, 0): "组", (0, 2): "总计", (1, 0): "行", (1, 1): "1", (2, 0): "列", (2, 1): "", (2, 2): "3",
    }  # fmt: skip
    assert [(c.row_span, c.column_span) for c in grid.cells][:3] == [(1, 2), (2, 1), (1, 1)]
    assert document.text == "组 | | 总计 |\n行 | 1 |\n列 | | 3 |\n"
    assert grid.span.of(document.text) == document.text


def test_a_cell_over_several_lines_stays_on_one() -> None:
    document = page("<table><tr><td>结<br>果</td><td><p>维</p><p>持</p></td></tr></table>")
    assert document.text == "结 果 | 维 持 |\n"


def test_layout_tables_are_text_and_their_tables_are_grids() -> None:
    document = page(
        "<table><tr><td>左栏</td><td><p>一、总体情况</p>"
        "<table><tr><td>规章</td><td>0</td></tr></table><p>尾</p></td></tr></table>"
    )
    assert document.text == "左栏\n一、总体情况\n规章 | 0 |\n尾\n"
    assert len(document.grids) == 1


def test_a_table_around_an_article_is_layout() -> None:
    document = page(f"<table><tr><td>甲</td><td>{'文' * 2000}</td></tr></table>")
    assert document.grids == ()
    assert document.text.count("文") == 2000


def test_a_box_inside_a_cell_belongs_to_the_cell() -> None:
    document = page(
        "<table><tr><td>规章</td><td><table><tr><td>7</td></tr></table></td></tr></table>"
    )
    (grid,) = document.grids
    assert cells(document, grid) == {(0, 0): "规章", (0, 1): "7"}


def test_every_span_shows_its_cell_after_decoding() -> None:
    document = page("<table><tr><td>&#x31;&#50;</td><td>&amp;</td></tr></table>")
    assert [c.span.of(document.text) for c in document.grids[0].cells] == ["12", "&"]


def test_navigation_is_left_out_and_the_article_kept() -> None:
    links = "".join(f"<li><a href='#'>栏目{n}</a></li>" for n in range(9))
    document = page(
        f"<div class='nav'><ul>{links}</ul></div><div class='content'><p>一、总体情况</p>"
        "<p>见<a href='#'>附件一</a>和<a href='#'>附件二</a>的说明，全年公开三条。</p></div>"
        f"<footer>某市政府 版权所有</footer><ul>{links}</ul>"
    )
    assert document.text == "一、总体情况\n见附件一和附件二的说明，全年公开三条。\n"
    assert document.incomplete is None


def test_an_element_that_holds_the_report_is_never_navigation() -> None:
    document = page("<div class='footer nav'><p>一、总体情况</p><p>本年度报告。</p></div>")
    assert "总体情况" in document.text


def test_a_page_of_links_keeps_them() -> None:
    links = "".join(f"<li><a href='#'>年报{n}</a></li>" for n in range(9))
    assert "年报8" in page(f"<ul>{links}</ul>").text


def test_a_title_in_angle_brackets_is_not_lost() -> None:
    assert "<某省通知>" in page("<p>转发<某省通知>的通知</p>").text


# hostile 1: nesting
@pytest.mark.parametrize("depth", [200, 256, 257, 1500])
def test_deep_nesting_loses_nothing(depth: int) -> None:
    document = page("<div>" * depth + "深处" + "</div>" * depth + "<p>之后</p>")
    assert document.text == "深处\n之后\n"
    assert document.incomplete is None


def test_nesting_beyond_the_parser_is_text_and_said_to_be_incomplete() -> None:
    document = page("<div>" * 20_000 + "深处" + "</div>" * 20_000 + "<p>之后</p>")
    assert document.text.split() == ["深处", "之后"]
    assert document.incomplete


def test_text_lost_by_the_parser_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(root: Element) -> int:
        root.elements()[0].children.pop()
        return 0

    monkeypatch.setattr("extractor.reading.html.drop_navigation", lose)
    document = page("<p>留</p><p>" + "文" * 100 + "</p>")
    assert document.text == "留\n"
    assert document.incomplete


# hostile 2: spans
@pytest.mark.parametrize("span", ["100000000", "9" * 500, "-3", "0", "1.5", "x", "²"])
def test_absurd_spans_are_clamped(span: str) -> None:
    document = page(
        f"<table><tr><td colspan={span}>题</td></tr><tr><td>甲</td><td rowspan={span}>1</td></tr></table>"
    )
    (grid,) = document.grids
    assert cells(document, grid)[(1, 1)] == "1"
    assert all(c.column + c.column_span <= 2 and c.row + c.row_span <= 2 for c in grid.cells)


def test_too_many_cells_stay_text() -> None:
    body = "<tr>" + "<td>1</td>" * 150 + "</tr>"
    document = page("<table>" + body * (limits.MAX_TABLE_CELLS // 150 + 1) + "</table>")
    assert document.grids == ()
    assert document.text.count("1") == 150 * (limits.MAX_TABLE_CELLS // 150 + 1)


def test_spans_do_not_eat_memory() -> None:
    row = "<tr>" + "<td rowspan=65534 colspan=1000>1</td><td>2</td>" + "</tr>"
    tracemalloc.start()
    page("<table>" + row * 300 + "</table>")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


# hostile 3, 4: entities
def test_declared_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    document = read(
        f'<!DOCTYPE html [<!ENTITY a0 "哈">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>一&a8;&f;</p></body></html>".encode()
    )
    assert "root:" not in document.text
    assert len(document.text) < 2000


def test_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.reading.html_tree.MAX_HTML_NODES", 50)
    with pytest.raises(ReadingError) as caught:
        page("<br>" * 60)
    assert caught.value.code is ReadingCode.TOO_MUCH


def test_values_of_form_controls_are_text_of_their_cells() -> None:
    document = page(
        "<table><tr><td>规章</td><td><input value='12'></td><td><input type=number value=3></td></tr>"
        "<tr><td>许可</td><td><textarea> 40 </textarea></td>"
        "<td><select><option>1<option selected>5</select></td></tr></table>"
    )
    (grid,) = document.grids
    assert cells(document, grid) == {
        (0, 0): "规章", (0, 1): "12", (0, 2): "3", (1, 0): "许可", (1, 1): "40", (1, 2): "5",
    }  # fmt: skip
    assert document.incomplete is None


def test_boxes_to_search_in_show_no_text_of_the_report() -> None:
    document = page(
        "<div>站内<input value='请写关键字'><select><option selected>全部</select></div>"
    )
    assert document.text == "站内\n"


def test_a_control_stands_apart_from_the_text_around_it() -> None:
    assert page("<p>共<input value='1'><input value='2'>3件</p>").text == "共 1 2 3件\n"


@pytest.mark.parametrize(
    "control",
    [
        "<input type=hidden value=9>",
        "<input type='Submit' value=9>",
        "<input type=checkbox value=9 checked>",
        "<input type=radio value=9>",
        "<input type=button value=9>",
        "<input value=9 style='display:none'>",
        "<input>",
        "<input value=''>",
        "<textarea>&lt;p&gt;9&lt;/p&gt;</textarea>",
        "<select><option value=9>9<option>8</select>",
    ],
)
def test_controls_that_show_nothing_are_no_text(control: str) -> None:
    document = page(f"<table><tr><td>规章</td><td>1{control}2</td></tr></table>")
    assert document.text == "规章 | 12 |\n"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("12<sup>2</sup>", "12²"),
        ("12<sup><a href='#n'>3</a></sup>", "12³"),
        ("12 <sup> 2 </sup>", "12 ²"),
        ("12<sub>(1)</sub>", "12₍₁₎"),
        ("12<span style='vertical-align: super'>1</span>", "12¹"),
        ("规章<sup>2</sup>", "规章²"),
        ("<sup>1</sup>12", "¹12"),
        ("12<sup>[2]</sup>", "12[2]"),
        ("12<sup>①</sup>", "12①"),
        # numbers that are raised as a whole, or in pieces, stay numbers
        ("<sup>12</sup>", "12"),
        ("<sup>1</sup><sup>2</sup>", "12"),
        ("办结<sup>12</sup>件", "办结12件"),
        ("1<sup>086</sup>", "1086"),
    ],
)
def test_raised_digits_beside_text_are_marks(markup: str, text: str) -> None:
    assert page(f"<p>{markup}</p>").text == f"{text}\n"


@pytest.mark.parametrize(
    "struck",
    ["<del>99</del>", "<s>99</s>", "<strike>99</strike>",
     "<span style='color:red;text-decoration: line-through'>99</span>"],
)  # fmt: skip
def test_what_is_struck_out_is_not_read(struck: str) -> None:
    document = page(f"<table><tr><td>行政许可决定</td><td>{struck}17</td></tr></table>")
    assert document.text == "行政许可决定 | 17 |\n"
    assert document.incomplete is None


def test_a_page_struck_out_for_the_most_part_is_read() -> None:
    assert page("<p>甲</p><s><p>规章 12</p><p>全年公开信息情况</p>").text == (
        "甲\n规章 12\n全年公开信息情况\n"
    )


def rows(*lines: list[str], row: str = "<div>", cell: str = "<span>") -> str:
    end = f"</{row.strip('<>').split()[0]}>"
    return "".join(row + "".join(f"{cell}{text}</span>" for text in line) + end for line in lines)


@pytest.mark.parametrize("row", ["<div>", "<div class='row'>", "<li>"])
@pytest.mark.parametrize("around", ["{}", "<div>{}</div>", "<div class=even><div>{}</div></div>"])
def test_rows_of_inline_cells_are_rows(row: str, around: str) -> None:
    lines = (["内容", "制发", "废止"], ["规章", "1", "3"], ["文件", "16", "0"])
    table = "".join(around.format(rows(line, row=row)) for line in lines)
    assert page(
        f"<section>{table}<div><span>以上</span><span>属实。</span></div></section>"
    ).text == ("内容 | 制发 | 废止 |\n规章 | 1 | 3 |\n文件 | 16 | 0 |\n以上属实。\n")


def test_rows_striped_by_classes_are_rows() -> None:
    striped = [("odd", "规章", "1"), ("even", "文件", "16"), ("odd", "许可", "0")]
    table = "".join(
        rows([label, n, "2"], row=f"<div class='{name}'>") for name, label, n in striped
    )
    assert page(table).text == "规章 | 1 | 2 |\n文件 | 16 | 2 |\n许可 | 0 | 2 |\n"


def test_rows_with_labels_of_several_cells_are_rows_by_their_numbers() -> None:
    table = rows(["组", "甲", "1", "20", "3"], ["乙", "4", "5", "6"], ["丙", "0", "0", "0"])
    assert page(table).text == "组 | 甲 | 1 | 20 | 3 |\n乙 | 4 | 5 | 6 |\n丙 | 0 | 0 | 0 |\n"


def test_a_row_of_the_same_class_elsewhere_is_one_too() -> None:
    table = rows(
        ["甲", "1", "20", "3"], ["乙", "4", "5", "6"], ["丙", "0", "0", "0"], row="<div class=r>"
    )
    lone = rows(["10", "2"], row="<div class=r>")
    assert page(f"{table}<p>甲</p>{lone}").text.endswith("\n10 | 2 |\n")
    assert page(f"{table}<p>甲</p>{lone.replace('class=r', 'class=q')}").text.endswith("\n102\n")


@pytest.mark.parametrize(
    "markup",
    [
        # numbers that an editor cut in pieces
        rows(["全年公开", "1", "086"], ["条"]),
        rows(["规章", "1", "2"], ["文件", "3", "4"], ["许可", "5", "6"]),
        rows(["规章", "1", "0", "8"], ["文件", "2", "1", "6"], ["许可", "3", "0", "4"]),
        rows(["规", "章", "10", "86"], ["甲"], ["许可", "12", "00"]),
        # paragraphs are no rows, and text between the elements is prose
        rows(["规章", "10", "3"], ["文件", "16", "0"], ["许可", "5", "6"], row="<p>"),
        "<div>公开<span>10</span><span>20</span></div>" * 4,
    ],
)  # fmt: skip
def test_elements_that_only_cut_a_text_are_no_cells(markup: str) -> None:
    assert "|" not in page(markup).text


@pytest.mark.parametrize(
    "markup",
    [
        "<ruby>公<rt>gōng</rt></ruby><ruby>开<rt>kāi</rt></ruby>情况",
        "<ruby>公<rp>（</rp><rt>gōng</rt><rp>）</rp>开<rt>kāi</ruby>情况",
        "<ruby><rb>公开</rb><rtc><rt>gōng kāi</rt></rtc></ruby>情况",
    ],
)
def test_how_characters_are_pronounced_is_no_text(markup: str) -> None:
    document = page(f"<h2>一、{markup}</h2>")
    assert document.text == "一、公开情况\n"
    assert document.incomplete is None


@pytest.mark.parametrize("western", ["latin-1", "cp1252"])
def test_a_page_that_was_encoded_twice_is_read_as_it_was_meant(western: str) -> None:
    body = "<p>一、总体情况</p><p>本年度主动公开各类政府信息，内容准确。</p>"
    raw = body.encode()
    twice = "".join(
        bytes([b]).decode(western) if western == "latin-1" or b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
        else chr(b)
        for b in raw
    )  # fmt: skip
    assert page(twice).text == page(body).text


@pytest.mark.parametrize("text", ["café été — naïve", "§ 5 ±3 Ä", "一、总体情况 café", "â€œ"])
def test_other_texts_are_not_taken_for_such(text: str) -> None:
    assert page(f"<p>{text}</p>").text == f"{text}\n"


def test_a_long_text_in_a_box_is_what_the_page_says() -> None:
    rows = "".join(f"第{n}行\t{n}\t{n + 40}\n" for n in range(30))
    text = page(f"<p>表如下</p><textarea>{rows}</textarea><textarea>请留言</textarea>").text
    assert "第7行\t7\t47" in text
    assert "请留言" not in text


def test_a_short_table_in_a_box_is_what_the_page_says() -> None:
    text = page(
        "<p>四、复议情况</p><textarea>结果维持\t结果纠正\t总计\n2\t3\t5</textarea>"
        "<textarea>姓名\n电话\t手机\n请留言</textarea>"
    ).text
    assert "结果维持\t结果纠正\t总计\n2\t3\t5" in text
    assert "电话" not in text
