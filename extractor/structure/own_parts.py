"""Reports told by their sections, where neither title nor preamble stands.

A page that begins with its menu and the first section reads like the page around it. Its sections
with the numbers under them tell it all the same: guides and rules have such sections without
numbers, news and summaries have numbers without such sections.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.structure.facts import Facts, facts_of
from extractor.structure.near_signs import (
    BESIDE,
    TITLE_HEAD,
    Signs,
    is_of_others,
    is_plain_near_miss,
    signs_of,
)
from extractor.structure.own_titles import Headed
from extractor.structure.wordings import Wordings
from extractor.types import Span, Stretch

# What speaks for news, a request, an interview or a paper, whatever the sections.
_OTHER = frozenset({"byline", "told", "asks", "asked", "abstract", "keywords", "court"})
# The kinds of sections that a report of any form has, told apart as all forms do.
_KINDS = {
    "overview": "overview",
    "overview.proactive": "disclosure",
    "disclosure": "disclosure",
    "overview.on_request": "applications",
    "applications": "applications",
    "remedies": "remedies",
    "problems": "problems",
    "problems.shortcomings": "problems",
    "problems.improvements": "problems",
    "other_matters": "other_matters",
    "other_matters.fees": "other_matters",
}
# How many kinds of sections, with so many numbers with a unit, are worth how much of a title. Of
# 1,000 generated near misses none has more than one kind with five numbers; of 27 reports without
# an opening that were taken for no report 24 have three.
WORTH, LEAST_COUNTS = {3: 0.75, 4: 1.0, 5: 1.0, 6: 1.0}, 5
# Two kinds are enough for a doubtful report that speaks of its own body and gives many numbers.
LEAST_KINDS, MANY_COUNTS = 2, 10
DOUBTFUL = 0.3  # how sure such a report is: all of it belongs in review


def part_worths(
    text: str,
    spans: Sequence[Span],
    signs: Sequence[Signs],
    facts: Mapping[int, Facts],
    titles: Sequence[Headed],
) -> list[float]:
    """What the sections of each block are worth, in the worth of a full title; nothing where it has
    one. `facts` are those of the blocks that may be documents."""
    return [
        _worth(text, span, here, facts[place], titles) if place in facts else 0.0
        for place, (span, here) in enumerate(zip(spans, signs, strict=True))
    ]


def _worth(text: str, span: Span, signs: Signs, facts: Facts, titles: Sequence[Headed]) -> float:
    if signs.titled or signs.reports or not _may_be_one(text, span, signs, facts, titles):
        return 0.0
    return WORTH.get(_kinds(facts.keys), 0.0)


def with_told_by_parts(
    text: str, stretches: Sequence[Stretch], titles: Sequence[Headed], wordings: Wordings
) -> list[Stretch]:
    """The stretches; those rejected that their sections tell to be reports are doubtful ones.

    A rejected report costs 200 fields that nobody looks at. Its sections may stand in several
    blocks, or what stands above it spoke louder.
    """
    return [
        replace(one, reason=None, confidence=DOUBTFUL)
        if one.reason is not None and _is_told(text, one.span, titles, wordings)
        else one
        for one in stretches
    ]


def _is_told(text: str, span: Span, titles: Sequence[Headed], wordings: Wordings) -> bool:
    signs, facts = signs_of(text, span, titles), facts_of(text, span, wordings)
    if not _may_be_one(text, span, signs, facts, titles):
        return False
    kinds = _kinds(facts.keys)
    spoken = "voice" in signs.inside and facts.counts >= MANY_COUNTS
    return kinds in WORTH or (kinds >= LEAST_KINDS and spoken)


def _kinds(keys: Iterable[str]) -> int:
    return len({_KINDS[key] for key in keys if key in _KINDS})


def _may_be_one(
    text: str, span: Span, signs: Signs, facts: Facts, titles: Sequence[Headed]
) -> bool:
    """Whether a text tells in numbers what was done, and nothing says that it is another paper."""
    if "statement" not in signs.inside or facts.counts < LEAST_COUNTS:
        return False
    if signs.opening - BESIDE or signs.inside & _OTHER or is_plain_near_miss(signs, facts):
        return False
    if any(one.title.summary and span.start <= one.title.start < span.end for one in titles):
        return False
    return not is_of_others(text, Span(span.start, min(span.end, span.start + TITLE_HEAD)))
