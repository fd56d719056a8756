"""Texts in which a blank stands between any two characters, as some converters of pages write.

Only blanks between characters that stand alone are dropped, in all of a text that is written so, or in
lines of it. Digits stay apart: blanks between them part
cells in other texts. So do the names of columns, where several follow each other.
"""

import re
from collections.abc import Iterator
from functools import cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.forms import load_forms, tables
from extractor.types import CleaningKind, Span

LEAST_SPACED = 20  # pairs set apart, before a text may be such a one
SPACED = 4  # times as many pairs as stand together
LONG_RUN = 10  # characters set apart in a row, in any text: no row of cells is made of them
LEAST_DISTINCT = 0.5  # share of characters in such a row that are not the same: marks repeat
MOST_LETTERS = 60  # of a long line that count
LEAST_CELLS = 2  # names of columns that follow each other

_MARK = r"[、。，；：（）《》〈〉“”‘’【】〔〕!?,;:()]"
_IDEOGRAPH = r"[\u3400-\u9fff〇]"
_LETTERS = re.compile(_IDEOGRAPH)
_APART = re.compile(rf"(?<={_IDEOGRAPH}) (?={_IDEOGRAPH})")
_TOGETHER = re.compile(rf"(?<={_IDEOGRAPH})(?={_IDEOGRAPH})")
_LINE = re.compile(r"[^\n]+")
# Marks may stand at their characters: `其 中，通 过` is one run.
_RUN = re.compile(
    rf"(?:(?<!{_IDEOGRAPH}){_IDEOGRAPH}(?!{_IDEOGRAPH})|{_MARK})"
    rf"(?:(?: |(?<={_MARK})|(?={_MARK}))(?:{_IDEOGRAPH}(?!{_IDEOGRAPH})|{_MARK}))+"
)


def spacing(draft: Draft) -> Draft:
    """Draw together what is written with a blank behind each character."""
    text = draft.text
    apart = _count(_APART, text)
    if not apart:
        return draft
    throughout = _is_spaced(apart, _count(_TOGETHER, text))
    edits: list[Edit] = []
    for line, inside in _lines(text, throughout):
        for match in _RUN.finditer(text, line.start, line.end):
            run = match.group()
            if " " in run and (inside or _is_long(run)):
                edits += _drawn_together(match.start(), run)
    return draft.edited(edits)


def _lines(text: str, throughout: bool) -> Iterator[tuple[Span, bool]]:
    """The lines of a text, and whether each is spaced: itself, or as a short one beside such a one."""
    if throughout:
        yield Span(0, len(text)), True
        return
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    counts = [_counts(line.of(text)) for line in lines]
    spaced = [
        apart >= LONG_RUN and apart >= SPACED * together and _distinct(line.of(text))
        for line, (apart, together) in zip(lines, counts, strict=True)
    ]
    for at, (line, (apart, together)) in enumerate(zip(lines, counts, strict=True)):
        beside = any(spaced[max(0, at - 1) : at + 2])
        yield line, spaced[at] or (beside and apart > 0 and together == 0)


def _counts(line: str) -> tuple[int, int]:
    apart = _count(_APART, line)
    return apart, _count(_TOGETHER, line) if apart else 0


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _is_spaced(apart: int, together: int) -> bool:
    return apart >= LEAST_SPACED and apart >= SPACED * together


def _is_long(run: str) -> bool:
    return run.count(" ") >= LONG_RUN - 1 and _distinct(run)


def _distinct(line: str) -> bool:
    letters = _LETTERS.findall(line)
    return len(set(letters)) >= LEAST_DISTINCT * min(len(letters), MOST_LETTERS)


def _drawn_together(start: int, run: str) -> list[Edit]:
    """Edits for a run that begins at `start`."""
    places = [at for at, character in enumerate(run) if character != " "]
    letters = run.replace(" ", "")
    edits = []
    at = 0
    for end in [*_ends_of_cells(letters), len(letters)]:
        first, last = places[at], places[end - 1] + 1
        if last - first > end - at:
            edits.append(Edit(start + first, start + last, letters[at:end], CleaningKind.WIDTH))
        at = end
    return edits


def _ends_of_cells(letters: str) -> list[int]:
    """Where cells end inside a run of letters: around names of columns that follow each other."""
    return sorted(
        {
            place
            for chain in _chains().finditer(letters)
            for cell in _cells().finditer(letters, chain.start(), chain.end())
            for place in cell.span()
            if 0 < place < len(letters)
        }
    )


@cache
def _cells() -> re.Pattern[str]:
    names = sorted({*words("spacing", "cells"), *_heads()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def _heads() -> Iterator[str]:
    """The names of columns in the forms' tables, without remarks, and of what columns belong to
    where a table is one row of numbers."""
    for form in load_forms():
        for table in tables(form.name):
            for row in table.rows:
                above = (row.label, row.group) if table.is_strip else ()
                for head in (*row.columns, *above):
                    if head:
                        yield head.partition("（")[0]


@cache
def _chains() -> re.Pattern[str]:
    return re.compile(f"(?:{_cells().pattern}){{{LEAST_CELLS},}}")
