"""Wordings of labels that reviewers' corrections taught; they lie beside the models."""

from functools import lru_cache
from pathlib import Path

from extractor.artefacts import ArtefactError, load

ARTEFACT = "labels.skops"

# Pairs of an official label and its further wordings; hashable, in the order of the labels.
Aliases = tuple[tuple[str, tuple[str, ...]], ...]


def learned_labels(folder: Path) -> Aliases:
    """The further wordings in a model folder; none where it has no such file.

    Raises ArtefactError where the file is damaged or holds something else.
    """
    path = folder / ARTEFACT
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _load(path, stamp)


@lru_cache(maxsize=8)
def _load(path: Path, stamp: int) -> Aliases:
    raw = load(path, "values").model
    if not isinstance(raw, dict):
        raise ArtefactError("damaged", path, "labels and their wordings", type(raw).__name__)
    return tuple((str(label), tuple(map(str, raw[label]))) for label in sorted(raw))
