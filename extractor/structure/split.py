"""Step: which stretches of a page are reports, and why the others are not."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from extractor.registry import default_model_dir
from extractor.structure.baseline import REPORT, class_scores, cut_odds
from extractor.structure.cuts import Cut, find_cuts
from extractor.structure.facts import Facts, facts_of, is_furnished
from extractor.structure.furniture import LEAST_FURNITURE
from extractor.structure.models import PART, SEVERAL, stretch_model
from extractor.structure.wordings import load_wordings
from extractor.types import Cleaned, Span, Stretch

# A document of more blocks than this has not been met; the cap keeps the search small.
MAX_BLOCKS = 14
FORM = "form"
PIECE_COST = 1.0  # log-odds of a page that holds a piece of a report alone
LEAST_FILLED = 10  # numbers alone in their cells; an empty form has its row numbers at most
LONGEST_ANNEX = 20_000  # characters that are looked at
_AROUND = " \t\r\n\u3000|"
_CELLS = re.compile(r"[|\s,]")

CutScorer = Callable[[Sequence[Cut], Sequence[Facts]], list[float]]
Scores = dict[str, float]  # log-probabilities of the classes of a stretch
ClassScorer = Callable[[Sequence[Facts]], list[Scores]]


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring blocks, taken as one document."""

    start: int
    end: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Choice:
    score: float
    start: int  # block at which the last stretch starts
    name: str
    confidence: float


def split(cleaned: Cleaned, models: Path | None = None) -> tuple[Stretch, ...]:
    """Reports (reason None) and rejected stretches of a page, in order, without overlap.

    A page without visible text gives one stretch with the reason `empty`. Short page furniture
    between documents belongs to no stretch. `models` as for `find_sections`.
    """
    model = stretch_model(default_model_dir(models))
    if model is None:
        return split_by_rules(cleaned)
    return split_by(cleaned, model.cut_odds, model.class_scores)


def split_by_rules(cleaned: Cleaned) -> tuple[Stretch, ...]:
    """As `split`, by hand-set weights alone: the baseline."""
    return split_by(
        cleaned,
        lambda cuts, _: [cut_odds(cut) for cut in cuts],
        lambda many: [class_scores(facts) for facts in many],
    )


def split_by(
    cleaned: Cleaned, cut_scorer: CutScorer, class_scorer: ClassScorer
) -> tuple[Stretch, ...]:
    """As `split`, with other sources of scores."""
    text, wordings = cleaned.text, load_wordings()
    cuts = find_cuts(cleaned, wordings)
    if not cuts:
        return (Stretch(Span(0, len(text)), "empty", 1.0),)
    bounds = [cut.at for cut in cuts] + [len(text)]
    blocks = [
        replace(facts_of(text, Span(a, b), wordings), signs=cut.signs)
        for cut, (a, b) in zip(cuts, pairwise(bounds), strict=True)
    ]
    odds, runs = cut_scorer(cuts, blocks), _runs(blocks)
    scores = class_scorer([run.facts for run in runs])
    chosen = _decode(odds, runs, scores)
    if not any(choice.name == REPORT for _, _, choice in chosen):
        chosen = _decode(odds, runs, _cut_short(runs, scores))
    found: list[Stretch] = []
    for start, end, choice in chosen:
        span = _tight(text, Span(bounds[start], bounds[end]))
        reason = None if choice.name == REPORT else choice.name
        if reason is not None and found and found[-1].reason == reason:
            span = Span(found.pop().span.start, span.end)  # an article's parts, or a footer's
        if reason == FORM and found and _is_annex(text, found[-1], span):
            found[-1] = replace(found[-1], span=Span(found[-1].span.start, span.end))
            continue
        found.append(Stretch(span, reason, choice.confidence))
    return tuple(
        s
        for s in found
        if s.reason != "furniture" or len(s.span) >= LEAST_FURNITURE or len(found) == 1
    )


def _is_annex(text: str, before: Stretch, span: Span) -> bool:
    """Whether a form that follows a report is filled in: then it is the report's annexed table."""
    if before.reason is not None or text[before.span.end : span.start].strip(_AROUND):
        return False
    cells = _CELLS.split(span.of(text)[:LONGEST_ANNEX])
    filled: int = sum(cell.isdecimal() for cell in cells)
    return filled >= LEAST_FILLED


def _tight(text: str, span: Span) -> Span:
    """The span without blanks and stray bars around it."""
    end = span.end
    while end > span.start and text[end - 1] in " \t\r\n\u3000|":
        end -= 1
    return Span(span.start, end)


def _cut_short(runs: Sequence[_Run], scores: Sequence[Scores]) -> list[Scores]:
    """The same scores where a piece of a report, told by how it opens, counts as a report."""
    return [
        one | {REPORT: math.log(math.exp(one[REPORT]) + math.exp(one[PART] - PIECE_COST))}
        if PART in one and _opens(run.facts)
        else one
        for run, one in zip(runs, scores, strict=True)
    ]


def _opens(facts: Facts) -> bool:
    """Whether a piece has a report's preamble or period, or figures under its title or headings."""
    figures = facts.counts + facts.filled > 0
    return bool(
        facts.signs & {"preamble", "period"} or (figures and ("title" in facts.signs or facts.keys))
    )


def _log_sigmoid(odds: float) -> float:
    return -math.log1p(math.exp(-odds)) if odds > -30 else odds


def _runs(blocks: Sequence[Facts]) -> list[_Run]:
    """Every run of neighbouring blocks that may be one document, those that start first first."""
    runs: list[_Run] = []
    for start in range(len(blocks)):
        grown: Facts | None = None
        for end in range(start + 1, min(len(blocks), start + MAX_BLOCKS) + 1):
            grown = blocks[end - 1] if grown is None else grown + blocks[end - 1]
            runs.append(_Run(start, end, grown))
    return runs


def _decode(
    odds: Sequence[float], runs: Sequence[_Run], scores: Sequence[Scores]
) -> list[tuple[int, int, _Choice]]:
    """The most likely division into stretches: (first block, end block, choice)."""
    best: list[_Choice | None] = [_Choice(0.0, 0, "", 1.0)] + [None] * len(odds)
    for run, each in zip(runs, scores, strict=True):
        start, end = run.start, run.end
        before = best[start]
        if before is None:
            continue
        barred = (PART, SEVERAL) if is_furnished(run.facts) else (PART, SEVERAL, "furniture")
        name = max((n for n in each if n not in barred), key=each.__getitem__)
        inside = sum(_log_sigmoid(-odds[i]) for i in range(start + 1, end))
        opening = _log_sigmoid(odds[start]) if start else 0.0
        score = before.score + opening + inside + each[name]
        now = best[end]
        if now is None or score > now.score:
            best[end] = _Choice(score, start, name, math.exp(each[name]))
    return _walk_back(best)


def _walk_back(best: Sequence[_Choice | None]) -> list[tuple[int, int, _Choice]]:
    found = []
    end = len(best) - 1
    while end > 0:
        choice = best[end]
        if choice is None:
            break
        found.append((choice.start, end, choice))
        end = choice.start
    return found[::-1]
