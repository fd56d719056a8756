"""Step: which stretches of a page are reports, and why the others are not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

from extractor.registry import default_model_dir
from extractor.structure.annexes import FORM, joined_to_prose, joined_to_tables, with_their_forms
from extractor.structure.baseline import REPORT, class_scores, cut_odds
from extractor.structure.blank_forms import blank_forms
from extractor.structure.cuts import Cut, ends_of_lists, find_cuts, with_starts
from extractor.structure.division import Choice, Run, Scores, allowed, divide, likelihoods, runs_of
from extractor.structure.facts import Facts, facts_of, has_matter, may_be_two
from extractor.structure.furniture import LEAST_FURNITURE
from extractor.structure.leaning import leanings
from extractor.structure.models import stretch_model
from extractor.structure.near_signs import foreign_ends
from extractor.structure.own_parts import with_told_by_parts
from extractor.structure.own_titles import headed_titles, own_starts, repeated_starts
from extractor.structure.regulations import ends_of_articles
from extractor.structure.second_papers import second_papers
from extractor.structure.wordings import load_wordings
from extractor.types import Cleaned, Span, Stretch

# A report that is missed costs 200 fields that nobody looks at, a doubtful one is shown with its
# doubt, all of it in review: one to seven is enough to show it. Where a document would show no
# report at all, less is enough: whoever hands it in takes it for one. Of 2,855 generated reports
# on 2,500 pages (169 without a report) 2.0 alone lost 4 and showed 10 that are none, 4.0 everywhere 1 and 44;
# of 34 real near misses 4.0 alone showed 7, 3.0 showed 2, and either lost 1 report of 232.
LENIENCE, LENIENCE_ALONE = 2.0, 3.0
# What plain signs of a near miss take off: no leniency, and more than a paper gains that repeats the
# words of the report (7.0 in a list of what one has to say that was met).
PLAIN = 8.0
# The scores are learned until they tell all pages apart that were shown, so they are surer than they
# may be: of 2 reports in 10,000 that were joined with another one was 0.99 sure to stand alone.
TEMPER = 1.5
# How sure a stretch that may hold two reports is one: two joined ones are 200 fields lost and 200 mixed
# up, so all of it is asked for. Of 1,681 generated reports that were found 3 look like it.
TWO = 0.5
MOSTLY = 0.8  # stretches that share so much of the longer one are the same report

CutScorer = Callable[[Sequence[Cut], Sequence[Facts]], list[float]]
ClassScorer = Callable[[Sequence[Facts]], list[Scores]]


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
    found_cuts = find_cuts(cleaned, wordings)
    if not found_cuts:
        return (Stretch(Span(0, len(text)), "empty", 1.0),)
    titles = headed_titles(text)
    forms = blank_forms(text)
    seconds = second_papers(text, titles)
    ends = {one.end for one in (*forms, *seconds) if text[one.end :].strip()}
    starts = {one.start for one in (*forms, *seconds)}
    others = foreign_ends(text, [cut.at for cut in found_cuts], titles)
    starts |= {*own_starts(titles), *repeated_starts(text), *others, *ends_of_articles(text)}
    starts |= {*ends_of_lists(text)}
    own = frozenset(starts | ends)
    cuts = with_starts(joined_to_prose(text, found_cuts, titles), sorted(own))
    cuts = joined_to_tables(text, cuts, own)
    bounds = [cut.at for cut in cuts] + [len(text)]
    blocks = [
        replace(facts_of(text, Span(a, b), wordings), opening=cut.signs)
        for cut, (a, b) in zip(cuts, pairwise(bounds), strict=True)
    ]
    places = frozenset(place for place, cut in enumerate(cuts) if cut.at in own)
    odds, runs = cut_scorer(cuts, blocks), runs_of(blocks, places)
    scores = allowed(runs, class_scorer([run.facts for run in runs]))
    scores = [
        {FORM: one.get(FORM, 0.0)}
        if _is_part(Span(bounds[run.start], bounds[run.end]), forms)
        else one
        for run, one in zip(runs, scores, strict=True)
    ]
    found: list[Stretch] = []
    leaning = [
        None if _is_part(Span(bounds[run.start], bounds[run.end]), seconds) else lean
        for run, lean in zip(runs, leanings(text, bounds, runs, titles), strict=True)
    ]
    # What leans towards a report makes it surer, too; leniency does not.
    leant = _raised(scores, [_lenient(lean, 0.0) for lean in leaning])
    likely = likelihoods(
        [one / TEMPER for one in odds],
        runs,
        [{name: value / TEMPER for name, value in each.items()} for each in leant],
    )
    chosen = _divided(odds, runs, scores, [_lenient(lean, LENIENCE) for lean in leaning])
    if all(choice.name != REPORT for choice in chosen):
        bonus = [_lenient(lean, LENIENCE_ALONE) for lean in leaning]
        chosen = _divided(odds, runs, scores, bonus)
    # A report with the head of its page is the same report.
    matter = [0, *accumulate(one.length if has_matter(one) else 0 for one in blocks)]
    for choice in chosen:
        reason = choice.name
        span = _tight(text, Span(bounds[choice.run.start], bounds[choice.run.end]))
        told = reason == REPORT and matter[choice.run.end] > matter[choice.run.start]
        shares = [one.get(reason, 0.0) for one in likely]
        certainty = _certainty(choice, runs, shares, matter if told else bounds)
        if reason == REPORT:
            certainty = min(certainty, TWO) if may_be_two(choice.run.facts) else certainty
            found.append(Stretch(span, None, certainty))
            continue
        if found and found[-1].reason == reason:
            span = Span(found.pop().span.start, span.end)  # an article's parts, or a footer's
        found.append(Stretch(span, reason, certainty))
    found = with_their_forms(text, with_told_by_parts(text, found, titles, wordings))
    return tuple(
        s
        for s in found
        if s.reason != "furniture" or len(s.span) >= LEAST_FURNITURE or len(found) == 1
    )


def _is_part(span: Span, forms: Sequence[Span]) -> bool:
    return any(form.start <= span.start and span.end <= form.end for form in forms)


def _lenient(lean: float | None, lenience: float) -> float:
    return -PLAIN if lean is None else lenience + lean


def _divided(
    odds: Sequence[float], runs: Sequence[Run], scores: Sequence[Scores], bonus: Sequence[float]
) -> Sequence[Choice]:
    return divide(odds, runs, _raised(scores, bonus))


def _raised(scores: Sequence[Scores], bonus: Sequence[float]) -> list[Scores]:
    """The scores with what a report gains beside them."""
    return [
        {name: v + (more if name == REPORT else 0.0) for name, v in one.items()}
        for one, more in zip(scores, bonus, strict=True)
    ]


def _tight(text: str, span: Span) -> Span:
    """The span without blanks and stray bars around it."""
    end = span.end
    while end > span.start and text[end - 1] in " \t\r\n\u3000|":
        end -= 1
    return Span(span.start, end)


def _certainty(
    choice: Choice, runs: Sequence[Run], likely: Sequence[float], bounds: Sequence[int]
) -> float:
    """How likely such a document stands here: this stretch, or one that differs at its edges.

    Doubt whether two documents were joined, or one torn apart, counts; doubt about a line does
    not. `likely` gives for each run the probability that it is a document of the chosen class,
    `bounds` what stands before each boundary, in characters.
    """
    chosen = choice.run
    length = bounds[chosen.end] - bounds[chosen.start]
    total = 0.0
    for run, share in zip(runs, likely, strict=True):
        shared = bounds[min(run.end, chosen.end)] - bounds[max(run.start, chosen.start)]
        longest = max(length, bounds[run.end] - bounds[run.start])
        if shared >= MOSTLY * longest:
            total += share
    return min(1.0, total)
