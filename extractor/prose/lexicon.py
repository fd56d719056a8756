"""The cue words as data: which class a word belongs to, found by longest match."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).parent / "data"


def load_patterns(name: str) -> dict[str, re.Pattern[str]]:
    """The regular expressions of a data file that holds a note and nothing else, by their names."""
    raw: dict[str, str] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return {key: re.compile(pattern) for key, pattern in raw.items() if key != "note"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cue words and the class of each; `first` lists by the first two characters, or the only one,
    longest word first."""

    classes: Mapping[str, str]
    first: Mapping[str, tuple[str, ...]]
    of_all: tuple[str, ...] = ()  # words before 信息 that do not narrow it
    known: frozenset[str] = frozenset()  # cues and phrases of two characters and more
    pairs: frozenset[str] = frozenset()  # of characters that stand side by side in these

    def scan(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Cues in a stretch, longest first, without overlap: (start, end, class)."""
        at = start
        while at < end:
            for word in self.first.get(text[at : at + 2]) or self.first.get(text[at], ()):
                if text.startswith(word, at) and at + len(word) <= end:
                    yield at, at + len(word), self.classes[word]
                    at += len(word)
                    break
            else:
                at += 1


class LexiconError(ValueError):
    """A cue file that cannot be used, with what is wrong."""


def read_lexicon(path: Path) -> Lexicon:
    """Read a cue file: `{"cues": {"class": ["word", ...]}, "of_all": ["word", ...], "phrases": [...]}`; a later class wins a shared word."""
    raw = json.loads(path.read_text("utf-8"))
    classes: dict[str, str] = {}
    for name, words in raw["cues"].items():
        for word in words:
            if not word or not isinstance(word, str):
                raise LexiconError(f"{path.name}: class {name} holds {word!r}, not a word")
            classes[word] = name
    buckets: dict[str, list[str]] = {}
    for word in classes:
        buckets.setdefault(word[:2], []).append(word)
    for start, words in buckets.items():
        if len(start) > 1 and start[0] in classes:
            words.append(start[0])
    first = {c: tuple(sorted(words, key=len, reverse=True)) for c, words in buckets.items()}
    of_all = sorted(raw.get("of_all", ()), key=len, reverse=True)
    known = frozenset(w for w in (*classes, *raw.get("phrases", ())) if len(w) > 1)
    pairs = frozenset(a + b for word in known for a, b in pairwise(word))
    return Lexicon(classes, first, tuple(of_all), known, pairs)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    return read_lexicon(DATA / "cues.json")
