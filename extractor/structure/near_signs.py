"""Plain signs of a near miss, which outweigh leniency: a request for reports, news, an explanation.

Each needs several signs together and the absence of what only a report says of its own office.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.structure.facts import MAX_READ, Facts
from extractor.structure.own_titles import Headed
from extractor.structure.wordings import load_patterns
from extractor.types import Span

HEAD = 400  # characters at the beginning, where titles and addressees stand
TITLE_HEAD = 160
# Cells that hold numbers; a request that quotes some lines of a table has fewer.
LEAST_FILLED, LEAST_KEYS = 10, 3
# Where no title stands, a preamble that hands over the body's own report is worth so much of one,
# with what was done below it; less where the body only speaks of itself.
ANNOUNCED, SPOKEN = 0.75, 0.4
OPENING, AROUND = 800, 40  # characters in which it stands, and behind it
_SENTENCE = re.compile(r"[^。\n]*")
_AT_HEAD = ("addressed", "asking_title", "library")
_REQUEST = frozenset({"addressed", "asking_title"})
_SPOKEN = frozenset({"statement", "voice", "period"})  # what a report says of its own
_AT_TITLE = ("explained", "held", "sample", "guide_title")
_AT_START = ("other_kind",)  # the first line of a block
_AT_OPENING = ("announced", "of_others")
# What makes a report of the text below a title: what was done, in words or in the statutory tables,
# or that this is the report.
_DONE = frozenset({"statement", "table"})
_TELLING = _DONE | {"announced"}
# What may stand above a report on its page and still leave its preamble what it is.
BESIDE = frozenset({"library", "guide_title"})
# Sections that only a report of this kind has.
_OWN_PARTS = frozenset({"disclosure", "applications", "overview.proactive", "overview.on_request"})


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return load_patterns("near_signs", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the text of one block says; those of a run grow block by block."""

    opening: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    titled: float = 0.0  # worth of a title that waits for what was done
    reports: float = 0.0  # worth of the titles with what was done below them

    def __add__(self, other: "Signs") -> "Signs":
        told = 0.0 if other.titled or not other.inside & _TELLING else self.titled
        waits = 0.0 if told or other.reports else self.titled
        # A request may stand below a list of contents, or the head of a page.
        silent = not (self.opening or self.reports or self.inside & _SPOKEN)
        return Signs(
            other.opening & _REQUEST if silent else self.opening,
            self.inside | other.inside,
            other.titled or waits,
            self.reports + other.reports + told,
        )


def signs_of(text: str, span: Span, titles: Sequence[Headed] = ()) -> Signs:
    """The signs of one block."""
    opening, inside = set[str](), set[str]()
    for name, pattern in _patterns().items():
        if name in _AT_OPENING:
            continue
        if name in _AT_START:
            if pattern.match(text, span.start, min(span.end, span.start + TITLE_HEAD)):
                opening.add(name)
            continue
        reach = TITLE_HEAD if name in _AT_TITLE else HEAD if name in _AT_HEAD else MAX_READ
        if pattern.search(text, span.start, min(span.end, span.start + reach)):
            (opening if name in _AT_TITLE or name in _AT_HEAD else inside).add(name)
    head = range(span.start, min(span.end, span.start + HEAD))
    near = [one.title for one in titles if one.alike and one.title.start in head]
    worth = [(bool(one.agency) + bool(one.year)) / 2 for one in near if not one.summary]
    # A letter that hands in the sender's own report stands for the title that is missing below it.
    titled = max(worth, default=1.0 if "letter" in inside else 0.0)
    told = titled if inside & _DONE else 0.0
    if not opening - BESIDE and _is_announced(text, span):
        inside.add("announced")
        spoken = ANNOUNCED if inside & _DONE else SPOKEN if "voice" in inside else 0.0
        told, titled = max(titled, spoken), max(titled, ANNOUNCED)
    return Signs(frozenset(opening), frozenset(inside), titled - told, told)


