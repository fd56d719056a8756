"""What a model learned from, for telling what is unlike it."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extractor.artefacts import save, write_atomically
from extractor.cleaning import clean
from extractor.novelty import ARTEFACT, limit_of, pieces
from extractor.reading import read
from extractor.training.collect import Request
from extractor.training.corpus.document import make_document
from extractor.training.reuse import corpus_data, digest_files
from extractor.training.reviewed import Review

PACKAGE = Path(__file__).parents[1]
DOCUMENTS = 600  # generated ones are enough to have met what the corpus prints
HELD = 5  # one in so many is not learned from: it says what a document like these has that is new
SELDOM = 2  # generated documents that a piece must occur in
UNLIKE = 0.1  # share of documents like the training data that count as unlike


def learn_familiar(
    request: Request, reviewed: Sequence[Review], out: Path, cache: Path | None
) -> None:
    """Write what generated documents and reviewed ones look like."""
    known, limit = _generated(request, cache)
    for review in reviewed:
        known |= pieces(clean(read(review.data, review.name).text).text)
    values = {"known": np.asarray(sorted(known), np.int64), "limit": limit}
    save(out / ARTEFACT, "values", values)


def _generated(request: Request, cache: Path | None) -> tuple[set[int], float]:
    count = min(request.count, DOCUMENTS)
    code = [PACKAGE / name for name in ("novelty.py", "cleaning", "training/corpus")]
    salt = (request.split, request.first, count, repr(request.options))
    key = digest_files([*code, corpus_data()], salt)[:32]
    path = None if cache is None else cache / f"familiar-{key}.json"
    if path is not None and path.exists():
        raw = json.loads(path.read_text("utf-8"))
        return set(raw["known"]), float(raw["limit"])
    numbers = range(request.first, request.first + count)
    drawn = (make_document(at, request.split, request.options) for at in numbers)
    made = [pieces(clean(one.text).text) for one in drawn if one.gold["reports"]]
    counts = Counter(p for n, one in enumerate(made) if n % HELD for p in one)
    known = {p for p, times in counts.items() if times >= SELDOM}
    limit = limit_of(frozenset(known), made[::HELD], UNLIKE)
    if path is not None:
        text = json.dumps({"known": sorted(known), "limit": limit})
        write_atomically(path, text.encode())
    return known, limit
