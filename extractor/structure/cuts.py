"""Places where a page may pass from one document to the next, with the signs for it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.cleaning.running import ABOVE, BESIDE, table_goes_on
from extractor.structure.candidates import numeral
from extractor.structure.seams import seams
from extractor.structure.wordings import NUMBERING, Wordings, load_patterns
from extractor.types import Cleaned, CleaningKind

# More parts than this on one page have not been met; the weakest cuts are dropped first.
MAX_CUTS = 96
# Lines beyond this are read for their first characters only, so that any page stays linear.
LINE_HEAD = 160
MAX_LINES = 60_000
# A preamble stands this near below its title, `一、` this near below the preamble; what is further
# off is a cut of its own, and the classes of the stretches decide.
TITLE_REACH, PREAMBLE_REACH = 150, 1800
PREAMBLE_LINES = 6
# The period stands within so many characters of the start of the preamble's line.
PERIOD_REACH = 500
# The first section, and those that close a report; a bare heading is at most so long.
FIRST, LAST, SHORT = "overview", ("problems", "other_matters"), 40
ANNEX = "annex"
LONGEST_TITLE = 60
_AROUND = " \t\r\u3000|"
AROUND = 400  # characters around a place, in which the rows of a table stand
_HEAD_END = re.compile(r"[。:：;；|]")
_CHINESE = "一二三四五六七八九十"
_TOP = re.compile(r"(?<![^\s。;；:：])([一二三四五六七八九十]{1,2})、(?=\s{0,2}\S)")
# Of a row, or of a form printed column by column: the units and the numbers follow its last label.
_REST_OF_ROW = re.compile(
    r"[\d\s,.|/—-]*(?:(?:计量)?单位|统计数|数量|数值|人次|万元|[件条次篇个人元])?[\d\s,.|/—-]*"
)
# What stands before the name of a row, and what ends its cell.
_ROW_NUMBER = re.compile(
    r"[\"“' ]{0,3}(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、．]{1,2} ?|其中[:：])?"
)
_CELL_END = re.compile(r"[|\t\"”',，;； ]")
LEAST_LISTED = 3  # titles with dates in lines behind one another that are a list
# The number of a later part of the same document.
_GOES_ON = re.compile(r"[(（第]?(?:[二三四五六七八九十]|[2-9])[、.．)）部]")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place (clean offset) and the signs that something new starts here."""

    at: int
    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Titles:
    report: re.Pattern[str]
    other: re.Pattern[str]
    row: re.Pattern[str]  # of a table, which is no first half of a title
    date: re.Pattern[str]
    dated: re.Pattern[str]
    period: re.Pattern[str]


@cache
def _titles() -> _Titles:
    return _Titles(**load_patterns("titles"))


@dataclass(frozen=True, slots=True)
class _Line:
    start: int  # of the first visible character
    end: int  # of the last visible character of the whole line
    head: str  # at most LINE_HEAD characters, stripped


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    position = 0
    while position < len(text) and len(found) < MAX_LINES:
        close = text.find("\n", position)
        close = len(text) if close < 0 else close
        raw = text[position : min(close, position + LINE_HEAD)]
        head = raw.strip(_AROUND)
        if head:
            # Empty cells behind a line are no part of it: pages lay out titles in tables.
            end = position + len(text[position:close].rstrip(_AROUND))
            found.append(_Line(position + raw.index(head[0]), end, head))
        position = close + 1
    return found


def is_furniture(head: str, wordings: Wordings) -> bool:
    """Whether a short line belongs to the page around the text."""
    return len(head) <= 90 and bool(wordings.cues["furniture"].search(head))


def _is_listed(lines: list[_Line], place: int) -> bool:
    """Whether a title stands in a list of titles, each with its date."""
    around = lines[max(0, place - 1) : place + 2]
    dated = [_titles().dated.search(line.head) is not None for line in around]
    return sum(dated) > 1 and _titles().dated.search(lines[place].head) is not None


