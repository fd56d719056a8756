"""Trains the models of this room: headings, classes of stretches, cuts."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from extractor.artefacts import save
from extractor.linear import Linear
from extractor.structure.hashing import WIDTH
from extractor.structure.models import HEADINGS, STRETCHES, HeadingModel
from extractor.structure.wordings import DATA, Wordings, load_wordings
from extractor.training.structure.corpus import Document, example_of
from extractor.training.structure.divisions import ROUNDS as DIVISION_ROUNDS
from extractor.training.structure.divisions import fit_divisions
from extractor.training.structure.example import Example
from extractor.training.structure.pages import make_page
from extractor.training.structure.samples import Samples, collect, pages_of

# Own pages for training; more gave nothing on held-out pages and took longer.
PAGES = 1600
SEED = 20211
STRENGTH = 3.0  # inverse of the penalty, chosen on held-out generated pages
ROUNDS = 150


def rows(many: Sequence[Iterable[int]]) -> csr_matrix:
    """A binary matrix with one row for each collection of columns."""
    indices: list[int] = []
    starts = [0]
    for columns in many:
        indices.extend(sorted(set(columns)))
        starts.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return csr_matrix((data, indices, starts), shape=(len(many), WIDTH))


def fit(columns: Sequence[Sequence[int]], labels: Sequence[Any]) -> LogisticRegression:
    """A linear classifier over hashed features, kept in single precision."""
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, random_state=SEED, tol=1e-3)
    model.fit(rows(columns), np.asarray(labels))
    model.coef_ = model.coef_.astype(np.float32)
    return model


def fit_headings(samples: Samples) -> HeadingModel:
    """The heading classifier."""
    return HeadingModel(Linear.of(fit(samples.headings, samples.heading_labels)))


def own_pages(count: int = PAGES, first: int = 0) -> list[Example]:
    """This room's own generated pages."""
    return [make_page(seed) for seed in range(first, first + count)]


def train_structure(
    documents: Iterable[Document | Example],
    out: Path,
    pages: Iterable[Document | Example] = (),
    wordings: Wordings | None = None,
) -> dict[str, str]:
    """Train on own pages and further documents, write both models, return their digests.

    Of `pages` only the model of stretches learns, how they divide. The same documents give the
    same files.
    """
    wordings, digest = wordings or load_wordings(), hashlib.sha256()
    samples = collect(_noted(chain(own_pages(), documents), digest), wordings, SEED)
    samples.pages += pages_of(_noted(pages, digest), wordings)
    return save_structure(
        samples, {"documents": digest.hexdigest(), "wordings": _file_digest()}, out
    )


def save_structure(
    samples: Samples, data: dict[str, str], out: Path, rounds: int = DIVISION_ROUNDS
) -> dict[str, str]:
    """Learn both models from samples and write them with a note of their `data`; their digests."""
    headings = fit(samples.headings, samples.heading_labels)
    divisions = fit_divisions(samples.pages, SEED, rounds)
    return {
        HEADINGS: save(
            out / HEADINGS,
            "headings",
            headings,
            seed=SEED,
            data=data,
            labels=[str(c) for c in headings.classes_],
        ),
        STRETCHES: save(
            out / STRETCHES,
            "stretches",
            divisions,
            seed=SEED,
            data=data,
            labels=[str(c) for c in divisions["classes"].classes_],
        ),
    }


def _noted(documents: Iterable[Document | Example], digest: Any) -> Iterator[Example]:
    """Each document as an example, one at a time, its text and truth told to the digest."""
    for one in documents:
        example = one if isinstance(one, Example) else example_of(one)
        digest.update(example.cleaned.text.encode("utf-8", "surrogatepass"))
        headings = [[h.key, h.span.start, h.span.end] for r in example.reports for h in r.headings]
        stretches = [[r.span.start, r.span.end] for r in example.reports]
        digest.update(json.dumps([headings, stretches]).encode())
        yield example


def _file_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(DATA.glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
