"""The numbers of pages that stand on lines of their own: `— 7 —`, `第7页 共12页`, `7 / 12`.

They go with their line, as what stands before and behind them goes on over the end of the page:
a table that prints a cell a line would take them for cells, and a line left empty for one more.
A number alone may be a cell and stays; so do figures that the text prints like page numbers but
that do not rise from page to page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.types import CleaningKind

LONGEST = 40  # characters of a line that holds nothing else
_LINE = re.compile(r"[^\n]+")
_AROUND = " \t|"
_SIGN = re.compile(r"[-—―~·•/页Pp]")  # one of them stands in every mark
_VALUE = r"(?:[0-9]{1,9}|[-—/]{1,2})"
# A row of three cells among blanks, of which a number between dashes may be one.
_THREE = re.compile(rf"{_VALUE} +{_VALUE} +{_VALUE}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A short line: where it stands, and what stands in it."""

    start: int
    end: int
    text: str


_Mark = tuple[_Line, re.Match[str]]


def page_marks(draft: Draft) -> Draft:
    """Drop them, marked, with their line."""
    lines = list(_lines(draft.text))
    found = [line for line, _ in _shaped(lines, "page_sure")]
    dashed, counted = list(_shaped(lines, "page_dashed")), list(_shaped(lines, "page_counted"))
    places = {line.start for line, _ in (*dashed, *counted)}
    rows = any(_THREE.fullmatch(one.text) for one in lines if one.start not in places)
    # Such a row may look like a mark; several that rise from page to page do not.
    if _rise(dashed) if rows else dashed:
        found += [line for line, _ in dashed]
    if _count_on(counted) and (len(counted) > 1 or not rows):
        found += [line for line, _ in counted]
    return draft.edited(_edits(draft.text, sorted(found, key=lambda line: line.start)))


def _lines(text: str) -> Iterator[_Line]:
    for match in _LINE.finditer(text):
        if match.end() - match.start() > 2 * LONGEST:
            continue
        content = match[0].strip(_AROUND)
        if len(content) <= LONGEST and (_SIGN.search(content) or _THREE.fullmatch(content)):
            yield _Line(*match.span(), content)


def _rise(marks: Sequence[_Mark]) -> bool:
    return len(marks) > 1 and all(
        int(two[1]) > int(one[1]) for (_, one), (_, two) in pairwise(marks)
    )


def _count_on(marks: Sequence[_Mark]) -> bool:
    """Whether figures are pages of a count and go on; two figures of one cell do not."""
    pages = [(int(page[1]), int(page[2])) for _, page in marks]
    if any(not 0 < page <= count or count == 1 for page, count in pages):
        return False
    return all(_goes_on(one, two) for one, two in pairwise(pages))


def _goes_on(one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether a page may follow another: a later one of its count, or the first of another text."""
    if one[1] == two[1] and two[0] > one[0]:
        return True
    return one[0] == one[1] and two[0] == 1


def _shaped(lines: Sequence[_Line], key: str) -> Iterator[_Mark]:
    for line in lines:
        found = (pattern.fullmatch(line.text) for pattern in _patterns(key))
        shape = next((one for one in found if one is not None), None)
        if shape is not None:
            yield line, shape


def _edits(text: str, marks: Sequence[_Line]) -> list[Edit]:
    """The lines left out, with as many line ends as leave the fewer of those before and behind."""
    edits: list[Edit] = []
    for line in marks:
        start, end = line.start, line.end
        while start > 0 and text[start - 1] in " \t\n":
            start -= 1
        while end < len(text) and text[end] in " \t\n":
            end += 1
        # Blanks at the edges of the lines around may be cells.
        before, behind = text.count("\n", start, line.start), text.count("\n", line.end, end)
        start = text.index("\n", start) if before else line.start
        end = text.rindex("\n", line.end, end) + 1 if behind else line.end
        ends = min(before, behind)
        if edits and start < edits[-1].end:  # nothing stands between this mark and the last
            last = edits.pop()
            start, ends = last.start, min(ends, len(last.replacement))
        edits.append(Edit(start, end, "\n" * ends, CleaningKind.FURNITURE))
    return edits


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("furniture", key))
