"""Pages that hold text in frames, scripts, templates and JSON."""

import base64
import contextlib
import json
from email.message import EmailMessage
from html import escape

import pytest

from extractor.pipeline import extract_bytes
from extractor.reading import ReadingError, read
from extractor.reading.literals import all_literals, told_by
from extractor.types import Document

TITLE = "某县水利局2023年政府信息公开工作年度报告"
OPENING = (
    "<p>报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。</p>"
    "<p>一、总体情况</p><p>本局按时更新各栏目内容，方便群众查询“河湖长”等信息，全年未出现差错。</p>"
)
TABLE = (
    '<table class="t"><tr><td>信息内容</td><td>本年制发件数</td></tr>'
    "<tr><td>规章</td><td>7</td></tr>\n<tr><td>行政规范性文件</td><td>8</td></tr></table>"
)
SHOWN = "规章 | 7 |\n行政规范性文件 | 8 |\n"
HEADING = "<p>二、主动公开政府信息情况</p>"
END = "<p>三、收到和处理政府信息公开申请情况</p><p>略，见附件。</p>"
ARTICLE = f"<h1>{TITLE}</h1>{OPENING}{HEADING}{TABLE}"


def page(body: str, name: str = "a.html") -> Document:
    return read(f"<html><head><title></title></head><body>{body}</body></html>".encode(), name)


def in_base64(markup: str) -> str:
    return base64.b64encode(markup.encode()).decode()


@pytest.mark.parametrize(
    "held",
    [
        f'<iframe srcdoc="{escape(TABLE)}"></iframe>',
        f"<iframe src='about:blank' srcdoc='{escape(TABLE)}'>没有框架</iframe>",
        f'<object type="text/html" data="data:text/html;base64,{in_base64(TABLE)}"></object>',
        f'<iframe src="data:text/html;charset=utf-8;base64,{in_base64(TABLE)}"></iframe>',
        f'<embed src="data:text/html,{escape(TABLE)}">',
        "<script>document.write(`" + TABLE + "`);</script>",
        "<script>document.write('" + TABLE.replace("\n", "\\\n") + "')</script>",
        "<script>//表\ndocument.writeln("
        + " + ".join(json.dumps(part) for part in TABLE.split("\n"))
        + ");</script>",
    ],
)
def test_what_a_frame_or_a_script_holds_is_read_in_its_place(held: str) -> None:
    document = page(ARTICLE.replace(TABLE, "") + held + END)
    assert SHOWN + "三、收到" in document.text
    assert document.incomplete is None


@pytest.mark.parametrize(
    "script",
    ["document.write(name)", "document.write(", "document.write('<b>')", "write('<p>甲</p>')"],
)
def test_a_script_that_writes_no_text_writes_nothing(script: str) -> None:
    document = page(f"{ARTICLE}<script>{script}</script>")
    assert document.text == page(ARTICLE).text


@pytest.mark.parametrize(
    ("frame", "lacks"),
    [
        (HEADING + "<iframe src='http://a.example/t3.html' width='100%'></iframe>", True),
        ("<p>具体情况如下：</p><div><object data='t3.pdf'></object></div>", True),
        ("<p>附：</p>", False),
        (HEADING + TABLE + "<iframe src='share.html'></iframe>", False),
        (HEADING + "<iframe src='count.html' width=0 height=0></iframe>" + TABLE, False),
        (HEADING + "<iframe style='display:none' src='c.html'></iframe>" + TABLE, False),
        ("<iframe src='top.html'></iframe><p>正文。</p>", False),
    ],
)
def test_a_frame_in_the_place_of_a_table_makes_the_page_incomplete(frame: str, lacks: bool) -> None:
    document = page(f"<h1>{TITLE}</h1>{OPENING}{frame}{END}")
    assert (document.incomplete is not None) == lacks


def test_what_an_incomplete_document_does_not_state_is_in_review() -> None:
    frame = "<iframe src='http://a.example/t3.html'></iframe>"
    body = f"<h1>{TITLE}</h1>{OPENING}{HEADING}{{}}{END}<p>四、其他</p>"
    results = [
        extract_bytes(f"<html><body>{body.format(held)}</body></html>".encode(), "a.html")
        for held in ("", frame)
    ]
    whole, broken = (result["reports"][0] for result in results)
    absent = {id for id, field in whole["fields"].items() if field["state"] == "absent"}
    assert len(absent) > 150
    assert len(set(whole["review"]) & absent) < 150
    assert absent <= set(broken["review"])


