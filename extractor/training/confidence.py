"""Fit the confidence model, choose among kinds of it, and set the threshold of review.

Three sets of documents that share none: *fit* (learn the kinds), *choose* (calibrate and pick
the kind by log loss, order the thresholds), *calibration* (certify the threshold). Fields whose
report was not found have no evidence: they count against the threshold as sure and wrong.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from extractor.artefacts import save
from extractor.calibrated import Calibrated, Curve
from extractor.confidence import FEATURES, HIGHEST, LOWEST
from extractor.training.collect import Collected
from extractor.training.metrics import Points, as_json, points, threshold_at
from extractor.training.threshold import DELTA, ERROR, REVIEW_BUDGET, Guarantee, choose
from extractor.training.unmet import with_unmet
from extractor.trees import Trees

SEED = 20214
FIT_SHARE = 0.8  # of the documents for fitting; the rest chooses
LEAST_DOCUMENTS = 20
LEAF = 200  # distinct rows of evidence that a leaf of a tree must hold, fewer where there are few
# Settled by measurement (2026-11-29): fitted on 2,000 documents, the surest 95 % of the fields of 1,500 held-out
# ones (reports that were found) held 0.20 % wrong with the line and 0.11 % with the trees, AUROC 0.974 and
# 0.993. Where five layouts were left out of fitting (445 documents), 1.05 % and 0.16 % were wrong outside
# review, where four kinds of damage were (622 documents), 0.37 % and 0.16 %; with the mean of both between them.
STEADY = frozenset({"trees"})
TRUST = 0.9  # in the curve, against the confidence before it
# Where the confidence before the curve stands for answers, and for how many.
BELIEVED, WORTH = np.linspace(0.0, 1.0, 21), 20.0
CHAMPION = "as before"  # the kind where the model in use stays
# Of a field that people decided, against a generated one: the first that does no harm. People are
# asked about what is unsure, so their fields are no fair draw, and too much of them bends the rest.
REVIEWED_WEIGHTS = (5.0, 2.0, 1.0, 0.5, 0.2)
HARM = 0.0  # of AUROC on generated documents that no kind saw; settled on the first steps of the simulation
LESS_KEPT = 0.0005  # of the fields there that are kept at an error of ERROR
# More harm than this is no matter of weight: people contradict everything else. Their word is then
# taken as it stands, and the comparison with the model in use says what comes of it.
CONTRADICTION = 0.01
LEAST_NEWS = 20  # fields that people decided, in each half
CHANCE = 2.0  # standard errors that are no news
# What may only lower (-1) or only raise (+1) confidence, whatever a few documents say.
MONOTONE = {
    "choices": -1,
    "surplus": -1,
    "identities_fail": -1,
    "table_fail": -1,
    "neighbour_choices": -1,
    "unsure": -1,
    "near_damage": -1,
    "slack": -1,
    "behind": -1,
    "unrepeated": -1,
    "label_seen": -1,
    "labels_seen": -1,
    "prose": 1,
}
Evidence = tuple[NDArray[np.float32], NDArray[np.bool_]]

Sure = Callable[
    [NDArray[Any]], NDArray[np.float64]
]  # evidence to what is given: a model, or a scorer

DIGITS = 4  # as extraction rounds what it reports


@dataclass(frozen=True, slots=True)
class Fitted:
    """The chosen model, what each kind scored on documents it never saw, its promise.

    `aurocs`: the chance that a right field is surer than a wrong one; 0.5 tells nothing apart.
    """

    model: Calibrated
    kind: str
    log_losses: dict[str, float]
    aurocs: dict[str, float]
    guarantee: Guarantee
    unlike: float = 0.0  # added to the log-odds of fields in documents unlike what was learned
    heard: bool = False  # whether what people decided is in the model


class TrainingError(ValueError):
    """Training cannot go on: a code and the reason. Codes: too-few-documents, one-answer."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def fit_confidence(  # noqa: PLR0913 - two sets, what people said, the promise, how thorough
    fitting: Collected,
    calibration: Collected,
    reviewed: Evidence | None = None,
    *,
    error: float = ERROR,
    delta: float = DELTA,
    steady: bool = False,
    champion: Calibrated | None = None,
) -> Fitted:
    """The best kind of model for `fitting`, and the threshold certified on `calibration`.

    `reviewed`: fields that people decided, (evidence, right); each weighs as much as several
    generated ones, as far as that does no harm there, all together no more than half of those. `steady`: only the kinds that
    are preferred anyway, which takes half the time; the others are then not told of. `champion`: the
    model in use, which stays where people decided fields and what was fitted on them tells right from
    wrong less well than it, on the documents that choose.
    """
    documents = len(fitting.tags)
    if documents < LEAST_DOCUMENTS:
        raise TrainingError(
            "too-few-documents",
            f"至少需要 {LEAST_DOCUMENTS} 篇 / {LEAST_DOCUMENTS} documents needed, {documents} given",
        )
    seen = ~fitting.missing
    early = fitting.document < int(documents * FIT_SHARE)
    learn, held = seen & early, seen & ~early
    kinds, heard = _kinds(fitting, (learn, held), reviewed, steady)
    losses, aurocs, errors = {}, {}, {}
    for kind, each in kinds.items():
        chance = _bounded(each.predict_proba(fitting.evidence[held])[:, 1])
        truth = fitting.right[held]
        losses[kind] = float(log_loss(truth, chance, labels=[False, True]))
        aurocs[kind] = (
            float(roc_auc_score(truth, chance)) if truth.any() and not truth.all() else math.nan
        )
        errors[kind] = _error_outside(chance, truth)
    # A constant can be calibrated; a reviewer is served by what tells right from wrong.
    kind = min(sorted(losses), key=lambda k: (k not in STEADY, errors[k], losses[k]))
    model: Any = kinds[kind]
    if champion is not None and reviewed is not None:
        unseen = fitting.evidence[held], fitting.right[held]
        before = _auroc(champion.model, unseen)
        if aurocs[kind] < before:
            kind, heard = CHAMPION, False
            aurocs[kind] = before
            losses[kind] = -float(_likelihood(champion.model, *unseen).mean())
    calibrated = Calibrated(model)
    if champion is not None and kind == CHAMPION:
        calibrated = champion
    else:
        sure = calibrated.bounded(fitting.evidence[held])
        calibrated = Calibrated(model, curve_of(sure, fitting.right[held]))
    guarantee = choose(
        scored(calibrated, fitting, held), scored(calibrated, calibration), error=error, delta=delta
    )
    return Fitted(calibrated, kind, losses, aurocs, guarantee, heard=heard)


