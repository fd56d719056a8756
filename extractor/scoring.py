"""The confidence model in use: evidence to probability, and the threshold of review."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from extractor.confidence import FEATURES, rule_confidence
from extractor.linear_files import load_linear
from extractor.registry import default_model_dir, model_id

RULE_THRESHOLD = 0.9  # with the rule that stands in for a model; certified by nothing
ARTEFACT = "confidence.skops"


class Probabilities(Protocol):
    """What a saved confidence model must do."""

    def predict_proba(self, rows: NDArray[np.float64]) -> NDArray[np.float64]: ...


class ModelError(ValueError):
    """A confidence model that was fitted on other evidence than this version computes."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """The confidence model; `model` None means the rule."""

    id: str
    threshold: float
    model: Any | None = None

    def __call__(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        if len(rows) == 0:
            return np.zeros(0)
        if self.model is None:
            return rule_confidence(rows)
        chances: NDArray[np.float64] = self.model.predict_proba(rows)[:, 1]
        return np.clip(chances, 0.001, 0.9999)


@lru_cache(maxsize=4)
def _load(folder: Path, stamp: int) -> Scorer:
    path = folder / ARTEFACT
    if not path.exists():
        return Scorer(model_id(folder), RULE_THRESHOLD)
    artefact = load_linear(path, "confidence")
    settings = artefact.header.settings
    if tuple(settings.get("features", ())) != FEATURES:
        raise ModelError(f"{path.name}: fitted on other evidence; train again (duibiao train)")
    return Scorer(model_id(folder), float(settings["threshold"]), artefact.model)


def load_scorer(folder: Path | None = None) -> Scorer:
    """The scorer of a model folder, or of the default model."""
    chosen = default_model_dir(folder)
    path = chosen / ARTEFACT
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    return _load(chosen, stamp)
