"""Filled-in statistics forms that stand behind or before the report they belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractor.structure.cuts import Cut
from extractor.structure.own_titles import Headed
from extractor.structure.wordings import load_patterns
from extractor.types import Span, Stretch

FORM, AFTER_ANNEX = "form", "after-annex"
LEAST_FILLED = 10  # numbers alone in their cells; an empty form has its row numbers at most
LEAST_SAID, MOST_SAID = 3, 3  # sentences of a report without its tables, and of tables with notes
LONGEST_ANNEX = 20_000  # characters that are looked at
LONGEST_SIGNATURE = 200  # characters of the line in which somebody signs a form
HEAD, REPORT_HEAD = 400, 600  # where a form and a report say whose they are
AROUND = " \t\r\n\u3000|"
_CELLS = re.compile(r"[|\s,]")
_OPENS = frozenset({"start", "title", "preamble", "period", "listed"})
_INNER = frozenset({"first", "again", "other-title"})  # signs that rows and captions of tables have


@dataclass(frozen=True, slots=True)
class _Marks:
    signed: re.Pattern[str]
    tables: re.Pattern[str]
    caption: re.Pattern[str]
    year: re.Pattern[str]
    body: re.Pattern[str]


@cache
def _marks() -> _Marks:
    return _Marks(**load_patterns("annexes"))


def joined_to_prose(text: str, cuts: Sequence[Cut], titles: Sequence[Headed]) -> list[Cut]:
    """The cuts without those between a report's table, printed first under its title, and its prose.

    A table alone under a title is a report that says nothing yet; prose of another year than the
    title's belongs to another report.
    """
    kept: list[Cut] = []
    for cut in cuts:
        above = [one.title for one in titles if one.title.start < cut.at]
        untitled = not any(one.title.start <= cut.at <= one.title.end for one in titles)
        if not (AFTER_ANNEX in cut.signs and above and untitled):
            kept.append(cut)
            continue
        named = _marks().year.search(text, cut.at, cut.at + HEAD)
        same = named is None or not above[-1].year or named[1] == above[-1].year
        if not same or "。" in text[above[-1].end : cut.at]:
            kept.append(cut)
    return kept


def joined_to_tables(text: str, cuts: Sequence[Cut], own: frozenset[int]) -> list[Cut]:
    """The cuts without those before and within the tables that a report of prose has annexed.

    `own`: where another report begins for sure. Tables behind a report that has none and that name no
    other year and body are its own; else they are of the report below, where that has none either and
    they tell its year.
    """
    opens = [n for n, cut in enumerate(cuts) if cut.at in own or _opens(text, cut)]
    ends = [cut.at for cut in cuts] + [len(text)]
    gone: set[int] = set()
    for first, place in pairwise([*opens, len(cuts)]):
        starts = _tables(text, cuts, range(first, place))
        if not starts or _says(text, Span(ends[starts[0]], ends[place]), MOST_SAID + 1):
            continue
        above = Span(ends[first], ends[starts[0]])
        for start, end in pairwise([*starts, place]):
            tables = Span(ends[start], ends[end])
            inner = {n for n in range(start + 1, end) if cuts[n].signs & _INNER}
            if not _is_filled(text, tables):
                continue
            if start > first and _lacks_tables(text, above) and _belongs(text, tables, above):
                gone |= {start, *inner}
            elif end == place < len(cuts) and ends[place] not in own:
                after = next((n for n in opens if n > place), len(cuts))
                if _is_of(text, tables, Span(ends[place], ends[after])):
                    gone |= {place, *inner}
    return [cut for n, cut in enumerate(cuts) if n not in gone]


def _tables(text: str, cuts: Sequence[Cut], places: range) -> list[int]:
    """The cuts at which tables begin: the first of all, and those whose captions name a year."""
    found: list[int] = []
    for place in places:
        line = text[cuts[place].at : cuts[place].at + HEAD].split("\n", 1)[0]
        captioned = _marks().caption.search(line) and _marks().year.search(line)
        if captioned if found else _marks().tables.match(text, cuts[place].at):
            found.append(place)
    return found


def _is_of(text: str, tables: Span, report: Span) -> bool:
    """Whether tables above a report that has none tell its year and no other body."""
    told = _marks().year.search(text, tables.start, min(tables.end, tables.start + HEAD))
    return told is not None and _lacks_tables(text, report) and _belongs(text, tables, report)


def _opens(text: str, cut: Cut) -> bool:
    """Whether a document of its own may begin at a cut, and not a table."""
    if cut.signs & _OPENS:
        return True
    line = text[cut.at : cut.at + HEAD].split("\n", 1)[0]
    return "other-title" in cut.signs and _marks().caption.search(line) is None


def _lacks_tables(text: str, span: Span) -> bool:
    return _says(text, span, LEAST_SAID) and not _is_filled(text, span)


def _says(text: str, span: Span, sentences: int) -> bool:
    return text.count("。", span.start, span.end) >= sentences


def with_their_forms(text: str, found: Sequence[Stretch]) -> list[Stretch]:
    """The stretches in order, with each filled-in form taken into the report that it belongs to.

    That is the report above it, unless the form names another body or year, or there is none
    above it; then it is the report below, if the form names no other body or year than that.
    """
    kept: list[Stretch] = []
    found = _signed(text, found)
    for place, one in enumerate(found):
        if one.reason != FORM or not _is_filled(text, one.span):
            kept.append(one)
            continue
        above = kept[-1] if kept and _touch(text, kept[-1], one) else None
        below = found[place + 1] if place + 1 < len(found) else None
        below = below if below is not None and _touch(text, one, below) else None
        named = below is not None and _belongs(text, one.span, below.span)
        if above is not None and (not named or _belongs(text, one.span, above.span)):
            kept[-1] = replace(above, span=Span(above.span.start, one.span.end))
        else:
            kept.append(one)
    return _behind_their_forms(text, kept)


def _signed(text: str, found: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, with the line in which somebody signs a form as a part of that form."""
    kept: list[Stretch] = []
    for one in found:
        last = kept[-1] if kept else None
        short = one.reason is not None and len(one.span) <= LONGEST_SIGNATURE
        if (
            last is not None
            and last.reason == FORM
            and short
            and _marks().signed.search(one.span.of(text))
        ):
            kept[-1] = replace(last, span=Span(last.span.start, one.span.end))
        else:
            kept.append(one)
    return kept


