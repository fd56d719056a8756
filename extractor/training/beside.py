"""What a site prints beside each of its numbers, learned from where people say the numbers stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.artefacts import save
from extractor.cleaning import clean
from extractor.reading import read
from extractor.tables.beside import ARTEFACT, learned_shapes, shape_of
from extractor.training.reviewed import Review
from extractor.types import Cleaned, Span

LEAST_CELLS = 5  # of all documents that show a shape, before it is learned
AGREED = 0.6  # share of a document's numbers that must show the same shape
_BEHIND = re.compile(r"[ \u3000]?[^\s|;,\u3400-\u9fff]{1,16}")
SIGNS = frozenset(
    "%‰()[]<>{}+±↑↓"
)  # one of them is beside such a figure; a plain number is a cell, two are two cells


def learn_shapes(reviews: Sequence[Review], before: Path, out: Path) -> list[str]:
    """Write the shapes in `before` and those that the reviews add into `out`; returns the new."""
    counts: Counter[str] = Counter()
    for review in reviews:
        here = Counter(_shapes(review))
        if not here:
            continue
        [(shape, count)] = here.most_common(1)
        if shape and count >= AGREED * here.total():
            counts[shape] += count
    held = list(learned_shapes(before))
    fresh = sorted(s for s, count in counts.items() if count >= LEAST_CELLS and s not in held)
    if held or fresh:
        save(out / ARTEFACT, "values", [*held, *fresh])
    return fresh


def _shapes(review: Review) -> Iterator[str]:
    """The shape behind each number of a table that people placed; empty where there is none."""
    places = [one.span for one in review.annotations if one.kind == "fields" and one.span]
    if not places:
        return
    cleaned = clean(read(review.data, review.name).text)
    for start, end in sorted(set(places)):
        yield _behind(cleaned, Span(start, end))


def _behind(cleaned: Cleaned, place: Span) -> str:
    at = cleaned.from_source(place).end
    found = _BEHIND.match(cleaned.text, at)
    shape = shape_of(found[0]) if found else ""
    return shape if shape.count("0") == 1 and SIGNS & set(shape) else ""
