"""Trees as numpy evaluates them: what scikit-learn says, and nothing that never ends."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from extractor.trees import Trees


def data(seed=0, count=3000):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 6)).astype(np.float32).round(2)
    right = rng.random(count) < 1 / (1 + np.exp(-3 * x[:, 0] * (x[:, 1] > 0) - x[:, 2]))
    return x, right


@pytest.fixture(scope="module")
def fitted():
    trees = HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=8, random_state=1)
    return trees.fit(*data())


def test_trees_say_what_the_library_says(fitted):
    x, _ = data(1)
    both = np.concatenate([x, x[:7]])  # equal rows among them
    found = Trees.of(fitted).predict_proba(both)
    assert np.allclose(found, fitted.predict_proba(both), atol=1e-6)
    assert found[:, 1].std() > 0.2


def test_trees_survive_as_arrays(fitted):
    x, _ = data(2, 400)
    trees = Trees.of(fitted)
    again = Trees.from_arrays(trees.arrays())
    assert np.array_equal(again.predict_proba(x), trees.predict_proba(x))


def test_no_rows_give_no_probabilities(fitted):
    assert Trees.of(fitted).predict_proba(np.zeros((0, 6))).shape == (0, 2)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("left", np.zeros_like),  # back to the first node, for ever
        ("right", lambda a: a + len(a)),
        ("roots", lambda a: a + 100_000),
        ("limit", lambda a: a[1:]),
        ("bias", lambda a: np.zeros(0)),
    ],
)
def test_arrays_that_are_no_trees_are_refused(fitted, name, change):
    arrays = Trees.of(fitted).arrays()
    arrays[name] = change(arrays[name])
    with pytest.raises(ValueError, match=r"nodes|trees"):
        Trees.from_arrays(arrays)
