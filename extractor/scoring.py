"""The confidence model in use: evidence to probability, and the threshold of review."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.artefacts import ArtefactError
from extractor.calibrated import Calibrated, Curve
from extractor.confidence import FEATURES, bounded, rule_confidence
from extractor.linear_files import load_linear
from extractor.registry import default_model_dir, model_id
from extractor.trees import Trees

RULE_THRESHOLD = 0.9  # with the rule that stands in for a model; certified by nothing
ARTEFACT = "confidence.skops"


class ModelError(ValueError):
    """A confidence model that was fitted on other evidence than this version computes."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """The confidence model; `model` None means the rule.

    `unlike` (0 or below) is added to the log-odds of every field of a document that is unlike what
    the models learned from: what is sure elsewhere is less so where nothing was met before.
    """

    id: str
    threshold: float
    model: Calibrated | None = None
    unlike: float = 0.0

    def __call__(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        if len(rows) == 0:
            return np.zeros(0)
        if self.model is None:
            return bounded(rule_confidence(rows), rows)
        return self.model(rows)

    def doubting(self, rows: NDArray[np.float64], strange: bool) -> NDArray[np.float64]:
        """The probabilities in a document that is `strange`, or in one that is not."""
        sure = self(rows)
        return shifted(sure, self.unlike) if strange and self.unlike else sure


def shifted(chances: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    """Probabilities whose log-odds are moved."""
    odds = chances / (1 - chances) * np.exp(by)
    moved: NDArray[np.float64] = odds / (1 + odds)
    return moved


@lru_cache(maxsize=4)
def _load(folder: Path, stamp: int) -> Scorer:
    path = folder / ARTEFACT
    if not path.exists():
        return Scorer(model_id(folder), RULE_THRESHOLD)
    artefact = load_linear(path, "confidence")
    settings = artefact.header.settings
    if tuple(settings.get("features", ())) != FEATURES:
        raise ModelError(f"{path.name}: fitted on other evidence; train again (duibiao train)")
    unlike = float(settings.get("unlike", 0.0))
    model = artefact.model
    if isinstance(model, dict):
        model = Trees.read(path, model)
    try:
        curve = Curve.read(settings.get("curve", ()))
    except (TypeError, ValueError) as error:
        raise ArtefactError("damaged", path, "a curve of confidence", str(error)) from error
    calibrated = Calibrated(model, curve)
    return Scorer(model_id(folder), float(settings["threshold"]), calibrated, unlike)


def load_scorer(folder: Path | None = None) -> Scorer:
    """The scorer of a model folder, or of the default model."""
    chosen = default_model_dir(folder)
    path = chosen / ARTEFACT
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    return _load(chosen, stamp)
