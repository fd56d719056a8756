"""Texts in which a blank stands between any two characters, as some converters of pages write.

Only blanks between characters that stand alone are dropped. Digits stay apart: blanks between them part
cells in other texts. So do the names of columns, where several follow each other.
"""

import re
from collections.abc import Iterator
from functools import cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import words
from extractor.forms import load_forms, tables
from extractor.types import CleaningKind

LEAST_SPACED = 20  # pairs set apart, before a text may be such a one
SPACED = 4  # times as many pairs as stand together
LONG_RUN = 10  # characters set apart in a row, in any text: no row of cells is made of them
LEAST_DISTINCT = 0.5  # share of characters in such a row that are not the same: marks repeat
LEAST_CELLS = 2  # names of columns that follow each other

_LETTER = r"[\u3400-\u9fff〇、。，；：（）《》〈〉“”‘’【】〔〕!?,;:()]"
_IDEOGRAPH = r"[\u3400-\u9fff〇]"
_APART = re.compile(rf"(?<={_IDEOGRAPH}) (?={_IDEOGRAPH})")
_TOGETHER = re.compile(rf"(?<={_IDEOGRAPH})(?={_IDEOGRAPH})")
_RUN = re.compile(rf"(?<!{_LETTER}){_LETTER}(?: {_LETTER}(?!{_LETTER}))+")


def spacing(draft: Draft) -> Draft:
    """Draw together what is written with a blank behind each character."""
    apart = sum(1 for _ in _APART.finditer(draft.text))
    if not apart:
        return draft
    together = sum(1 for _ in _TOGETHER.finditer(draft.text))
    throughout = apart >= LEAST_SPACED and apart >= SPACED * together
    edits: list[Edit] = []
    for match in _RUN.finditer(draft.text):
        letters = match.group()[::2]
        if throughout or _is_long(letters):
            edits += _drawn_together(match.start(), letters)
    return draft.edited(edits)


def _is_long(letters: str) -> bool:
    return len(letters) >= LONG_RUN and len(set(letters)) >= LEAST_DISTINCT * len(letters)


def _drawn_together(start: int, letters: str) -> list[Edit]:
    """Edits for a run that begins at `start`: a blank stands behind each of its letters."""
    ends = _ends_of_cells(letters)
    edits = []
    at = 0
    for end in [*ends, len(letters)]:
        if end - at > 1:
            first, last = start + 2 * at, start + 2 * end - 1
            edits.append(Edit(first, last, letters[at:end], CleaningKind.WIDTH))
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
