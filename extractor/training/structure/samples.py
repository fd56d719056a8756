"""Examples turned into feature rows with labels."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.structure.candidates import Candidate, heading_candidates
from extractor.structure.cuts import find_cuts
from extractor.structure.facts import Facts, facts_of
from extractor.structure.heading_features import heading_columns
from extractor.structure.models import NONE, PART, SEVERAL
from extractor.structure.stretch_features import cut_columns, stretch_columns
from extractor.structure.wordings import Wordings
from extractor.training.structure.example import Example, ReportTruth
from extractor.types import Cleaned, Span

# Share of candidates whose wording training pretends not to know, so that words count too.
FORGET = 0.25
# A cut this near a true boundary is the boundary.
NEAR = 30
# Text outside all documents is page furniture up to this length.
SHORT = 60


@dataclass(slots=True)
class Samples:
    """Feature columns and labels of headings, stretches and cuts."""

    headings: list[list[int]] = field(default_factory=list)
    heading_labels: list[str] = field(default_factory=list)
    stretches: list[list[int]] = field(default_factory=list)
    stretch_labels: list[str] = field(default_factory=list)
    cuts: list[list[int]] = field(default_factory=list)
    cut_labels: list[int] = field(default_factory=list)


def label_of(one: Candidate, truth: ReportTruth) -> str:
    """The key of the heading that this candidate is, by overlap, or none."""
    for heading in truth.headings:
        if abs(heading.span.start - one.start) <= 6 and heading.span.overlap(one.span) >= 2:
            return heading.key
    return NONE


def collect(examples: Iterable[Example], wordings: Wordings, seed: int = 0) -> Samples:
    """All samples of the examples, in order."""
    rng = random.Random(seed)
    found = Samples()
    for example in examples:
        for truth in example.reports:
            _headings(found, example.cleaned, truth, wordings, rng)
        _stretches(found, example, wordings)
    return found


def _headings(
    found: Samples, cleaned: Cleaned, truth: ReportTruth, wordings: Wordings, rng: random.Random
) -> None:
    candidates = heading_candidates(cleaned.text, truth.span, wordings)
    whole = rng.random() < 0.12  # whole reports of unknown wordings are the ones to learn from
    found.headings += heading_columns(
        cleaned.text, truth.span, candidates, wordings, lambda _: whole or rng.random() < FORGET
    )
    found.heading_labels += [label_of(one, truth) for one in candidates]


def _truth(example: Example) -> list[tuple[Span, str]]:
    return sorted([(report.span, "report") for report in example.reports] + list(example.rejected))


def _sum(blocks: Sequence[Facts]) -> Facts:
    total = blocks[0]
    for block in blocks[1:]:
        total += block
    return total


def _wrong_stretches(
    found: Samples, truth: Sequence[tuple[Span, str]], cut: tuple[list[Facts], list[int]]
) -> None:
    """Two documents taken for one, and pieces of one: what the decoder must not prefer."""
    blocks, bounds = cut
    home = [
        next((i for i, (span, _) in enumerate(truth) if span.overlap(Span(a, b)) > (b - a) / 2), -1)
        for a, b in pairwise(bounds)
    ]
    whole = [[at for at, owner in enumerate(home) if owner == i] for i in range(len(truth))]
    for i, places in enumerate(whole):
        if "report" not in (truth[i][1], *(name for _, name in truth[i + 1 : i + 2])):
            continue
        pieces = [places[:1], places[1:], places[:-1], places[-1:]] if len(places) > 1 else []
        for name, chosen in [(PART, piece) for piece in pieces] + [
            (SEVERAL, places + following) for following in whole[i + 1 : i + 2]
        ]:
            if name == PART and truth[i][1] != "report":
                continue
            if chosen and (name == PART or (places and len(chosen) > len(places))):
                found.stretches.append(stretch_columns(_sum([blocks[at] for at in chosen])))
                found.stretch_labels.append(name)


def _stretches(found: Samples, example: Example, wordings: Wordings) -> None:
    text, truth = example.cleaned.text, _truth(example)
    cuts = find_cuts(example.cleaned, wordings)
    if not cuts:
        return
    bounds = [cut.at for cut in cuts] + [len(text)]
    blocks = [facts_of(text, Span(a, b), wordings) for a, b in pairwise(bounds)]
    starts = [span.start for span, _ in truth] + [span.end for span, _ in truth]
    for cut, columns in zip(cuts[1:], cut_columns(cuts, blocks)[1:], strict=True):
        found.cuts.append(columns)
        found.cut_labels.append(int(any(abs(cut.at - start) <= NEAR for start in starts)))
    for span, name in truth:
        inside = [
            block
            for block, (a, b) in zip(blocks, pairwise(bounds), strict=True)
            if span.overlap(Span(a, b)) > (b - a) / 2
        ]
        if inside:
            found.stretches.append(stretch_columns(_sum(inside)))
            found.stretch_labels.append(name)
    _wrong_stretches(found, truth, (blocks, bounds))
    for (a, b), block in zip(pairwise(bounds), blocks, strict=True):
        if not any(span.overlap(Span(a, b)) for span, _ in truth):
            # What is no document of its own: menus and footers, or a letter that a report came with.
            found.stretches.append(stretch_columns(block))
            found.stretch_labels.append("furniture" if b - a < SHORT else "not-a-report")
