"""What order and sums settle, and what they do not."""

import random

import pytest

from extractor.training.corpus.judge import placements
from extractor.training.corpus.numbers import make_numbers
from extractor.training.corpus.solver import ContradictionError, identities, settle
from extractor.training.corpus.speech import chinese


def test_two_equal_numbers_fit_six_places():
    assert len(placements([5, 5])) == 6


def test_a_lone_number_may_stand_anywhere():
    assert len(placements([0])) == len(placements([0, 0])) + 1 == 7
    assert {row[6] for row in placements([0])} == {0, None}


def test_sums_settle_a_full_row():
    assert placements([1, 2, 0, 0, 0, 0, 3]) == [(1, 2, 0, 0, 0, 0, 3)]


def test_what_does_not_add_up_keeps_every_place_without_total():
    assert all(row[6] is None for row in placements([1, 2, 4]))


def test_sums_settle_the_channels_that_lost_nothing():
    sums = ((4, (0, 1, 2, 3)), (9, (5, 6, 7, 8)), (14, (10, 11, 12, 13)))
    printed = [1, 2, 0, 0, 3, 0, 4, 0, 0, 4, 5, 0, 0, 5]  # one cell of the last channel is gone
    ways = placements(printed, 15, sums)
    assert {way[:10] for way in ways} == {(1, 2, 0, 0, 3, 0, 4, 0, 0, 4)}
    assert {way[14] for way in ways} == {5}
    assert len(ways) == 4


def test_a_channel_without_any_number_leaves_its_neighbours_open():
    ways = placements([3, 3], 10, ((4, (0, 1, 2, 3)), (9, (5, 6, 7, 8))))
    assert {way[4] for way in ways} == {3, None}


@pytest.mark.parametrize("density", ["sparse", "dense", "big", "equal", "distinct"])
def test_a_hidden_cell_is_found_again(density):

    rng = random.Random(density)
    values = make_numbers(rng, "2021", density).values
    cells = sorted({c for one in identities("2021") for c in one.left + one.right})
    for hidden in rng.sample(cells, 20):
        known = {c: values[c] for c in cells if c != hidden}
        assert settle(known)[hidden] == values[hidden]


def test_numbers_that_contradict_are_refused():
    known = {"remedies.review.total": 1, "remedies.review.upheld": 2}
    with pytest.raises(ContradictionError):
        settle(known)


def test_a_total_of_zero_settles_its_parts():
    found = settle({"remedies.review.total": 0})
    assert all(
        found[f"remedies.review.{r}"] == 0 for r in ("upheld", "corrected", "other", "pending")
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (40, "四十"),
        (105, "一百零五"),
        (2010, "二千零一十"),
        (9999, "九千九百九十九"),
    ],
)
def test_chinese_numerals(value, said):
    assert chinese(value) == said
