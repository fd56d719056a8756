"""Evaluate a model on a folder of documents with gold, or on generated documents."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.novelty import load_familiar
from extractor.pipeline import Settings
from extractor.registry import default_model_dir
from extractor.scoring import load_scorer
from extractor.training.collect import Collected, join, pack, unpack
from extractor.training.confidence import confidences
from extractor.training.figures import figures
from extractor.training.judging import judge
from extractor.training.metrics import Points, points
from extractor.training.promise import doubted, strangers


class GoldError(ValueError):
    """A gold folder that cannot be evaluated, with what is missing."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Figures and the threshold of an evaluation."""

    figures: dict[str, Any]
    threshold: float


def evaluate(
    collected: Collected, model_dir: Path | None = None, *, resamples: int = 200
) -> Evaluated:
    """Judge collected documents with the confidence model of a folder (or the rule)."""
    made, threshold = reported(collected, model_dir)
    return Evaluated(figures(collected, made, threshold, resamples=resamples), threshold)


def reported(collected: Collected, model_dir: Path | None = None) -> tuple[Points, float]:
    """Judged answers as sure as extraction with that model folder says, and its threshold."""
    scorer = load_scorer(model_dir)
    made = points(confidences(scorer, collected), collected.right, collected.document)
    familiar = load_familiar(default_model_dir(model_dir)) if scorer.unlike else None
    if familiar is not None:
        strange = strangers(collected, familiar)[collected.document]
        made = doubted(made, strange, scorer.unlike)
    return made, scorer.threshold


def collect_folder(
    gold: Path, documents: Path | None = None, settings: Settings | None = None
) -> Collected:
    """Judge the documents of a gold folder.

    A gold file names its `source`; the document lies in `documents`, beside the gold, in the
    folder `docs` or `seeds` next to it, or its `text` stands in the gold file.
    """
    judged = [
        judge(data, source, truth, settings or Settings())
        for source, data, truth in _pairs(gold, documents)
    ]
    if not judged:
        raise GoldError(f"没有标准答案 / no gold files in {gold.name}")
    return join([unpack(pack(judged))])


def _pairs(gold: Path, documents: Path | None) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    inner = gold / "gold"
    folder = inner if inner.is_dir() else gold
    places = [documents] if documents else [folder, folder.parent / "docs", folder.parent / "seeds"]
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        if not isinstance(truth, dict) or "reports" not in truth:
            raise GoldError(f"不是标准答案 / not a gold file: {path.name}")
        source = Path(str(truth.get("source", f"{path.stem}.txt"))).name
        data = next(
            (file.read_bytes() for place in places if (file := place / source).is_file()), None
        )
        if data is None and "text" not in truth:
            raise GoldError(f"找不到原文 / no document {source} for {path.name}")
        yield source, data if data is not None else str(truth["text"]).encode(), truth
