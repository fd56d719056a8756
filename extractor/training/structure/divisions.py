"""Learns what stretches and cuts are worth, so that true divisions of pages become likely ones.

One likelihood over whole divisions: a stretch is not judged alone, but against every other way to
divide its page, and so the margins of the chosen division mean something.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from extractor.structure.division import FURNITURE, sums
from extractor.structure.hashing import WIDTH
from extractor.training.structure.samples import Page

STRENGTH = 3.0  # inverse of the penalty
ROUNDS = 120
_BARRED = -1e9

Floats = NDArray[np.float64]


def fit_divisions(
    pages: Sequence[Page], seed: int, rounds: int = ROUNDS
) -> dict[str, LogisticRegression]:
    """The scorers of stretches (`classes`) and of cuts (`cuts`), as linear classifiers."""
    names = sorted({name for page in pages for name in page.true.values()} | {FURNITURE})
    problem = _Problem(pages, names)
    start = np.zeros((WIDTH + 1) * (len(names) + 1))
    found = minimize(
        problem.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}
    ).x.reshape(WIDTH + 1, len(names) + 1)
    return {
        "classes": _classifier(np.array(names), found[:, :-1].T, seed),
        "cuts": _classifier(np.array([0, 1]), found[:, -1:].T, seed),
    }


def _classifier(classes: NDArray[np.generic], weights: Floats, seed: int) -> LogisticRegression:
    """Weights, their last column the bias, in the form that model files hold."""
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, random_state=seed)
    model.classes_, model.n_features_in_ = classes, WIDTH
    model.coef_ = weights[:, :-1].astype(np.float32)
    model.intercept_ = weights[:, -1].astype(np.float64)
    return model


class _Problem:
    """All pages as matrices; the loss of weights and its gradient."""

    def __init__(self, pages: Sequence[Page], names: Sequence[str]) -> None:
        self.pages, self.names = pages, names
        self.runs = _rows([columns for page in pages for columns in page.runs])
        self.cuts = _rows([columns for page in pages for columns in page.cuts])
        self.first_run = np.cumsum([0, *(len(page.runs) for page in pages)])
        self.first_cut = np.cumsum([0, *(len(page.cuts) for page in pages)])
        furnished = np.array([one for page in pages for one in page.furnished])
        self.barred = np.zeros((len(furnished), len(names)))
        self.barred[~furnished, list(names).index(FURNITURE)] = _BARRED
        # The cut that opens each run; that of a page's start is given, not chosen.
        starts = [(at, a) for at, page in enumerate(pages) for a, _ in page.ranges]
        self.opening = np.array([self.first_cut[at] + a for at, a in starts])
        self.chosen = np.array([float(a > 0) for _, a in starts])
        self.true = np.zeros((len(furnished), len(names)))
        for at, page in enumerate(pages):
            for place, run in enumerate(page.ranges, self.first_run[at]):
                if run in page.true:
                    self.true[place, list(names).index(page.true[run])] = 1.0

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """The penalised negative log-likelihood of the true divisions."""
        matrix = weights.reshape(WIDTH + 1, len(self.names) + 1)
        scores = self.runs @ matrix[:, :-1] + self.barred
        most = scores.max(axis=1, keepdims=True)
        shares = np.exp(scores - most)
        total = shares.sum(axis=1, keepdims=True)
        odds = (self.cuts @ matrix[:, -1])[self.opening] * self.chosen
        gain = (most + np.log(total))[:, 0] + odds
        likely, logs = self._likely(gain)
        expected = shares / total * likely[:, None]
        value = logs - float((self.true * scores).sum()) - float(self.true.sum(axis=1) @ odds)
        surplus = expected - self.true
        opened = np.zeros(self.cuts.shape[0])
        np.add.at(opened, self.opening, surplus.sum(axis=1) * self.chosen)
        gradient = np.column_stack([self.runs.T @ surplus, self.cuts.T @ opened])
        penalty = matrix.copy()
        penalty[-1] = 0.0  # the bias
        value += float((penalty**2).sum()) / (2 * STRENGTH)
        return value, (gradient + penalty / STRENGTH).ravel()

    def _likely(self, gain: Floats) -> tuple[Floats, float]:
        """The probability of each run over all divisions, and the sum of the pages' log-sums."""
        likely, logs = np.zeros_like(gain), 0.0
        for page, (a, b) in zip(self.pages, pairwise(self.first_run), strict=True):
            gains = gain[a:b].tolist()
            before, after = sums(len(page.cuts), page.ranges, gains)
            logs += before[-1]
            likely[a:b] = [
                math.exp(before[start] + one + after[end] - before[-1])
                for (start, end), one in zip(page.ranges, gains, strict=True)
            ]
        return likely, logs


def _rows(many: Sequence[Sequence[int]]) -> csr_matrix:
    """Binary rows with a last column that is always on."""
    indices: list[int] = []
    starts = [0]
    for columns in many:
        indices.extend([*sorted(set(columns)), WIDTH])
        starts.append(len(indices))
    data = np.ones(len(indices))
    return csr_matrix((data, indices, starts), shape=(len(many), WIDTH + 1))