def ends_of_lists(text: str) -> list[int]:
    """Where a list of titles of reports, each with its date, is over: what follows is none of them."""
    found, run = [], 0
    for line in _lines(text):
        of = _titles()
        if of.report.search(line.head) and of.dated.search(line.head):
            run += 1
            continue
        if run >= LEAST_LISTED:
            found.append(line.start)
        run = 0
    return found


def _headline(head: str) -> str:
    """The first piece of a long line, where it may be the title of a report on one line."""
    piece = head.split(maxsplit=1)[0]
    return piece if len(piece) <= LONGEST_TITLE and "。" not in piece else ""


def _line_signs(lines: list[_Line], wordings: Wordings) -> dict[int, set[str]]:
    """Signs at the starts of lines: titles, preambles, furniture, closings."""
    titles = _titles()
    signs: dict[int, set[str]] = {}
    was_furniture = False
    for place, line in enumerate(lines):
        whole = line.end - line.start <= LINE_HEAD
        numbered = NUMBERING.match(line.head) is not None
        following = lines[place + 1].head if place + 1 < len(lines) else ""
        here = signs.setdefault(line.start, set())
        if whole and not numbered and len(line.head) <= 90 and "。" not in line.head:
            joins = (
                len(line.head) <= 50
                and len(following) <= 40
                and "。" not in following
                and not (titles.date.match(line.head) or is_furniture(line.head, wordings))
                and titles.row.search(line.head) is None
            )
            if titles.report.search(line.head + following if joins else line.head):
                here.add("listed" if _is_listed(lines, place) else "title")
            elif titles.other.search(line.head) and len(line.head) >= 5 and "|" not in line.head:
                here.add("other-title")
            if titles.date.match(line.head) and place + 1 < len(lines):
                signs.setdefault(lines[place + 1].start, set()).add("closing")
        elif not whole and not numbered and titles.report.search(_headline(line.head)):
            here.add("title")
        if not numbered and wordings.cues["preamble"].search(line.head):
            here.add("preamble")
        furniture = whole and not here and is_furniture(line.head, wordings)
        if furniture and not was_furniture:
            here.add("furniture")
        if was_furniture and not furniture:
            here.add("after-furniture")
        was_furniture = furniture
    return {at: found for at, found in signs.items() if found}


def restarts(keys: Sequence[str]) -> int:
    """How often a heading of the first section follows one of the last sections'."""
    found, late = 0, False
    for key in keys:
        found += late and key.startswith(FIRST)
        late = key.startswith(LAST)
    return found


