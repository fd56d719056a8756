"""Linear classifiers as numpy alone evaluates them.

Asking a model that was fitted by scikit-learn needs two products and a softmax, but importing
that library costs two seconds and a hundred megabytes. What is computed here is what it computes:
the same sums in the same order and precision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# exp() of more overflows; probabilities are 0 or 1 long before.
FARTHEST = 700.0


class NotLinearError(TypeError):
    """An estimator that is no logistic regression, scaled or not."""


@dataclass(frozen=True, eq=False)
class Linear:
    """A logistic regression, with the scaling before it where there is one.

    `weights` has a row for each feature and a column for each class, or one column for the second
    of two classes. `mean` and `scale` are those of the features.
    """

    classes: NDArray[Any]
    weights: NDArray[Any]
    bias: NDArray[Any]
    mean: NDArray[np.float64] | None = None
    scale: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        wide = 1 if len(self.classes) == 2 else len(self.classes)
        if self.weights.ndim != 2 or self.weights.shape[1] != wide or self.bias.shape != (wide,):
            raise ValueError(f"weights of {self.weights.shape} for {len(self.classes)} classes")
        for values in (self.mean, self.scale):
            if values is not None and values.shape != self.weights.shape[:1]:
                raise ValueError(f"scaling of {values.shape} for weights of {self.weights.shape}")

    @classmethod
    def of(cls, estimator: Any) -> "Linear":
        """The same model as a fitted estimator of scikit-learn; raises NotLinearError."""
        steps = [step for _, step in getattr(estimator, "steps", [("", estimator)])]
        names = [type(step).__name__ for step in steps]
        if names not in (["LogisticRegression"], ["StandardScaler", "LogisticRegression"]):
            raise NotLinearError(" > ".join(names))
        last = steps[-1]
        mean, scale = (steps[0].mean_, steps[0].scale_) if len(steps) == 2 else (None, None)
        return from_attributes(last.classes_, last.coef_, last.intercept_, mean, scale)

    def sums(self, many: Sequence[Iterable[int]]) -> NDArray[Any]:
        """Log-odds of binary rows, each given by the features that are on."""
        found = np.zeros((len(many), self.weights.shape[1]), dtype=self.weights.dtype)
        for row, columns in zip(found, many, strict=True):
            on = sorted(set(columns))
            if on and len(row) == 1:  # one column alone would be added up pair by pair
                row[0] = np.add.accumulate(self.weights[:, 0].take(on))[-1]
            elif on:
                np.add.reduce(self.weights.take(on, axis=0), axis=0, out=row)
        sums: NDArray[Any] = found + self.bias
        return sums

    def predict_proba(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of the classes for dense rows of features."""
        if self.mean is not None:
            rows = rows - self.mean
        if self.scale is not None:
            rows = rows / self.scale
        return probabilities(rows @ self.weights + self.bias)


def from_attributes(
    classes: NDArray[Any],
    coefficients: NDArray[Any],
    bias: NDArray[Any],
    mean: NDArray[np.float64] | None = None,
    scale: NDArray[np.float64] | None = None,
) -> Linear:
    """From the arrays as scikit-learn keeps them: coefficients with one row a class."""
    return Linear(classes, np.ascontiguousarray(coefficients.T), bias, mean, scale)


def probabilities(sums: NDArray[Any]) -> NDArray[np.float64]:
    """Log-odds to probabilities; one column is that of the second of two classes."""
    if sums.shape[1] == 1:
        second = 1.0 / (1.0 + np.exp(-np.clip(sums[:, 0], -FARTHEST, FARTHEST)))
        return np.stack([1.0 - second, second], axis=1)
    odds = np.exp(sums - sums.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return found
