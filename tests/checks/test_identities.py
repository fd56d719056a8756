"""The identities of the form, and what follows from them."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import modern_ids
from extractor.identities import holds, identities, solve
from tests.tables.made import dense


def test_there_are_42() -> None:
    count = Counter(i.check for i in identities())
    assert count == {"row-sum": 25, "outcome-sum": 7, "column-balance": 7, "remedy-sum": 3}
    fields = {f for i in identities() for f in i.fields}
    assert fields == {f for f in modern_ids() if not f.startswith("disclosure.")}
    assert all(len(set(i.fields)) == len(i.fields) for i in identities())


def test_an_identity_holds_fails_or_is_unknown() -> None:
    values = dense()
    for identity in identities():
        assert holds(identity, values) is True
        for field in identity.fields:
            assert holds(identity, values | {field: values[field] + 1}) is False
            assert holds(identity, values | {field: None}) is None
            assert holds(identity, {f: v for f, v in values.items() if f != field}) is None


def test_decimals_add_up() -> None:
    identity = next(i for i in identities() if i.check == "remedy-sum")
    values = dict(zip(identity.left, (0.1, 0.2, 0, 0), strict=True)) | {identity.right[0]: 0.3}
    assert holds(identity, values) is True


def test_nothing_follows_from_nothing() -> None:
    assert solve({}) == {}
    assert solve(dict.fromkeys(modern_ids())) == {}


def test_nothing_is_left_to_solve_where_all_is_given() -> None:
    assert solve(dense()) == {}


def test_one_hidden_cell_is_found() -> None:
    values = dense(1)
    for hidden in modern_ids():
        found = solve({f: v for f, v in values.items() if f != hidden})
        assert found == ({} if hidden.startswith("disclosure.") else {hidden: values[hidden]})


def test_the_parts_of_zero_are_zero() -> None:
    found = solve({"applications.new.total": 0})
    assert found == {
        i: 0 for i in modern_ids() if i.startswith("applications.new.") and not i.endswith("total")
    }


def test_the_parts_of_a_number_stay_open() -> None:
    assert solve({"applications.new.total": 3}) == {}


def test_a_chain_over_rows_and_columns() -> None:
    values = dense(2)
    hidden = {"applications.new.total", "applications.new.research", "applications.granted.research",
              "applications.granted.total", "applications.processed_total.research"}  # fmt: skip
    found = solve({f: v for f, v in values.items() if f not in hidden})
    # Each of these stands alone in some identity once its neighbours are settled.
    assert found.items() <= values.items()
    assert {"applications.new.total", "applications.granted.total"} <= found.keys()


def test_known_values_that_contradict_settle_nothing_of_their_identity() -> None:
    identity = next(i for i in identities() if i.check == "remedy-sum")
    values = dict.fromkeys(identity.left, 1) | {identity.right[0]: 9}
    assert solve(values) == {}


def test_a_total_below_its_parts_settles_nothing() -> None:
    """The one part left would have to be negative."""
    identity = next(i for i in identities() if i.check == "row-sum")
    values = dict.fromkeys(identity.left[:-1], 5) | {identity.right[0]: 1}
    assert identity.left[-1] not in solve(values)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sets(st.sampled_from(modern_ids()), max_size=120))
def test_what_is_solved_is_true(seed: int, hidden: set[str]) -> None:
    values = dense(seed)
    found = solve({f: v for f, v in values.items() if f not in hidden})
    assert found.keys() <= hidden
    assert found.items() <= values.items()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sets(st.sampled_from(modern_ids()), min_size=1, max_size=60))
def test_hidden_as_none_is_hidden_as_missing(seed: int, hidden: set[str]) -> None:
    values = dense(seed)
    missing = {f: v for f, v in values.items() if f not in hidden}
    assert solve(missing) == solve(values | dict.fromkeys(hidden))


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(modern_ids()), st.one_of(st.none(), st.integers(0, 20)), max_size=150
    )
)
def test_given_values_stay_and_no_answer_is_negative(values: dict[str, int | None]) -> None:
    found = solve(values)
    assert all(values.get(field) is None for field in found)
    assert all(value >= 0 for value in found.values())


@pytest.mark.parametrize("hidden", [("applications.new.research", "applications.new.business")])
def test_two_parts_of_one_row_are_settled_by_their_columns(hidden: tuple[str, ...]) -> None:
    values = dense(3)
    found = solve({f: v for f, v in values.items() if f not in hidden})
    assert found == {f: values[f] for f in hidden}
