"""A cell that says more than its number: `24(含重复3件)`, `约24`, `24余`, `24 注3`; or than its label.

Where many cells do so it is a habit of the page (`companions`); this is the single cell. Its number
is read, as an odd one, so that the cells behind it keep their columns.
"""

import json
import re
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cache

from extractor.tables.values import Value, ValueKind, parse_value
from extractor.tables.vocabulary import LABELS, bare
from extractor.types import Span

LONGEST = 40  # characters of a cell with its remark
LONG_NOTE = 50  # characters of a note that no sentence has in brackets behind its first words
_MONEY = "元"
# A bracket that is not closed must be the last thing that a text shows.
_NOTED = re.compile(r"(?P<label>[^()|\t。:;,]{2,24})\((?P<note>[^()|\t]{6,200})(?:\)|$)")
_STATED = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:\.[0-9]{1,6})?"
    r"(?:人次|件次|万元|元|[件条人次个项份])?"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    cell: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    raw = json.loads(LABELS.read_text("utf-8"))
    keys = ("remarks_before", "remarks_behind", "remarks_open")
    before, behind, unclosed = ("|".join(raw[key]) for key in keys)
    cell = (
        rf"(?P<before>(?:{before}) ?)?(?P<number>{_STATED})(?P<behind> ?(?:{behind}|{unclosed}))?"
    )
    return _Patterns(re.compile(cell), re.compile(behind))


def without_remark(text: str, piece: Span) -> tuple[Span, Value] | None:
    """The number of a cell that says more, and where it stands; None for every other cell."""
    if len(piece) > LONGEST:
        return None
    match = _patterns().cell.fullmatch(text, piece.start, piece.end)
    if match is None or not (match["before"] or match["behind"]):
        return None
    value = parse_value(match["number"])
    if value is None or value.kind is not ValueKind.NUMBER:
        return None
    return Span(*match.span("number")), replace(value, odd=True)


def without_note(text: str, piece: Span, known: Container[str], is_cell: bool) -> Span:
    """A piece that is a known label and a note in brackets, or a cell of a name and a long note: the
    label or name. Every other piece is left as it is; so is a note that names a unit of money."""
    found = _NOTED.fullmatch(text, piece.start, piece.end)
    if found is None or _MONEY in found["note"] or bare(piece.of(text)) in known:
        return piece
    if text[piece.end - 1] != ")" and text[piece.end :].strip():
        return piece
    if bare(found["label"]) in known or (is_cell and len(found["note"]) >= LONG_NOTE):
        return Span(*found.span("label"))
    return piece


def is_remark(word: str) -> bool:
    """Whether a word is nothing but a remark behind a number."""
    return len(word) <= LONGEST and _patterns().behind.fullmatch(word) is not None
