"""Web pages that hide text: copies stay out, the only copy is read in its place."""

import pytest

from extractor.reading import read

HEADED = (
    "<h1>某县林业局2022年政府信息公开工作年度报告</h1>"
    "<p>报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。</p>"
    "<p>一、总体情况</p><p>本局全年主动公开各类信息，内容以造林和防火为主，按时更新。</p>"
)
TABLE = (
    "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>{}</td><td>1</td><td>2</td></tr>"
    "<tr><td>行政规范性文件</td><td>{}</td><td>3</td><td>40</td></tr></table>"
)
OTHER_YEAR = HEADED.replace("2022年", "2021年").replace("以造林和防火为主", "以湿地保护为主")
HIDINGS = (
    "<div style='display:none'>{}</div>",
    "<section hidden>{}</section>",
    "<div class='wow' style='visibility: hidden; animation-name: none'>{}</div>",
    "<div class=closed><div style='color:red;display : none'>{}</div></div>",
    "<style>.tab{{display:none}} .tab.on{{display:block}}</style><div class='a tab'>{}</div>",
    "<style>#more{{ display: none }}</style><div id=more>{}</div>",
)


def text(body: str) -> str:
    document = read(f"<html><head></head><body>{body}</body></html>".encode(), "a.html")
    assert document.incomplete is None
    return document.text


@pytest.mark.parametrize("hiding", HIDINGS)
def test_what_only_a_hidden_block_says_is_read_in_its_place(hiding: str) -> None:
    found = text(HEADED + hiding.format(TABLE.format(7, 8)) + "<p>三、尾</p>")
    assert "规章 | 7 | 1 | 2 |\n行政规范性文件 | 8 | 3 | 40 |\n三、尾" in found


@pytest.mark.parametrize("hiding", HIDINGS)
@pytest.mark.parametrize("numbers", [(7, 8), (5, 6)])
def test_a_hidden_copy_is_left_out_whatever_its_numbers(
    hiding: str, numbers: tuple[int, int]
) -> None:
    copy = hiding.format(TABLE.format(*numbers))
    for body in (TABLE.format(7, 8) + copy, copy + TABLE.format(7, 8)):
        assert text(HEADED + body).count("规章 |") == 1
        assert "规章 | 7 | 1 | 2 |" in text(HEADED + body)


def test_every_years_tab_is_read_and_a_copy_of_one_is_not() -> None:
    hidden = "<div style='display:none'>{}</div>"
    body = hidden.format(OTHER_YEAR) + HEADED + hidden.format(HEADED) + hidden.format(OTHER_YEAR)
    found = text(body)
    assert found.count("2021年政府信息公开工作年度报告") == 1
    assert found.count("2022年政府信息公开工作年度报告") == 1
    assert found.index("2021年政府") < found.index("2022年政府")


@pytest.mark.parametrize("hiding", HIDINGS)
def test_a_page_that_hides_all_it_has_is_read(hiding: str) -> None:
    assert text(hiding.format(HEADED)).startswith("某县林业局2022年")
    assert text(hiding.format("<p>暂无</p>")) == "暂无\n"


def test_rows_that_are_folded_away_are_rows() -> None:
    rows = (
        "<tr><td>行政规范性文件</td>", "<tr style='display:none'><td>行政规范性文件</td>"
    )  # fmt: skip
    found = text(HEADED + TABLE.format(7, 8).replace(*rows))
    assert "规章 | 7 | 1 | 2 |\n行政规范性文件 | 8 | 3 | 40 |\n" in found


@pytest.mark.parametrize(
    "hidden",
    [
        "<ul style='display:none'><li>政府信息公开指南</li><li>依申请公开</li></ul>",
        "<div style='display:none'><a href=#>上一年政府信息公开年报，见此处，全年主动公开信息若干条，"
        "内容丰富，方便群众查询</a></div>",
        "<div hidden>您访问的链接即将离开本网站，是否继续访问外部网站的内容，请您确认后再点击下面的按钮</div>",
        "<table hidden><tr><td>日</td><td>一</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<span style='display:none'>政府信息，@x7</span>",
    ],
)
def test_menus_dialogs_and_marks_that_are_hidden_stay_out(hidden: str) -> None:
    assert text(HEADED + hidden) == text(HEADED)


@pytest.mark.parametrize("size", ["0", "0px", "0.0em", "0 !important"])
def test_letters_of_no_size_are_not_seen(size: str) -> None:
    assert text(f"<p>收到12<font style='font-size:{size}'>7</font>件</p>") == "收到12件\n"


def test_a_size_of_letters_inside_counts_more_than_none_around() -> None:
    assert text("<p style='font-size:0'><span style='font-size:14px'>五</span></p>") == "五\n"
    inner = "<span style='font-size:0'><b style='font-size:1em'>五</b></span>"
    assert text(f"<p>{inner}件<i style='font-size:0.9em'>六</i></p>") == "五件六\n"


@pytest.mark.parametrize(
    "style",
    [
        "@media print { .note { display: none } }",
        ".narrow .note{display:none}",
        ".note:empty{display:none}",
        "/* .note{display:none} */",
        ".note{display:none} p.note{display:block}",
        ".note{display:none} .open > .note{display:inline}",
    ],
)
def test_rules_that_hide_only_elsewhere_hide_nothing(style: str) -> None:
    assert text(f"<style>{style}</style><p>甲</p><p class=note>乙</p>") == "甲\n乙\n"


def test_many_hidden_elements_take_no_long() -> None:
    many = "<div>" + "<span style='display:none'>政府信息</span>" * 30_000 + "<p>甲</p></div>"
    assert text(many) == "甲\n"
