"""Teach a linear classifier a few cases without forgetting what it knows.

The new weights are those that fit the cases best while staying near the old ones (a Gaussian
prior around them), so that a hundred cases of people do not need the thousands of generated ones
again. Only weights of features that the cases show can move.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

# How much a case counts against the prior: at 1 a single case just turns a classifier that was
# in two minds; a person's word is worth several times that.
STRENGTH = 4.0
ROUNDS = 100
Floats = NDArray[np.float64]


def update(
    weights: NDArray[np.float32],
    bias: NDArray[np.float32],
    rows: Sequence[Sequence[int]],
    labels: Sequence[int],
) -> NDArray[np.float32]:
    """The new weights, a row a class; `rows` are columns of features that are 1, `labels` classes."""
    if not rows:
        return weights
    active = sorted({c for row in rows for c in row})
    place = {column: at for at, column in enumerate(active)}
    indices = [place[c] for row in rows for c in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    x = csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(rows), len(active)))
    x.sum_duplicates()
    y = np.asarray(labels)
    old = weights[:, active].astype(np.float64)
    base = np.asarray(x @ old.T) + bias.astype(np.float64)

    def loss(flat: Floats) -> tuple[float, Floats]:
        moved = flat.reshape(old.shape)
        logits = base + np.asarray(x @ moved.T)
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        chances /= chances.sum(axis=1, keepdims=True)
        told = chances[np.arange(len(y)), y]
        chances[np.arange(len(y)), y] -= 1.0
        slope = STRENGTH * np.asarray(x.T @ chances).T + moved
        value = -STRENGTH * np.log(np.maximum(told, 1e-12)).sum() + 0.5 * (moved**2).sum()
        return float(value), slope.ravel()

    found = minimize(
        loss, np.zeros(old.size), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    new = weights.copy()
    new[:, active] = (old + found.x.reshape(old.shape)).astype(weights.dtype)
    return new
