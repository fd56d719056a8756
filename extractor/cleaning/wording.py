"""Taiwan words in labels and terms of the domain, after the characters were simplified."""

import re
from functools import cache

from extractor.cleaning.draft import Draft, Edit
from extractor.cleaning.wordings import pairs, words
from extractor.types import CleaningKind

# One 资讯 is a company's name; two different signs, or one twice, are a converted text.
_SIGNS_SHOWN = 2


def wording(draft: Draft) -> Draft:
    """Official words for converted ones; lengths may change, the way back holds."""
    table = dict(pairs("wording", "always"))
    shown = sum(draft.text.count(sign) for sign in words("wording.signs", "words"))
    if shown >= _SIGNS_SHOWN:
        table |= pairs("wording", "taiwan")
    edits = [
        Edit(m.start(), m.end(), table[m.group()], CleaningKind.WORDING)
        for m in _pattern(tuple(table)).finditer(draft.text)
    ]
    return draft.edited(edits)


@cache
def _pattern(wordings: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(wordings, key=len, reverse=True))))
