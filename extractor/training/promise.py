"""What people found outside review, and how a new model's promise takes it into account.

The threshold that generated documents give is where this starts. An audited field of the reviewed
documents is read anew by the new model; it counts for as many fields as the chance at which it was
drawn says. The threshold rises until the error that audits show is what was promised: few audits
say little against the generated documents, which are worth a number of audits themselves
(`Trust`).

Documents unlike what the models learned from are judged apart. There the log-odds of every field are
lowered (`Fitted.unlike`), so that one threshold holds for all; and generated documents, which are
never very unlike themselves, are worth little against an audit.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.audit import Audit, estimate, shrunk
from extractor.confidence import HIGHEST, LOWEST
from extractor.novelty import Familiar
from extractor.pipeline import Settings
from extractor.scoring import shifted
from extractor.training.collect import Collected
from extractor.training.confidence import (
    DIGITS,
    Evidence,
    Fitted,
    confidences_of,
    scored,
)
from extractor.training.metrics import Points
from extractor.training.readings import Readings
from extractor.training.reviewed import Review, review_rows
from extractor.training.threshold import KEEP_NONE

AUDITS = "audits.json"
MOST_UNLIKE = 0.1  # share of the fields of unlike generated documents that they may ask for
STEPS = 60  # thresholds that are tried above the first
RAISED = "raised because of what audits found"


@dataclass(frozen=True, slots=True)
class Trust:
    """How many audits generated documents are worth, and which share of their fields a few audits
    may put in review."""

    worth: float
    most: float


USUAL, UNUSUAL = Trust(1000.0, 0.15), Trust(50.0, 1.0)

# Chance of each audited field by document: "report/target" -> probability.
Drawn = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Looks:
    """Audited fields as the new models read them, a row each; `pieces` of the document of each."""

    evidence: Evidence
    missing: NDArray[np.bool_]
    drawn: tuple[tuple[str, float], ...]  # document and probability
    pieces: tuple[frozenset[int], ...]


def audits_in(folder: Path) -> Drawn:
    """Which fields were audited at which chance, as a service wrote it beside the annotations."""
    path = folder / AUDITS
    made = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {str(d): {str(k): float(p) for k, p in held.items()} for d, held in made.items()}


def looks_of(reviews: Sequence[Review], drawn: Drawn, readings: Readings) -> Looks:
    """The audited fields among the reviews, read by the models in use."""
    rows, held, pieces = [], [], []
    for review in reviews:
        chances = drawn.get(review.document, {})
        said = [one for one in review.annotations if f"{one.report}/{one.target}" in chances]
        if not said:
            continue
        audited = replace(review, annotations=tuple(said))
        rows.append(review_rows([audited], Settings(), readings=readings))
        held += [(review.document, chances[f"{one.report}/{one.target}"]) for one in said]
        pieces += [readings.of(review.data, review.name).pieces] * len(said)
    if not rows:
        rows.append(review_rows([], Settings(), readings=readings))
    return Looks(
        (np.concatenate([r.evidence for r in rows]), np.concatenate([r.right for r in rows])),
        np.concatenate([r.missing for r in rows]),
        tuple(held),
        tuple(pieces),
    )


def keep_promise(
    fitted: Fitted, calibration: Collected, familiar: Familiar, looks: Looks | None, promise: float
) -> Fitted:
    """The model with its threshold, and what is taken off where documents are unlike, as audits
    and unlike generated documents ask for."""
    sure = scored(fitted.model, calibration)
    seen = sure.confidence < 1  # reports that were not found: no threshold brings them into review
    strange = strangers(calibration, familiar)[calibration.document]
    like, odd = sure.where(seen & ~strange), sure.where(seen & strange)
    usual, unusual = _audits(fitted, familiar, looks)
    before = fitted.guarantee.threshold
    threshold = raised(usual, like, before, promise, USUAL)
    start = _quiet(odd, threshold, max(promise, _error(like, threshold)))
    above = raised(unusual, odd, start, promise, UNUSUAL)
    if above > threshold:  # what is reported is rounded: many fields can be exactly as sure
        above += 10**-DIGITS
    guarantee = fitted.guarantee
    if threshold > before:
        kept = sure.confidence >= threshold
        guarantee = replace(
            guarantee,
            threshold=threshold,
            certified=False,
            in_review=float(1 - kept.mean()),
            wrong_outside=float((kept & ~sure.right).sum() / max(1, kept.sum())),
            reason=RAISED,
            level=None,
            strict=None,
            strict_review=None,
        )
    return replace(fitted, guarantee=guarantee, unlike=min(0.0, _odds(threshold) - _odds(above)))


def strangers(collected: Collected, familiar: Familiar) -> NDArray[np.bool_]:
    """For each document whether it is unlike what was learned."""
    return np.asarray(
        [familiar.share(one.tolist()) > familiar.limit for one in collected.pieces], np.bool_
    )


def as_reported(fitted: Fitted, collected: Collected, familiar: Familiar) -> Points:
    """Judged answers with the confidence that extraction gives them."""
    strange = strangers(collected, familiar)[collected.document]
    return doubted(scored(fitted.model, collected), strange, fitted.unlike)


def doubted(found: Points, strange: NDArray[np.bool_], unlike: float) -> Points:
    """Judged answers as extraction reports them: fields of unlike documents are less sure.
    `strange`: of each answer's document. Reports that were not found stay as they are."""
    moved = np.round(
        np.clip(shifted(np.clip(found.confidence, LOWEST, HIGHEST), unlike), 0, 1), DIGITS
    )
    return replace(
        found, confidence=np.where(strange & (found.confidence < 1), moved, found.confidence)
    )