def periods(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Places in `text[start:end]` that state the period of the figures, with its year as printed."""
    found = _titles().period.finditer(text, start, end)
    return [(m.start(), m["a"] or m["b"]) for _, m in zip(range(MAX_CUTS), found, strict=False)]


def _periods(stated: Sequence[int], lines: list[_Line]) -> list[int]:
    """Starts of the lines that state the period near their beginning."""
    starts = [line.start for line in lines]
    found = []
    for at in stated:
        place = bisect_right(starts, at) - 1
        if place >= 0 and at - starts[place] <= PERIOD_REACH:
            found.append(starts[place])
    return found


def _beginnings(lines: list[_Line], wordings: Wordings) -> list[tuple[int, str]]:
    """Lines with a heading of the first section: `first` where it is the section's own, without
    a number or with the number one, `again` where a part of it follows one of the last sections'
    or an annex.
    """
    found = []
    late = False
    for line in lines:
        number = NUMBERING.match(line.head)
        head = _HEAD_END.split(line.head[:SHORT], maxsplit=1)[0]
        for key in wordings.keys_of(head)[:1] if len(head) > 2 else ():
            if key == FIRST and (number is None or numeral(number[0]) == 1):
                found.append((line.start, "first"))
            if key.startswith(FIRST) and late:
                found.append((line.start, "again"))
                late = False
            late = late or key.startswith(LAST) or key == ANNEX
    return found


def _after_annex(text: str, lines: list[_Line], wordings: Wordings) -> list[int]:
    """Starts of lines that follow the last row of an annexed table: the annex ends its report."""
    found, ended = [], False
    for line in lines:
        tail = text[max(line.start, line.end - LINE_HEAD) : line.end]
        if wordings.cues["annex-end"].search(tail):
            ended = True
        elif ended and not _REST_OF_ROW.fullmatch(line.head) and not _is_row(line.head, wordings):
            ended = False
            if not _GOES_ON.match(line.head):
                found.append(line.start)
    return found


def _is_row(head: str, wordings: Wordings) -> bool:
    """Whether a line begins with the label of a row: of two halves side by side one is longer."""
    name = _ROW_NUMBER.sub("", head, count=1)
    return wordings.is_label(_CELL_END.split(name, maxsplit=1)[0])


def _restarts(text: str, wordings: Wordings) -> list[int]:
    """Where the outermost numbering begins again with 一."""
    found: list[int] = []
    for number, match in enumerate(_TOP.finditer(text)):
        if number > 20 * MAX_CUTS:
            break
        tail = re.split(r"[\n|]", text[match.start() : match.end() + 30], maxsplit=1)[0]
        if wordings.is_label(tail.rstrip()):
            continue
        value = 10 if match[1][0] == "十" else _CHINESE.index(match[1][0]) + 1
        if value == 1:
            found.append(match.start())
    return found


def _is_within(text: str, at: int) -> bool:
    """Whether the start of a line lies within a document: a later part of it begins there, or
    rows of one table stand above and below."""
    if _GOES_ON.match(text, at):
        return True
    above, below = text[max(0, at - AROUND) : at], text[at : at + AROUND]
    lines = [
        [line.strip(" \t\r|") for line in part.split("\n") if line.strip(" \t\r|")]
        for part in (above, below)
    ]
    return table_goes_on(lines[0][: -ABOVE - 1 : -1], lines[1][:BESIDE])


def _marked(cleaned: Cleaned) -> set[int]:
    """Clean offsets of lines before which cleaning left out furniture, not markup inside a line."""
    text, places = cleaned.text, set()
    for mark in cleaned.marks:
        if mark.kind is CleaningKind.FURNITURE:
            place = cleaned.from_source(mark.span)
            if len(place):
                continue  # a tag that is shown as a bar or a line end
            at = place.end
            before = text[max(0, at - 8) : at].rstrip(" \t\r\u3000|")
            while at < len(text) and text[at].isspace():
                at += 1
            if (not before or before.endswith("\n")) and not _is_within(text, at):
                places.add(at)
    return places


def find_cuts(cleaned: Cleaned, wordings: Wordings) -> list[Cut]:
    """Candidate boundaries in order; the first is the start of the visible text."""
    text = cleaned.text
    lines = _lines(text)
    if not lines:
        return []
    signs = _line_signs(lines, wordings)
    for at in _restarts(text, wordings):
        signs.setdefault(at, set()).add("first")
    stated = [at for at, _ in periods(text, 0, len(text))]
    for at in _periods(stated, lines):
        signs.setdefault(at, set()).add("period")
    for at, sign in _beginnings(lines, wordings):
        signs.setdefault(at, set()).add(sign)
    for at in _after_annex(text, lines, wordings):
        signs.setdefault(at, set()).add("after-annex")
    for at in _marked(cleaned):
        if at < len(text):
            signs.setdefault(at, set()).add("page")
    signs.setdefault(lines[0].start, set()).add("start")
    found = seams(text, stated, wordings)
    for seam in found:
        if not signs.get(seam.start, set()) & _SEEN:  # the lines tell as much as the seam
            at = seam.start if "period" in seam.signs else seam.anchor
            signs.setdefault(seam.start, set()).update(seam.above)
            signs.setdefault(at, set()).update(seam.signs)
    behind = {seam.start: seam.ended for seam in found}
    return _limit(_merge(signs, [line.start for line in lines], behind))


_OPENING = frozenset({"preamble", "period"})
_SEEN = frozenset({"title", "preamble", "period", "first", "again"})
_BEGINNING = frozenset({"first", "again"})
_FRESH = frozenset({"page", "closing", "after-furniture", "furniture", "start"})


def _continues(head: set[str], here: set[str], near: int) -> bool:
    """Whether a sign belongs to the opening that began `near` characters before."""
    if "title" in here or not here & (_OPENING | _BEGINNING):
        return False
    # Page furniture between a title and what it heads, or between a preamble and 一、, is common.
    near_by = here & (_OPENING | _FRESH) or not head & _OPENING
    if near > (TITLE_REACH if near_by else PREAMBLE_REACH):
        return False
    if here & _FRESH and not head & ({"title"} | _OPENING):
        return False
    if "listed" in head or ("other-title" in head and "title" not in head and here & _BEGINNING):
        return False  # a guide or a rule has its own preamble, and a report may follow it
    if here & _OPENING:
        return not (head & _BEGINNING or {"period"} <= head & here)
    return not head & _BEGINNING


def _merge(
    signs: dict[int, set[str]], starts: Sequence[int], behind: Mapping[int, int]
) -> list[Cut]:
    """Joins title, preamble and first heading of one document into one cut.

    `behind`: for places behind the end of another document, where that end stands; they go on
    with nothing above it.
    """
    found: list[Cut] = []
    head_at, head, heading = -1, set[str](), -1
    for at in sorted(signs):
        here = signs[at]
        below = heading >= 0 and at - heading <= LONGEST_TITLE
        if (
            here == {"page"}
            and below
            and bisect_right(starts, at) - bisect_right(starts, heading) == 1
        ):
            continue  # between a heading and its text
        heading = at if here & _BEGINNING else heading
        lines = bisect_right(starts, at) - bisect_right(starts, head_at)
        close, adjoins = lines <= PREAMBLE_LINES, lines == 1 and here & _FRESH <= {"page"}
        anew = at in behind and (behind[at] > head_at or not head - _FRESH)
        if head_at >= 0 and close and not anew and _continues(head, here, at - head_at):
            head |= here - _FRESH
            while found[-1].at > head_at:
                found.pop()  # the furniture in between
            found[-1] = Cut(head_at, frozenset(head))
            continue
        near = head_at >= 0 and at - head_at <= TITLE_REACH
        if near and not anew and "title" in here & head and (adjoins or not here & _FRESH):
            continue  # a title printed twice, or one over two lines
        found.append(Cut(at, frozenset(here)))
        if here - {"furniture", "after-furniture", "page"} or at - head_at > TITLE_REACH:
            head_at, head = at, set(here)
    return found


_WEIGHT = {
    "start": 99,
    "title": 4,
    "page": 3,
    "period": 2,
    "first": 2,
    "again": 2,
    "after-annex": 2,
    "preamble": 2,
    "closing": 1,
    "furniture": 2,
}


def with_starts(cuts: Sequence[Cut], starts: Sequence[int]) -> list[Cut]:
    """The cuts with one at each of the starts, which takes over the cut of the opening below it."""
    signs = {cut.at: cut.signs for cut in cuts}
    places, kept = sorted(signs), frozenset(starts)
    for start in starts:
        place = bisect_left(places, start)
        near = places[place : place + 1]
        moved = frozenset[str]()
        if near and near[0] not in kept and near[0] - start <= LONGEST_TITLE:
            moved = signs.pop(near[0], moved)
        signs[start] = signs.get(start, moved) | {"title"}
    return [Cut(at, signs[at]) for at in sorted(signs)]


def _limit(cuts: list[Cut]) -> list[Cut]:
    if len(cuts) <= MAX_CUTS:
        return cuts
    ranked = sorted(cuts, key=lambda c: -sum(_WEIGHT.get(s, 0) for s in c.signs))
    return sorted(ranked[:MAX_CUTS], key=lambda c: c.at)
