"""Cues that only the report's year makes plain: in a report of 2016, `2015年结转` is carried in."""

from collections.abc import Sequence

from extractor.prose.candidates import Cue
from extractor.prose.patterns import load_patterns
from extractor.types import Span

CARRIED = frozenset({"carried_in", "carried_out"})


def dated_cues(
    text: str, sentence: Span, cues: tuple[Cue, ...], year: int | None
) -> tuple[Cue, ...]:
    """The cues of a sentence with those of what was carried over, in place of the words in them."""
    found: list[Cue] = []
    for kind, pattern in load_patterns(year).carried:
        for m in pattern.finditer(text, sentence.start, sentence.end):
            if not any(m.start() < f.end and f.start < m.end() for f in found):
                found.append(Cue(m.start(), m.end(), kind))
    if not found:
        return cues
    rest = [c for c in cues if not any(c.start < f.end and f.start < c.end for f in found)]
    # A known word of the same class may reach further (结转至下年度继续办理): keep it.
    longer = [
        c
        for c in cues
        if c.kind in CARRIED and any(c.start <= f.start and f.end <= c.end for f in found)
    ]
    found = [f for f in found if not any(c.start <= f.start and f.end <= c.end for c in longer)]
    return tuple(sorted([*rest, *longer, *found], key=lambda c: c.start))


def inside_carried(span: Span, cues: Sequence[Cue]) -> bool:
    """Whether words belong to what was carried over: 未 of 上年未办结 denies nothing."""
    return any(c.kind in CARRIED and c.start <= span.start < c.end for c in cues)
