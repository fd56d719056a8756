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
