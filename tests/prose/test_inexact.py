"""Ranges and bounds tell no number, and what is told so is doubted."""

import pytest

from extractor.prose import read_prose
from extractor.prose.numbers import find_numbers
from extractor.types import Cleaned, Prose, Section, Span

NEW = "applications.new.total"


def read(text: str) -> Prose:
    whole = Span(0, len(text))
    section = Section("applications", 1, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], (), year=2018)


@pytest.mark.parametrize(
    "said", ["80至90", "3-5", "12~15", "七八", "三五", "十五六", "数十", "几十"]
)
def test_a_range_is_no_number(said: str) -> None:
    found = read(f"全年收到信息公开申请{said}件。")
    assert not found.statements
    assert not found.facts
    assert found.doubts[NEW] >= 0.1


@pytest.mark.parametrize("said", ["不足10件", "不到20件", "至少15件", "30件以上", "40件以内"])
def test_a_bound_is_unsure(said: str) -> None:
    (told,) = (s for s in read(f"全年收到信息公开申请{said}。").statements if s.field == NEW)
    assert told.unsure
    assert told.confidence < 0.5


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("约30", 30),
        ("十余", 10),
        ("15", 15),
        ("二十三", 23),
        ("廿三", 23),
        ("壹拾贰", 12),
        ("卅", 30),
    ],
)
def test_other_numbers_are_what_they_say(said: str, value: int) -> None:
    (told,) = (s for s in read(f"全年收到信息公开申请{said}件。").statements if s.field == NEW)
    assert (told.value, told.unsure) == (value, False)


@pytest.mark.parametrize(
    "text", ["入伍人员已登记", "队伍人数", "电话3-2119228", "2018-5件", "陆某等人"]
)
def test_what_looks_like_one(text: str) -> None:
    assert not [n for n in find_numbers(text) if n.vague or n.chinese]


def test_years_together_are_not_this_one() -> None:
    assert not read("条例施行十多年来,共受理信息公开申请231件。").facts
    assert read("一年来,共受理信息公开申请23件。").facts
