"""What reviewers taught and lies as plain values beside the models, as files that may be missing."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from extractor.artefacts import ArtefactError, load

T = TypeVar("T")


def taught(path: Path, expected: str, made: Callable[[Any], T], nothing: T) -> T:
    """What `made` makes of a file's values, once for each state of the file; `nothing` without one.

    Raises ArtefactError where the file is damaged or holds something else than `expected`: then
    `made` raises TypeError.
    """
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return nothing
    found: T = _load(path, stamp, expected, made)
    return found


@lru_cache(maxsize=16)
def _load(path: Path, stamp: int, expected: str, made: Callable[[Any], Any]) -> Any:
    raw = load(path, "values").model
    try:
        return made(raw)
    except TypeError as error:
        raise ArtefactError("damaged", path, expected, type(raw).__name__) from error
