"""What holds for any text, however hostile."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.structure import find_sections, page_furniture, split
from extractor.types import Span
from tests.structure.conftest import MODERN, OLD, plain

PIECES = st.sampled_from(
    [
        "一、",
        "(一)",
        "1.",
        "第一条",
        "总体情况",
        "主动公开情况",
        "\n",
        " ",
        "|",
        "。",
        ":",
        "0",
        "附表",
        "2020年政府信息公开年度报告",
        "其他需要报告的事项",
        "字号:",
        "一、总体情况\n",
        "根据《政府信息公开条例》",
        "2021年1月2日",
        "我局",
        "\t",
        "\u3000",
        "政",
        "\ud800",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_stretches_are_ordered_apart_and_in_bounds(text: str) -> None:
    found = split(plain(text))
    ends = [0]
    for stretch in found:
        assert ends[-1] <= stretch.span.start <= stretch.span.end <= len(text)
        assert 0 <= stretch.confidence <= 1
        ends.append(stretch.span.end)
    for span in page_furniture(plain(text), found):
        assert span.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 60), st.integers(0, 200))
def test_sections_lie_in_order_inside_the_report(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    at = span.start
    for section in find_sections(plain(text), span):
        assert at <= section.span.start == section.title_span.start < section.title_span.end
        assert section.title_span.end <= section.span.end <= span.end
        assert 0 <= section.confidence <= 1
        at = section.title_span.end


HOSTILE = {
    "one character": "政" * 200_000,
    "blanks": "一" + " " * 50_000 + "二",
    "lines": "\n" * 50_000,
    "numbers": "一、" * 50_000,
    "bars": "0 | " * 20_000,
    "headings": "一、总体情况\n" * 5_000,
    "one line of headings": "一、总体情况 " * 5_000,
    "titles": "2020年政府信息公开年度报告\n" * 3_000,
    "dates": "2020年1月2日\n" * 5_000,
    "brackets": "(一)" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time_and_is_no_report(name: str) -> None:
    cleaned = plain(HOSTILE[name])
    split(plain("。"))  # models are loaded
    before = time.process_time()
    found = split(cleaned)
    find_sections(cleaned, Span(0, len(cleaned.text)))
    assert time.process_time() - before < 10
    assert all(s.reason is not None for s in found)


def test_the_same_text_gives_the_same_answer() -> None:
    assert split(plain(MODERN + OLD)) == split(plain(MODERN + OLD))
