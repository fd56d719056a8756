"""How much the stretches of a page lean towards a report, beside what is learned about them: their
titles with what was done below, their preambles, or their bodies where neither stands."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from extractor.structure.division import Run
from extractor.structure.near_signs import Signs, is_newslike, is_plain_near_miss, signs_of
from extractor.structure.own_bodies import body_worths
from extractor.structure.own_parts import part_worths
from extractor.structure.own_titles import Headed
from extractor.types import Span

# Log-odds that a full title with what was done below it adds: the shortest reports look like news.
# One that names the body or the year alone adds half.
TITLED = 8.0


def leanings(
    text: str, bounds: Sequence[int], runs: Sequence[Run], titles: Sequence[Headed]
) -> list[float | None]:
    """How much each run leans towards a report beside its scores; None where it is a plain near miss.

    A run leans as much as its parts would, so that this moves no boundary.
    """
    spans = [Span(a, b) for a, b in pairwise(bounds)]
    blocks = [signs_of(text, span, titles) for span in spans]
    alone = {run.start: run.facts for run in runs if run.end - run.start == 1}
    worths = zip(
        body_worths(text, spans, blocks, alone),
        part_worths(text, spans, blocks, alone, titles),
        strict=True,
    )
    bodies = [0.0, *accumulate(map(max, worths))]
    found: list[float | None] = []
    grown = Signs()
    for run in runs:
        last = blocks[run.end - 1]
        grown = last if run.end - run.start == 1 else grown + last
        if is_plain_near_miss(grown, run.facts):
            found.append(None)
        else:
            worth = grown.reports + bodies[run.end] - bodies[run.start]
            found.append(0.0 if is_newslike(grown) else TITLED * worth)
    return found