def curve_of(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> Curve:
    """How often answers so sure were right: isotonic regression (Zadrozny and Elkan 2002), of which
    TRUST is believed and the rest left as it was, so that answers that differ still do.

    As many answers stand for what the model says at each of the points BELIEVED as `WORTH`: few documents
    move little.
    """
    given = np.round(np.concatenate([chances, BELIEVED]), DIGITS + 2)
    found = np.concatenate([right.astype(np.float64), BELIEVED])
    weights = np.concatenate([np.ones(len(chances)), np.full(len(BELIEVED), WORTH)])
    fitted = IsotonicRegression().fit(given, found, sample_weight=weights)
    at = np.unique(np.concatenate([fitted.X_thresholds_, np.round(BELIEVED, DIGITS + 2)]))
    shares = TRUST * fitted.predict(at) + (1 - TRUST) * at
    places = zip(at.tolist(), np.clip(shares, 0, 1).tolist(), strict=True)
    return Curve(tuple((given, round(share, DIGITS + 2)) for given, share in places))


def _error_outside(chance: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """The share of wrong answers among the surest ones, REVIEW_BUDGET of them being reviewed."""
    surest = np.argsort(-chance, kind="stable")[: int(len(chance) * (1 - REVIEW_BUDGET))]
    return float((~truth[surest]).mean()) if len(surest) else 1.0


def confidences(model: Sure, collected: Collected) -> NDArray[np.float64]:
    """What extraction would report for these fields; 1 where there is no evidence at all."""
    return confidences_of(model, collected.evidence, collected.missing)


def confidences_of(
    model: Sure, evidence: NDArray[np.float32], missing: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The same from plain arrays."""
    if not len(evidence):
        return np.zeros(0)
    made = np.round(model(evidence), DIGITS)
    made[missing] = 1.0
    return made


def scored(model: Sure, collected: Collected, mask: NDArray[np.bool_] | None = None) -> Points:
    """Judged answers of a set of documents under a model."""
    made = points(confidences(model, collected), collected.right, collected.document)
    return made if mask is None else made.where(mask)


def save_confidence(out: Path, fitted: Fitted, data: dict[str, str]) -> str:
    """Write `confidence.skops` with its features, curve, threshold and promise in the header."""
    model = fitted.model.model
    return save(
        out / "confidence.skops",
        "confidence",
        model.arrays() if isinstance(model, Trees) else model,
        labels=["wrong", "right"],
        data=data,
        settings={
            "features": list(FEATURES),
            "threshold": fitted.guarantee.threshold,
            "unlike": fitted.unlike,
            "curve": [list(point) for point in fitted.model.curve.points],
            "kind": fitted.kind,
            "log_loss": fitted.log_losses,
            "guarantee": as_json(asdict(fitted.guarantee)),
        },
        seed=SEED,
    )


def _bounded(chance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(chance, LOWEST, HIGHEST)


Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
Rows = tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float64]]


def _kinds(
    fitting: Collected, masks: Masks, reviewed: Evidence | None, steady: bool
) -> tuple[dict[str, Any], bool]:
    """Each kind of model, fitted on the first of the masks; the second says how much the word of
    people may weigh. And whether they were heard at all."""
    learn, compare = masks
    both = with_unmet(fitting.evidence[learn], fitting.right[learn])
    plain = _grouped(both.evidence, both.right)
    line, trees = unheard = _line(plain), _trees(plain)
    if reviewed is not None and len(reviewed[1]):
        unseen = fitting.evidence[compare], fitting.right[compare]
        line, trees = _told(plain, unheard, reviewed, unseen)
    kinds = {"trees": trees} if steady else {"logistic": line, "trees": trees}
    return kinds, trees is not unheard[1]


def fit_trees(evidence: NDArray[np.float32], right: NDArray[np.bool_]) -> Trees:
    """Trees that learned from rows of evidence alone."""
    return _trees(_grouped(evidence, right))


def _trees(rows: Rows) -> Trees:
    """Small boosted trees on weighed rows."""
    x, y, weights = rows
    made = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=max(1, min(LEAF, len(y) // LEAF)),
        l2_regularization=10.0,
        random_state=SEED,
        early_stopping=False,
        monotonic_cst=[MONOTONE.get(name, 0) for name in FEATURES],
    )
    return Trees.of(made.fit(x, y, sample_weight=weights))


def _line(rows: Rows) -> Any:
    """A logistic regression on weighed rows."""
    x, y, weights = rows
    if len(np.unique(y)) < 2:
        raise TrainingError(
            "one-answer", "全对或全错，无从学习 / all right or all wrong: nothing to learn"
        )
    line = make_pipeline(
        StandardScaler(), LogisticRegression(max_iter=300, C=1.0, random_state=SEED)
    )
    return line.fit(x, y, logisticregression__sample_weight=weights)


def _told(
    plain: Rows, models: tuple[Any, Trees], reviewed: Evidence, unseen: Evidence
) -> tuple[Any, Trees]:
    """Line and trees with the word of people, as heavy as does no harm to either; those that never
    heard of it where it does or is no news. The line is asked first, as it is fitted in no time."""
    x, y, weights = plain
    both = np.concatenate([x, reviewed[0]]), np.concatenate([y, reviewed[1]])
    least = [_auroc(model, unseen) - HARM for model in models]
    most = [_kept(model, unseen) - LESS_KEPT for model in models]
    for weight in REVIEWED_WEIGHTS:
        each = min(weight, weights.sum() / 2 / len(reviewed[1]))
        rows = (*both, np.concatenate([weights, np.full(len(reviewed[1]), each)]))
        line = _line(rows)
        found = _auroc(line, unseen)
        if weight == REVIEWED_WEIGHTS[0] and found < least[0] - CONTRADICTION:
            return line, _trees(rows)
        if found < least[0] or _kept(line, unseen) < most[0]:  # nan: nothing to tell apart
            continue
        if not _is_news(plain, models[0], reviewed, each):
            return models
        trees = _trees(rows)
        if not _auroc(trees, unseen) < least[1] and _kept(trees, unseen) >= most[1]:
            return line, trees
    return models


def _is_news(plain: Rows, line: Any, reviewed: Evidence, each: float) -> bool:
    """Whether one half of what people said, learned, tells the other half better than the line that
    never heard of it, by more than chance. Else it is left out: a model that moves for nothing may
    as well be worse. Rows come by document, so that the halves share at most one."""
    middle = len(reviewed[1]) // 2
    if middle < LEAST_NEWS:
        return False
    gains = []
    for mine, others in (
        (slice(middle), slice(middle, None)),
        (slice(middle, None), slice(middle)),
    ):
        x, y = reviewed[0][mine], reviewed[1][mine]
        told = _line((np.concatenate([plain[0], x]), np.concatenate([plain[1], y]),
                      np.concatenate([plain[2], np.full(len(y), each)])))  # fmt: skip
        rows, truth = reviewed[0][others], reviewed[1][others]
        gains.append(_likelihood(told, rows, truth) - _likelihood(line, rows, truth))
    gain = np.concatenate(gains)
    return bool(gain.mean() > CHANCE * gain.std() / math.sqrt(len(gain)))


def _likelihood(
    model: Any, rows: NDArray[np.float32], truth: NDArray[np.bool_]
) -> NDArray[np.float64]:
    right = _bounded(model.predict_proba(rows)[:, 1])
    found: NDArray[np.float64] = np.log(np.where(truth, right, 1 - right))
    return found


def _kept(model: Any, told: Evidence) -> float:
    """The share of the fields that a threshold keeps of which as few are wrong as is promised."""
    evidence, right = told
    sure = model.predict_proba(evidence)[:, 1]
    limit = threshold_at(points(sure, right, np.zeros(len(right))), ERROR)
    return float((sure >= limit).mean()) if len(right) else 0.0


def _auroc(model: Any, told: Evidence) -> float:
    evidence, right = told
    if not right.any() or right.all():
        return math.nan
    return float(roc_auc_score(right, model.predict_proba(evidence)[:, 1]))


def _grouped(
    evidence: NDArray[np.float32], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float64]]:
    """Equal rows once, with their number as weight: most cells of clean tables look the same."""
    both = np.column_stack([evidence, right]).astype(np.float32)
    rows, counts = np.unique(both, axis=0, return_counts=True)
    return rows[:, :-1], rows[:, -1] > 0.5, counts.astype(np.float64)
