"""Lines whose label stands behind its number: `件 | 5 | 同意公开`.

A single line may as well hold the last number of the row above and the label of the next one. A
run of such lines says which it is, where no line after it holds a number without a label.
"""

from collections.abc import Sequence
from itertools import groupby

from extractor.tables.recognise import Item, Label
from extractor.tables.values import UNITS, ValueKind
from extractor.tables.vocabulary import LabelKind

LEAST_LINES = 4  # of a number and a label, one after the other
LEAST_BEHIND = 2  # lines of several numbers whose labels stand behind them
CERTAIN = 0.9  # similarity of a label that may name the numbers before it


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


def labels_behind(items: Sequence[Item]) -> frozenset[int]:
    """The labels (by place) that stand behind the numbers of their lines, where blanks part the
    cells and lines do so by habit: a number before a name may be that of the row, several are its cells.
    """
    found: list[int] = []
    behind = before = 0
    for _, line in groupby(enumerate(items), lambda one: one[1].line):
        every = list(line)
        labels = [(at, item) for at, item in every if isinstance(item, Label)]
        numbers = len(every) - len(labels)
        if not labels or not numbers or every[0][1].piped:
            continue
        clear = any(label.best(LabelKind.ROW)[1] >= CERTAIN for _, label in labels)
        if labels[0][0] == every[0][0] + numbers:
            found.extend(at for at, _ in labels)
            behind += clear and numbers > 1
        elif labels[-1][0] < every[-1][0]:
            before += clear and numbers > 1
    return frozenset(found if behind >= LEAST_BEHIND and not before else ())


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
