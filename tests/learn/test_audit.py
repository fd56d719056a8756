"""Audits: what a random sample says of fields that nobody reviews; what is asked first."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.audit import Audit, apart, estimate, interval, tightened
from extractor.gain import expected_gain, expected_gains, neighbours
from extractor.novelty import Familiar, limit_of, load_familiar, pieces


def sample(rng, documents, rate, share):
    """A drawn sample of fields; half of them are drawn ten times as often as the others."""
    found, truth = [], []
    for document in range(documents):
        bad = rng.random() < rate * 5  # errors come together: a fifth of a bad document's fields
        for n in range(100):
            wrong = bad and rng.random() < 0.2
            truth.append(wrong)
            chance = share * (10 if n % 2 else 1)
            if rng.random() < chance:
                found.append(Audit(str(document), chance, 0.99, wrong))
    return found, sum(truth) / len(truth)


def test_the_interval_covers_the_truth_though_errors_come_together_and_chances_differ():
    rng, covered, rates, truths = random.Random(1), 0, [], []
    for _ in range(120):
        found, truth = sample(rng, 150, 0.02, 0.02)
        told = estimate(found)
        covered += told.low <= truth <= told.high
        rates.append(told.rate)
        truths.append(truth)
    assert covered >= 108  # 95 % of 120, less what chance takes
    assert sum(rates) / 120 == pytest.approx(sum(truths) / 120, rel=0.15)


def test_a_plain_mean_would_be_wrong():
    """Those drawn ten times as often are all right: counting heads hides the others."""
    seldom = [Audit(f"a{n}", 0.01, 0.9, n < 5) for n in range(50)]
    often = [Audit(f"b{n}", 0.1, 0.9, False) for n in range(500)]
    assert estimate(seldom + often).rate == pytest.approx(0.05)


def test_without_audits_nothing_is_claimed():
    told = estimate([])
    assert (told.low, told.high) == (0.0, 1.0)
    assert not told.passes(0.0)


def test_few_errors_do_not_pass_the_promise_and_many_do():
    assert not estimate([Audit(str(n), 0.01, 0.9, n == 0) for n in range(400)]).passes(0.001)
    assert estimate([Audit(str(n), 0.01, 0.9, n < 6) for n in range(400)]).passes(0.001)
    # Six errors in one document are one piece of news, not six.
    one = [Audit("x" if n < 6 else str(n), 0.01, 0.9, n < 6) for n in range(400)]
    assert estimate(one).low < estimate([Audit(str(n), 0.01, 0.9, n < 6) for n in range(400)]).low


@given(st.integers(0, 50), st.integers(50, 2000))
def test_intervals_hold_their_share(wrong, number):
    low, high = interval(wrong, number)
    assert 0.0 <= low <= wrong / number <= high <= 1.0


def test_the_threshold_rises_to_where_audits_keep_the_promise():
    sure = [Audit(str(n), 0.01, 0.99, False) for n in range(1000)]
    unsure = [Audit(f"u{n}", 0.01, 0.95 + n / 1000, True) for n in range(5)]
    found = tightened(sure + unsure, 0.001, 0.9)
    kept = [a for a in sure + unsure if a.confidence >= found]
    assert 0.95 < found <= 0.99
    assert estimate(kept).rate <= 0.001
    assert tightened(sure, 0.001, 0.9) == 0.9
    hopeless = tightened([Audit("a", 0.01, 0.999, True)], 0.001, 0.9)
    assert 0.999 < hopeless < 1.0


def test_errors_in_unlike_documents_raise_their_threshold_alone():
    before = (0.5, 0.5)
    right = [Audit(f"r{n}", 0.01, 0.99, False) for n in range(400)]
    odd = [Audit(f"o{n}", 0.01, 0.99, n < 6) for n in range(40)]
    everywhere, there = apart(right, odd, 0.001, before)
    assert everywhere == 0.5
    assert 0.99 < there < 1.0
    assert apart(right, odd, 0.001, (everywhere, there)) == (everywhere, there)  # nothing new
    everywhere, there = apart(odd, right, 0.001, before)
    assert everywhere > 0.99
    assert there == 0.5
    # Too few of each to tell, enough of both together.
    few = [Audit(f"f{n}", 0.01, 0.99, n < 1) for n in range(60)]
    other = [Audit(f"g{n}", 0.01, 0.99, n < 1) for n in range(60)]
    assert not estimate(few).passes(0.001)
    assert apart(few, other, 0.001, before)[0] > 0.99


def test_what_settles_others_is_asked_first():
    total, part = "applications.new.total", "applications.new.natural_person"
    row = neighbours()[total]
    assert part in row
    alone = expected_gain(total, 0.8, {total})
    assert expected_gain(total, 0.8, {total, part}) == pytest.approx(2 * alone)
    assert expected_gain(total, 0.6, {total}) == pytest.approx(2 * alone)
    assert expected_gain(total, 0.8, {total}, unlike=0.5) == pytest.approx(1.5 * alone)
    assert expected_gain("disclosure.fees", 0.8, {total, part}) == pytest.approx(0.2)


def test_one_hopeless_report_does_not_come_before_all_others():
    rows = [f"applications.refused.{row}" for row in ("state_secret", "administrative_query")]
    columns = ("natural_person", "business", "research", "total")
    hopeless = expected_gains({f"{row}.{column}": 0.1 for row in rows for column in columns})
    assert set(hopeless) == {f"{row}.{column}" for row in rows for column in columns}
    first, second = (sorted(hopeless[f"{row}.{column}"] for column in columns) for row in rows)
    top = sorted(hopeless.values())[-2:]
    assert {first[-1], second[-1]} == set(top)  # a look at each row before a second at one
    whole = {id: expected_gain(id, 0.1, hopeless) for id in hopeless}
    assert all(hopeless[id] <= whole[id] for id in hopeless)
    assert max(hopeless.values()) == max(whole.values())
    assert expected_gains({"disclosure.fees.amount": 0.8}, 0.5) == {
        "disclosure.fees.amount": expected_gain(
            "disclosure.fees.amount", 0.8, {"disclosure.fees.amount"}, 0.5
        )
    }
    assert expected_gains({}) == {}


PAGE = "表三\n本年新收 | 3 | 0 |\n上年结转 | 1 | 2 |\n"


def test_a_new_layout_and_a_new_wording_are_unlike_what_was_met():
    familiar = Familiar(pieces(PAGE), 0.3)
    assert familiar.unlike(PAGE) == 0.0
    assert familiar.unlike(PAGE.replace("3", "412")) == 0.0  # numbers are no news
    assert familiar.unlike(PAGE.replace(" | ", "；")) > 0.3
    assert familiar.unlike(PAGE.replace("新收", "收到的")) > 0.0
    assert familiar.unlike("") == 0.0


def test_the_limit_leaves_the_wanted_share_above():
    known = frozenset(range(10))
    others = [frozenset(range(n, n + 10)) for n in range(11)]  # unmet share n / 10
    assert limit_of(known, others, 0.1) == pytest.approx(0.9)
    assert limit_of(known, [], 0.1) == 1.0


def test_a_folder_without_it_says_nothing(tmp_path):
    assert load_familiar(tmp_path) is None


@given(st.text(max_size=300))
def test_any_text_has_pieces(text):
    assert len(pieces(text)) <= 8 * len(text) + 8
