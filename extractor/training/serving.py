"""A training run as the service asks for it: paths and sizes in, verdict out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractor.training.train import Plan, Sizes, train

OUT = "model"


def run(request: dict[str, Any], say: Callable[[str], None]) -> dict[str, Any]:
    """Train; the model lies in `folder/model` afterwards, whatever the verdict.

    `request`: `folder` (with `data/annotations`, `data/documents`), `champion` (a model folder),
    `split` (a folder), `cache`, `sizes` ("fit,calibration,held-out"; structure and prose are
    taken over), `gold`, `gold_documents`.
    """
    folder = Path(request["folder"])
    fit, calibration, held_out = (int(one) for one in str(request["sizes"]).split(","))
    plan = Plan(
        folder / OUT,
        Sizes(fit=fit, calibration=calibration, held_out=held_out),
        Path(request["cache"]) if request.get("cache") else None,
        gold=_path(request.get("gold")),
        gold_documents=_path(request.get("gold_documents")),
        annotations=folder / "data" / "annotations",
        documents=folder / "data" / "documents",
        champion=Path(request["champion"]),
        split=Path(request["split"]),
        steady=True,
        readers_stay=True,
    )
    metrics = train(plan, say)
    verdict = metrics["verdict"]
    return {
        "better": verdict is None or verdict["promoted"],
        "reasons": [] if verdict is None else verdict["reasons"],
        "verdict": verdict,
        "learned": metrics["learned"],
    }


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None
