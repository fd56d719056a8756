"""What a stretch of text holds that tells a report from its near misses."""

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from extractor.structure.candidates import heading_candidates
from extractor.structure.cuts import FIRST, LAST, periods, restarts
from extractor.structure.wordings import DATA, Wordings
from extractor.types import Span

HEAD = 160
# Text beyond this adds nothing to what the beginning tells about a stretch.
MAX_READ = 20_000
# Longer stretches are text, whatever their words; a word of furniture speaks for so many characters.
MOST_FURNITURE, FURNITURE_REACH = 900, 60
_COUNT = re.compile(r"\d(?:余|多)?(?:条|件|次|篇|份|个|期|人)")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,4}条")
# The year that a text is about, not that of a rule it cites.
_NAMED = re.compile(r"(?<![\d〔\[(（《])(20[0-4]\d)年")
_FILLED = re.compile(r"(?:\|\s?|^\s{0,4})[-+]?\d[\d,.]{0,12}\s?(?=\||$)", re.MULTILINE)


@cache
def class_cues() -> dict[str, tuple[str, ...]]:
    """Phrases that speak for each class of stretch, from `data/classes.json`."""
    raw: dict[str, list[str]] = json.loads((DATA / "classes.json").read_text("utf-8"))
    return {name: tuple(words) for name, words in raw.items()}


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in class_cues().values() for word in words))


@cache
def _characters() -> frozenset[str]:
    """Those that the phrases are made of."""
    return frozenset("".join(_phrases()))


@dataclass(frozen=True)
class Facts:
    """Counts over a stretch; two neighbours add up to the facts of both."""

    length: int
    head: str
    tail: str
    phrases: tuple[int, ...]
    keys: tuple[str, ...]  # known headings in order
    counts: int  # numbers with a unit
    articles: int
    filled: int  # cells or lines that hold just a number
    lines: int
    sentences: int
    periods: tuple[str, ...]  # years of the stated periods, in order
    named: tuple[str, ...] = ()  # of each block, the first year that its beginning names
    opening: frozenset[str] = frozenset()  # signs of the cut that opens the stretch
    inner: tuple[str, ...] = ()  # signs of the cuts that lie in it

    def __add__(self, other: "Facts") -> "Facts":
        return Facts(
            self.length + other.length,
            self.head if len(self.head) > 20 else (self.head + other.head)[:HEAD],
            other.tail,
            tuple(a + b for a, b in zip(self.phrases, other.phrases, strict=True)),
            self.keys + other.keys,
            self.counts + other.counts,
            self.articles + other.articles,
            self.filled + other.filled,
            self.lines + other.lines,
            self.sentences + other.sentences,
            self.periods + other.periods,
            self.named + other.named,
            self.opening,
            (*self.inner, *sorted(other.opening), *other.inner),
        )

    @cached_property
    def signs(self) -> frozenset[str]:
        return self.opening | frozenset(self.inner)

    @cached_property
    def restarts(self) -> int:
        return restarts(self.keys)

    @cached_property
    def by_phrase(self) -> dict[str, int]:
        return dict(zip(_phrases(), self.phrases, strict=True))


def is_furnished(facts: Facts) -> bool:
    """Whether a stretch can be page furniture: short, and dense with the words of menus and footers."""
    hits = sum(facts.by_phrase[word] for word in class_cues()["furniture"])
    return facts.length <= MOST_FURNITURE and hits * FURNITURE_REACH >= facts.length


def says_something(facts: Facts) -> bool:
    """Whether a stretch can be a report: a list of titles holds no heading, number or sentence."""
    return bool(facts.keys or facts.counts or facts.filled or facts.periods or facts.sentences)


def has_matter(facts: Facts) -> bool:
    """Whether a stretch may be of another report than its neighbour: menus and words of
    introduction are not."""
    begins = facts.signs & {"title", "listed", "period", "first"}
    return bool(facts.keys or facts.counts or facts.filled or begins)


def may_be_two(facts: Facts) -> bool:
    """Whether a stretch may hold two reports: the heading of the first section follows one of those
    that close a report, or text behind an annex begins with another year."""
    further = "after-annex" in facts.inner and len(set(facts.named)) > 1
    anew = any(a.startswith(LAST) and b == FIRST for a, b in pairwise(facts.keys))
    return anew or further


def _counts(text: str) -> tuple[int, ...]:
    """How often each phrase stands in a text; one with a character that the text lacks does not."""
    missing = _characters() - set(text)
    return tuple(0 if not missing.isdisjoint(word) else text.count(word) for word in _phrases())


def facts_of(text: str, span: Span, wordings: Wordings) -> Facts:
    """The facts of one stretch."""
    read = text[span.start : min(span.end, span.start + MAX_READ)]
    keys = []
    for one in heading_candidates(text, Span(span.start, span.start + len(read)), wordings):
        known = wordings.keys_of(text[one.text_start : one.end])
        if known:
            keys.append(known[0])
    head = " ".join(read[:HEAD].split())
    named = _NAMED.search(head)
    return Facts(
        len(span),
        head,
        read[-60:].strip(),
        _counts(read),
        tuple(keys),
        len(_COUNT.findall(read)),
        len(_ARTICLE.findall(read)),
        len(_FILLED.findall(read)),
        read.count("\n") + 1,
        read.count("。"),
        tuple(year for _, year in periods(read, 0, len(read))),
        (named[1],) if named else (),
    )
