"""How unlike the documents that the models learned from a document is.

A document is the set of the shapes of its lines (which kinds of characters in which order), of
neighbouring shapes, and of the short wordings that label its numbers. What share of these was
never met in training says how unlike it is; from `limit` on, it counts as unlike.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from extractor.artefacts import ArtefactError, load
from extractor.registry import default_model_dir
from extractor.tables.beside import learned_shapes, passed_over

ARTEFACT = "novelty.skops"
LINES = 5_000  # of a document that are looked at
LINE = 160  # characters of a line that are looked at
SHAPE = 40
LABEL = (3, 24)  # characters of a wording that may be a label
LABELLED = 60  # a longer line without numbers is prose, whose words are always new
_KINDS = (
    (re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+"), "字"),
    (re.compile(r"[0-9０-９]+"), "0"),
    (re.compile(r"[A-Za-z]+"), "a"),
    (re.compile(r"[ \u3000\xa0]+"), " "),
)
_WORDS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


def pieces(text: str) -> frozenset[int]:
    """Shapes and label wordings of a document, hashed."""
    found: set[int] = set()
    before = ""
    for raw in text.split("\n", LINES)[:LINES]:
        line = raw.strip()[:LINE]
        if not line:
            continue
        shape = line
        for pattern, sign in _KINDS:
            shape = pattern.sub(sign, shape)
        shape = shape[:SHAPE]
        found.add(crc32(f"s{shape}".encode("utf-8", "replace")))
        found.add(crc32(f"p{before}\n{shape}".encode("utf-8", "replace")))
        before = shape
        if len(line) <= LABELLED or ("|" in line or "\t" in line):
            found.update(
                crc32(f"w{word}".encode("utf-8", "replace"))
                for word in _WORDS.findall(line)
                if LABEL[0] <= len(word) <= LABEL[1]
            )
    return frozenset(found)


def pieces_met(text: str) -> frozenset[int]:
    """The pieces of a text as the models in use know to read it: what they learned to pass over
    beside numbers makes no document unlike others."""
    return pieces(passed_over(text, learned_shapes(default_model_dir())))


@dataclass(frozen=True, slots=True)
class Familiar:
    """What was met in training, and from which share of unmet pieces on a document is unlike."""

    known: frozenset[int]
    limit: float

    def unlike(self, text: str) -> float:
        """The share of a cleaned document's pieces that were never met; 0 for an empty one."""
        return self.share(pieces(text))

    def share(self, mine: Collection[int]) -> float:
        """The same for a document's pieces."""
        return sum(1 for one in mine if one not in self.known) / len(mine) if mine else 0.0


@lru_cache(maxsize=2)
def _load(path: Path, stamp: int) -> Familiar:
    raw = load(path, "values").model
    if not isinstance(raw, dict) or not {"known", "limit"} <= set(raw):
        raise ArtefactError("damaged", path, "known pieces and a limit", type(raw).__name__)
    return Familiar(frozenset(int(one) for one in raw["known"]), float(raw["limit"]))


def load_familiar(folder: Path) -> Familiar | None:
    """What the models of a folder learned from; None where it does not say."""
    path = folder / ARTEFACT
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return None
    return _load(path, stamp)


def limit_of(known: frozenset[int], others: Iterable[frozenset[int]], share: float) -> float:
    """The share of unmet pieces that all but `share` of other documents like these stay below."""
    found = sorted(sum(1 for p in one if p not in known) / len(one) for one in others if one)
    return found[min(len(found) - 1, int(len(found) * (1 - share)))] if found else 1.0
