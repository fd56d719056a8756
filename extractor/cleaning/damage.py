"""Damaged marks: repaired where only one repair is possible, else marked as damaged."""

import re
from functools import cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import WordingError, load, words
from extractor.types import CleaningKind


def damage(draft: Draft) -> Draft:
    """Repair what is certain, mark the rest; no digit is created or dropped."""
    for needed, pattern, replacement in _repairs():
        if needed not in draft.text:
            continue
        edits = [
            Edit(m.start(), m.end(), replacement, CleaningKind.DAMAGED)
            for m in pattern.finditer(draft.text)
            if m.end() > m.start()
        ]
        draft = draft.edited(edits)
    return draft.marked(
        [
            draft.mark(CleaningKind.DAMAGED, m.start(), m.end())
            for m in _suspects().finditer(draft.text)
        ]
    )


@cache
def _repairs() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """For each repair a literal that it cannot do without, its pattern, its replacement."""
    entries = load("damage").get("repair")
    if not isinstance(entries, list):
        raise WordingError("damage.toml: no list of repairs")
    return tuple(
        (str(entry["needs"]), re.compile(entry["pattern"]), str(entry["to"])) for entry in entries
    )


@cache
def _suspects() -> re.Pattern[str]:
    return re.compile("|".join(words("damage.suspects", "patterns")))