def test_frames_of_a_page_saved_as_one_file_are_read() -> None:
    message = EmailMessage()
    message["Content-Location"] = "http://a.example/x/1.html"
    body = f"<h1>{TITLE}</h1>{OPENING}{HEADING}<iframe src='{{}}'></iframe>{END}"
    for name, source in (("Content-Location", "../t/2.html"), ("Content-ID", "cid:f2@mhtml")):
        message = EmailMessage()
        message["MIME-Version"] = "1.0"
        message.set_content(f"<html><body>{body.format(source)}</body></html>", subtype="html")
        message["Content-Location"] = "http://a.example/x/1.html"
        message.make_related()
        value = "http://a.example/t/2.html" if name == "Content-Location" else "<f2@mhtml>"
        loop = f"<iframe src='{source}'></iframe>"
        part = EmailMessage()
        part.set_content(f"<html><body>{TABLE}{loop * 40}</body></html>", subtype="html")
        part[name] = value
        message.attach(part)
        document = read(message.as_bytes(), "a.mht")
        assert document.text.count(SHOWN + "三、收到") == 1, name


def script(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    "held",
    [
        f"<script>window.__STATE__={script({'id': 5, 'content': ARTICLE})}</script>",
        f"<script>var html={json.dumps(ARTICLE)};show(html)</script>",
        f"<script type='application/json' id='__NEXT_DATA__'>{script([{'body': ARTICLE}])}</script>",
        f"<script>load({script(script({'content': ARTICLE}))})</script>",
        f"<script type='text/html'>{ARTICLE}</script>",
        f"<template>{ARTICLE}</template>",
        f"<textarea name=content>{escape(ARTICLE)}</textarea>",
        f"<noscript>{ARTICLE}</noscript>",
        f"<script>var text={script(escape(ARTICLE))}</script>",
    ],
)
def test_a_page_that_shows_nothing_is_read_from_what_it_holds(held: str) -> None:
    for around in ("<div id=app></div>{}", f"<h1>{TITLE}</h1>{{}}<p>版权所有：某县人民政府</p>"):
        document = page(around.format(held))
        assert TITLE in document.text
        assert SHOWN in document.text
        assert "“河湖长”" in document.text
        assert document.incomplete is None


def test_a_page_that_shows_its_report_is_read_without_what_scripts_hold() -> None:
    other = ARTICLE.replace("2023年", "2022年")
    held = f"<script>var all={script([ARTICLE, other])}</script><template>{other}</template>"
    assert page(ARTICLE + held).text == page(ARTICLE).text


def test_scripts_that_hold_no_report_are_not_read() -> None:
    long = "<p>" + "请使用新版浏览器访问本网站，以便获得更好的体验。" * 20 + "</p>"
    assert page(f"<p>欢迎</p><script>var tip={script(long)}</script>").text == "欢迎\n"


@pytest.mark.parametrize("ascii", [True, False])
@pytest.mark.parametrize(
    "value",
    [
        {"code": 200, "data": {"title": TITLE, "content": OPENING + HEADING + TABLE}},
        [{"title": TITLE, "html": ARTICLE, "views": 31}],
        {"data": json.dumps({"content": ARTICLE})},
    ],
)
def test_json_is_read_from_its_strings(value: object, ascii: bool) -> None:
    for text in (
        json.dumps(value, ensure_ascii=ascii, indent=1),
        f"callback({json.dumps(value, ensure_ascii=ascii)});",
    ):
        document = read(text.encode(), "article.json")
        assert document.text.count(TITLE) == 1
        assert SHOWN in document.text
        assert document.media_type == "application/json"
        assert len(document.grids) == 1


def test_json_without_reports_is_text() -> None:
    text = '{"a": "甲乙丙丁，戊己庚辛", "b": [1, 2]}'
    document = read(text.encode(), "a.json")
    assert (document.text, document.media_type) == (text, "text/plain")
    assert read(b"[2023] \xe4\xb8\x80", "a.txt").media_type == "text/plain"


def test_escapes() -> None:
    written = r'"\u653f\n\/\x41\"" + `a"b` + ' + r"'\ud83d\ude00\'\ud800'"
    assert [told_by(one) for one in all_literals(written)] == ['政\n/A"', 'a"b', "😀'\ufffd"]


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "'\\",
        "`",
        '"\\',
        "document.write('",
        '<iframe srcdoc="',
        "<object data='data:text/html,<p",
    ],
)
def test_nothing_hostile_takes_long(unit: str) -> None:
    body = unit * 50_000
    for text in (body, f"<html><body><script>{body}</script></body></html>", '{"a": "' + body):
        with contextlib.suppress(ReadingError):
            read(text.encode(), "a.html")
