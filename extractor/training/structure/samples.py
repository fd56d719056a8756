"""Examples turned into feature rows with labels."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from extractor.structure.candidates import Candidate, heading_candidates
from extractor.structure.cuts import find_cuts
from extractor.structure.division import FURNITURE, MAX_BLOCKS, runs_of
from extractor.structure.facts import facts_of, is_furnished
from extractor.structure.heading_features import heading_columns
from extractor.structure.models import NONE
from extractor.structure.stretch_features import cut_columns, stretch_columns
from extractor.structure.wordings import Wordings
from extractor.training.structure.example import Example, ReportTruth
from extractor.types import Cleaned, Span

# Share of candidates whose wording training pretends not to know, so that words count too.
FORGET = 0.25
# Text outside all documents is page furniture up to this length.
SHORT = 60


@dataclass(frozen=True, slots=True)
class Page:
    """One page for the learning of divisions."""

    cuts: list[list[int]]  # feature columns of the cut that opens each block
    ranges: list[tuple[int, int]]  # every run of blocks that may be one document
    runs: list[list[int]]  # their feature columns
    furnished: list[bool]  # whether they may be page furniture
    true: dict[tuple[int, int], str]  # the runs of the true division, with their classes


@dataclass(slots=True)
class Samples:
    """Feature columns and labels of headings, and pages with their divisions."""

    headings: list[list[int]] = field(default_factory=list)
    heading_labels: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


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
        page = _page(example, wordings)
        if page is not None:
            found.pages.append(page)
    return found


def pages_of(examples: Iterable[Example], wordings: Wordings) -> list[Page]:
    """The pages of examples of which only the divisions are learned."""
    made = (_page(example, wordings) for example in examples)
    return [page for page in made if page is not None]


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


def _page(example: Example, wordings: Wordings) -> Page | None:
    """The page as a division sees it, with the division that is true; None where none is."""
    text, truth = example.cleaned.text, _truth(example)
    cuts = find_cuts(example.cleaned, wordings)
    if not cuts:
        return None
    bounds = [cut.at for cut in cuts] + [len(text)]
    blocks = [
        replace(facts_of(text, Span(a, b), wordings), opening=cut.signs)
        for cut, (a, b) in zip(cuts, pairwise(bounds), strict=True)
    ]
    home = [
        next((i for i, (span, _) in enumerate(truth) if span.overlap(Span(a, b)) > (b - a) / 2), -1)
        for a, b in pairwise(bounds)
    ]
    true: dict[tuple[int, int], str] = {}
    for owner, group in groupby(
        range(len(home)), key=lambda at: home[at] if home[at] >= 0 else ~at
    ):
        places = list(group)
        if len(places) > MAX_BLOCKS:
            return None
        # What is no document of its own: menus and footers, or a letter that a report came with.
        short = bounds[places[-1] + 1] - bounds[places[0]] < SHORT
        name = truth[owner][1] if owner >= 0 else FURNITURE if short else "not-a-report"
        if name == FURNITURE and not is_furnished(blocks[places[0]]):
            name = "not-a-report"
        true[places[0], places[-1] + 1] = name
    runs = runs_of(blocks)
    return Page(
        cut_columns(cuts, blocks),
        [(run.start, run.end) for run in runs],
        [stretch_columns(run.facts) for run in runs],
        [is_furnished(run.facts) for run in runs],
        true,
    )
