"""Filled-in statistics forms that stand behind or before the report they belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractor.structure.cuts import Cut
from extractor.structure.own_titles import Headed
from extractor.structure.wordings import load_patterns
from extractor.types import Span, Stretch

FORM, AFTER_ANNEX = "form", "after-annex"
LEAST_FILLED = 10  # numbers alone in their cells; an empty form has its row numbers at most
LONGEST_ANNEX = 20_000  # characters that are looked at
LONGEST_SIGNATURE = 200  # characters of the line in which somebody signs a form
HEAD, REPORT_HEAD = 400, 600  # where a form and a report say whose they are
AROUND = " \t\r\n\u3000|"
_CELLS = re.compile(r"[|\s,]")


@dataclass(frozen=True, slots=True)
class _Marks:
    signed: re.Pattern[str]
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
