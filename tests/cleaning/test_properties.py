"""The way back holds for any text."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.cleaning import clean
from extractor.types import Span

PIECES = st.sampled_from(
    [
        "報(bào)告",
        "會(huì )",
        "信息公開",
        "(以下簡稱《條例》)",
        "12",
        "０",
        "　",
        "\u200b",
        "\r\n",
        "\r",
        "\n",
        "|",
        "365体育投注",
        "规范性檔案",
        "?,F将",
        "字号:",
        "大 中 小",
        "{{ title }}",
        "<span id=x>",
        "</span>",
        "\x00",
        "\ud800",
        "\u2028",
        "㎡",
        "\ufdfa",
        "²",
        "? 0 |",
        "????",
        "打印",
        "ǘ┮郎",
        "一,、",
        "𝟎",
        "🈚",
        "首页 > 公开",
        "主办:",
        "ICP备",
        "资讯",
        "程序",
        "自 然 人 总 计 规 章 1 2 件",
        " 公 开 ,",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=60).map("".join),
)
DIGITS = "0123456789"


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_the_map_is_monotone_in_bounds_and_complete(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.origin) == len(cleaned.text)
    assert cleaned.source_length == len(text)
    assert all(0 <= place < len(text) for place in cleaned.origin)
    assert all(a <= b for a, b in zip(cleaned.origin, cleaned.origin[1:], strict=False))
    for mark in cleaned.marks:
        assert 0 <= mark.span.start <= mark.span.end <= len(text)


@given(TEXTS, st.data())
@settings(max_examples=100, deadline=None)
def test_there_and_back_covers_the_same_characters(text: str, data: st.DataObject) -> None:
    cleaned = clean(text)
    start = data.draw(st.integers(0, len(cleaned.text)))
    end = data.draw(st.integers(start, len(cleaned.text)))
    source = cleaned.to_source(Span(start, end))
    assert source.end <= len(text)
    back = cleaned.from_source(source)
    if start < end:
        assert back.start <= start
        assert back.end >= end


NOISE = st.sampled_from(
    [
        "",
        "局365体育投注",
        "(bào)",
        "<b></b>",
        "{{ x }}",
        "局威尼斯人<i>",
        "文",
        "\n",
        " ",
        "| ? ",
        " 公 开 政 府 信 息 的 情 况 如 下 ",
    ]
)


@given(st.lists(st.tuples(st.text(DIGITS, min_size=1, max_size=4), NOISE), max_size=8))
def test_numbers_neither_appear_nor_vanish_nor_join(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{number}{noise or '；'}" for number, noise in parts)
    printed = [number for number, _ in parts]
    assert re.findall("[0-9]+", clean(text).text) == printed
