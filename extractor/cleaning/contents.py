"""The list of contents of a report: headings in a row that stand again below, in the same order.

Its page numbers read like counts, its lines like headings without a text, and its report like two.
It goes as a whole, with its own heading. A row of headings whose text was lost is none: they do
not come again; so a list whose report does not follow stays what it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.types import CleaningKind

LONGEST_ENTRY, LONGEST_NAME = 200, 60  # characters of a line with its leader, and without
MOST_ENTRIES, MOST_LISTS = 80, 200
HEAD = 80  # characters of a line that are compared
LEAST_UNDER_HEADING, LEAST_PAGED, LEAST_BARE = 2, 3, 4  # entries that stand again
LEAST_SHARE = 0.6  # of the entries stand again: an annex may be missing below
REACH = 40  # lines, blank ones not counted, between a list and what it lists
PREFIX = 2
_NOISE = re.compile(r"[\s、,，。.:：;；()（）《》<>“”\"'?!\-—_|…·]+")
_AROUND = " \t\r|"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: where it stands, and what an entry of it would be."""

    start: int
    end: int
    key: str  # its beginning without blanks and marks
    name: str  # the key of what stands before a page number; "" where it is no entry
    page: int  # -1 where none is printed
    leader: bool
    first: bool  # whether its number begins a list
    heading: bool  # whether it heads a list of contents
    foreign: bool  # a title or another heading, of which none stands between a list and its text


def contents(draft: Draft) -> Draft:
    """Drop them, marked, with the line ends inside them."""
    return _over_lines(draft.edited(list(_in_line(draft.text))))


def _in_line(text: str) -> Iterator[Edit]:
    """Lists whose entries stand in one line, each with a leader and its page."""
    (pattern,) = _patterns("entry_end")
    row: list[tuple[int, int, str]] = []  # where an entry starts and ends, and its name
    tried = 0
    for match in chain(pattern.finditer(text), [None]):
        if match is not None:
            before = row[-1][1] if row else 0
            start = max(before, text.rfind("\n", before, match.start()) + 1)
            near = 0 < match.start() - start <= LONGEST_NAME
            name = text[start : match.start()].strip(_AROUND)
            if row and start == before and near and "。" not in name:
                row.append((start, match.end(), name))
                continue
        tried += len(row) >= LEAST_PAGED
        if (
            MOST_ENTRIES >= len(row) >= LEAST_PAGED
            and tried < MOST_LISTS
            and _stand_below(text, row)
        ):
            yield Edit(row[0][0], row[-1][1], "", CleaningKind.FURNITURE)
        row = [_first_entry(text, match)] if match is not None else []


