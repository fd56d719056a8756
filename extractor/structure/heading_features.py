"""What tells whether a candidate is a heading, and of which key."""

import re
from collections.abc import Callable, Sequence

from extractor.structure.candidates import Candidate
from extractor.structure.cuts import periods
from extractor.structure.hashing import column, grams
from extractor.structure.wordings import Wordings, squeeze
from extractor.types import Span

# A caption that repeats a heading inside its table stands this near below it.
CAPTION_REACH = 90
# The period stands within so many characters of a report's start; the form changed with 2019.
OPENING, MODERN_FROM = 1500, 2019
_MODERN_PARTS = frozenset({"overview.management", "overview.platform", "overview.supervision"})
_TABULAR = re.compile(r"[|\t]|^\s*\d+\s*$")
Hide = Callable[[int], bool]


def _nothing_hidden(_: int) -> bool:
    return False


def _next_line(text: str, end: int) -> str:
    """The first visible line that starts after the title's line, at most 40 characters."""
    close = text.find("\n", end, end + 2000)
    if close < 0:
        return ""
    window = text[close : close + 160].lstrip()
    return window.split("\n", 1)[0][:40]


def _context(text: str, one: Candidate, span: Span) -> list[str]:
    follows = text[one.end : one.end + 14].lstrip(" 。:：\n\t\u3000")[:8]
    following = _next_line(text, one.end)
    before = text[max(span.start, one.start - 3) : one.start].rstrip(" \t\u3000")
    place = int(10 * (one.start - span.start) / max(1, len(span)))
    return [
        f"s:{one.style}",
        f"n:{one.style}:{min(one.number, 12)}",
        f"a:{one.after}",
        f"as:{one.after}:{one.style}",
        f"l:{one.line_start}:{one.style}",
        f"p:{one.piped}",
        f"len:{min((one.end - one.text_start) // 3, 10)}",
        f"place:{place}",
        f"b:{before[-1:]}",
        f"t:{bool(_TABULAR.search(following))}",
        f"nl:{following[:6]}",
        f"nl4:{following[:4]}",
        *(f"f:{c}" for c in follows[:4]),
        f"f2:{follows[:2]}",
        f"f4:{follows[:4]}",
    ]


def _numbers_around(candidates: Sequence[Candidate], at: int) -> list[str]:
    """Whether the number continues the one before of its style, and is continued."""
    one = candidates[at]
    if one.style == 9:
        before = candidates[at - 1].style if at else -1
        return [f"bare:{before}"]
    last = next(
        (c.number for c in reversed(candidates[max(0, at - 40) : at]) if c.style == one.style), 0
    )
    following = next((c.number for c in candidates[at + 1 : at + 40] if c.style == one.style), 0)
    tops = next((c.number for c in reversed(candidates[max(0, at - 60) : at]) if c.style == 0), 0)
    return [
        f"step:{one.style}:{max(-2, min(2, one.number - last))}",
        f"next:{one.style}:{max(-2, min(2, following - one.number))}",
        f"under:{one.style}:{min(tops, 9)}",
    ]


def _outer(candidates: Sequence[Candidate], at: int) -> int:
    """Index of the nearest candidate before with an outer numbering, or -1."""
    style = candidates[at].style
    for before in range(at - 1, max(-1, at - 80), -1):
        if candidates[before].style < style:
            return before
    return -1


def _nesting(candidates: Sequence[Candidate], at: int, known: list[tuple[str, ...]]) -> list[str]:
    """Under which numbering and heading the candidate stands, and whether that fits its own."""
    outer = _outer(candidates, at)
    style = candidates[at].style
    if outer < 0:
        return [f"o:{style}:-1"]
    over = candidates[outer].style
    above = {key.split(".", maxsplit=1)[0] for key in known[outer]}
    own = {key.split(".", maxsplit=1)[0] for key in known[at]}
    fits = bool(above & own) if own and above else None
    inner = "." in (*known[outer], "")[0]
    return [
        f"o:{style}:{over}",
        f"of:{style}:{over}:{fits}",
        f"oi:{style}:{inner}:{fits}",
        *(f"oa:{key}" for key in above),
    ]


def _era(text: str, span: Span, known: list[tuple[str, ...]]) -> str:
    """Whether the report is of the time before 2019, whose headings mean other parts."""
    stated = next(iter(periods(text, span.start, min(span.end, span.start + OPENING))), None)
    digits = stated[1] if stated and stated[1].isdecimal() else ""
    year = "?" if not digits else "old" if int(digits) < MODERN_FROM else "new"
    parts = {key for keys in known for key in keys[:1]} & _MODERN_PARTS
    return f"{year}:{len(parts)}"


def heading_columns(
    text: str,
    span: Span,
    candidates: Sequence[Candidate],
    wordings: Wordings,
    hide: Hide = _nothing_hidden,
) -> list[list[int]]:
    """Feature columns of each candidate; `hide` lets training forget known wordings."""
    found = []
    last_known: dict[str, int] = {}
    titles = [text[one.text_start : one.end] for one in candidates]
    all_known = [() if hide(at) else wordings.keys_of(title) for at, title in enumerate(titles)]
    era = _era(text, span, all_known)
    for at, one in enumerate(candidates):
        title, known = titles[at], all_known[at]
        bare = squeeze(title)
        near = any(one.start - last_known.get(key, -10_000) < CAPTION_REACH for key in known)
        last_known.update(dict.fromkeys(known, one.end))
        tokens = _context(text, one, span) + _numbers_around(candidates, at)
        tokens += _nesting(candidates, at, all_known)
        tokens += [f"k:{key}:{one.style}" for key in known] or ["k:none"]
        tokens += [f"ka:{key}:{one.after}" for key in known]
        tokens += [f"k:{key}" for key in known]
        tokens += [f"e:{era}:{key}" for key in known]
        tokens += [f"nk:{near}:{key}:{one.style == 9}:{one.after}" for key in known]
        tokens += [f"only:{len(known)}", f"near:{near}", f"comma:{',' in title}"]
        found.append([*map(column, tokens), *grams(bare, "g:")])
    return found
