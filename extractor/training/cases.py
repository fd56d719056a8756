"""Reviewed headings, facts and rejected stretches as cases to learn from.

People decide some headings and some figures of a report, not all: what nobody decided is no case.
"""

from collections.abc import Iterator, Sequence

from extractor.annotations.model import Annotation
from extractor.cleaning import clean
from extractor.prose.cases import Case
from extractor.prose.pipeline import build
from extractor.reading import read
from extractor.structure.candidates import heading_candidates
from extractor.structure.heading_features import heading_columns
from extractor.structure.wordings import Wordings
from extractor.training.prose.samples import cases_of
from extractor.training.reviewed import Review
from extractor.training.structure.example import Example, ReportTruth
from extractor.training.structure.samples import collect
from extractor.types import Cleaned, Span

NONE = "none"
NEAR = 6  # characters between a decided heading and the candidate that it is

Rows = tuple[list[list[int]], list[str]]  # columns of features, and the label of each


def said_of(review: Review, kind: str) -> dict[tuple[int, int], list[Annotation]]:
    """The statements of one kind that have a place, by report."""
    found: dict[tuple[int, int], list[Annotation]] = {}
    for one in review.annotations:
        if one.kind == kind and one.span is not None:
            found.setdefault(one.report_span, []).append(one)
    return found


def _label(one: Annotation) -> str:
    return NONE if one.decision == "dismissed" else one.target.partition("/")[2]


def heading_cases(reviews: Sequence[Review], wordings: Wordings) -> Rows:
    """Headings that people named, and lines that they said are none."""
    rows: list[list[int]] = []
    labels: list[str] = []
    for review in reviews:
        told = said_of(review, "sections")
        cleaned = clean(read(review.data, review.name).text) if told else None
        for place, said in told.items():
            assert cleaned is not None
            span = cleaned.from_source(Span(*place))
            candidates = heading_candidates(cleaned.text, span, wordings)
            columns = heading_columns(cleaned.text, span, candidates, wordings)
            for one in said:
                at = cleaned.from_source(Span(*one.span))  # type: ignore[misc]
                for candidate, row in zip(candidates, columns, strict=True):
                    if abs(at.start - candidate.start) <= NEAR and at.overlap(candidate.span) >= 2:
                        rows.append(row)
                        labels.append(_label(one))
    return rows, labels


def stretch_cases(reviews: Sequence[Review], wordings: Wordings) -> Rows:
    """Whole stretches of pages of which people said that they are no report, and the reports."""
    rows: list[list[int]] = []
    labels: list[str] = []
    for review in reviews:
        rejected = [
            (one.value, one.target.partition("/")[2])
            for one in review.annotations
            if one.kind == "rejected" and isinstance(one.value, str)
        ]
        if not rejected:
            continue
        cleaned = clean(read(review.data, review.name).text)
        gone = [(_stretch(cleaned, value), reason) for value, reason in rejected]
        reports = sorted({a.report_span for a in review.annotations if a.kind != "rejected"})
        kept = [cleaned.from_source(Span(*one)) for one in reports]
        truths = [ReportTruth(one, ()) for one in kept if not any(one.overlap(g) for g, _ in gone)]
        made = collect([Example(cleaned, tuple(truths), tuple(gone))], wordings)
        for page in made.pages:
            rows += [page.runs[page.ranges.index(run)] for run in page.true]
            labels += page.true.values()
    return rows, labels


def _stretch(cleaned: Cleaned, value: str) -> Span:
    start, _, end = value.partition("..")
    return cleaned.from_source(Span(int(start), int(end)))


def fact_cases(reviews: Sequence[Review]) -> Iterator[tuple[Case, str]]:
    """Figures of the prose that people decided, as extraction meets them."""
    nlp = None
    for review in reviews:
        told = said_of(review, "facts")
        cleaned = clean(read(review.data, review.name).text) if told else None
        for place, said in told.items():
            assert cleaned is not None
            nlp = nlp or build()
            for case, at in cases_of(nlp, cleaned, cleaned.from_source(Span(*place))):
                label = _fact(case, at, said, cleaned)
                if label is not None:
                    yield case, label


def _fact(case: Case, at: Span, said: Sequence[Annotation], cleaned: Cleaned) -> str | None:
    """What people said of a figure; a number may tell two facts, then both."""
    value = case.candidate.number.value if case.candidate else 0
    here = [
        one
        for one in said
        if one.value == value and cleaned.from_source(Span(*one.span)).overlap(at)  # type: ignore[misc]
    ]
    keys = sorted({label for one in here if (label := _label(one)) != NONE})
    return "+".join(keys) or (NONE if here else None)
