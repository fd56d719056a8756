"""Lines whose label stands behind its number: `件 | 5 | 同意公开`.

A single line may as well hold the last number of the row above and the label of the next one. A
run of such lines says which it is, where no line after it holds a number without a label.
"""

from collections.abc import Sequence
from itertools import groupby

from extractor.tables.recognise import Item, Label
from extractor.tables.values import UNITS, ValueKind

LEAST_LINES = 4  # of a number and a label, one after the other


def lines_behind(items: Sequence[Item]) -> frozenset[int]:
    """The lines in which a label names the one number that stands before it."""
    found: set[int] = set()
    run: list[int] = []
    for line, several in groupby(items, key=lambda item: item.line):
        shape = _shape(list(several))
        if shape == "nl":
            run.append(line)
        elif "n" in shape:
            if shape.startswith("l") and len(run) >= LEAST_LINES:
                found.update(run)
            run = []
    if len(run) >= LEAST_LINES:
        found.update(run)
    return frozenset(found)


def _shape(items: Sequence[Item]) -> str:
    """What a line holds: `l` for labels, `n` for a number or a mark; units are passed over."""
    kinds = ""
    for item in items:
        if isinstance(item, Label):
            if item.text not in UNITS and not kinds.endswith("l"):
                kinds += "l"
        elif item.value is not None and item.value.kind is not ValueKind.EMPTY:
            kinds += "n" if item.piped else "n?"
    return kinds
