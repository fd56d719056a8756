"""What the name of a row says beside the official label: that it is of a part, or a sum of others."""

import json
from functools import cache
from pathlib import Path

from extractor.tables.vocabulary import bare

WORDS = Path(__file__).parent / "data" / "names.json"


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(json.loads(WORDS.read_text("utf-8"))[key])


def is_sum(name: str) -> bool:
    """Whether a row's name says that it adds up others."""
    return bare(name).endswith(_words("sums"))


def is_part(name: str) -> bool:
    """Whether a row's name says that it is of a part of the body, or of its region."""
    return bare(name).endswith(_words("parts"))


def without_sum(name: str) -> tuple[str, str]:
    """A name without the word for a sum at its end, and that word; empty where it has none."""
    word = next((word for word in _words("sums") if name.endswith(word)), "")
    return name.removesuffix(word), word
