"""Wordings of labels that reviewers' corrections taught; they lie beside the models."""

from pathlib import Path
from typing import Any

from extractor.taught import taught

ARTEFACT = "labels.skops"

# Pairs of an official label and its further wordings; hashable, in the order of the labels.
Aliases = tuple[tuple[str, tuple[str, ...]], ...]


def learned_labels(folder: Path) -> Aliases:
    """The further wordings in a model folder; none where it has no such file.

    Raises ArtefactError where the file is damaged or holds something else.
    """
    return taught(folder / ARTEFACT, "labels and their wordings", _aliases, ())


def _aliases(raw: Any) -> Aliases:
    if not isinstance(raw, dict):
        raise TypeError
    return tuple((str(label), tuple(map(str, raw[label]))) for label in sorted(raw))
