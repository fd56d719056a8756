"""Cells that hold numbers in words."""

import pytest

from benchmarks.spellings import numeral
from extractor.pipeline import extract_bytes
from extractor.tables.numerals import as_digits
from extractor.types import Span
from tests.tables import made

HEAD = "虚构县民政局2022年政府信息公开工作年度报告\n一、总体情况\n本年工作平稳。\n"
VALUES = made.dense(7, 900) | {
    "disclosure.regulations.issued": 10,
    "disclosure.licensing.decisions": 0,
}


def shown(text):
    return as_digits(text, Span(0, len(text)))


def fields(values):
    text = HEAD + made.draw(values)
    return text, extract_bytes(text.encode(), "a.txt")["reports"][0]["fields"]


def placed(number):
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


@pytest.mark.parametrize("say", [numeral, placed])
def test_tables_in_words_are_read_with_span_and_raw(say):
    text, found = fields({id: say(n) for id, n in VALUES.items()})
    assert {id: found[id]["value"] for id in VALUES} == VALUES
    assert all(
        text[slice(*found[id]["span"])] == found[id]["raw"] == say(n) for id, n in VALUES.items()
    )
    assert {found[id]["state"] for id in VALUES} == {"observed"}


@pytest.mark.parametrize("zero", ["零", "〇", "○"])
def test_words_for_zero_alone(zero):
    values = {id: 0 if at % 3 else n for at, (id, n) in enumerate(VALUES.items())}
    _, found = fields({id: zero if n == 0 else n for id, n in values.items()})
    assert {id: found[id]["value"] for id in VALUES} == values


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("十", 10),
        ("一百", 100),
        ("两千零三", 2003),
        ("一〇五", 105),
        ("壹佰零伍", 105),
        ("三万", 30_000),
    ],
)
def test_each_way_to_say_it(said, number):
    text = f"零|{said}|五|二十|零|三"
    found = shown(text)
    assert found.numerals[2].number == number
    assert found.numerals[2].span.of(text) == said
    assert len(found.text) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "一\n总体情况\n二\n公开情况\n三\n申请情况\n四\n复议诉讼情况\n五\n问题\n",  # numbers of headings
        "一 | 规章 | 5\n二 | 文件 | 6\n三 | 许可 | 7\n四 | 处罚 | 8\n五 | 强制 | 9\n",  # of rows
        "0 | 一 | 一\n一 | 一 | 一\n",  # strokes
        "第一|第二|(三)|四、|五.|六)|二十条",
        "零|零|零",  # too few
        "百|千|十百|二二百|零十",
    ],
)
def test_what_is_no_value_stays(text):
    assert shown(text).text == text
