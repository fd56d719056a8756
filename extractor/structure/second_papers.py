"""Summaries of the work beside the report of the same body and year: papers of their own."""

from collections.abc import Sequence
from itertools import pairwise

from extractor.structure.own_titles import Headed, OwnTitle, other_body
from extractor.structure.wordings import load_patterns, load_wordings
from extractor.types import Span

# Sections that a report has and a summary of the work does not.
_OWN_PARTS = frozenset({"disclosure", "applications", "remedies"})
LONGEST_HEADING = 40
LONGEST = 20_000  # characters that are looked at


def second_papers(text: str, titles: Sequence[Headed]) -> list[Span]:
    """Where such summaries stand, from their titles to the next title.

    Where a page holds nothing else of the body and the year, its summary may be its report.
    """
    alike = [one.title for one in titles if one.alike]
    if not any(one.summary for one in alike):
        return []
    bounds = [*(one.title.start for one in titles), len(text)]
    spans = {start: Span(start, end) for start, end in pairwise(bounds)}
    return [
        spans[one.start]
        for one in alike
        if one.summary and _has_report(one, alike) and not _tells(text, spans[one.start])
    ]


def _has_report(summary: OwnTitle, titles: Sequence[OwnTitle]) -> bool:
    return bool(summary.agency) and any(
        not one.summary
        and bool(one.agency)
        and one.year == summary.year
        and not other_body(one.agency, summary.agency)
        for one in titles
    )


def _tells(text: str, span: Span) -> bool:
    """Whether a stretch holds what a report does: its period, its sections or its tables."""
    read = text[span.start : min(span.end, span.start + LONGEST)]
    if load_patterns("titles")["period"].search(read):
        return True
    wordings = load_wordings()
    for line in read.split("\n"):
        head = line.strip()
        if len(head) <= LONGEST_HEADING and (
            wordings.is_label(head.partition("|")[0]) or _OWN_PARTS & set(wordings.keys_of(head))
        ):
            return True
    return False