def _behind_their_forms(text: str, found: Sequence[Stretch]) -> list[Stretch]:
    kept: list[Stretch] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and _is_its_form(text, last, one):
            kept[-1] = replace(one, span=Span(last.span.start, one.span.end))
        else:
            kept.append(one)
    return kept


def _is_its_form(text: str, form: Stretch, report: Stretch) -> bool:
    if form.reason != FORM or report.reason is not None or not _touch(text, form, report):
        return False
    return _is_filled(text, form.span) and _belongs(text, form.span, report.span)


def _touch(text: str, one: Stretch, two: Stretch) -> bool:
    """Whether one of two neighbours is a report and nothing visible stands between them."""
    between = text[one.span.end : two.span.start]
    return (one.reason is None or two.reason is None) and not between.strip(AROUND)


def _is_filled(text: str, span: Span) -> bool:
    cells = _CELLS.split(span.of(text)[:LONGEST_ANNEX])
    filled: int = sum(cell.isdecimal() for cell in cells)
    return filled >= LEAST_FILLED


def _belongs(text: str, form: Span, report: Span) -> bool:
    """Whether the year and the body that a form names, if any, are those of the report."""
    head = text[form.start : min(form.end, form.start + HEAD)]
    told = text[report.start : min(report.end, report.start + REPORT_HEAD)]
    named = [pattern.search(head) for pattern in (_marks().year, _marks().body)]
    return all(one is None or one[1] in told for one in named)
