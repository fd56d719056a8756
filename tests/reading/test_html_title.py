"""Where only a page's head says whose report it is, the text says it first."""

import pytest

from extractor.reading import ReadingError, read

TITLE = "清河县林业局2021年政府信息公开工作年度报告"
BODY = "<p>一、总体情况</p><p>全年公开信息31条。</p>"


def text(head: str, body: str) -> str:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read(page.encode(), "a.html").text


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE}</title>",
        f"<title>{TITLE}_政府信息公开_清河县人民政府</title>",
        f"<title>清河县人民政府 - {TITLE}</title>",
        f'<meta charset="utf-8"><meta name="ArticleTitle" content="{TITLE}"><title>清河县人民政府</title>',
        "<title>清河县林业局政府信息公开工作年度报告(2021年度)</title>",
    ],
)
def test_the_title_of_the_head_is_read_where_the_body_has_none(head: str) -> None:
    lines = text(head, BODY).splitlines()
    assert "清河县林业局" in lines[0]
    assert lines[0].endswith(("报告", "报告(2021年度)"))
    assert lines[1:] == ["一、总体情况", "全年公开信息31条。"]


@pytest.mark.parametrize(
    "own",
    [
        f"<h1>{TITLE}</h1>",
        "<h1>清河县审计局2020年政府信息公开年度报告</h1>",
        "<p><b>清河县林业局</b><span>2021年政府信息公开工作年度报告</span></p>",
        "<div><div><h2>清河县林业局<br>2021年政府信息公开工作年度报告</h2></div></div>",
    ],
)
def test_a_body_with_a_title_gets_no_other(own: str) -> None:
    head = f"<title>{TITLE}</title>"
    assert text(head, own + BODY) == text("", own + BODY)


@pytest.mark.parametrize(
    "title",
    [
        "清河县人民政府",
        "清河县2021年政府信息公开指南",
        "政府信息公开年报",
        "关于做好年度报告工作的通知",
    ],
)
def test_other_titles_are_not_read(title: str) -> None:
    assert text(f"<title>{title}</title>", BODY) == text("", BODY)


def test_a_page_without_text_stays_empty() -> None:
    with pytest.raises(ReadingError):
        text(f"<title>{TITLE}</title>", "<div id='app'></div>")
