"""Places inside lines where a report begins behind the end of another one.

Reports printed on one line each, or all on one, have no line that a title, a preamble or a first
heading could start. There a report begins where its first heading, its title or its period
follows what only the end of a report holds: its last sections, a signature's date, an annex.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from extractor.structure.candidates import numeral, style_of
from extractor.structure.own_titles import is_name, told_by
from extractor.structure.wordings import NUMBERING, Wordings, load_patterns

MAX_PIECES = 60_000
NOWHERE = -1
HEAD = 60  # characters of a piece that may be a heading, a title, a name
LONGEST_PIECE = 400  # of a sentence of a preamble
MOST_BACK = 12  # pieces of an opening above its first heading
MOST_BETWEEN = 3  # of them in a row that only stand among others
NAME_REACH = 800  # below a name, where its body is named again
FIRST, LAST, ANNEX, PREAMBLE = "overview", ("problems", "other_matters"), "annex", "preamble"
SUB_STYLE = 1  # `(一)`: a part of a section
_AROUND = " \t\r\n\u3000|"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BLANKS = re.compile(r"[\s|]+")


@dataclass(frozen=True, slots=True)
class Seam:
    """A beginning at `start`, with the first heading or the period at `anchor`, and the signs of
    both; `ended` is where the end of the report before it stands, or NOWHERE."""

    start: int
    anchor: int
    ended: int
    above: frozenset[str]
    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    piece: re.Pattern[str]
    date: re.Pattern[str]
    name_end: re.Pattern[str]
    year: re.Pattern[str]
    preamble: re.Pattern[str]
    around: re.Pattern[str]
    cell: re.Pattern[str]
    first: re.Pattern[str]
    last: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    return _Patterns(**load_patterns("seams"))


def seams(text: str, periods: Sequence[int], wordings: Wordings) -> list[Seam]:
    """Where reports begin behind the end of others, in order.

    `periods`: the places that state a period, in order.
    """
    found: list[Seam] = []
    starts = [m.start() for m in islice(_patterns().piece.finditer(text), MAX_PIECES)]
    ended, opened, spoken = NOWHERE, 0, NOWHERE
    for place, (at, close) in enumerate(pairwise([*starts, len(text)])):
        if spoken == NOWHERE:
            spoken = text.find("。", at, close)
        head = text[at : min(close, at + HEAD)]
        if _HAN.search(head) is None:
            continue
        key, number = _heading(head, wordings)
        signs: set[str] = set()
        if key == FIRST:
            signs = {"first", "again"} if number <= 1 else {"again"}
        elif _ends(head, key, wordings):
            ended = at
        elif bisect_left(periods, at) < bisect_left(periods, close):
            signs = {"period"}
        if not signs:
            continue
        above = starts[max(0, place - MOST_BACK) : place + 1]
        start, marks = _opening(text, above, opened, wordings)
        if (ended != NOWHERE or "title" in marks) and NOWHERE < spoken < start:
            if "title" not in marks and (start < at or key != FIRST):
                start = _whole_line(text, start, ended)
            found.append(Seam(start, at, ended, frozenset(marks), frozenset(signs)))
            opened, spoken = at, NOWHERE
        ended = NOWHERE
    return found


def _whole_line(text: str, start: int, ended: int) -> int:
    """The start of the line that a preamble begins in, where the other report ends above it."""
    begun = text.rfind("\n", max(0, start - LONGEST_PIECE), start) + 1
    if begun <= max(0, ended):
        return start
    return start - len(text[begun:start].lstrip(_AROUND))


def _heading(head: str, wordings: Wordings) -> tuple[str, int]:
    """The key of a known heading, and its number; ("", 0) where none starts a piece."""
    number = NUMBERING.match(head)
    name = head[number.end() :].lstrip() if number else head
    name = _patterns().name_end.split(name, maxsplit=1)[0]
    key = _key(name, wordings)
    # `(一)` is a part of a section; words without a number are a heading where they say `情况`.
    if key == FIRST and (
        style_of(number[0]) == SUB_STYLE if number else not _patterns().first.fullmatch(name)
    ):
        return "", 0
    return key, numeral(number[0]) if number else 0


def _key(name: str, wordings: Wordings) -> str:
    """The key of a known wording, or the first or last of a report's where one is like those."""
    if len(name) < 2:
        return ""
    if wordings.cues["keywords"].search(name) and (known := wordings.keys_of(name)):
        return known[0]
    if _patterns().first.fullmatch(name):
        return FIRST
    return LAST[0] if _patterns().last.fullmatch(name) else ""


def _ends(head: str, key: str, wordings: Wordings) -> bool:
    """Whether a piece is one that only the end of a report holds."""
    if key.startswith(LAST) or key == ANNEX or _patterns().date.match(head):
        return True
    return wordings.cues["annex-end"].search(head) is not None


def _opening(
    text: str, starts: Sequence[int], opened: int, wordings: Wordings
) -> tuple[int, set[str]]:
    """Where the title or the preamble begins that stands above the last of the pieces, with the
    signs of both; that piece itself where neither does."""
    first, between, signs = len(starts) - 1, 0, set[str]()
    bounds = [*starts, starts[-1]]
    for place in range(len(starts) - 2, -1, -1):
        at = starts[place]
        if at < opened or between > MOST_BETWEEN:
            break
        piece, after = (
            text[a : min(b, a + LONGEST_PIECE)].strip(_AROUND)
            for a, b in pairwise(bounds[place : place + 3])
        )
        sign = _sign(piece, after, wordings)
        if sign == "name" and not _is_told(text, at, opened, starts[-1], piece):
            break
        if sign:
            first, between = place, 0
            signs |= {"preamble"} if sign == "preamble" else {"title"}
        elif _patterns().around.search(piece) is None or _patterns().date.match(piece):
            break
        else:
            between += 1
    return starts[first], signs


def _preamble(piece: str) -> str:
    return "preamble" if _patterns().preamble.search(piece) else ""


def _sign(piece: str, after: str, wordings: Wordings) -> str:
    """What a piece above a heading is: a title, a year, a name, a sentence of a preamble, or ""."""
    if _patterns().date.match(piece):
        return ""
    if len(piece) <= HEAD and "。" not in piece:
        bare = _BLANKS.sub("", piece)
        if told_by(bare) is not None or _patterns().year.fullmatch(bare):
            return "title"
        broken = _patterns().cell.fullmatch(piece) is None and len(after) <= HEAD
        if broken and told_by(_BLANKS.sub("", piece + after)) is not None:
            return "title"
        if is_name(_patterns().year.sub("", bare)):
            return "name"
        if (*wordings.keys_of(bare + after), *wordings.keys_of(bare), "")[0] == PREAMBLE:
            return "preamble"
    return _preamble(piece)


def _is_told(text: str, at: int, opened: int, below: int, name: str) -> bool:
    """Whether a name heads what stands below it, and does not sign what stands above."""
    return name in text[below : below + NAME_REACH] or name not in text[opened:at]
