"""Which forms' columns a page prints, where no number stands in them: the heads of empty tables."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from extractor.forms import DATA, load_forms, tables
from extractor.tables.vocabulary import LabelKind, bare, vocabulary, without_note
from extractor.types import Span

LONGEST = 60  # characters of a cell that may be the head of a column
LEAST_LENGTH = 4  # of its bare text; shorter heads are everyday words
_CELL = re.compile(r"[^|\t\n\r]+")


def printed_columns(text: str, span: Span, forms: Path = DATA) -> Counter[str]:
    """How many columns that only one form has `text[span]` prints as cells, by form."""
    own = _own_columns(forms)
    found: dict[str, set[str]] = {}
    before = ""
    for cell in _CELL.finditer(text, span.start, span.end):
        if len(cell[0]) > LONGEST or not (words := bare(without_note(cell[0].strip()))):
            before = ""
            continue
        # A head may be broken over two lines, or hold the first half of the next one's place.
        for read in (words, before + words):
            if read in own:
                form, column = own[read]
                found.setdefault(form, set()).add(column)
        before = words
    return Counter({form: len(columns) for form, columns in found.items()})


@lru_cache(maxsize=4)
def _own_columns(forms: Path) -> Mapping[str, tuple[str, str]]:
    """Wordings of columns → (the one form that has the column, the column)."""
    of: dict[str, set[str]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            for row in table.rows:
                for column in row.columns:
                    of.setdefault(column or "", set()).add(form.name)
    meant: dict[str, set[str]] = {}
    for one in vocabulary(forms).wordings:
        if one.kind is LabelKind.COLUMN and len(one.bare) >= LEAST_LENGTH:
            meant.setdefault(one.bare, set()).add(one.official)
    own = {column: next(iter(names)) for column, names in of.items() if len(names) == 1}
    alone = {words: columns.copy().pop() for words, columns in meant.items() if len(columns) == 1}
    return {words: (own[column], column) for words, column in alone.items() if column in own}
