"""Gradient boosted trees as numpy alone evaluates them.

Trees are fitted by scikit-learn, but asking them needs a few comparisons; importing that library
costs two seconds wherever a report is read. All trees are one forest of numbered nodes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.artefacts import ArtefactError
from extractor.linear import FARTHEST

LEAF = -1  # in `feature`: the node asks nothing and has a value
ARRAYS = ("roots", "feature", "limit", "left", "right", "value", "bias")


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees whose leaves add up to log-odds, with a bias.

    A row of features goes `left` at a node where its `feature` is at most `limit`. `roots` are the
    nodes that the trees begin with.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    limit: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    bias: NDArray[np.float64]
    children: NDArray[np.int32] = field(init=False, repr=False)  # of each node right, then left

    def __post_init__(self) -> None:
        size = len(self.feature)
        for each in (self.limit, self.left, self.right, self.value):
            if each.shape != (size,):
                raise ValueError(f"{each.shape} for {size} nodes")
        inner = self.feature >= 0
        # Children come after their parents, so that every way through a tree ends.
        place = np.arange(size)[inner]
        for child in (self.left[inner], self.right[inner]):
            if np.any(child <= place) or np.any(child >= size):
                raise ValueError("nodes that are no trees")
        if self.bias.shape != (1,) or np.any(self.roots < 0) or np.any(self.roots >= size):
            raise ValueError("trees that begin nowhere")
        object.__setattr__(self, "children", np.stack([self.right, self.left], axis=1).ravel())

    @classmethod
    def of(cls, estimator: Any) -> "Trees":
        """The same trees as those of a fitted HistGradientBoostingClassifier of two classes."""
        parts = [trees[0].nodes for trees in estimator._predictors]
        starts = np.cumsum([0, *(len(nodes) for nodes in parts)])
        nodes = np.concatenate(parts)
        shift = np.repeat(starts[:-1], [len(part) for part in parts])
        leaf = nodes["is_leaf"].astype(bool)
        return cls(
            starts[:-1].astype(np.int32),
            np.where(leaf, LEAF, nodes["feature_idx"]).astype(np.int32),
            np.where(leaf, 0.0, nodes["num_threshold"]).astype(np.float64),
            np.where(leaf, 0, nodes["left"] + shift).astype(np.int32),
            np.where(leaf, 0, nodes["right"] + shift).astype(np.int32),
            np.where(leaf, nodes["value"], 0.0).astype(np.float64),
            np.asarray(estimator._baseline_prediction, np.float64).reshape(-1)[:1],
        )

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds of rows of features."""
        at = np.tile(self.roots, len(rows))
        start = np.repeat(np.arange(len(rows)) * rows.shape[1], len(self.roots))
        every = rows.ravel()
        live = np.arange(len(at))
        while len(live):  # those that have not come to a leaf
            live = live[self.feature.take(at.take(live)) >= 0]
            node = at.take(live)
            asked = every.take(start.take(live) + self.feature.take(node))
            at[live] = self.children.take(2 * node + (asked <= self.limit.take(node)))
        leaves = self.value.take(at).reshape(len(rows), len(self.roots))
        sums: NDArray[np.float64] = leaves.sum(axis=1) + self.bias[0]
        return sums

    def predict_proba(self, rows: NDArray[Any]) -> NDArray[np.float64]:
        """Probabilities of the first class and the second; equal rows are asked once."""
        # In the precision that the trees were fitted in.
        dense = np.ascontiguousarray(rows, dtype=np.float32)
        places: dict[bytes, int] = {}
        at = np.array([places.setdefault(r.tobytes(), len(places)) for r in dense], dtype=np.intp)
        some = np.frombuffer(b"".join(places), dtype=np.float32).reshape(-1, dense.shape[1])
        odds = np.clip(self.sums(some.astype(np.float64)), -FARTHEST, FARTHEST)
        second = (1.0 / (1.0 + np.exp(-odds)))[at]
        return np.column_stack([1.0 - second, second])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Plain arrays by name, as a model file holds them."""
        return {name: getattr(self, name) for name in ARRAYS}

    @classmethod
    def read(cls, path: Path, arrays: Any) -> "Trees":
        """From what a model file held; raises ArtefactError where it is anything else."""
        try:
            return cls.from_arrays(arrays)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArtefactError("damaged", path, "arrays of trees", type(error).__name__) from error

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Trees":
        """From what `arrays` gave; raises KeyError, TypeError or ValueError on anything else."""
        return cls(*(arrays[name] for name in ARRAYS))
