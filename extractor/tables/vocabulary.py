"""The labels that a table may show: official ones from the form files, other wordings from data."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.forms import DATA, load_forms, tables
from extractor.tables.learned import Aliases

LABELS = Path(__file__).parent / "data" / "labels.json"

_NUMBERING = re.compile(
    r"^(?:[(（]?(?P<chinese>[一二三四五六七八九十]{1,3})(?P<close>[)）、.,:]|(?<=十)$)"
    r"|[(（]?(?P<arabic>\d{1,2})(?:[)）、]|\.(?!\d)))"
)
_NOTE = re.compile(r"[(（][^()（）]{4,60}[)）]?$")
_NOISE = re.compile(r"[\s\u3000,，.。、:：;；\"'“”‘’《》〈〉<>?？!！·*|()（）\[\]【】_—-]+")
NOISE_CHARACTER = re.compile(_NOISE.pattern.removesuffix("+"))
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
_LEADS = re.compile(r"^(?:其中[:：]?)")


class LabelKind(StrEnum):
    ROW = "row"
    GROUP = "group"
    COLUMN = "column"
    NOISE = "noise"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a label: its bare text, its numbering (0 for none) and what it stands for."""

    bare: str
    number: int
    official: str
    kind: LabelKind


def numbering(label: str) -> tuple[int, str]:
    """The number that leads a label (0 for none) and the label without it: (三)不予公开 → 3."""
    match = _NUMBERING.match(label)
    if match is None:
        return 0, label
    rest = label[match.end() :]
    if match["arabic"]:
        return int(match["arabic"]), rest
    return _chinese(match["chinese"]), rest


def _chinese(digits: str) -> int:
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    return _DIGITS.get(digits[-1], 0)


@lru_cache(maxsize=1 << 13)
def bare(label: str) -> str:
    """A label as it is compared: no numbering, no blanks, no punctuation."""
    return _NOISE.sub("", _LEADS.sub("", numbering(label.strip())[1]))


def without_note(label: str) -> str:
    """A label without the remark in brackets at its end."""
    return _NOTE.sub("", label)


def squeeze(label: str) -> str:
    """A label without blanks and punctuation, its numbering kept: （三）不予公开 → 三不予公开."""
    return _NOISE.sub("", label)


def _wordings(official: str, kind: LabelKind, others: list[str]) -> list[Wording]:
    found = []
    for text in (official, *others):
        for variant in {text, without_note(text)}:
            if (stripped := bare(variant)) != "":
                found.append(Wording(stripped, numbering(text)[0], official, kind))
    return found


# How many cells the rows have that stand behind a label: (7,), or (5, 5, 5) side by side.
Sizes = tuple[int, ...]

# (kind, official label) → how much a printed label reads like it; never changed once made.
Similarities = dict[tuple[LabelKind, str], float]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every wording, and which texts may have numbers stuck to their end, with the rows' sizes.

    `bares` are the distinct texts of the wordings, `columns` the place of each wording's own,
    `kinds` what each text may stand for, `rows` the texts that name rows.
    `remembered` holds labels that were compared before (with their number), which says nothing
    but what comparing them again would say.
    """

    wordings: tuple[Wording, ...]
    stuck: Mapping[str, frozenset[Sizes]]
    bares: tuple[str, ...] = field(init=False, repr=False)
    columns: NDArray[np.intp] = field(init=False, repr=False)
    kinds: Mapping[str, frozenset[LabelKind]] = field(init=False, repr=False)
    rows: frozenset[str] = field(init=False, repr=False)
    remembered: dict[tuple[str, int], Similarities] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        place = {text: i for i, text in enumerate(sorted({w.bare for w in self.wordings}))}
        object.__setattr__(self, "bares", tuple(place))
        columns = np.array([place[w.bare] for w in self.wordings], dtype=np.intp)
        object.__setattr__(self, "columns", columns)
        kinds: dict[str, set[LabelKind]] = {}
        for one in self.wordings:
            kinds.setdefault(one.bare, set()).add(one.kind)
        found = {text: frozenset(several) for text, several in kinds.items()}
        object.__setattr__(self, "kinds", found)
        rows = frozenset(text for text, several in found.items() if LabelKind.ROW in several)
        object.__setattr__(self, "rows", rows)


@lru_cache(maxsize=16)
def vocabulary(forms: Path = DATA, labels: Path = LABELS, learned: Aliases = ()) -> Vocabulary:
    """All wordings of the forms in a folder, with the aliases of the label file and learned ones."""
    raw = json.loads(labels.read_text("utf-8"))
    aliases: dict[str, list[str]] = raw["aliases"]
    taught = dict(learned)
    made: dict[tuple[str, str, LabelKind, int], Wording] = {}

    def add(official: str | None, kind: LabelKind) -> None:
        for part in (official or "").split("/") if official != "本年增/减" else [official]:
            if part:
                others = [*aliases.get(part, ()), *taught.get(part, ())]
                for one in _wordings(part, kind, others):
                    made.setdefault((one.bare, one.official, kind, one.number), one)

    for form in load_forms(forms):
        for cell in form.fields:
            add(cell.row, LabelKind.ROW)
            add(cell.column, LabelKind.COLUMN)
            add(cell.group, LabelKind.GROUP)
    for text in raw["groups"]:
        add(text, LabelKind.GROUP)
    for text in raw["noise"]:
        add(text, LabelKind.NOISE)
    for text in raw["captions"]:
        add(text, LabelKind.CAPTION)
    wordings = tuple(made.values())
    sizes = _sizes(forms)
    stuck: dict[str, set[Sizes]] = {w.bare: set() for w in wordings if len(w.bare) > 1}
    for one in wordings:
        if one.bare in stuck:
            stuck[one.bare] |= sizes.get((one.kind, one.official), set())
    return Vocabulary(wordings, {text: frozenset(found) for text, found in stuck.items()})


def _sizes(forms: Path) -> dict[tuple[LabelKind, str], set[Sizes]]:
    """How many cells stand behind each official label of a row, or behind a strip's last column."""
    found: dict[tuple[LabelKind, str], set[Sizes]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            each = tuple(len(row.cells) for row in table.rows)
            for row in table.rows:
                if table.is_strip:
                    key, sizes = (LabelKind.COLUMN, row.columns[-1] or ""), each
                else:
                    key, sizes = (LabelKind.ROW, row.label), (len(row.cells),)
                found.setdefault(key, set()).add(sizes)
    return found
