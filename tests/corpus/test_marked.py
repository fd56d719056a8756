"""Marks keep quoting their piece, whatever edits come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.training.corpus.marked import Edit, MarkedText

PIECES = st.lists(
    st.tuples(st.text("甲乙丙", max_size=4), st.text("0123", min_size=1, max_size=3)), max_size=8
)


def build(pieces: list[tuple[str, str]]) -> MarkedText:
    out = MarkedText()
    for before, number in pieces:
        out.add(before)
        out.add_marked(number, "cell", number)
    out.add("尾")
    return out


@given(PIECES, st.data())
def test_edits_between_the_pieces_leave_them_quoted(pieces, data):
    out = build(pieces)
    for _ in range(3):
        free = [i for i in range(len(out) + 1) if not any(m.start < i < m.end for m in out.marks)]
        places = sorted(data.draw(st.lists(st.sampled_from(free), max_size=4, unique=True)))
        out.edit([Edit(i, i, "插入") for i in places])
        assert [out.quote(m) for m in out.marks] == [number for _, number in pieces]


@given(PIECES, st.data())
def test_deleting_around_the_pieces_leaves_them_quoted(pieces, data):
    out = build(pieces)
    covered = {i for m in out.marks for i in range(m.start, m.end)}
    free = [i for i in range(len(out)) if i not in covered]
    gone = data.draw(st.lists(st.sampled_from(free), unique=True))
    out.edit([Edit(i, i + 1, "") for i in gone])
    assert [out.quote(m) for m in out.marks] == [number for _, number in pieces]


def test_replacing_a_piece_keeps_its_mark_on_the_new_text():
    out = build([("甲", "12")])
    out.edit([Edit(1, 3, "3456")])
    assert out.quote(out.marks[0]) == "3456"


def test_a_deleted_piece_becomes_empty():
    out = build([("甲", "12"), ("乙", "3")])
    out.edit([Edit(0, 4, "")])
    assert [out.quote(m) for m in out.marks] == ["", "3"]


def test_overlapping_edits_are_refused():
    out = build([("甲乙丙", "1")])
    with pytest.raises(ValueError, match="overlap"):
        out.edit([Edit(0, 2, "x"), Edit(1, 3, "y")])


def test_appending_moves_the_marks():
    out, other = build([("甲", "1")]), build([("乙", "22")])
    out.append(other)
    assert [out.quote(m) for m in out.marks] == ["1", "22"]
