"""The trained models of this room, loaded once a process."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor.artefacts import ArtefactError
from extractor.linear import Linear, probabilities
from extractor.linear_files import load_linear
from extractor.structure.candidates import Candidate
from extractor.structure.cuts import Cut
from extractor.structure.facts import Facts
from extractor.structure.heading_features import heading_columns
from extractor.structure.stretch_features import cut_columns, stretch_columns
from extractor.structure.wordings import Wordings
from extractor.types import Span

HEADINGS, STRETCHES = "structure-headings.skops", "structure-stretches.skops"
NONE = "none"
# A key less likely than this is no branch for the decoder.
LEAST = 0.01


@dataclass(frozen=True)
class HeadingModel:
    """Probabilities of section keys for candidates."""

    classifier: Linear

    def __call__(
        self, text: str, span: Span, candidates: Sequence[Candidate], wordings: Wordings
    ) -> list[dict[str, float]]:
        """Log-odds of each likely key against no heading, for each candidate."""
        if not candidates:
            return []
        sums = self.classifier.sums(heading_columns(text, span, candidates, wordings))
        labels = [str(c) for c in self.classifier.classes]
        found: list[dict[str, float]] = []
        for row in probabilities(sums):
            against = math.log(max(1e-9, row[labels.index(NONE)]))
            found.append(
                {
                    label: math.log(p) - against
                    for label, p in zip(labels, row.tolist(), strict=True)
                    if p >= LEAST and label != NONE
                }
            )
        return found


@dataclass(frozen=True)
class StretchModel:
    """Scores of classes for stretches and of cuts; a division's score is the sum of its own."""

    classes: Linear
    cuts: Linear

    def cut_odds(self, cuts: Sequence[Cut], blocks: Sequence[Facts]) -> list[float]:
        """What a division gains by starting a document at each cut."""
        return [float(v) for v in self.cuts.sums(cut_columns(cuts, blocks))[:, 0]]

    def class_scores(self, many: Sequence[Facts]) -> list[dict[str, float]]:
        """What a division gains by taking each stretch as one document of each class."""
        sums = self.classes.sums([stretch_columns(facts) for facts in many])
        labels = [str(c) for c in self.classes.classes]
        return [dict(zip(labels, row, strict=True)) for row in sums.astype(float).tolist()]


@lru_cache(maxsize=4)
def heading_model(folder: Path) -> HeadingModel | None:
    """The heading classifier of a folder of models, or None where the folder has none.

    A file that is there and cannot be used raises `ArtefactError`.
    """
    path = folder / HEADINGS
    if not path.exists():
        return None
    return HeadingModel(_linear(path, load_linear(path, "headings").model))


@lru_cache(maxsize=4)
def stretch_model(folder: Path) -> StretchModel | None:
    """The classifiers of stretches and cuts, or None; raises as `heading_model`."""
    path = folder / STRETCHES
    if not path.exists():
        return None
    model = load_linear(path, "stretches").model
    return StretchModel(_linear(path, model["classes"]), _linear(path, model["cuts"]))


def _linear(path: Path, model: object) -> Linear:
    if not isinstance(model, Linear):
        raise ArtefactError(
            "unsupported-model", path, "a logistic regression", type(model).__name__
        )
    return model
