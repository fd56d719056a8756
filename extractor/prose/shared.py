"""One number of two things together: `予以公开或部分公开8件`, `许可、处罚共8件`.

How many of each it is, nobody can say; only none of both is none of each.
"""

import re
from collections.abc import Sequence

from extractor.prose.candidates import Cue
from extractor.prose.line import DOUBTED, SURE, Line
from extractor.types import Span

_KEYS = {
    "granted": "granted", "partly": "partly", "carried_in": "carried_in",
    "carried_out": "carried_out", "license": "license", "penalty": "penalty",
    "coercion": "coercion", "receive": "requests.received",
}  # fmt: skip


def shared(line: Line) -> None:
    """Settle the numbers that several things share."""
    for at, case in enumerate(line.cases):
        c = case.candidate
        assert c is not None
        before = Span(c.near_start, c.number.span.start)
        keys = _linked(line, [k for k in case.cues if _inside(k, before)], before.end)
        keys = keys or _linked(line, c.right, c.right_end)
        if not keys:
            continue
        if line.value(at) == 0:
            line.settle(at, dict.fromkeys(keys, SURE))
        elif line.patterns.each.search(line.text, before.start, before.end) is None:
            line.settle(at, dict.fromkeys(keys, DOUBTED))


def _linked(line: Line, cues: Sequence[Cue], end: int) -> list[str]:
    """The keys of the things that are named as one right before a place, if several are."""
    told = [c for c in cues if c.kind in _KEYS]
    if len(told) < 2:
        return []
    last = told[-1]
    if re.search("[,，]", line.text[last.end : end]) or "分别" in line.text[last.end : end]:
        return []
    found = [last]
    for cue in reversed(told[:-1]):
        if not line.patterns.as_one.fullmatch(line.text, cue.end, found[-1].start):
            break
        found.append(cue)
    keys = list(dict.fromkeys(_KEYS[c.kind] for c in reversed(found)))
    return keys if len(keys) > 1 and len(keys) == len(found) else []


def _inside(cue: Cue, span: Span) -> bool:
    return span.start <= cue.start and cue.end <= span.end
