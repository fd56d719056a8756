"""One command trains every model: structure, prose, then confidence on what those models read.

The models are written into a folder beside the target and swapped in when all is done: whoever
reads the target sees the old model or the new one, and a run that is killed leaves the old one.
"""

import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from extractor.artefacts import read_header, write_atomically
from extractor.prose.read import ARTEFACT as PROSE
from extractor.registry import MODEL_DIR_VARIABLE, model_id
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.training.card import write_card
from extractor.training.collect import Collected, Request, collect
from extractor.training.confidence import Fitted, fit_confidence, save_confidence, scored
from extractor.training.corpus.corpus import documents
from extractor.training.evaluate import collect_folder
from extractor.training.figures import figures
from extractor.training.prose.train import train_prose
from extractor.training.reuse import inputs_of, stamp, take_over
from extractor.training.structure.train import train_structure
from extractor.training.threshold import without_error
from extractor.training.workspace import put_in_place, workspace

Say = Callable[[str], None]
LABELS = {"structure": "结构", "prose": "正文"}
USES = {"fit": "拟合", "calibration": "校准", "held-out": "留出"}

# First document numbers of each use, far apart: no document serves two purposes.
FIRST = {"structure": 0, "prose": 0, "fit": 2_000_000_000, "calibration": 4_000_000_000,
         "held-out": 6_000_000_000}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many generated documents each step takes."""

    structure: int = 500
    prose: int = 500
    fit: int = 4000
    calibration: int = 10_000
    held_out: int = 2000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training run needs; `gold` folders hold real documents, only ever for evaluation."""

    out: Path
    sizes: Sizes = field(default_factory=Sizes)
    cache: Path | None = None
    processes: int = 2
    gold: Path | None = None
    gold_documents: Path | None = None
    error: float = 0.001
    delta: float = 0.05


def train(plan: Plan, say: Say = print) -> dict[str, Any]:
    """Train everything into `plan.out`; returns the metrics that were written there."""
    with workspace(plan.out) as stage:
        with _model_in_use(stage):
            metrics = _train_into(stage, plan, say)
        put_in_place(stage, plan.out)
    return metrics


def _train_into(stage: Path, plan: Plan, say: Say) -> dict[str, Any]:
    sizes = plan.sizes
    _learn_readers(stage, plan, say)
    # Fit, calibration and held-out draw from wordings that the models above never saw.
    sets = {
        "fit": _collect("fit", "calibration", sizes.fit, plan, say),
        "calibration": _collect("calibration", "calibration", sizes.calibration, plan, say),
    }
    say("置信 / confidence")
    fitted = fit_confidence(sets["fit"], sets["calibration"], error=plan.error, delta=plan.delta)
    say(f"置信 / confidence: {fitted.kind}, AUROC {fitted.aurocs[fitted.kind]:.4f}")
    save_confidence(stage, fitted, {name: _digest(found) for name, found in sets.items()})
    sets["held-out"] = _collect("held-out", "held-out", sizes.held_out, plan, say)
    metrics = _metrics(stage, plan, fitted, sets["held-out"])
    _write(stage / "metrics.json", metrics)
    write_atomically(stage / "CARD.md", write_card(metrics).encode())
    model = {"id": model_id(stage), "artefacts": _artefacts(stage), "sizes": asdict(sizes)}
    _write(stage / "model.json", model)
    return metrics


def _learn_readers(stage: Path, plan: Plan, say: Say) -> None:
    """The models of headings and prose; those whose inputs are the same are taken over."""
    sizes = plan.sizes
    _reader("structure", (HEADINGS, STRETCHES), sizes.structure, (stage, plan, say))
    _reader("prose", (PROSE,), sizes.prose, (stage, plan, say))


def _reader(
    part: str, names: Sequence[str], count: int, where: tuple[Path, Plan, Say]
) -> None:
    stage, plan, say = where
    inputs = inputs_of(part, count)
    keep = plan.cache / "models" / part if plan.cache else None
    if take_over(inputs, names, stage, [plan.out, *([keep] if keep else [])]):
        say(f"{LABELS[part]} / {part}: 未变，沿用 / unchanged, taken over")
        return
    say(f"{LABELS[part]} / {part}: {count}")
    started = monotonic()
    learn = train_structure if part == "structure" else train_prose
    learn(documents(0, count, "train"), stage)
    stamp(inputs, names, stage, keep)
    say(f"{LABELS[part]} / {part}: {monotonic() - started:.0f} s")


def _collect(use: str, split: str, count: int, plan: Plan, say: Say) -> Collected:
    request = Request(split, FIRST[use], count)
    started = monotonic()

    def progress(done: int, total: int, made: int) -> None:
        left = (monotonic() - started) / made * (total - done)
        say(f"{USES[use]} / {use}: {done}/{total}, 约余 / about {left / 60:.1f} min left")

    found = collect(request, cache=plan.cache, processes=plan.processes, progress=progress)
    say(f"{USES[use]} / {use}: {count}, {monotonic() - started:.0f} s")
    return found


def _metrics(stage: Path, plan: Plan, fitted: Fitted, held: Collected) -> dict[str, Any]:
    threshold = fitted.guarantee.threshold
    header = read_header(stage / "confidence.skops").settings
    sets = [{"name": "Held-out documents", "real": False,
             "figures": figures(held, scored(fitted.model, held), threshold)}]
    if plan.gold is not None:
        real = collect_folder(plan.gold, plan.gold_documents)
        sets.append({"name": "Real documents", "real": True,
                     "figures": figures(real, scored(fitted.model, real), threshold)})
    sizes = plan.sizes
    return {
        "model": model_id(stage),
        "data": [
            {"for": "structure, prose", "documents": max(sizes.structure, sizes.prose),
             "what": "generated, split `train`"},
            {"for": "confidence: fitting and choosing", "documents": sizes.fit,
             "what": "generated, split `calibration`, used for nothing else"},
            {"for": "threshold", "documents": sizes.calibration,
             "what": "generated, split `calibration`, other documents"},
            {"for": "figures", "documents": sizes.held_out,
             "what": "generated, split `held-out`: agencies and wordings seen nowhere else"},
        ],
        "confidence": {"kind": fitted.kind, "log_loss": fitted.log_losses,
                       "auroc": {k: None if math.isnan(v) else v for k, v in fitted.aurocs.items()},
                       "guarantee": header["guarantee"]},
        "needed_without_error": without_error(plan.error, plan.delta),
        "sets": sets,
    }


def _digest(found: Collected) -> str:
    digest = hashlib.sha256()
    for array in (found.evidence, found.right, found.missing, found.document):
        digest.update(array.tobytes())
    return digest.hexdigest()


def _artefacts(stage: Path) -> dict[str, Any]:
    made = {}
    for path in sorted(stage.glob("*.skops")):
        header = read_header(path)
        made[path.name] = {"kind": header.kind, "labels": list(header.labels),
                           "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    return made


def _write(path: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    write_atomically(path, f"{text}\n".encode())


@contextmanager
def _model_in_use(folder: Path) -> Iterator[None]:
    """Extraction in this process and its workers reads the models of that folder."""
    before = os.environ.get(MODEL_DIR_VARIABLE)
    os.environ[MODEL_DIR_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[MODEL_DIR_VARIABLE]
        else:
            os.environ[MODEL_DIR_VARIABLE] = before
