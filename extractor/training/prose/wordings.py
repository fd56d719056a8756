"""Sentences with known figures, from this room's own wordings (data/wordings.txt).

Wordings are divided between training and held-out by their hash, so that a held-out sentence
is never a variant of one that was learned.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from extractor.types import Span

DATA = Path(__file__).parent / "data" / "wordings.txt"
# Wordings by their hash: of ten, one is held out, two fit the final probability, seven the weights.
SIDES = ("held", "blend", "blend", "train", "train", "train", "train", "train", "train", "train")
_SLOT = re.compile(r"\{([^{}]+)\}|<([^<>:]*:)?(!?)([^<>]*)>|\[([^\[\]]*)\]")
_SELVES = (
    "我局",
    "本机关",
    "我镇",
    "全局",
    "市商务局",
    "我街道",
    "县财政局",
    "区教育局",
    "我委",
    "本单位",
)
_ONES = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled number or denial; key `none` for one that tells nothing. `+` joins two keys."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    section: str
    year: int
    told: tuple[Told, ...]


@cache
def wordings() -> tuple[tuple[str, str], ...]:
    """All wordings: section key and template."""
    found = []
    for line in DATA.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            section, _, text = line.partition(" | ")
            found.append((section, text))
    return tuple(found)


def side(template: str) -> str:
    """The side that a wording belongs to: `train`, `blend` or `held`."""
    return SIDES[crc32(template.encode()) % len(SIDES)]


def chinese(value: int) -> str:
    """A numeral below a hundred as people write it."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _ONES[tens] + "十"
    return (head + (_ONES[ones] if ones else "")) or "零"


def _number(rng: random.Random, key: str) -> str:
    big = key.startswith(("visits", "followers"))
    value = int(10 ** rng.uniform(2.5, 6) if big else 10 ** rng.uniform(0, 3.6))
    style = rng.random()
    if style < 0.06 and value < 100 and value > 1:
        return chinese(value)
    if style < 0.14 and value >= 1000:
        return f"{value:,}"
    if style < 0.22 and value >= 10000:
        return f"{value / 10000:.1f}万"
    if style < 0.28 and value >= 20:
        return f"{value // 10 * 10}余"
    return str(value)


def _years(rng: random.Random, name: str, year: int) -> str:
    return str({"Y": year, "P": year - 1, "F": rng.randint(2003, year - 3)}[name])


def say(template: str, section: str, rng: random.Random) -> Sentence:
    """One sentence of a wording, with its labels."""
    year = rng.randint(2010, 2025)
    parts: list[str] = []
    told: list[Told] = []
    length = 0

    def put(piece: str) -> Span:
        nonlocal length
        parts.append(piece)
        length += len(piece)
        return Span(length - len(piece), length)

    def write(text: str) -> None:
        at = 0
        for match in _SLOT.finditer(text):
            put(text[at : match.start()])
            at = match.end()
            slot, key, mark, words, choice = match.groups()
            if choice is not None:
                write(rng.choice(choice.split("|")))
            elif slot == "S":
                put(rng.choice(_SELVES))
            elif slot in ("Y", "P", "F"):
                put(_years(rng, slot, year))
            elif slot and slot[0] == "=":  # the number before, said again
                again = told[-1].span
                said = "".join(parts)[again.start : again.end]
                told.append(Told(slot[1:], put(said)))
            elif slot:
                told.append(Told("none" if slot == "X" else slot, put(_number(rng, slot))))
            else:
                told.append(Told("none" if mark else key[:-1], put(words)))
        put(text[at:])

    write(template)
    return Sentence("".join(parts), section, year, tuple(told))


def sentences(count: int, seed: int, part: str) -> Iterator[Sentence]:
    """So many sentences of one side, each wording about equally often."""
    rng = random.Random(f"prose/{seed}/{part}")
    pool = [(s, t) for s, t in wordings() if side(t) == part]
    for i in range(count):
        section, template = pool[i % len(pool)]
        yield say(template, section if rng.random() < 0.8 else "", rng)
