"""A confidence model whose answers come true as often as they say.

What speaks against an answer bounds what the fitted model says of it (`confidence.bounded`). Such
bounds are careful by design: of generated answers that a bound put at 0.5, 85 % were right. A curve that
never falls, learned on documents that the model was not fitted on, says how often answers so sure were
right; it does not change which of two answers is the surer one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.confidence import HIGHEST, LOWEST, bounded


@dataclass(frozen=True, slots=True)
class Curve:
    """Straight lines between points (bounded confidence, share that was right), beyond them level.

    Raises ValueError where it falls, or leaves 0..1. Without points everything stays as it is.
    """

    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        for axis in zip(*self.points, strict=True):
            if any(after < before for before, after in pairwise(axis)):
                raise ValueError("a curve that falls")
            if not all(0.0 <= value <= 1.0 for value in axis):
                raise ValueError("a curve that leaves 0..1")

    def __call__(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.points:
            return chances
        given, found = zip(*self.points, strict=True)
        made: NDArray[np.float64] = np.clip(np.interp(chances, given, found), LOWEST, HIGHEST)
        return made

    @classmethod
    def read(cls, said: Sequence[Sequence[float]]) -> "Curve":
        """From what a header holds; raises ValueError or TypeError where that is no curve."""
        return cls(tuple((float(given), float(found)) for given, found in said))


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Evidence to the confidence that is given: a fitted model, what binds it, and the curve.

    `model` has `predict_proba` of two classes, the second being "right".
    """

    model: Any
    curve: Curve = field(default_factory=Curve)

    def __call__(self, rows: NDArray[Any]) -> NDArray[np.float64]:
        return self.curve(self.bounded(rows))

    def bounded(self, rows: NDArray[Any]) -> NDArray[np.float64]:
        """The confidence before the curve."""
        return bounded(self.model.predict_proba(rows)[:, 1], rows)