def raised(
    audits: Sequence[Audit],
    generated: Points,
    start: float,
    promise: float,
    trust: Trust,
) -> float:
    """The lowest threshold from `start` on above which audits keep the promise.

    Where none does that asks for no more of the generated fields than `trust` allows, it is the
    highest that asks for no more, or, where audits leave no doubt even there, one that asks for all.
    """
    if not any(one.wrong for one in audits):
        return start
    wrong = [math.nextafter(one.confidence, 2.0) for one in audits if one.wrong]
    if len(generated):
        wrong += map(float, np.quantile(generated.confidence, np.linspace(0, 1, STEPS)))
    last = start
    for limit in sorted({start, *(t for t in wrong if t > start)}):
        asked = float((generated.confidence < limit).mean()) if len(generated) else 0.0
        if asked > trust.most and limit > start:
            break
        last = limit
        kept = [one for one in audits if one.confidence >= limit]
        if shrunk(kept, min(promise, _error(generated, limit)), trust.worth) <= promise:
            return limit
    left = [one for one in audits if one.confidence >= last]
    return KEEP_NONE if estimate(left).passes(promise) else last


def _quiet(odd: Points, start: float, error: float) -> float:
    """The lowest threshold above which no more is wrong in unlike generated documents than in the
    others, else the highest that asks for no more than MOST_UNLIKE of their fields."""
    if not len(odd):
        return start
    steps = np.unique(np.quantile(odd.confidence, np.linspace(0, MOST_UNLIKE, STEPS)))
    best = start
    for best in (start, *map(float, steps[steps > start])):
        if _error(odd, best) <= error:
            break
    return best


def _error(found: Points, limit: float) -> float:
    kept = found.confidence >= limit
    return float((kept & ~found.right).sum() / kept.sum()) if kept.any() else 0.0


def _audits(
    fitted: Fitted, familiar: Familiar, looks: Looks | None
) -> tuple[list[Audit], list[Audit]]:
    """Audits of familiar documents and of unlike ones, as sure as the new model is of each."""
    made: tuple[list[Audit], list[Audit]] = ([], [])
    if looks is None:
        return made
    evidence, right = looks.evidence
    sure = confidences_of(fitted.model, evidence, looks.missing)
    for n, (document, probability) in enumerate(looks.drawn):
        if looks.missing[n]:
            continue
        strange = familiar.share(looks.pieces[n]) > familiar.limit
        made[strange].append(Audit(document, probability, float(sure[n]), not right[n]))
    return made


def _odds(chance: float) -> float:
    bounded = min(max(chance, LOWEST), 1 - (1 - HIGHEST) / 4)
    return math.log(bounded / (1 - bounded))
