"""Reports whose title and preamble are gone: the page begins with 一、总体情况.

What stands there tells them all the same: the overview with the tables that the law asks for, filled
in, or with its own five parts and what was done. Blank forms and samples have no numbers, or say
what they are.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extractor.structure.facts import Facts
from extractor.structure.near_signs import Signs
from extractor.structure.wordings import load_patterns
from extractor.types import Span

# In the worth of a full title; one with figures both told and in the tables is as good as titled.
# Two of the five parts are enough, most such pages are cut off; so are requests with what came of
# them, in reports of any form.
WHOLE, TABLED, PARTED = 1.0, 0.75, 0.5
LEAST_PARTS, LEAST_FILLED = 2, 3
_OVERVIEW = "overview"
_ASKED, _REMEDIES = frozenset({"applications", "overview.on_request"}), "remedies"
_PARTS = frozenset(
    f"{_OVERVIEW}.{name}"
    for name in ("proactive", "on_request", "management", "platform", "supervision")
)
# Above a report they say nothing against it.
_BESIDE = frozenset({"library", "guide_title"})
# Who writes so asks for reports, or writes about them; all that follows on the page is theirs.
_OTHERS = frozenset({"asks", "asked", "abstract", "keywords", "court", "byline"})


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return load_patterns("own_bodies")


def body_worth(text: str, span: Span, signs: Signs, facts: Facts) -> float:
    """What the body of a report in one block is worth beside what its title and preamble are; 0
    where none stands there."""
    worth = _worth(signs, facts, _patterns()["year"].search(text, span.start, span.end) is not None)
    if worth <= signs.reports or _patterns()["filled_in"].search(text, span.start, span.end):
        return 0.0
    return worth - signs.reports


def _worth(signs: Signs, facts: Facts, dated: bool) -> float:
    keys = set(facts.keys)
    begun, said = _OVERVIEW in keys, signs.inside & {"voice", "statement"}
    if not said or "guides" in signs.inside:
        return 0.0
    done = len(said) > 1 or "announced" in signs.inside
    if begun and "table" in signs.inside and len(keys) > 1:
        filled = facts.filled >= LEAST_FILLED
        return WHOLE if done and filled else TABLED if done or filled else 0.0
    parted = begun and len(keys & _PARTS) >= LEAST_PARTS
    known = parted or bool(keys & _ASKED and _REMEDIES in keys)
    return PARTED if known and dated and len(said) > 1 else 0.0


def body_worths(
    text: str, spans: Sequence[Span], signs: Sequence[Signs], facts: Mapping[int, Facts]
) -> list[float]:
    """The same for all blocks of a page; `facts` are those of the blocks that may be documents."""
    found = []
    foreign = False
    for place, (span, here) in enumerate(zip(spans, signs, strict=True)):
        foreign = foreign or bool(here.opening - _BESIDE or here.inside & _OTHERS)
        known = facts.get(place)
        found.append(0.0 if foreign or known is None else body_worth(text, span, here, known))
    return found
