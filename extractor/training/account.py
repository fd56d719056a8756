"""What a training run tells of itself: its metrics, digests of its data, its artefacts."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractor.artefacts import read_header, write_atomically
from extractor.forms import modern_ids
from extractor.novelty import Familiar
from extractor.registry import model_id
from extractor.settling import load_settler
from extractor.training.collect import Collected
from extractor.training.confidence import Fitted
from extractor.training.figures import figures
from extractor.training.metrics import as_json
from extractor.training.promise import as_reported
from extractor.training.settling import asked_of, play
from extractor.training.threshold import without_error


def played(stage: Path, held: Collected, known: tuple[Fitted, Familiar]) -> dict[str, Any]:
    """What reviews of the held-out documents come to: what is asked, and what is answered in the end."""
    fitted, familiar = known
    sure = as_reported(fitted, held, familiar)
    reports = asked_of(held, sure, fitted.guarantee.threshold)
    return asdict(play(reports, len(held) // len(modern_ids()), load_settler(stage)))


def metrics_of(
    stage: Path,
    sizes: Mapping[str, int],
    promise: tuple[float, float],
    known: tuple[Fitted, Familiar],
    judged: tuple[Collected, Collected | None],
) -> dict[str, Any]:
    """The figures of `metrics.json`; `sizes`: documents by use, `promise`: error and delta, `judged`:
    held-out and real documents."""
    (fitted, familiar), (held, real) = known, judged
    threshold = fitted.guarantee.threshold
    header = read_header(stage / "confidence.skops").settings
    sets = [
        {
            "name": "Held-out documents",
            "real": False,
            "figures": figures(held, as_reported(fitted, held, familiar), threshold),
        }
    ]
    if real is not None:
        sets.append(
            {
                "name": "Real documents",
                "real": True,
                "figures": figures(real, as_reported(fitted, real, familiar), threshold),
            }
        )
    return {
        "model": model_id(stage),
        "data": [
            {
                "for": "structure, prose",
                "documents": max(sizes["structure"], sizes["prose"]) + sizes["stretches"],
                "what": "generated, split `train`",
            },
            {
                "for": "confidence: fitting and choosing",
                "documents": sizes["fit"],
                "what": "generated, split `calibration`, used for nothing else",
            },
            {
                "for": "threshold",
                "documents": sizes["calibration"],
                "what": "generated, split `calibration`, other documents",
            },
            {
                "for": "figures",
                "documents": sizes["held_out"],
                "what": "generated, split `held-out`: agencies and wordings seen nowhere else",
            },
        ],
        "confidence": {
            "kind": fitted.kind,
            "log_loss": fitted.log_losses,
            "auroc": as_json(fitted.aurocs),
            "guarantee": header["guarantee"],
            "unlike": fitted.unlike,
        },
        "needed_without_error": without_error(*promise),
        "sets": sets,
    }


def digest_of(found: Collected) -> str:
    """A digest of the evidence and truth of documents."""
    digest = hashlib.sha256()
    for array in (found.evidence, found.right, found.missing, found.document):
        digest.update(array.tobytes())
    return digest.hexdigest()


def artefacts_of(stage: Path) -> dict[str, Any]:
    """Kind, labels and digest of each model file of a folder."""
    made = {}
    for path in sorted(stage.glob("*.skops")):
        header = read_header(path)
        made[path.name] = {
            "kind": header.kind,
            "labels": list(header.labels),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
    return made


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a value as JSON, atomically."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    write_atomically(path, f"{text}\n".encode())
