"""One command trains every model: structure, prose, then confidence on what those models read.

The models are written into a folder beside the target and swapped in when all is done: whoever
reads the target sees the old model or the new one, and a run that is killed leaves the old one.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import cycle
from pathlib import Path
from time import monotonic
from typing import Any

from extractor.artefacts import ArtefactError, write_atomically
from extractor.calibrated import Calibrated
from extractor.novelty import Familiar
from extractor.prose.read import ARTEFACT as PROSE
from extractor.registry import model_id, packaged_model_dir
from extractor.scoring import ModelError, load_scorer
from extractor.settling import ARTEFACT as SETTLING
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.training.account import artefacts_of, digest_of, metrics_of, played, write_json
from extractor.training.card import write_card
from extractor.training.collect import Collected, Request, collect
from extractor.training.compare import Reason
from extractor.training.confidence import CHAMPION, Fitted, fit_confidence, save_confidence
from extractor.training.contest import DOCUMENTS, Ring, contest, model_in_use, readers
from extractor.training.corpus.document import Generated, Options, make_document
from extractor.training.evaluate import collect_folder
from extractor.training.familiar import learn_familiar
from extractor.training.guard import at_least, floor_of, less_certain, thresholds, unmoved
from extractor.training.lessons import (
    Lessons,
    Source,
    identities_in,
    learn_from_reviews,
    without_reviews,
)
from extractor.training.news import NOTHING_LEARNED, learned_nothing
from extractor.training.promise import as_reported, audits_in, keep_promise
from extractor.training.prose.train import train_prose
from extractor.training.reuse import inputs_of, stamp, take_base, take_over
from extractor.training.reviewed import Review
from extractor.training.said import Said
from extractor.training.settling import asked_of, learn_settling
from extractor.training.structure.train import train_structure
from extractor.training.workspace import put_in_place, workspace
from extractor.trees import Trees

Say = Callable[[str], None]
LABELS = {"structure": "结构", "prose": "正文"}
TOLD = 100  # documents of a reader between two words of progress
BASE = ".base"  # in the stage, while training: the models before people taught them anything
USES = {"fit": "拟合", "calibration": "校准", "held-out": "留出"}

# Documents that headings and prose are learned from, in turn: for headings, half are pages of
# several reports or of near misses, and some are the reports that look least like one, prose
# alone under much damage; for prose, those without tables tell in words what others print in
# cells. Of `stretches` only how a page divides is learned: several reports, near misses beside
# one, all much damaged. None leaves it to the document's own draw.
HARD = (3, 6)
READ = {
    "structure": (
        *(
            Options(page=page)
            for page in (None, "years", "agencies", "near-miss-and-report", None, "near-miss")
        ),
        *(Options(form=form, damage=HARD) for form in ("narrative", None, "no-tables")),
        Options(page="near-miss"),
    ),
    "stretches": tuple(
        Options(page=page, damage=HARD)
        for page in (*("years", "near-miss-and-report", "agencies") * 2, "near-miss", None)
    ),
    "prose": tuple(Options(form=form) for form in (None, "narrative", "no-tables", "no-tables")),
}

# Kinds of damage a document: the figures are of the hard ones, as is the threshold's population.
DAMAGE = {"fit": (0, 6), "calibration": HARD, "held-out": HARD}

# First document numbers of each use, far apart: no document serves two purposes, but that
# structure and prose learn from the same numbers.
FIRST = {
    "structure": 0,
    "stretches": 10_000,
    "prose": 0,
    "fit": 2_000_000_000,
    "calibration": 4_000_000_000,
    "held-out": 9_000_000_000,
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many generated documents each step takes."""

    structure: int = 2000
    stretches: int = 2400
    prose: int = 900
    fit: int = 2000
    calibration: int = 13_000
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
    # Folder of annotations; the documents that they are about lie below `documents`, else below
    # `gold_documents`.
    annotations: Path | None = None
    documents: Path | None = None
    # The model to be judged against, where it is not the one in `out`: then `out` gets the new
    # model in any case, and the caller goes by the verdict.
    champion: Path | None = None
    # Fit only the kind of confidence model that is preferred anyway: half the time.
    steady: bool = False
    # Headings and prose are those in use, or those that came with the program, whatever they were made
    # from: people's decisions move them, and nobody waits for what the code would make of them anew.
    readers_stay: bool = False
    # Where it is kept which reviewed documents are the test; None: beside the annotations.
    split: Path | None = None


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the new model is judged on."""

    held: Collected
    real: Collected | None
    reviewed: tuple[Review, ...]
    against: tuple[Reason, ...]


def train(plan: Plan, say: Say = print) -> dict[str, Any]:
    """Train everything; returns the metrics, with the verdict under `verdict`.

    The new model replaces the one in `plan.out` when it is no worse (that one is kept beside it as
    NAME-before-ID, told under `replaced`); else it is kept beside it as NAME-refused, with the
    reasons in its `verdict.json`.
    """
    with workspace(plan.out) as stage:
        metrics, judged = _train_into(stage, plan, say)
        ring = Ring(
            generated("held-out", plan.sizes.held_out),
            judged.held,
            plan.gold,
            plan.gold_documents,
            judged.real,
            judged.reviewed,
            plan.cache,
            plan.processes,
        )
        champion = plan.champion or plan.out
        verdict = contest(champion, stage, ring, say)
        if verdict is not None and judged.against:
            reasons = (*judged.against, *verdict.reasons)
            verdict = replace(verdict, promoted=False, reasons=reasons)
        metrics["verdict"] = None if verdict is None else verdict.as_dict()
        if verdict is not None:
            metrics["verdict"]["thresholds"] = thresholds(champion, stage)
        write_json(
            stage / "verdict.json", {"model": metrics["model"], "verdict": metrics["verdict"]}
        )
        promoted = plan.champion is not None or verdict is None or verdict.promoted
        kept = put_in_place(
            stage,
            plan.out if promoted else refused(plan.out),
            keep=promoted and plan.champion is None,
        )
        metrics["replaced"] = None if kept is None else str(kept)
    return metrics


def generated(use: str, count: int) -> Request:
    """The first `count` documents of a use of evidence: fit, calibration or held-out."""
    split = "held-out" if use == "held-out" else "calibration"
    return Request(split, FIRST[use], count, Options(damage=DAMAGE[use]))


def refused(out: Path) -> Path:
    """Where a model is kept that was not good enough for `out`."""
    return out.with_name(f"{out.name}-refused")


def _train_into(stage: Path, plan: Plan, say: Say) -> tuple[dict[str, Any], _Judged]:
    sizes = plan.sizes
    base = stage / BASE
    base.mkdir()
    _learn_readers(base, plan, say)
    lessons = _lessons(base, stage, plan, say)
    # Fit, calibration and held-out draw from wordings that the models above never saw.
    with model_in_use(base):
        sets = {
            "fit": _collect("fit", sizes.fit, plan, say),
            "calibration": _collect("calibration", sizes.calibration, plan, say),
        }
    say(Said("置信", "confidence"))
    champion = plan.champion or plan.out
    fitted = fit_confidence(
        sets["fit"],
        sets["calibration"],
        lessons.evidence,
        error=plan.error,
        delta=plan.delta,
        steady=plan.steady,
        champion=_champion(champion),
    )
    auroc = f"{fitted.kind}, AUROC {fitted.aurocs[fitted.kind]:.4f}"
    say(Said(f"置信：{auroc}", f"confidence: {auroc}"))
    familiar = learn_familiar(sets["fit"], lessons.met, stage)
    lessons.told["threshold of generated documents"] = fitted.guarantee.threshold
    fitted = at_least(fitted, sets["calibration"], floor_of(champion))
    if fitted.kind == CHAMPION and readers(champion) == readers(stage):
        fitted = unmoved(fitted, champion)
    before = fitted.guarantee.threshold
    fitted = keep_promise(fitted, sets["calibration"], familiar, lessons.looks, plan.error)
    lessons.told["threshold"] = fitted.guarantee.threshold
    digests = {name: digest_of(found) for name, found in sets.items()}
    save_confidence(stage, fitted, digests)
    _learn_settling(stage, plan, (sets["calibration"], fitted, familiar), digests)
    against = [*lessons.against, *less_certain(champion, fitted, sets["calibration"])]
    if plan.annotations is not None and learned_nothing(lessons, fitted, before, (champion, stage)):
        against.append(NOTHING_LEARNED)
    # What people taught changes what is read: a part of the documents is then read anew.
    taught = readers(base) != readers(stage)
    shutil.rmtree(base)
    with model_in_use(stage):
        count = min(DOCUMENTS, sizes.held_out) if taught else sizes.held_out
        held = _collect("held-out", count, plan, say)
        real = None if plan.gold is None else collect_folder(plan.gold, plan.gold_documents)
    metrics = metrics_of(
        stage, asdict(sizes), (plan.error, plan.delta), (fitted, familiar), (held, real)
    )
    metrics["learned"] = lessons.told
    metrics["answers"] = played(stage, held, (fitted, familiar))
    write_json(stage / "metrics.json", metrics)
    write_atomically(stage / "CARD.md", write_card(metrics).encode())
    model = {"id": model_id(stage), "artefacts": artefacts_of(stage), "sizes": asdict(sizes)}
    write_json(stage / "model.json", model)
    return metrics, _Judged(held, real, lessons.test, tuple(against))


def _lessons(base: Path, stage: Path, plan: Plan, say: Say) -> Lessons:
    """What reviewed documents teach, written into the stage; the base models where there are none."""
    champion, documents = plan.champion or plan.out, plan.documents or plan.gold_documents
    if plan.annotations is None or documents is None:
        return without_reviews(base, stage, champion)
    known = identities_in(plan.annotations)
    split = plan.split or plan.annotations
    drawn = audits_in(plan.annotations)
    source = Source(plan.annotations, documents, split, champion, plan.cache, known, drawn)
    return learn_from_reviews(base, stage, source, say)


def _learn_readers(stage: Path, plan: Plan, say: Say) -> None:
    """The models of headings and prose; those whose inputs are the same are taken over.

    Prose learns which section a figure stands in from headings as the first ones read them, not
    from those of the model that happens to be in use.
    """
    where = stage, plan, say
    before = _reader("structure", (HEADINGS, STRETCHES), where)
    with model_in_use(stage):
        _reader("prose", (PROSE,), where, before)


def reader_inputs(part: str, sizes: Sizes, before: str = "") -> str:
    """The digest of what `structure` or `prose` is made from; `before`: that of an earlier part."""
    kinds = [(count, READ[kind]) for kind, count in _kinds(part, sizes).items()]
    return inputs_of(part, (*kinds, before))


def _kinds(part: str, sizes: Sizes) -> dict[str, int]:
    """The kinds of documents that a part learns from, in the order it takes them, how many of each."""
    structure = {"structure": sizes.structure, "stretches": sizes.stretches}
    return {"structure": structure, "prose": {"prose": sizes.prose}}[part]


def _reader(
    part: str, names: Sequence[str], where: tuple[Path, Plan, Say], before: str = ""
) -> str:
    """Learn a part or take it over; its inputs, those of a model `before` it among them."""
    stage, plan, say = where
    inputs = reader_inputs(part, plan.sizes, before)
    keep = plan.cache / "models" / part if plan.cache else None
    # A model in use that people taught is no base; then the one that came with the program may be.
    places = [plan.champion or plan.out, packaged_model_dir(), *([keep] if keep else [])]
    if take_over(inputs, names, stage, places):
        say(Said(f"{LABELS[part]}：未变，沿用", f"{part}: unchanged, taken over"))
        return inputs
    if plan.readers_stay and take_base(names, stage, places):
        say(Said(f"{LABELS[part]}：沿用在用的", f"{part}: those in use, taken over"))
        return inputs
    kinds = _kinds(part, plan.sizes)
    started = monotonic()
    learn: Callable[..., Any] = {"structure": train_structure, "prose": train_prose}[part]
    documents, *more = _told(part, kinds, say)
    learn(documents, stage, *more)
    stamp(inputs, names, stage, keep)
    took = f"{monotonic() - started:.0f} s"
    say(Said(f"{LABELS[part]}：{took}", f"{part}: {took}"))
    return inputs


def _told(part: str, kinds: dict[str, int], say: Say) -> list[Iterator[Generated]]:
    """The documents of each kind; as they are taken, it is said how many were."""
    total = sum(kinds.values())
    taken = iter(range(total))

    def each(documents: Iterator[Generated]) -> Iterator[Generated]:
        for one in documents:
            done = next(taken)
            if done % TOLD == 0:
                say(Said(f"{LABELS[part]}：{done}/{total}", f"{part}: {done}/{total}"))
            yield one
            if done + 1 == total:
                say(Said(f"{LABELS[part]}：拟合", f"{part}: fitting"))

    return [each(read_by(kind, many)) for kind, many in kinds.items()]


def read_by(kind: str, count: int) -> Iterator[Generated]:
    """The documents of one kind of READ, in order."""
    for number, options in zip(range(count), cycle(READ[kind]), strict=False):
        yield make_document(FIRST[kind] + number, "train", options)


def _collect(use: str, count: int, plan: Plan, say: Say) -> Collected:
    started = monotonic()

    def progress(done: int, total: int, made: int) -> None:
        left = (monotonic() - started) / made * (total - done)
        minutes = f"{left / 60:.1f}"
        say(Said(f"{USES[use]}：{done}/{total}，约余 {minutes} 分钟",
                 f"{use}: {done}/{total}, about {minutes} min left"))  # fmt: skip

    found = collect(
        generated(use, count), cache=plan.cache, processes=plan.processes, progress=progress
    )
    took = f"{count}, {monotonic() - started:.0f} s"
    say(Said(f"{USES[use]}：{took}", f"{use}: {took}"))
    return found


def _champion(folder: Path) -> Calibrated | None:
    """The confidence model in use, where its evidence is today's."""
    try:
        model = load_scorer(folder).model
    except (ModelError, ArtefactError):
        return None
    return model if model is not None and isinstance(model.model, Trees) else None


def _learn_settling(
    stage: Path, plan: Plan, known: tuple[Collected, Fitted, Familiar], data: dict[str, str]
) -> None:
    """What answers say of fields that wait: learned from generated documents, taken over in a retraining.

    It goes by calibrated probabilities, so that a model that people taught needs no other.
    """
    places = (plan.champion or plan.out, packaged_model_dir())
    made = next((place / SETTLING for place in places if (place / SETTLING).exists()), None)
    if plan.annotations is not None and made is not None:
        shutil.copyfile(made, stage / SETTLING)
        return
    calibration, fitted, familiar = known
    sure = as_reported(fitted, calibration, familiar)
    learn_settling(stage, asked_of(calibration, sure, fitted.guarantee.threshold), data)
