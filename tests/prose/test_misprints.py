"""Counts with letters for digits, digits apart, and numbers of pages within."""

import time

import pytest

from extractor.prose import read_prose
from extractor.prose.misprints import damaged
from extractor.types import Cleaned, Prose, Section, Span

NEW = "applications.new.total"
REVIEW, SUITS = "remedies.review.total", "remedies.litigation_direct.total"


def read(text: str, key: str = "applications") -> Prose:
    whole = Span(0, len(text))
    section = Section(key, 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], (), year=2018)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("l3件", 13), ("2O件", 20), ("2S件", 25), ("B件", None), ("Z4件", 24), ("1B 件", 18),
        ("I件", 1), ("|7件", 17), ("1 305件", 1305), ("1 4件", 14), ("1\n4 件", 14),
        ("1 — 6 — 4 件", 14),
    ],
)  # fmt: skip
def test_a_repaired_count_is_to_be_looked_at(said: str, value: int | None) -> None:
    text = f"全年共收到信息公开申请{said}。"
    told = [s for s in read(text).statements if s.field == NEW]
    if value is None:
        assert not told
        return
    assert [s.value for s in told] == [value]
    assert told[0].unsure
    assert told[0].confidence < 0.5
    assert (
        text[told[0].span.start : told[0].span.end]
        == said[: -len(" 件" if " 件" in said else "件")]
    )


@pytest.mark.parametrize(
    "said", ["14 — 6 — 件", "14 第 6 页 共 9 页 件", " 第6页 14件", " - 6 - 14件", "\n14 件"]
)
def test_the_number_of_a_page_is_passed_over(said: str) -> None:
    (told,) = (s for s in read(f"全年受理信息公开申请{said}。").statements if s.field == NEW)
    assert (told.value, told.unsure) == (14, False)


@pytest.mark.parametrize("zero", ["O", "o", "○", "〇", " O "])
def test_a_lone_letter_that_can_only_be_zero_is(zero: str) -> None:
    told = read(f"行政复议{zero}件,行政诉讼{zero}件。", "remedies").statements
    assert {s.field for s in told if s.value == 0 and not s.unsure} >= {REVIEW, SUITS}


@pytest.mark.parametrize(
    "text",
    [
        "通过APP 3条、LED屏5条发布信息。",
        "规章 | 0件 | 3件 |",
        "公开2018 3件事项",
        "12-5-3件",
        "网站12条、微信5条",
        "SO件",
        "附件B、C",
    ],
)
def test_what_is_no_damaged_count(text: str) -> None:
    assert not list(damaged(text))


def test_long_runs_take_no_time() -> None:
    started = time.perf_counter()
    list(damaged("申请" + "1 " * 20_000 + "O" * 20_000 + "件" + "— 1 " * 20_000))
    assert time.perf_counter() - started < 1
