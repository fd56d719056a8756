"""Titles that begin a report of their own: another body or another year than the one before.

Short reports in a row look like one long one to whoever weighs words: their titles alone part them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extractor.structure.entries import (
    Entries,
    begun_again,
    entries_of,
    is_first_chapter,
    without_number,
)
from extractor.structure.wordings import load_patterns, load_wordings

# Titles, wherever they are printed, are not longer; lines beyond the cap are not looked at.
LONGEST, LONGEST_PART, MAX_LINES = 60, 32, 60_000
MAX_STARTS = 400  # reports on a page, more than have been met
# What stands under a title that heads a report: at least so many characters and one sentence.
LEAST_BODY, LEAST_FILLED = 30, 10
LONGEST_BODY = 20_000  # characters that are looked at
LONG_LINE, LEAST_SPOKEN = 20, 8  # of a paragraph, and of one that may be broken in a sentence
MOST_BETWEEN, OPENING = 3, 600  # lines between titles of one report; where its text begins
LEAST_NAME = 3  # of a body whose name alone is a title
NAME_REACH = 800  # below a title, where its body is named again
_BLANKS = re.compile(r"[\s\u3000|]+")
_AROUND = " \t\r\u3000|"
_NUMBER = re.compile(r"(?:^|[\s|])\d{1,7}(?=[\s|]|$)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    tail: re.Pattern[str]
    summary: re.Pattern[str]
    year: re.Pattern[str]
    bare_year: re.Pattern[str]
    lead: re.Pattern[str]
    label: re.Pattern[str]
    name: re.Pattern[str]
    no_name: re.Pattern[str]
    name_rest: re.Pattern[str]
    office: re.Pattern[str]
    body_end: re.Pattern[str]
    begins: re.Pattern[str]
    goes_on: re.Pattern[str]
    closed: re.Pattern[str]
    spoken: re.Pattern[str]
    body: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    return _Patterns(**load_patterns("own_titles"))


@dataclass(frozen=True, slots=True)
class OwnTitle:
    """A line (or two) that names a report; `agency` and `year` are "" where it does not tell."""

    start: int
    end: int
    agency: str
    year: str
    summary: bool = False  # of a kind of paper or of body whose papers often are no such reports


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    head: str  # the first characters without blanks
    text: str  # the line without blanks; "" where it is too long for a title
    length: int
    last: str
    spoken: bool  # whether it is a sentence, not a cell or a heading


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    while at < len(text) and len(found) < MAX_LINES:
        close = text.find("\n", at)
        close = len(text) if close < 0 else close
        end = at + len(text[at:close].rstrip(_AROUND))  # without the empty cells of a layout
        raw = text[at : min(end, at + 4 * LONGEST)]
        bare = _BLANKS.sub("", raw)
        if bare:
            lead = len(raw) - len(raw.lstrip(_AROUND))
            short = bare if len(bare) <= LONGEST and end - at <= 4 * LONGEST else ""
            spoken = "|" not in text[at:close] and _patterns().spoken.search(raw) is not None
            found.append(
                _Line(
                    at + lead, end, bare[:LONG_LINE], short, end - at, text[end - 1 : end], spoken
                )
            )
        at = close + 1
    return found


@lru_cache(maxsize=1024)
def told_by(line: str) -> tuple[str, str] | None:
    """Agency and year that a line without blanks names, where it is the title of a report."""
    patterns = _patterns()
    tail = patterns.tail.search(line)
    if tail is None:
        return None
    name = patterns.lead.sub("", line[: tail.start()])
    year = patterns.year.search(line)
    name = patterns.year.sub("", name, count=1)
    while (rest := patterns.name_rest.sub("", name)) != name:
        name = rest
    if patterns.name.match(name) is None or patterns.no_name.search(name):
        return None
    return name, year[1] if year else ""


def _title_at(
    text: str, lines: Sequence[_Line], place: int, entries: Entries
) -> tuple[OwnTitle, int] | None:
    """The title that starts in a line, and how many lines it takes."""
    line, following = lines[place], lines[place + 1] if place + 1 < len(lines) else None
    if not line.text:
        return None
    told = told_by(line.text)
    if told is not None:
        return OwnTitle(line.start, line.end, *told, _is_summary(line.text)), 1
    if following is None:
        return None
    entry = _entry(line, following, entries)
    if entry is not None:
        return entry, 1
    beside = (lines[place - 1].text if place else "", following.text)
    many = any(_patterns().bare_year.match(one) for one in beside)
    alone = None if many else _alone(line, following, entries)
    return (alone, 1) if alone is not None else _over_two_lines(text, line, following)


def _alone(line: _Line, following: _Line, entries: Entries) -> OwnTitle | None:
    """A line that holds a year or a body's name and nothing else, with a report's text below.

    Not of several years one below the other: they head the columns of a table.
    """
    patterns = _patterns()
    if not patterns.begins.match(following.head) or load_wordings().is_label(following.text):
        return None
    told = following.length >= LONG_LINE or patterns.closed.search(following.last) is not None
    bare = patterns.bare_year.match(line.text)
    if bare is not None and told:
        return OwnTitle(line.start, line.end, "", bare[1])
    name = without_number(line.text)
    if name != line.text and not entries.numbered:
        return None
    if following.length >= LONG_LINE and len(name) >= LEAST_NAME and is_name(name):
        return OwnTitle(line.start, line.end, name, "")
    return None


def _entry(line: _Line, following: _Line, entries: Entries) -> OwnTitle | None:
    """The name of a body that heads an entry of a volume, over the first chapter of its report."""
    name = without_number(line.text)
    numbered = name != line.text
    if not (numbered or entries.bare) or not is_first_chapter(following.text):
        return None
    whole = len(name) >= LEAST_NAME and is_name(name) and not load_wordings().is_label(name)
    return OwnTitle(line.start, line.end, name, "") if whole else None


def _is_summary(line: str) -> bool:
    return _patterns().summary.search(line) is not None


def is_name(line: str) -> bool:
    """Whether a line without blanks is the name of a body and nothing else."""
    patterns = _patterns()
    whole = patterns.body_end.search(line) and patterns.name.match(line)
    return bool(whole) and patterns.no_name.search(line) is None


def _over_two_lines(text: str, line: _Line, following: _Line) -> tuple[OwnTitle, int] | None:
    """A title with a line end in it, also within the name, which the text below tells whole."""
    if len(line.text) > LONGEST_PART or not following.text:
        return None
    joined, second = told_by(line.text + following.text), told_by(following.text)
    if joined is None or not joined[0]:
        return None
    below = text[following.end : following.end + NAME_REACH]
    split = is_name(line.text) and (second is None or not second[0])
    if split or second is None or joined[0] in below:
        return OwnTitle(line.start, following.end, *joined, _is_summary(following.text)), 2
    return None


def _is_cited(lines: Sequence[_Line], place: int, count: int) -> bool:
    """Whether the title is a piece of a sentence that goes over line ends."""
    patterns = _patterns()
    after = lines[place + count].head if place + count < len(lines) else ""
    if after and patterns.goes_on.match(after):
        return True
    before = lines[place - 1] if place else None
    return (
        before is not None
        and before.length >= LEAST_SPOKEN
        and before.spoken
        and told_by(before.text) is None
        and patterns.closed.search(before.last) is None
    )


def own_titles(text: str) -> list[OwnTitle]:
    """The titles of reports on a page, in order, with the label (附件1) in the line above them."""
    found: list[OwnTitle] = []
    lines = _lines(text)
    entries = entries_of([line.text for line in lines], is_name)
    place = 0
    while place < len(lines):
        read = _title_at(text, lines, place, entries)
        if read is None or _is_cited(lines, place, read[1]):
            place += 1
            continue
        title, count = read
        above = lines[place - 1] if place else None
        if above is not None and _patterns().label.match(above.text):
            title = replace(title, start=above.start)
        found.append(title)
        place += count
    return found


def _core(agency: str) -> str:
    """The part of a name that tells bodies apart: a town is its government and its office."""
    return _patterns().office.sub("", agency) or agency


def other_body(one: str, two: str) -> bool:
    """Whether two names are of two bodies; a name may leave out its place or be shortened."""
    one, two = sorted((_core(one), _core(two)), key=len)
    if not one or one == two:
        return False
    rest = iter(two)
    return two.startswith(one) or not all(char in rest for char in one)


def _differ(one: OwnTitle, two: OwnTitle) -> bool:
    if one.year and two.year and one.year != two.year:
        return True
    return bool(one.agency and two.agency) and other_body(one.agency, two.agency)


def _is_body(text: str, start: int, end: int) -> bool:
    """Whether what stands under a title is the text or the table of a report."""
    read = text[start : min(end, start + LONGEST_BODY)].strip()
    if len(read) < LEAST_BODY or _patterns().body.search(read) is None:
        return False
    return "。" in read or len(_NUMBER.findall(read)) >= LEAST_FILLED


@dataclass(frozen=True, slots=True)
class Headed:
    """A title with text under it; titles printed in a row are one, `alike` if they name the same.

    `listed`: above it stands a list of other titles, and below it a report begins for sure.
    """

    title: OwnTitle
    alike: bool
    listed: bool = False


def headed_titles(text: str) -> list[Headed]:
    """The titles on a page that have the text of a report under them, in order."""
    found: list[Headed] = []
    row: list[OwnTitle] = []
    titles = own_titles(text)
    for place, title in enumerate(titles):
        row.append(title)
        end = titles[place + 1].start if place + 1 < len(titles) else len(text)
        if not _is_body(text, title.end, end):
            continue
        near = _nearest(text, row)
        named = any(one.agency for one in near) or not any(one.agency for one in row)
        listed = len(near) < len(row) and named and _opens(text, title.end)
        if not listed:
            near = row
        agency = next((one.agency for one in reversed(near) if one.agency), "")
        year = next((one.year for one in reversed(near) if one.year), "")
        summary = all(one.summary for one in near)
        whole = OwnTitle(near[0].start, title.end, agency, year, summary)
        found.append(Headed(whole, not any(_differ(one, title) for one in near), listed))
        row = []
    return found


def _nearest(text: str, row: Sequence[OwnTitle]) -> Sequence[OwnTitle]:
    """The last titles of a row, as far as they name the same and stand close together."""
    first = len(row) - 1
    while first > 0:
        between = text[row[first - 1].end : row[first].start]
        lines = sum(bool(line.strip(" \t\r\u3000|")) for line in between.split("\n"))
        if lines > MOST_BETWEEN or _differ(row[first - 1], row[-1]):
            break
        first -= 1
    return row[first:]


def _opens(text: str, at: int) -> bool:
    """Whether a report begins soon below a title: its preamble, or the heading of a section."""
    below = text[at : at + OPENING]
    wordings = load_wordings()
    if wordings.cues["preamble"].search(below):
        return True
    return any(wordings.keys_of(line) for line in below.split("\n") if line.strip())


def own_starts(titles: Sequence[Headed]) -> list[int]:
    """Offsets where a report begins under a title that names another body or year than the
    title before it, or under a list of titles. It has text under it, so a list holds none."""
    found: list[int] = []
    last: OwnTitle | None = None
    for one in titles:
        title = one.title
        if last is None or not one.alike or _differ(last, title):
            if one.alike and (last is not None or one.listed):
                found.append(title.start)
            last = title
        else:
            last = replace(last, agency=last.agency or title.agency, year=last.year or title.year)
    return found[:MAX_STARTS]


def repeated_starts(text: str) -> list[int]:
    """Offsets of titles, also of short ones, under which the chapters of a report begin again."""
    lines = _lines(text)
    found = begun_again([line.text for line in lines], lambda line: told_by(line) is not None)
    return [lines[place].start for place in found[:MAX_STARTS]]
