"""The alignment against its slow twin, and the rows that real tables lose, add and repeat."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import FormField, Row
from extractor.tables.align import align, align_again
from extractor.tables.events import Event
from extractor.tables.recognise import Label
from extractor.tables.scores import KNOWN, NEVER, SKIP_ROW, Headers, Rows, scores, skip_score
from extractor.tables.tokens import Token
from extractor.tables.values import parse_value
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

NAMES = ("甲甲甲", "乙乙乙", "丙丙丙", "丁丁丁")


def row(name):
    cells = tuple(FormField(f"x.{name}.{c}", name, "件", 3, None, c) for c in ("a", "b", "c"))
    return Row(f"x.{name}", "x", name, None, None, cells)


ROWS = [row(name) for name in NAMES]


def event(at, name, similarity, count):
    """A printed row with a label of that similarity to a name (None: no label) and some values."""
    label = None
    if name is not None:
        sims = {(LabelKind.ROW, name): similarity} if similarity else {}
        label = Label(name, Span(20 * at, 20 * at + 3), at, 0, True, sims)
    values = [
        Token(str(n), Span(20 * at + 4 + n, 20 * at + 5 + n), at, n + 1, True, parse_value(str(n)))
        for n in range(count)
    ]
    return Event(label, None, (), values, line=at, last_line=at, piped=True)


def full(*names):
    return [event(at, name, 1.0, 3) for at, name in enumerate(names)]


def pairs(events, rows=ROWS, how=align):
    return {m.event: m.row for m in how(events, rows).matches}


def monotone(n, m):
    """Every way to match some of n events, in order, to some of m rows."""
    for size in range(min(n, m) + 1):
        for left in combinations(range(n), size):
            for right in combinations(range(m), size):
                yield dict(zip(left, right, strict=True))


def slow(events, rows):
    """The score of every alignment."""
    table, headers = Rows.of(rows), Headers()
    fits = [scores(e, table, headers) for e in events]
    skips = [skip_score(e, table) for e in events]
    for way in monotone(len(events), len(rows)):
        if all(fits[i][j] > NEVER for i, j in way.items()):
            score = sum(fits[i][way[i]] if i in way else skips[i] for i in range(len(events)))
            yield way, score + SKIP_ROW * (len(rows) - len(way))


EVENTS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from((*NAMES, "戊戊戊"))),
        st.sampled_from((0.0, 0.5, 0.6, 0.75, 0.9, 1.0)),
        st.integers(0, 5),
    ),
    max_size=5,
).map(lambda drawn: [event(at, *one) for at, one in enumerate(drawn)])


@settings(max_examples=150, deadline=None)
@given(EVENTS)
def test_it_is_the_best_of_all_alignments_and_margins_are_true(events):
    found = align(events, ROWS)
    every = list(slow(events, ROWS))
    assert found.total == pytest.approx(max(score for _, score in every))
    way = {m.event: m.row for m in found.matches}
    assert any(way == w and score == pytest.approx(found.total) for w, score in every)
    for match in found.matches:
        other = max(score for w, score in every if w.get(match.event) != match.row)
        assert match.margin == pytest.approx(found.total - other)
        assert match.margin >= -1e-9


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_rows_stay_in_order_and_none_is_used_twice(events):
    matches = align(events, ROWS).matches
    assert all(a.event < b.event and a.row < b.row for a, b in pairwise(matches))
    again = align_again(events, ROWS).matches
    assert len({m.event for m in again}) == len({m.row for m in again}) == len(again)
    kept = {(m.event, m.row) for m in again}
    # What goes is an empty row of another name, where one of the row's own name takes its place.
    gone = [m for m in matches if (m.event, m.row) not in kept]
    assert all(not events[m.event].stated and m.similarity < KNOWN for m in gone)
    assert {m.row for m in matches} <= {m.row for m in again}


def test_all_rows_in_order():
    assert pairs(full(*NAMES)) == {0: 0, 1: 1, 2: 2, 3: 3}


@pytest.mark.parametrize("lost", range(4))
def test_a_lost_row_moves_no_other(lost):
    kept = [i for i in range(4) if i != lost]
    assert pairs(full(*(NAMES[i] for i in kept))) == dict(enumerate(kept))


@pytest.mark.parametrize("lost", range(4))
def test_a_lost_label_is_settled_by_its_neighbours(lost):
    events = full(*NAMES)
    events[lost] = event(lost, None, 0.0, 3)
    found = align(events, ROWS)
    assert {m.event: m.row for m in found.matches} == {0: 0, 1: 1, 2: 2, 3: 3}
    assert found.matches[lost].similarity == 0.0
    assert found.matches[lost].margin < found.matches[(lost + 1) % 4].margin


def test_an_extra_row_is_left_out():
    assert pairs(full("甲甲甲", "戊戊戊", "乙乙乙", "丙丙丙", "丁丁丁")) == {0: 0, 2: 1, 3: 2, 4: 3}


def test_a_row_printed_twice_is_taken_once():
    found = pairs(full("甲甲甲", "乙乙乙", "乙乙乙", "丙丙丙", "丁丁丁"))
    assert sorted(found.values()) == [0, 1, 2, 3]
    assert found[0] == 0
    assert (found[3], found[4]) == (2, 3)


def test_a_worse_label_makes_the_margin_smaller():
    margins = []
    for similarity in (1.0, 0.8, 0.6):
        events = full(*NAMES)
        events[1] = event(1, NAMES[1], similarity, 3)
        margins.append(align(events, ROWS).matches[1].margin)
    assert margins == sorted(margins, reverse=True)
    assert margins[0] > margins[-1]


def test_rows_in_another_order_are_found_in_a_second_pass():
    events = full("丙丙丙", "丁丁丁", "甲甲甲", "乙乙乙")
    assert len(pairs(events)) == 2
    assert pairs(events, how=align_again) == {0: 2, 1: 3, 2: 0, 3: 1}


def test_far_too_many_values_are_no_row():
    events = [event(0, NAMES[0], 1.0, 9)]
    assert pairs(events) == {}
