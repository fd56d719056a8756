"""Everything that reviewed documents teach: wordings, headings, rejections, facts, evidence.

The models of headings and prose that come with the program (*base*) are taught what people said;
the result lies in the stage. Evidence of generated documents is that of the base models, so that
it can be kept between runs; the comparison with the model in use reads anew with what was taught.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from extractor.annotations.files import read_folder
from extractor.artefacts import load, read_header, save
from extractor.pipeline import Settings
from extractor.prose.features import columns
from extractor.prose.model import FactModel
from extractor.prose.read import ARTEFACT as PROSE
from extractor.structure.models import HEADINGS, STRETCHES
from extractor.structure.wordings import load_wordings
from extractor.tables.beside import learned_shapes
from extractor.training.beside import learn_shapes
from extractor.training.cases import fact_cases, heading_cases, stretch_cases
from extractor.training.compare import Reason
from extractor.training.confidence import Evidence
from extractor.training.contest import model_in_use
from extractor.training.learned import learn_labels
from extractor.training.promise import Drawn, Looks, looks_of
from extractor.training.readings import Readings
from extractor.training.relearn import update
from extractor.training.reuse import INPUTS
from extractor.training.reviewed import Review, Rows, divide, load_reviews, review_rows
from extractor.training.said import Said
from extractor.training.sums import broken_sums

IDENTITIES = "identities.json"
KINDS = {"headings": "标题", "rejections": "不是年报", "facts": "正文数据"}


@dataclass(frozen=True, slots=True)
class Source:
    """Annotations, their documents, where the split is kept, and the model in use so far.

    `identities` names for each document "agency/year" of its reports, where that is known;
    `drawn` the fields that were audited.
    """

    annotations: Path
    documents: Path
    split: Path
    champion: Path
    cache: Path | None = None
    identities: dict[str, list[str]] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lessons:
    """Evidence for the confidence model, documents that are familiar now, audited fields, the frozen
    test; and in words."""

    evidence: Evidence | None = None
    met: tuple[frozenset[int], ...] = ()  # pieces of the documents in which every answer was right
    looks: Looks | None = None
    test: tuple[Review, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)
    against: tuple[Reason, ...] = ()  # why nothing should be learned from what people said


def without_reviews(base: Path, stage: Path, champion: Path) -> Lessons:
    """No reviewed documents: the base models, and the wordings that were learned before."""
    _copy(base, stage)
    learn_shapes((), champion, stage)
    learn_labels((), champion, stage)
    return Lessons()


def learn_from_reviews(
    base: Path, stage: Path, source: Source, say: Callable[[str], None]
) -> Lessons:
    """Teach the models in `base` what people said; write the taught ones into `stage`."""
    _copy(base, stage)
    reviews = load_reviews(read_folder(source.annotations), source.documents)
    learn, test = divide(reviews, source.split, source.identities)
    say(
        Said(
            f"审核过的文件：{len(learn)}，另 {len(test)} 留作检验",
            f"reviewed documents: {len(learn)}, and {len(test)} kept for the test",
        )
    )
    shapes = learn_shapes(learn, source.champion, stage)
    if shapes:
        passed = "; ".join(shapes)
        say(Said(f"学会略过的附注：{passed}", f"learned to pass over beside numbers: {passed}"))
    fresh = learn_labels(learn, source.champion, stage, learned_shapes(stage))
    for official, wordings in fresh.items():
        same = f"{official} = {'; '.join(wordings)}"
        say(Said(f"新学的说法：{same}", f"wordings learned: {same}"))
    taught = {
        "headings": _teach(stage / HEADINGS, learn),
        "rejections": _teach(stage / STRETCHES, learn),
        "facts": _teach_facts(stage / PROSE, learn),
    }
    for kind, count in taught.items():
        if count:
            say(Said(f"学自审核：{KINDS[kind]} {count}", f"learned from reviews: {kind} {count}"))
    with model_in_use(stage):
        readings = Readings(Settings(), source.cache)
        rows = review_rows(learn, Settings(), readings=readings)
        looks = looks_of((*learn, *test), source.drawn, readings)
        met = _read_right(learn, rows, readings)
    seen = ~rows.missing
    told = {
        "reviewed documents": len(learn), "kept for the test": len(test),
        "reviewed fields": int(seen.sum()), "wordings": fresh, "shapes": shapes, **taught,
        "audited fields": len(looks.drawn),
    }  # fmt: skip
    with model_in_use(source.champion):
        against = broken_sums((*learn, *test), Readings(Settings(), source.cache))
    return Lessons((rows.evidence[seen], rows.right[seen]), met, looks, test, told, against)


def _read_right(
    reviews: Sequence[Review], rows: Rows, readings: Readings
) -> tuple[frozenset[int], ...]:
    """What is met in the documents of which every decided field is read right: a layout is no
    more familiar for having been looked at while it is still misread."""
    wrong = set(rows.document[~rows.right].tolist())
    decided = set(rows.document.tolist()) - wrong
    return tuple(readings.of(reviews[n].data, reviews[n].name).pieces for n in sorted(decided))


def identities_in(folder: Path) -> dict[str, list[str]]:
    """Who reports when, as a service wrote it beside the annotations; else nothing."""
    path = folder / IDENTITIES
    made = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {str(k): [str(one) for one in v] for k, v in made.items()}


def _copy(base: Path, stage: Path) -> None:
    for name in (HEADINGS, STRETCHES, PROSE):
        shutil.copyfile(base / name, stage / name)


def _teach(path: Path, reviews: Sequence[Review]) -> int:
    """Update a model of structure; how many cases it learned."""
    make = heading_cases if path.name == HEADINGS else stretch_cases
    rows, labels = make(reviews, load_wordings())
    header = read_header(path)
    model = load(path, header.kind).model
    classifier = model if path.name == HEADINGS else model["classes"]
    classes = [str(c) for c in classifier.classes_]
    known = [n for n, label in enumerate(labels) if label in classes]
    if not known or len(classes) < 3:
        return 0
    classifier.coef_ = update(
        classifier.coef_,
        classifier.intercept_,
        [sorted(set(rows[n])) for n in known],
        [classes.index(labels[n]) for n in known],
    )
    save(
        path,
        header.kind,
        model,
        seed=header.seed,
        labels=header.labels,
        data={**_plain(header.data), "reviewed": str(len(known))},
    )
    return len(known)


def _teach_facts(path: Path, reviews: Sequence[Review]) -> int:
    cases = list(fact_cases(reviews))
    if not cases:
        return 0
    header = read_header(path)
    model = FactModel().from_bytes(load(path, header.kind).model)
    assert model.weights is not None
    assert model.bias is not None
    known = [(case, label) for case, label in cases if label in model.labels]
    taught = update(
        np.ascontiguousarray(model.weights.T),
        model.bias,
        [columns(case, model.rules, model.learned) for case, _ in known],
        [model.labels.index(label) for _, label in known],
    )
    model.weights = taught.T.astype("<f2").astype(np.float32)
    save(
        path,
        header.kind,
        model.to_bytes(),
        seed=header.seed,
        labels=header.labels,
        data={**_plain(header.data), "reviewed": str(len(known))},
        settings=header.settings,
    )
    return len(known)


def _plain(data: Mapping[str, str]) -> dict[str, str]:
    """Without the digest of inputs: a taught model is not what those inputs alone make."""
    return {k: v for k, v in data.items() if k != INPUTS}
