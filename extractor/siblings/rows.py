"""What a report prints as rows: a label, and the numbers behind it with what stands between them.

This knows no form. Two reports of one template print the same labels and the same signs between
their numbers, so that a place in one is a place in the other: the third number behind a label.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 200_000  # characters of a report that are looked at
LABEL = 30  # characters of a label, counted from its end
# A number that is a cell: not part of a word, a list number, a share beside a number.
_VALUE = re.compile(
    r"(?<![\w.．(（\[{<【])[0-9０-９]{1,15}(?:[.．][0-9０-９]{1,6})?(?![\w%％‰)）\]}>】]|[.．、](?![0-9０-９]))"
)
_WORDS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_ASIDE = re.compile(
    r"[(（\[{<【][^\n|]{0,14}[)）\]}>】]|[0-9０-９.．%％‰]+"
)  # `{12.5%}` beside a number
_UNSEEN = re.compile(
    r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\r]+"
)  # of no width; line ends are `\n`
_CLOSING = re.compile(
    r"[\"'”’」』）)】\]》〉、。：:]+"
)  # signs that belong to the label before them
_BLANKS = re.compile(r"[ \u3000\u00a0]+")


@dataclass(frozen=True, slots=True)
class Value:
    """A number as printed; offsets into the text."""

    start: int
    end: int
    number: float


@dataclass(frozen=True, slots=True)
class Row:
    """A label and the values behind it. `before` is the label of the row above, `lead` what stands
    between label and values, `gaps` what stands between the values."""

    label: str
    before: str
    lead: str
    gaps: tuple[str, ...]
    values: tuple[Value, ...]
    start: int  # of the label


def words_of(text: str) -> str:
    """The ideographs of a text, which is what labels are told by."""
    return "".join(_WORDS.findall(text))


def rows_of(text: str, span: tuple[int, int]) -> tuple[Row, ...]:
    """The rows of `text[span]`, in order."""
    return tuple(_rows(text, span[0], min(span[1], span[0] + LONGEST)))


def _rows(text: str, start: int, end: int) -> Iterator[Row]:
    label, before, lead, at, began = "", "", "", start, start
    values: list[Value] = []
    gaps: list[str] = []
    for match in _VALUE.finditer(text, start, end):
        between = text[at : match.start()]
        words = _WORDS.findall(between)
        if words or not values:
            if values:
                yield Row(label, before, lead, tuple(gaps), tuple(values), began)
            before, label, began = label, "".join(words)[-LABEL:], at
            lead = _gap(_CLOSING.sub("", _WORDS.split(between)[-1]))
            values, gaps = [], []
        else:
            gaps.append(_gap(between))
        values.append(Value(match.start(), match.end(), float(match[0].replace("．", "."))))
        at = match.end()
    if values:
        yield Row(label, before, lead, tuple(gaps), tuple(values), began)


def _gap(between: str) -> str:
    """What parts two cells: blanks only where nothing else does."""
    plain = _ASIDE.sub("", _UNSEEN.sub("", between))
    return _BLANKS.sub("", plain) or " "


def unit_of(rows: tuple[Row, ...]) -> str:
    """What parts two cells of a report that follow each other: most often its shortest gap."""
    gaps = Counter(gap for row in rows for gap in row.gaps)
    return max(gaps, key=lambda gap: (gaps[gap], -len(gap)), default=" ")


def cells_of(row: Row, unit: str) -> tuple[int, ...] | None:
    """The number of the cell, counted from the label, in which each value stands; None where what
    parts them are no repetitions of `unit`, so that empty cells cannot be counted."""
    found, at = [], 0
    for gap in (row.lead, *row.gaps):
        times, rest = divmod(len(gap), len(unit))
        if rest or gap != unit * times:
            return None
        at += times
        found.append(at)
    return tuple(found)
