"""Numbers beside a fact are possible ones."""

import random
import re

import pytest

from extractor.training.corpus.agency import make_agency
from extractor.training.corpus.marked import MarkedText
from extractor.training.corpus.speech import Context, say
from extractor.training.corpus.splits import Split


def spoken(template: str, value: int, seed: int) -> list[int]:
    """The numbers that a template comes out with, years left out."""
    rng = random.Random(seed)
    context = Context(rng, Split.TRAIN, make_agency(rng, Split.TRAIN), 2021)
    out = MarkedText()
    say(out, template, context, {"review.cases": value}, "review.cases", exact=True)
    return [int(n) for n in re.findall(r"\d+", out.text.replace("2020年", ""))]


@pytest.mark.parametrize("value", [1, 2, 40, 900])
@pytest.mark.parametrize(
    ("template", "more"),
    [
        ("复议案件{x}件，其中[涉及|因]信息公开的{N}件。", True),
        ("申请由{last}年的{x}件下降到{N}件。", True),
        ("申请从上年的{x}件[增至|增加到]今年的{N}件。", False),
    ],
)
def test_a_whole_is_no_less_than_its_part(template: str, more: bool, value: int) -> None:
    for seed in range(40):
        other, fact = spoken(template, value, seed)
        assert fact == value
        assert other >= fact if more else other < fact


def test_other_numbers_are_free() -> None:
    drawn = {tuple(spoken("申请由{last}年的{x}件变化到{N}件。", 20, s)) for s in range(40)}
    assert any(a > b for a, b in drawn)
    assert any(a < b for a, b in drawn)