def is_of_others(text: str, span: Span) -> bool:
    """Whether a text names what no report of this kind is of: a school, a court, a quarter."""
    return _patterns()["of_others"].search(text, span.start, span.end) is not None


def _is_announced(text: str, span: Span) -> bool:
    """Whether the preamble of a block says that this is the report of a public body."""
    end = min(span.end, span.start + OPENING)
    found = _patterns()["announced"].search(text, span.start, end)
    if found is None:
        return False
    behind = _SENTENCE.match(text, found.end(), min(end, found.end() + AROUND))
    around = behind.end() if behind else found.end()
    return not is_of_others(text, Span(span.start, around))


def is_plain_near_miss(signs: Signs, facts: Facts) -> bool:
    """Whether a stretch asks for reports, or tells of one, and reports nothing itself."""
    if facts.filled >= LEAST_FILLED:
        return False
    return (
        _asks(signs)
        or _tells(signs, facts)
        or _explains(signs)
        or _is_talk(signs, facts)
        or {"abstract", "keywords"} <= signs.inside
        or _is_other_kind(signs, facts)
        or _is_sample(signs, facts)
        or _is_guide(signs)
        or ("library" in signs.opening and not signs.inside & (_TELLING | {"voice", "period"}))
        or ({"party", "court"} <= signs.inside and "period" not in signs.inside)
    )


def _asks(signs: Signs) -> bool:
    if "statement" in signs.inside:
        return False
    if "asks" in signs.inside:
        return bool(signs.opening & {"addressed", "asking_title"})
    return "asking_title" in signs.opening and not signs.inside & {"period", "announced"}


def _tells(signs: Signs, facts: Facts) -> bool:
    spoken = signs.inside & {"voice", "period"}
    return {"byline", "told"} <= signs.inside and not spoken and len(set(facts.keys)) < LEAST_KEYS


def is_newslike(signs: Signs) -> bool:
    """Whether a stretch speaks as news do, which a title above them changes nothing about."""
    return "byline" in signs.inside or ("told" in signs.inside and "voice" not in signs.inside)


def _explains(signs: Signs) -> bool:
    return "explained" in signs.opening and not signs.inside & {"voice", "period"}


def _is_talk(signs: Signs, facts: Facts) -> bool:
    """News of a meeting, or questions and answers."""
    met = "held" in signs.opening and "meeting" in signs.inside
    told = {"asked", "answered"} <= signs.inside
    spoken = signs.inside & ({"period"} if told else {"voice", "period"})
    return (met or told) and not spoken and len(set(facts.keys)) < LEAST_KEYS


def _is_other_kind(signs: Signs, facts: Facts) -> bool:
    """A paper under the title of another kind, with no report's title or parts in it."""
    reported = signs.titled or signs.reports or "period" in signs.inside
    return "other_kind" in signs.opening and not reported and not set(facts.keys) & _OWN_PARTS


def _is_sample(signs: Signs, facts: Facts) -> bool:
    """Text to be copied, which is of no year."""
    return "sample" in signs.opening and not facts.named and not facts.periods


def _is_guide(signs: Signs) -> bool:
    """A guide under its title, with no report below it."""
    told = signs.inside & (_TELLING | {"period"})
    return "guide_title" in signs.opening and "guides" in signs.inside and not told


def foreign_ends(text: str, starts: Sequence[int], titles: Sequence[Headed]) -> list[int]:
    """Where a report's full title ends a paper of another kind or a request, one that begins at
    one of the places in `starts` with text under its own title."""
    patterns = [_patterns()[name] for name in ("other_kind", "asking_title")]
    found = list[int]()
    places = [s for s in starts if any(p.match(text, s, s + TITLE_HEAD) for p in patterns)]
    for headed in titles:
        if not (headed.alike and headed.title.agency and headed.title.year):
            continue
        above = [s for s in places if s < headed.title.start]
        if above and "。" in text[above[-1] : headed.title.start]:
            found.append(headed.title.start)
            places = [s for s in places if s > headed.title.start]
    return found
