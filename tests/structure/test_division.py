"""Divisions of a page: the likeliest one, and how likely its stretches are."""

import math

import pytest

from extractor.structure.division import allowed, divide, likelihoods, runs_of
from extractor.structure.facts import facts_of
from extractor.structure.wordings import load_wordings
from extractor.types import Span

TEXT = "甲。" * 500
BLOCKS = [facts_of(TEXT, Span(0, 1000), load_wordings())] * 3
RUNS = runs_of(BLOCKS)


def scores(joined: float) -> list[dict[str, float]]:
    """One document a block is worth 1, two blocks together `joined`, all three nothing."""
    worth = {1: 1.0, 2: joined, 3: 0.0}
    return [{"report": worth[run.end - run.start], "notice": -1.0} for run in RUNS]


def test_runs_cover_every_stretch_of_neighbours() -> None:
    assert [(run.start, run.end) for run in RUNS] == [
        (0, 1),
        (0, 2),
        (0, 3),
        (1, 2),
        (1, 3),
        (2, 3),
    ]
    assert RUNS[2].facts.length == 3000


@pytest.mark.parametrize(("joined", "parts"), [(0.5, [1, 1, 1]), (3.0, [2, 1])])
def test_the_division_that_gains_most_is_chosen(joined: float, parts: list[int]) -> None:
    chosen = divide([0.0, 0.0, 0.1], RUNS, scores(joined))
    assert [c.run.end - c.run.start for c in chosen] == parts
    assert {c.name for c in chosen} == {"report"}


def test_a_cut_that_costs_much_joins_its_blocks() -> None:
    assert len(divide([0.0, -9.0, -9.0], RUNS, scores(0.0))) == 1


def test_likelihoods_are_those_of_all_divisions_told_one_by_one() -> None:
    odds, worth = [0.0, 0.4, -0.7], scores(0.8)
    found = likelihoods(odds, RUNS, worth)
    place = {(run.start, run.end): at for at, run in enumerate(RUNS)}
    divisions = [((0, 3),), ((0, 1), (1, 3)), ((0, 2), (2, 3)), ((0, 1), (1, 2), (2, 3))]
    weight = {
        parts: math.prod(
            sum(math.exp(v) for v in worth[place[part]].values())
            * math.exp(odds[part[0]] if part[0] else 0.0)
            for part in parts
        )
        for parts in divisions
    }
    total = sum(weight.values())
    for run, each in zip(RUNS, found, strict=True):
        expected = sum(w for parts, w in weight.items() if (run.start, run.end) in parts) / total
        assert sum(each.values()) == pytest.approx(expected)
        gain = worth[place[run.start, run.end]]
        assert each["report"] / each["notice"] == pytest.approx(
            math.exp(gain["report"] - gain["notice"])
        )


def test_long_text_is_no_furniture() -> None:
    (kept, *_) = allowed(RUNS, [{"report": 0.0, "furniture": 9.0}] * len(RUNS))
    assert kept == {"report": 0.0}


def test_a_list_of_titles_is_no_report_whatever_the_scores_say() -> None:
    titles = "苍原县水务局2022年政府信息公开年度报告\n" * 9
    for text, name in ((titles, "news"), (titles + "收到申请2件。", "report")):
        runs = runs_of([facts_of(text, Span(0, len(text)), load_wordings())])
        (kept,) = allowed(runs, [{"report": 9.0, "news": 0.0}])
        assert max(kept, key=kept.__getitem__) == name