def _first_entry(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    """The first entry of a list in a line, with the heading of the list before it."""
    start = max(0, match.start() - LONGEST_NAME)
    start = max(start, text.rfind("\n", start, match.start()) + 1)
    line = text[start : match.start()]
    numbers = [m.start() for p in _patterns("first") for m in p.finditer(line)]
    heading = next((m for p in _patterns("heading") if (m := p.search(line))), None)
    name = start + (numbers[-1] if numbers else heading.end() if heading else 0)
    begin = start + heading.start() if heading else name
    return begin, match.end(), text[name : match.start()].strip(_AROUND)


def _stand_below(text: str, row: Sequence[tuple[int, int, str]]) -> bool:
    found = sum(len(name) > 1 and text.find(name, row[-1][1]) >= 0 for _, _, name in row)
    return found >= max(LEAST_PAGED, LEAST_SHARE * len(row))


def _over_lines(draft: Draft) -> Draft:
    """Lists of an entry a line."""
    if "\n" not in draft.text:
        return draft
    lines = list(_lines(draft.text))
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        for key in {line.key[:PREFIX], _unnumbered(line.key)[:PREFIX]}:
            places.setdefault(key, []).append(place)
    edits, at, tried = [], 0, 0
    while at < len(lines) and tried < MOST_LISTS:
        line = lines[at]
        if line.heading or line.first or (line.leader and line.page >= 0):
            tried += 1
            end = _end_of_list(lines, at, places)
            if end is not None:
                edits.append(Edit(line.start, lines[end].end, "", CleaningKind.FURNITURE))
                at = end
        at += 1
    return draft.edited(edits)


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.split("\n"):
        bare = raw[: LONGEST_ENTRY + 1].strip(_AROUND)
        if bare:
            yield _line(bare, at, at + len(raw))
        at += len(raw) + 1


def _line(bare: str, start: int, end: int) -> _Line:
    key = _NOISE.sub("", bare[:HEAD])
    whole = len(bare) <= LONGEST_ENTRY and "。" not in bare
    paged = next(_ends(bare, "page"), None) if whole else None
    name = bare[: paged.start()].rstrip(_between()) if paged else bare
    between = bare[len(name) : paged.start()] if paged else ""
    entry = whole and len(name) <= LONGEST_NAME and not name[-1:].isdigit()
    named = (_NOISE.sub("", name) if paged else key) if entry else ""
    return _Line(
        start,
        end,
        key,
        named if len(_unnumbered(named)) > 1 else "",
        int(paged[1]) if paged else -1,
        bool(between) and any(p.search(between) for p in _patterns("leader")),
        any(p.match(bare) for p in _patterns("first")),
        whole and any(p.fullmatch(bare) for p in _patterns("heading")),
        any(p.match(bare) for p in _patterns("number"))
        or (len(bare) <= LONGEST_NAME and next(_ends(bare, "title"), None) is not None),
    )


def _ends(bare: str, key: str) -> Iterator[re.Match[str]]:
    """The shapes that a line ends in, looked for near its end alone."""
    for pattern in _patterns(key):
        found = pattern.search(bare)
        if found is not None and found.start() > 0:
            yield found


def _unnumbered(key: str) -> str:
    return _numbers().sub("", key, count=1)


def _end_of_list(lines: Sequence[_Line], at: int, places: dict[str, list[int]]) -> int | None:
    """The last line of the list of contents that begins with a line, if one does."""
    titled = lines[at].heading
    begin = at + titled
    below = _first_again(lines, begin, places, 3 if titled else 1)
    if below is None:
        return None
    found = _walk(lines, begin, below, places)
    end = found.matched[-1] if found.matched else begin
    if below - end > REACH:
        return None
    entries, again = found.entries, len(found.matched)
    pages = [lines[place].page for place in found.listed if lines[place].page >= 0]
    if pages != sorted(pages) or again < LEAST_SHARE * entries:
        return None
    if titled:
        enough = again >= LEAST_UNDER_HEADING
    elif sum(lines[place].leader for place in found.listed) >= LEAST_PAGED:
        enough = again >= LEAST_PAGED
    else:
        apart = not any(line.foreign for line in lines[end + 1 : below])
        enough = again == entries >= LEAST_BARE and apart and _have_text(lines, found)
    return found.listed[-1] if enough else None


@dataclass(frozen=True, slots=True)
class _Walk:
    listed: Sequence[int]  # lines of the list
    matched: Sequence[int]  # those that stand again below
    again: Sequence[int]  # where
    entries: int


def _have_text(lines: Sequence[_Line], found: _Walk) -> bool:
    """Whether something stands under most headings that a list names, as under no row's label."""
    filled = sum(
        two - one > 1 or len(lines[one].key) > len(lines[place].name)
        for place, (one, two) in zip(found.matched, pairwise(found.again), strict=False)
    )
    return 2 * filled >= len(found.again)


def _walk(lines: Sequence[_Line], begin: int, below: int, places: dict[str, list[int]]) -> _Walk:
    listed, matched, repeats = list[int](), list[int](), list[int]()
    last, skipped = below - 1, 0
    for place in range(begin, min(below, begin + MOST_ENTRIES)):
        line = lines[place]
        if not line.key.strip("0123456789"):  # a page number alone
            continue
        again = _again(lines, place, last, places)
        if again is not None:
            last, skipped = again, 0
            matched.append(place)
            repeats.append(again)
            listed.append(place)
        elif line.name and line.page >= 0 and line.leader:
            listed.append(place)
        elif line.name and not skipped:
            skipped = 1  # one that is worded otherwise below, if the list goes on behind it
        else:
            break
    end = listed[-1] if listed else begin
    entries = sum(bool(line.key.strip("0123456789")) for line in lines[begin : end + 1])
    return _Walk(range(begin, end + 1), matched, repeats, entries)


def _first_again(
    lines: Sequence[_Line], begin: int, places: dict[str, list[int]], tries: int
) -> int | None:
    """Where the first entry of a list stands again."""
    for place in range(begin, min(len(lines), begin + tries)):
        again = _again(lines, place, place, places)
        if again is not None:
            return again
    return None


def _again(
    lines: Sequence[_Line], place: int, last: int, places: dict[str, list[int]]
) -> int | None:
    """The next line after `last` that begins as an entry does and is no entry with a page."""
    name = lines[place].name
    if not name:
        return None
    bare = _unnumbered(name)
    for wanted, numbered in ((name, True), (bare, False)):
        listed = places.get(wanted[:PREFIX], ())
        for candidate in _after(listed, last):
            line = lines[candidate]
            if line.page >= 0 and line.name == name:
                continue
            key = line.key if numbered else _unnumbered(line.key)
            if key.startswith(wanted):
                return candidate
    return None


def _after(listed: Sequence[int], last: int) -> Sequence[int]:
    start = bisect_right(listed, last)
    return listed[start : start + MOST_ENTRIES]


@cache
def _between() -> str:
    """The characters between an entry and its page."""
    return "".join(words("contents", "between"))


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    ends = "$" if key in ("page", "title") else ""
    return tuple(re.compile(pattern + ends) for pattern in words("contents", key))


@cache
def _numbers() -> re.Pattern[str]:
    """A number in front of a key, whose marks are gone."""
    return re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分|章)?|\d{1,4})")
