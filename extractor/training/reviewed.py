"""Documents that people reviewed, as evidence: what they said of a field is its truth.

A part of the documents, chosen by agency and year, is a test that no model learns from: the
choice is a stable hash, and once made it stands in `split.json` beside the annotations.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.annotations.files import effective
from extractor.annotations.model import Annotation
from extractor.artefacts import write_atomically
from extractor.confidence import FEATURES
from extractor.forms import modern_ids
from extractor.pipeline import Settings
from extractor.training.collect import Collected
from extractor.training.figures import forms
from extractor.training.judging import overlap, right
from extractor.training.readings import Readings

TEST_SHARE = 0.2
SPLIT = "split.json"
NAMED = ("agency", "year")
LEARNED_FROM = frozenset({"review", "audit", "manual"})  # not gold, which only ever judges


@dataclass(frozen=True, slots=True)
class Review:
    """A document and what people said of it; only statements that count."""

    document: str
    name: str
    data: bytes
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Judged fields, one a row. `missing`: the report was not found, so there is no evidence.
    `once`: a person said it when asked, and nobody looked again."""

    evidence: NDArray[np.float32]
    right: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    names: NDArray[np.str_]
    forms: NDArray[np.str_]
    document: NDArray[np.int64]
    once: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.right)


def load_reviews(annotations: Iterable[Annotation], folder: Path) -> tuple[Review, ...]:
    """Reviews whose document lies somewhere below `folder`, found by its digest."""
    by_document: dict[str, list[Annotation]] = {}
    for one in effective(annotations):
        if one.provenance in LEARNED_FROM or one.provenance.startswith("import:"):
            by_document.setdefault(one.document, []).append(one)
    made = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and by_document:
            data = path.read_bytes()
            said = by_document.pop(hashlib.sha256(data).hexdigest(), None)
            if said:
                made.append(Review(said[0].document, path.name, data, tuple(said)))
    return tuple(sorted(made, key=lambda r: r.document))


def divide(
    reviews: Sequence[Review], folder: Path, identities: Mapping[str, Sequence[str]] | None = None
) -> tuple[tuple[Review, ...], tuple[Review, ...]]:
    """(to learn from, frozen test part). New documents are assigned once and for all.

    The choice is kept in `folder`. `identities`: "agency/year" of each report of a document, for
    those of which people did not name both; where nobody knows, the document stands for itself.
    """
    path = folder / SPLIT
    held: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    fresh = [r for r in reviews if r.document not in held]
    for one in fresh:
        keys = _keys(one) or (identities or {}).get(one.document) or [one.document]
        held[one.document] = "test" if any(map(_is_test, keys)) else "train"
    if fresh:
        text = json.dumps(held, indent=1, sort_keys=True)
        write_atomically(path, f"{text}\n".encode())
    return (
        tuple(r for r in reviews if held[r.document] != "test"),
        tuple(r for r in reviews if held[r.document] == "test"),
    )


def _keys(review: Review) -> list[str]:
    """Agency and year of each report of which people named both."""
    said: dict[int, dict[str, str]] = {}
    for one in review.annotations:
        if one.target in NAMED and one.value is not None:
            said.setdefault(one.report, {})[one.target] = str(one.value)
    return [f"{s['agency']}/{s['year']}" for s in said.values() if len(s) == len(NAMED)]


def _is_test(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32 < TEST_SHARE


def rows_of(collected: Collected, documents: int | None = None) -> Rows:
    """All fields of judged documents, or of the first ones."""
    mask = collected.document < (len(collected.tags) if documents is None else documents)
    ids = np.asarray(modern_ids())
    reports = [f"{tag['name']}#{n}/" for tag in collected.tags for n in range(len(tag["forms"]))]
    names = np.char.add(np.repeat(np.asarray(reports, np.str_), len(ids)), ids[collected.field])
    return Rows(
        collected.evidence[mask],
        collected.right[mask],
        collected.missing[mask],
        names[mask],
        forms(collected)[mask],
        collected.document[mask],
        np.zeros(int(mask.sum()), np.bool_),
    )


def review_rows(
    reviews: Sequence[Review],
    settings: Settings,
    first: int = 0,
    readings: Readings | None = None,
) -> Rows:
    """The fields that people decided, read by the models in use. Documents count from `first`."""
    evidence, good, missing, names, kinds, document, once = [], [], [], [], [], [], []
    readings = readings or Readings(settings, None)
    place = {id: at for at, id in enumerate(modern_ids())}
    for number, review in enumerate(reviews, first):
        found = readings.of(review.data, review.name)
        for one in review.annotations:
            kind, _, id = one.target.partition("/")
            if kind != "fields":
                continue
            shared = [overlap(one.report_span, span) for span in found.spans]
            at = int(np.argmax(shared)) if shared and max(shared) > 0 else None
            answer = None if at is None else found.answers[at][place[id]]
            evidence.append(
                [0.0] * len(FEATURES) if at is None else found.evidence[at][place[id]].tolist()
            )
            good.append(right({"value": one.value, "state": one.state}, answer))
            missing.append(at is None)
            names.append(f"{review.name}#{one.report}/{id}")
            kinds.append("none" if at is None else found.forms[at])
            document.append(number)
            # An audit was settled by a second look, and who decides anew has looked again.
            once.append(one.provenance != "audit" and one.replaces is None)
    return Rows(
        np.asarray(evidence, np.float32).reshape(-1, len(FEATURES)),
        np.asarray(good, np.bool_),
        np.asarray(missing, np.bool_),
        np.asarray(names, np.str_),
        np.asarray(kinds, np.str_),
        np.asarray(document, np.int64),
        np.asarray(once, np.bool_),
    )


def joined(one: Rows, other: Rows) -> Rows:
    """Rows of both; their document numbers must differ already."""
    return Rows(*(np.concatenate([getattr(one, n), getattr(other, n)]) for n in Rows.__slots__))
