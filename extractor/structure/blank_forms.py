"""Blank statutory forms and samples on a page: whoever fills them in is to take them for a pattern.

They hold every heading and label of a report and none of its values, so that they look like one.
Their title says what they are (格式, 模板), or names a body that is masked (××局); such a title
above real figures is one that a report forgot to change.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.structure.own_titles import own_titles
from extractor.structure.wordings import load_patterns, load_wordings
from extractor.types import Span

MOST_FORMS = 40
LONGEST_TITLE, LONGEST_FORM = 90, 20_000  # characters
LEAST_PARTS = 2  # headings and labels of the form
MOST_CELLS = 2  # numbers alone in their cells: those of pages
_AROUND = " \t\r\u3000|"


@dataclass(frozen=True, slots=True)
class _Patterns:
    caption: re.Pattern[str]
    masked: re.Pattern[str]
    blank: re.Pattern[str]
    label: re.Pattern[str]
    value: re.Pattern[str]
    cell: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    return _Patterns(**load_patterns("blank_forms", re.MULTILINE))


def blank_forms(text: str) -> list[Span]:
    """The blank forms of a page under their titles, each up to the next report or form."""
    heads = _heads(text)
    if not heads:
        return []
    reports = [
        title.start
        for title in own_titles(text)
        if title.agency and not _is_head(text[title.start : title.end])
    ]
    bounds = sorted({*(start for start, _ in heads), *reports, len(text)})
    found: list[Span] = []
    for start, masked in heads:
        span = Span(start, next(bound for bound in bounds if bound > start))
        if _is_blank(text, span, masked):
            if found and found[-1].end == start:
                span = Span(found.pop().start, span.end)  # a form and its title inside
            found.append(span)
    return found


def _is_head(title: str) -> bool:
    last = title.strip(_AROUND).rsplit("\n", 1)[-1].strip(_AROUND)
    return any(p.match(last) for p in (_patterns().caption, _patterns().masked))


def _heads(text: str) -> list[tuple[int, bool]]:
    """Where the titles of forms start, with the label above them, and whether they are masked."""
    found: list[tuple[int, bool]] = []
    at, above = 0, -1
    for raw in text.split("\n"):
        bare = raw[: 2 * LONGEST_TITLE].strip(_AROUND)
        if bare and len(bare) <= LONGEST_TITLE and len(found) < MOST_FORMS:
            caption = _patterns().caption.match(bare) is not None
            if caption or _patterns().masked.match(bare):
                start = at + raw.index(bare[0])
                found.append((start if above < 0 else above, not caption))
        if bare:
            above = at + raw.index(bare[0]) if _patterns().label.match(bare) else -1
        at += len(raw) + 1
    return found


def _is_blank(text: str, span: Span, masked: bool) -> bool:
    """Whether what stands under a title has the parts of a form and none of its values."""
    patterns = _patterns()
    read = text[span.start : min(span.end, span.start + LONGEST_FORM)]
    head, _, body = read.partition("\n")
    if patterns.label.match(head.strip(_AROUND)):
        _, _, body = body.partition("\n")
    if patterns.value.search(body) or len(patterns.cell.findall(body)) > MOST_CELLS:
        return False
    if masked and patterns.blank.search(body) is None:
        return False
    return _parts(body.split("\n")) >= LEAST_PARTS


def _parts(lines: Sequence[str]) -> int:
    wordings = load_wordings()
    found = set[str]()
    for line in lines:
        cell = line.strip(_AROUND).split("|", 1)[0].strip()[:LONGEST_TITLE]
        found.update(wordings.keys_of(cell.split("(", 1)[0] if cell[:1] != "(" else cell)[:1])
        if cell and wordings.is_label(cell):
            found.add(cell)
    return len(found)
