"""Where models live, which one is in use, and how that changes: one step at a time, recorded.

A registry is a folder: `models/ID/` for each model (artefacts, `model.json`, `metrics.json`,
`CARD.md`), `current` naming the one in use, and `journal.jsonl` with every change. Readers look
at `current` once and then read one model's folder, which never changes after it was written.
"""

import hashlib
import os
from pathlib import Path

MODEL_DIR_VARIABLE = "DUIBIAO_MODEL"


def default_model_dir(given: Path | str | None = None) -> Path:
    """The folder of the model in use: the argument, `DUIBIAO_MODEL`, the wheel's or the repo's.

    The folder may lack; whoever loads from it falls back to rules.
    """
    if given is not None:
        return Path(given)
    named = os.environ.get(MODEL_DIR_VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).parent
    for candidate in (package / "_models" / "default", package.parent / "models" / "default"):
        if candidate.is_dir():
            return candidate
    return package.parent / "models" / "default"


def model_id(folder: Path) -> str:
    """The id of a model: a digest of its artefacts' names and bytes; `rules` where there are none."""
    artefacts = sorted(folder.glob("*.skops")) if folder.is_dir() else []
    if not artefacts:
        return "rules"
    digest = hashlib.sha256()
    for path in artefacts:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
