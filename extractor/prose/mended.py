"""Words that a site masked (`予***公开`) or parted (`予以 公开`), as a careful reader hears them.

Nothing in the document changes: the reader of sentences hears the whole word, and each of its
characters keeps the place of what stands there.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.prose.lexicon import load_lexicon
from extractor.prose.sentences import word_across

HIDDEN = 3  # characters that a mask hides at most
KNOWN = 2  # characters of a word that must still be seen
LONGEST = 12

_MASK = re.compile(r"[*＊]{2,6} ?|[□■]{1,6}")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0]{1,3}(?=[\u4e00-\u9fff])")
_HAN_LEFT = re.compile(r"[\u4e00-\u9fff]*\Z")
_HAN_RIGHT = re.compile(r"[\u4e00-\u9fff]*")


@dataclass(frozen=True, slots=True)
class Mend:
    """What to hear in place of the characters from `start` to `end`."""

    start: int
    end: int
    heard: str
    sure: bool = True


def mends(text: str, words: Collection[str] | None = None) -> Iterator[Mend]:
    """The masks and gaps of a sentence that one known word alone explains, in order.

    `words` are the words to know: the cue words and phrases of `data/cues.json` unless given.
    """
    known = load_lexicon().known if words is None else frozenset(words)
    found = [Mend(m.start(), m.end(), heard) for m in _MASK.finditer(text)
             if (heard := _hidden(text, m.start(), m.end(), known))]  # fmt: skip
    found += [Mend(m.start(), m.end(), "") for m in _GAP.finditer(text)
              if _parted(text, m.start(), m.end(), known)]  # fmt: skip
    yield from sorted(found, key=lambda m: m.start)


def _sides(text: str, start: int, end: int) -> tuple[str, str]:
    left = _HAN_LEFT.search(text, max(0, start - LONGEST), start)
    right = _HAN_RIGHT.match(text, end, end + LONGEST)
    return left[0] if left else "", right[0] if right else ""


def _hidden(text: str, start: int, end: int, known: frozenset[str]) -> str:
    """What a mask hides, if the words that fit best agree: seen on both sides, showing most, hiding least."""
    left, right = _sides(text, start, end)
    holes = _holes(known)
    fitting: dict[tuple[bool, int, int], set[str]] = {}
    for before in range(len(left) + 1):
        for after in range(len(right) + 1):
            for heard in holes.get((left[len(left) - before :], right[:after]), ()):
                rank = (before > 0 < after, before + after, -len(heard))
                fitting.setdefault(rank, set()).add(heard)
    best = fitting[max(fitting)] if fitting else set()
    return best.pop() if len(best) == 1 else ""


@lru_cache(maxsize=2)
def _holes(known: frozenset[str]) -> Mapping[tuple[str, str], set[str]]:
    """What may stand between the first and the last characters of a known word."""
    found: dict[tuple[str, str], set[str]] = {}
    for word in known:
        for hidden in range(1, min(HIDDEN, len(word) - KNOWN) + 1):
            for at in range(len(word) - hidden + 1):
                ends = word[:at], word[at + hidden :]
                found.setdefault(ends, set()).add(word[at : at + hidden])
    return found


def _parted(text: str, start: int, end: int, known: frozenset[str]) -> bool:
    """Whether the blank between two characters stands inside a known word."""
    left, right = _sides(text, start, end)
    return word_across(left, right, known)
