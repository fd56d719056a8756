"""Rules, the trained classifier and both, on held-out wordings and documents."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extractor.prose.model import NONE, FactModel, by_key
from extractor.training.prose.samples import Sample

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall and precision of (case, key), calibration error and Brier score of those kept."""

    recall: float
    precision: float
    ece: float
    brier: float
    n: int


def probabilities(model: FactModel, samples: Sequence[Sample]) -> list[dict[str, float]]:
    """The model's probability of each key for each sample."""
    logits = model.scores([s.case for s in samples]) / model.temperature
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    return [by_key(model.labels, row) for row in odds.tolist()]


def blended(model: FactModel, samples: Sequence[Sample]) -> list[dict[str, float]]:
    """The final probability of each key for each sample."""
    learned = probabilities(model, samples)
    return [model.final(s.case, p) for s, p in zip(samples, learned, strict=True)]


def ruled(samples: Sequence[Sample]) -> list[dict[str, float]]:
    return [{g.key: g.score for g in s.case.guesses} for s in samples]


def figures(samples: Sequence[Sample], said: Sequence[Scores], keep: float = 0.5) -> Figures:
    wanted = found = right = 0
    points: list[tuple[float, bool]] = []
    for sample, scores in zip(samples, said, strict=True):
        truth = set(sample.label.split("+")) - {NONE}
        kept = {k for k, p in scores.items() if p >= keep}
        wanted, found, right = wanted + len(truth), found + len(kept), right + len(truth & kept)
        points += [(p, k in truth) for k, p in scores.items() if p >= keep]
    return Figures(
        right / wanted if wanted else math.nan, right / found if found else math.nan,
        _ece(points), float(np.mean([(p - ok) ** 2 for p, ok in points])) if points else math.nan, wanted,
    )  # fmt: skip


def _ece(points: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    groups: dict[int, list[tuple[float, bool]]] = {}
    for p, ok in points:
        groups.setdefault(min(int(p * bins), bins - 1), []).append((p, ok))
    mean: Callable[[Sequence[float]], float] = lambda values: sum(values) / len(values)  # noqa: E731
    off = sum(
        len(g) * abs(mean([p for p, _ in g]) - mean([float(o) for _, o in g]))
        for g in groups.values()
    )
    return off / len(points) if points else math.nan
