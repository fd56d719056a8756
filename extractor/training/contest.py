"""The model in use against the one just trained, on documents that neither learned from."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from extractor.artefacts import ArtefactError
from extractor.novelty import ARTEFACT as NOVELTY
from extractor.pipeline import Settings
from extractor.registry import MODEL_DIR_VARIABLE
from extractor.scoring import ARTEFACT, ModelError, load_scorer
from extractor.settling import ARTEFACT as SETTLING
from extractor.training.collect import Collected, Request, collect
from extractor.training.compare import Answers, Verdict, compare
from extractor.training.confidence import confidences_of
from extractor.training.evaluate import collect_folder
from extractor.training.guard import (
    OUTSIDE,
    Limits,
    limits_of,
    more_wrong,
    newly_outside,
    reviewed_more_wrong,
)
from extractor.training.metrics import points
from extractor.training.readings import Readings
from extractor.training.reviewed import Review, Rows, joined, review_rows, rows_of
from extractor.training.said import Said

ALONE = "只看生成的文件 / generated documents alone: "
Pair = tuple[Answers, Answers]  # of the model in use and of the new one
DOCUMENTS = 300  # generated ones that the old model reads again, where it reads otherwise


@dataclass(frozen=True, slots=True)
class Ring:
    """What both are judged on: held-out documents, gold, and the frozen part of the reviewed."""

    request: Request
    held: Collected
    gold: Path | None
    gold_documents: Path | None
    real: Collected | None
    reviewed: Sequence[Review]
    cache: Path | None
    processes: int


@contextmanager
def model_in_use(folder: Path) -> Iterator[None]:
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


def contest(
    champion: Path, challenger: Path, ring: Ring, say: Callable[[str], None]
) -> Verdict | None:
    """The verdict; None where there is no model in use to compare with."""
    if not (champion / ARTEFACT).exists():
        return None
    try:
        load_scorer(champion)
    except (ModelError, ArtefactError) as error:
        why = f"{error}"
        say(Said(f"现用模型无法比较：{why}", f"the model in use cannot be compared: {why}"))
        return None
    say(Said("与在用的模型比较", "comparing with the model in use"))
    same = readers(champion) == readers(challenger)
    count = len(ring.held.tags) if same else min(DOCUMENTS, len(ring.held.tags))
    generated = rows_of(ring.held, count)
    with model_in_use(challenger):
        new = _joined(generated, ring)
    real = rows_of(ring.real) if ring.real else None
    if same:
        before, old, old_real = generated, new, real
    else:
        with model_in_use(champion):
            request = Request(ring.request.split, ring.request.first, count, ring.request.options)
            held = collect(request, cache=ring.cache, processes=ring.processes)
            before = rows_of(held)
            old = _joined(before, ring)
            old_real = (
                rows_of(collect_folder(ring.gold, ring.gold_documents)) if ring.gold else None
            )
    gold = None
    if real is not None and old_real is not None:
        gold = answers(champion, old_real), answers(challenger, real)
    # The form is named as the challenger's reading has it, so that rows pair.
    both = answers(champion, old), answers(challenger, new)
    limits = limits_of(champion, challenger)
    verdict = _guarded(compare(*both, gold), both, gold, limits)
    if not ring.reviewed:
        return verdict
    frozen = [_rest(one, len(before)) for one in both]
    against = tuple(reviewed_more_wrong(frozen[0], frozen[1], limits))
    # What people said judges too, and would speak for a model that learned the same mistake.
    both = answers(champion, before), answers(challenger, generated)
    alone = _guarded(compare(*both), both, None, limits)
    known = {(r.code, r.where) for r in verdict.reasons}
    more = [
        replace(r, message=f"{ALONE}{r.message}")
        for r in alone.reasons
        if (r.code, r.where) not in known
    ]
    return replace(
        verdict,
        promoted=verdict.promoted and alone.promoted and not against,
        reasons=(*verdict.reasons, *against, *more),
    )


def _rest(found: Answers, first: int) -> Answers:
    """The answers from a row on: those about the frozen part, which stands behind the generated."""
    mask = np.arange(len(found.names)) >= first
    return Answers(
        found.names[mask], found.forms[mask], found.points.where(mask), found.said_once()[mask]
    )


def _guarded(verdict: Verdict, both: Pair, gold: Pair | None, limits: Limits) -> Verdict:
    """The verdict with what is wrong outside review, each model under its own threshold."""
    rises, reasons = more_wrong(*both, limits)
    if gold is not None:
        reasons += newly_outside(gold, limits)
    changes = {
        where: found | ({OUTSIDE: rises[where]} if where in rises else {})
        for where, found in verdict.changes.items()
    }
    return replace(
        verdict,
        promoted=verdict.promoted and not reasons,
        reasons=(*verdict.reasons, *reasons),
        changes=changes,
    )


def readers(folder: Path) -> dict[str, str]:
    """Digests of the models of a folder that decide what is read."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.skops"))
        if path.name not in (ARTEFACT, NOVELTY, SETTLING)
    }


def answers(folder: Path, rows: Rows) -> Answers:
    """Rows under the confidence model of a folder."""
    scorer = load_scorer(folder)
    sure = confidences_of(scorer, rows.evidence, rows.missing)
    return Answers(rows.names, rows.forms, points(sure, rows.right, rows.document), rows.once)


def _joined(rows: Rows, ring: Ring) -> Rows:
    if not ring.reviewed:
        return rows
    first = int(np.max(rows.document, initial=0)) + 1
    readings = Readings(Settings(), ring.cache)
    return joined(rows, review_rows(ring.reviewed, Settings(), first, readings))
