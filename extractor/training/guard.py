"""A new model lets no more through than the one in use: its threshold, and what is wrong outside review.

*What is certified.* Few documents certify little, however good the model. Where those of a run
certify less than a model before it did on more, the threshold is no lower than that one's (the floor,
handed down from model to model until one certifies as much), and both models' thresholds are tested on
the same documents: whoever certifies less there, or nothing where the one in use had certified something,
is not put to use.

*What is wrong.* On the documents that judge, the share of wrong fields among those outside review, each
model under its own threshold, may not rise; nor may a gold field be wrong outside review that was not.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from extractor.artefacts import ArtefactError, read_header
from extractor.registry import model_id
from extractor.scoring import ARTEFACT, ModelError, Scorer, load_scorer
from extractor.training.collect import Collected
from extractor.training.compare import EACH_FORM, OVERALL, Answers, Reason
from extractor.training.confidence import Fitted, confidences_of, scored
from extractor.training.metrics import Figure, Floats, Points, points
from extractor.training.slips import excused
from extractor.training.threshold import Floor, Guarantee, certifies

OUTSIDE = "wrong outside review"
REVIEWED = "reviewed"  # where a reason speaks of the frozen part alone
RESAMPLES = 1000
Limits = tuple[float, float]  # the thresholds of the model in use and of the new one


def floor_of(champion: Path) -> Floor | None:
    """The threshold that certified most, of the model in use or of one before it; None: none did."""
    told = guarantee_of(champion)
    found = [Floor(**told["floor"])] if told.get("floor") else []
    if told.get("level") is not None:
        found.append(Floor(told["threshold"], told["level"], told["documents"], model_id(champion)))
    return min(found, key=lambda one: one.level, default=None)


def guarantee_of(folder: Path) -> dict[str, Any]:
    """What the confidence model of a folder says of its threshold; nothing where there is none."""
    try:
        return dict(read_header(folder / ARTEFACT).settings.get("guarantee") or {})
    except ArtefactError:
        return {}


def at_least(fitted: Fitted, calibration: Collected, floor: Floor | None) -> Fitted:
    """The model with a threshold no lower than the floor, unless its own documents certify as much."""
    found = fitted.guarantee
    if floor is None or (found.level is not None and found.level <= floor.level):
        return fitted
    if found.threshold >= floor.threshold:
        return replace(fitted, guarantee=replace(found, floor=floor))
    told = scored(fitted.model, calibration)
    kept = told.confidence >= floor.threshold
    return replace(
        fitted,
        guarantee=replace(
            found,
            threshold=floor.threshold,
            in_review=float(1 - kept.mean()) if len(kept) else found.in_review,
            wrong_outside=float((kept & ~told.right).sum() / max(1, kept.sum())),
            level=certifies(told, floor.threshold, found.delta),
            strict=None,
            strict_review=None,
            floor=floor,
        ),
    )


def unmoved(fitted: Fitted, champion: Path) -> Fitted:
    """A model whose confidence and readers are those in use, under the same threshold: what that one
    certified holds as it stands, whatever few other documents say."""
    told = guarantee_of(champion)
    if not told or told["threshold"] != fitted.guarantee.threshold:
        return fitted
    known = {one.name: told[one.name] for one in fields(Guarantee) if one.name in told}
    known["floor"] = Floor(**told["floor"]) if told.get("floor") else None
    return replace(fitted, guarantee=Guarantee(**known))


def less_certain(champion: Path, fitted: Fitted, calibration: Collected) -> Iterator[Reason]:
    """Why the threshold of a new model guarantees too little, both models on the same documents."""
    in_use = usable(champion)
    if in_use is None:
        return
    delta, promised = fitted.guarantee.delta, guarantee_of(champion).get("level")
    own = fitted.guarantee.level
    if own is not None and promised is not None and own <= promised:
        return
    sure = confidences_of(in_use, calibration.evidence, calibration.missing)
    before = points(sure, calibration.right, calibration.document)
    old = certifies(before, in_use.threshold, delta)
    new = certifies(scored(fitted.model, calibration), fitted.guarantee.threshold, delta)
    if (old is not None and (new is None or new > old)) or (new is None and promised is not None):
        than = old if old is not None else promised
        yield Reason(
            "guarantee",
            "",
            f"门槛所能保证的不及在用的：{_level(new)}，{_level(than)} / "
            f"the threshold guarantees less than the one in use: {_level(new)}, {_level(than)}",
        )


def more_wrong(
    champion: Answers, challenger: Answers, limits: Limits
) -> tuple[dict[str, Figure], list[Reason]]:
    """The rise of what is wrong outside review, of all documents and of each form, and what it speaks
    against: the upper 95 % bound may be as high as that of a fall in accuracy may be low. What slips of
    people explain is left aside."""
    changes, reasons = {}, []
    both = champion.points, challenger.points
    counted = ~excused(*both, champion.said_once(), limits)
    parts = [("all", counted)]
    parts += [(str(form), counted & (champion.forms == form)) for form in np.unique(champion.forms)]
    for where, mask in parts if len(champion.names) else ():
        rise = _rise(both[0].where(mask), both[1].where(mask), limits)
        changes[where] = rise
        most = -(OVERALL if where == "all" else EACH_FORM)
        if rise.high > most:
            said = f"{rise.value:+.4f}，上界 / upper bound {rise.high:+.4f} > {most:+.4f}"
            reasons.append(Reason("outside", where, f"{where}: {OUTSIDE} {said}"))
    return changes, reasons


def reviewed_more_wrong(champion: Answers, challenger: Answers, limits: Limits) -> Iterator[Reason]:
    """The same of the frozen part alone. It is too small to show that nothing rises, and people were
    asked what was unsure: a rise counts where it is more than slips and chance."""
    both = champion.points, challenger.points
    counted = ~excused(*both, champion.said_once(), limits)
    mine = [one.where(counted) for one in both]
    rise = _rise(mine[0], mine[1], limits)
    if mine[0].documents > 1 and rise.low > 0 and rise.value > -OVERALL:
        said = f"{rise.value:+.4f}，下界 / lower bound {rise.low:+.4f} > 0"
        yield Reason("outside", REVIEWED, f"审核过的文件 / reviewed documents: {OUTSIDE} {said}")


def newly_outside(gold: tuple[Answers, Answers], limits: Limits) -> Iterator[Reason]:
    """Gold fields that are wrong and outside review, and were not with the model in use."""
    before, after = (_wrong(one.points, limit) for one, limit in zip(gold, limits, strict=True))
    names = gold[0].names[after & ~before]
    if len(names):
        yield Reason(
            "gold-outside",
            str(names[0]),
            f"标准答案中 {len(names)} 个字段错而不再待核 / gold fields newly wrong outside review: {len(names)}",
        )


def thresholds(champion: Path, challenger: Path) -> dict[str, Any]:
    """What a verdict tells of both thresholds and of what they guarantee."""
    keys = ("threshold", "level", "documents", "delta", "floor")
    return {
        name: {key: guarantee_of(folder).get(key) for key in keys}
        for name, folder in (("before", champion), ("now", challenger))
    }


def limits_of(champion: Path, challenger: Path) -> Limits:
    """The thresholds of two folders."""
    return load_scorer(champion).threshold, load_scorer(challenger).threshold


def usable(folder: Path) -> Scorer | None:
    """The confidence model of a folder, where it has one and its evidence is today's."""
    try:
        found = load_scorer(folder)
    except (ModelError, ArtefactError):
        return None
    return found if found.model is not None else None


def _wrong(found: Points, limit: float) -> Any:
    return ~found.right & (found.confidence >= limit)


def _rise(before: Points, after: Points, limits: Limits) -> Figure:
    """The change of the share of wrong ones among the fields outside review, with its 5th and 95th
    percentile over resampled documents; nothing outside review is nothing wrong."""
    names, index = np.unique(before.document, return_inverse=True)
    documents = len(names)
    if not documents:
        return Figure(0.0)
    counts = [
        np.bincount(index, weights=mask.astype(np.float64), minlength=documents)
        for found, limit in zip((before, after), limits, strict=True)
        for mask in (_wrong(found, limit), found.confidence >= limit)
    ]

    def change(weights: Floats) -> Floats:
        old_wrong, old, new_wrong, new = (weights @ one for one in counts)
        made: Floats = new_wrong / np.maximum(new, 1) - old_wrong / np.maximum(old, 1)
        return made

    value = float(change(np.ones((1, documents)))[0])
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(documents, np.full(documents, 1 / documents), RESAMPLES)
    low, high = np.quantile(change(drawn.astype(np.float64)), (0.05, 0.95))
    return Figure(value, float(low), float(high))


def _level(level: float | None) -> str:
    return "无 / nothing" if level is None else f"{level:.2%}"
