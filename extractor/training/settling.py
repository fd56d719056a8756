"""Fit what people's answers say of fields that wait, by playing reviews of generated documents.

A play asks a report's fields in the order of their gain; each answer agrees with what was read
where that is right, but for a slip now and then. After some answers, every field that waits is a
row to learn from; on other documents the whole review is played, and the lowest threshold is taken
at which few of the fields that were settled unasked are wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from extractor.artefacts import save
from extractor.confidence import FEATURES as EVIDENCE
from extractor.forms import modern_ids
from extractor.gain import expected_gains
from extractor.settling import ARTEFACT, EMPTY, FEATURES, NUMBER, ZERO, Read, Settler, evidence
from extractor.training.collect import Collected
from extractor.training.metrics import Points
from extractor.trees import Trees

SEED = 20215
SLIPS = 0.02  # share of the answers that say the contrary
FIT_SHARE = 0.6  # of the documents; the others set the threshold
STOPS = 4  # of one report, after which the fields that wait are learned from
MOST = 60  # such fields of one stop: more of a hopeless table say little more
REPORTS = (1500, 1600)  # at most, to learn from and to set the threshold
LATEST = 25  # answers after which none is made
THRESHOLDS = (0.97, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.9965, 0.998, 0.999)
# Share of the settled fields that may be wrong on the documents of the threshold: half of what a
# reviewer's slips would leave wrong of them.
WRONG = SLIPS / 2
LEAST_REPORTS = 40  # reports that are asked about, in either part
# More answers that agree only raise, more that differ only lower the chance.
MONOTONE = {name: 1 if name.endswith("_agreed") else -1 for name in FEATURES
            if name.endswith(("_agreed", "_differed"))} | {"odds": 1}  # fmt: skip
_STATES = [n for n, name in enumerate(EVIDENCE) if name in ("state_blank", "state_absent")]
_IS_ZERO = EVIDENCE.index("is_zero")


@dataclass(frozen=True, slots=True)
class Asked:
    """A report of which something is asked: as it was read, which fields are right, and its
    document. `left`: fields that the document leaves open and that were read as null, where that is
    known; whoever sees that accepts their table as it stands, with one key."""

    read: Read
    right: NDArray[np.bool_]
    document: int
    left: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What reviews came to: `reports` in all, fields `asked` for at first, `decisions` until nothing
    waited, fields `settled` unasked, and how many of these were `wrong`."""

    reports: int
    asked: int
    decisions: int
    settled: int
    wrong: int


def asked_of(collected: Collected, made: Points, threshold: float) -> list[Asked]:
    """The reports of which something is asked; `made`: the judged answers as extraction gives them."""
    width = len(modern_ids())
    found = []
    for first in range(0, len(collected), width):
        part = slice(first, first + width)
        asked = made.confidence[part] < threshold
        if not asked.any() or collected.missing[first]:
            continue
        rows = collected.evidence[part]
        kinds = np.where(rows[:, _IS_ZERO] > 0, ZERO, NUMBER)
        kinds = np.where(rows[:, _STATES].any(axis=1), EMPTY, kinds).astype(np.int8)
        read = Read(made.confidence[part].astype(np.float64), kinds, asked)
        found.append(Asked(read, collected.right[part], int(collected.document[first])))
    return found


def fit_settling(reports: Sequence[Asked]) -> Settler | None:
    """The model and its threshold; None where too few reports are asked about."""
    documents = sorted({one.document for one in reports})
    fitting = set(documents[: int(len(documents) * FIT_SHARE)])
    learn = [one for one in reports if one.document in fitting]
    rest = [one for one in reports if one.document not in fitting]
    if min(len(learn), len(rest)) < LEAST_REPORTS:
        return None
    model, rest = _fit(learn[: REPORTS[0]]), rest[: REPORTS[1]]
    for threshold in THRESHOLDS:
        found = play(rest, len(rest), Settler(model, threshold))
        if found.wrong <= WRONG * found.settled:
            return Settler(model, threshold)
    return None


def play(
    reports: Sequence[Asked], in_all: int, settler: Settler | None, seed: int = SEED
) -> Played:
    """Review every report to its end; `in_all` counts those of which nothing is asked, too. `seed`
    says which answers are slips."""
    rng = np.random.default_rng(seed)
    asked = decisions = settled = wrong = 0
    for one in reports:
        waiting = order(one)
        asked += len(waiting)
        if one.left is not None:
            tables = {modern_ids()[at].partition(".")[0] for at in waiting if one.left[at]}
            waiting = [at for at in waiting if not one.left[at]]
            decisions += len(tables)
        agreed: list[int] = []
        differed: list[int] = []
        while waiting:
            at = waiting.pop(0)
            decisions += 1
            (agreed if one.right[at] != (rng.random() < SLIPS) else differed).append(at)
            if settler is None or not waiting:
                continue
            sure = settler.chances(one.read, agreed, differed, waiting) >= settler.threshold
            gone = [at for at, done in zip(waiting, sure, strict=True) if done]
            settled, wrong = settled + len(gone), wrong + int((~one.right[gone]).sum())
            waiting = [at for at, done in zip(waiting, sure, strict=True) if not done]
    return Played(in_all, asked, decisions, settled, wrong)


def order(one: Asked) -> list[int]:
    """The places of the asked fields, those first whose answer is worth most."""
    ids = modern_ids()
    places = {ids[at]: at for at in np.flatnonzero(one.read.asked).tolist()}
    gains = expected_gains({id: float(one.read.sure[at]) for id, at in places.items()})
    return [places[id] for id in sorted(gains, key=lambda id: (-gains[id], id))]


def learn_settling(out: Path, reports: Sequence[Asked], data: dict[str, str]) -> Settler | None:
    """Fit, and write `settling.skops` with its threshold; where there is too little to learn from,
    nothing is written and everything is asked."""
    settler = fit_settling(reports)
    if settler is not None:
        settings = {"features": list(FEATURES), "threshold": settler.threshold, "slips": SLIPS}
        model = settler.model.arrays()
        save(out / ARTEFACT, "settling", model, labels=["wrong", "right"], data=data,
             settings=settings, seed=SEED)  # fmt: skip
    return settler


def _fit(reports: Sequence[Asked]) -> Trees:
    made = list(_rows(reports))
    model = HistGradientBoostingClassifier(
        max_iter=100,
        learning_rate=0.08,
        max_leaf_nodes=12,
        min_samples_leaf=100,
        l2_regularization=10.0,
        random_state=SEED,
        early_stopping=False,
        monotonic_cst=[MONOTONE.get(name, 0) for name in FEATURES],
    )
    model.fit(np.concatenate([x for x, _ in made]), np.concatenate([y for _, y in made]))
    return Trees.of(model)


def _rows(reports: Sequence[Asked]) -> Iterator[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """For some moments of each review the fields that wait: what speaks for them, whether right."""
    rng = np.random.default_rng(SEED)
    for one in reports:
        places = order(one)
        slips = rng.random(len(places)) < SLIPS
        agrees = one.right[places] != slips
        last = min(len(places) - 1, LATEST)
        if last < 1:
            continue
        for stop in sorted(set(rng.integers(1, last + 1, size=STOPS).tolist())):
            agreed = [at for at, yes in zip(places[:stop], agrees, strict=False) if yes]
            differed = [at for at, yes in zip(places[:stop], agrees, strict=False) if not yes]
            waiting = places[stop:]
            if len(waiting) > MOST:
                waiting = sorted(rng.choice(waiting, MOST, replace=False).tolist())
            rows = evidence(one.read, agreed, differed, waiting).astype(np.float32)
            yield rows, one.right[waiting]
