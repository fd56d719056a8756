"""Bare counts, which answer the title above them: `行政复议情况:3件`, `主动公开信息的情况` / `90条,涉及…`.

Alone they name nothing; they are read with their title before them.
"""

import re
from functools import cache

from extractor.prose.lexicon import load_lexicon, load_patterns

LONGEST_TITLE = 40


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return load_patterns("answers")


def asked_above(said: str, heading: str) -> str:
    """The title to be read before a sentence that begins with its count; empty where none is."""
    if not heading or _patterns()["bare"].match(said) is None:
        return ""
    title = _patterns()["item"].sub("", heading, count=1).strip(" \t\u3000:：。.")
    if not title or len(title) > LONGEST_TITLE or _patterns()["not_a_title"].search(title):
        return ""
    kinds = {kind for _, _, kind in load_lexicon().scan(title, 0, len(title))}
    return _patterns()["tail"].sub("", title) if kinds else ""
