"""What a model learned from, for telling what is unlike it."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from extractor.artefacts import save
from extractor.novelty import ARTEFACT, Familiar, limit_of
from extractor.training.collect import Collected

HELD = 5  # one in so many is not learned from: it says what a document like these has that is new
SELDOM = 2  # generated documents that a piece must occur in
UNLIKE = 0.1  # share of documents like the training data that count as unlike


def learn_familiar(generated: Collected, reviewed: Iterable[frozenset[int]], out: Path) -> Familiar:
    """Write what generated documents look like, and reviewed ones; these by their pieces."""
    made = [
        frozenset(pieces.tolist())
        for pieces, tag in zip(generated.pieces, generated.tags, strict=True)
        if tag["reports"]
    ]
    counts = Counter(p for n, one in enumerate(made) if n % HELD for p in one)
    known = frozenset(p for p, times in counts.items() if times >= SELDOM)
    limit = limit_of(known, made[::HELD], UNLIKE)
    found = Familiar(known.union(*reviewed), limit)
    values = {"known": np.asarray(sorted(found.known), np.int64), "limit": limit}
    save(out / ARTEFACT, "values", values)
    return found
