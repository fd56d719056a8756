"""Give back to their rows the numbers of a table whose labels stand first and whose numbers follow.

Copying a page can leave all labels of a table in one block and all its numbers in the next. Where
there are exactly as many numbers as the named rows hold, each row gets its own, in order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from extractor.tables.events import Event
from extractor.tables.scores import KNOWN, LABEL_LEAST, Rows
from extractor.tables.vocabulary import LabelKind

LEAST_LABELS = 3  # rows named one after the other, before their numbers are dealt out


def dealt(events: Sequence[Event], rows: Rows) -> Sequence[Event]:
    """The same rows; those of a block of labels with the numbers of the block behind it.

    The very same sequence where there is no such block.
    """
    widths = {key: len(rows.rows[at[0]].cells) for key, at in rows.named.items()}
    found: list[Event] = []
    block: list[Event] = []
    changed = False
    for event in events:
        block.append(event)
        if event.stated:
            each = _widths(block, widths)
            found += _deal(block, each) if each else block
            changed = changed or bool(each)
            block = []
    return found + block if changed else events


def _widths(block: Sequence[Event], widths: Mapping[tuple[LabelKind, str], int]) -> list[int]:
    """How many of the last row's numbers each row gets; nothing where they do not come out even."""
    tries = [[_width(event, widths, least) for event in block] for least in (KNOWN, LABEL_LEAST)]
    if len(set(widths.values())) == 1:  # a row of the agency's own is as wide as the others
        wide = next(iter(widths.values()))
        tries.append(
            [0 if _heads_rows(e) else one or wide for e, one in zip(block, tries[0], strict=True)]
        )
    for each in tries:
        named = sum(w > 0 for w in tries[0])
        if named >= LEAST_LABELS and sum(each) == len(block[-1].stated):
            return each
    return []


def _heads_rows(event: Event) -> bool:
    """Whether a label names a group of rows rather than a row."""
    return event.label is None or event.label.best(LabelKind.GROUP)[1] >= KNOWN


def _width(event: Event, widths: Mapping[tuple[LabelKind, str], int], least: float) -> int:
    """How many numbers the row holds that the label names, 0 for a label of none."""
    if event.label is None:
        return 0
    official, similarity = event.label.best(LabelKind.ROW)
    return widths.get((LabelKind.ROW, official), 0) if similarity >= least else 0


def _deal(block: Sequence[Event], widths: Sequence[int]) -> list[Event]:
    last = block[-1]
    ends = accumulate(widths, initial=0)
    made = []
    for event, (start, end) in zip(block, pairwise(ends), strict=True):
        values = last.stated[start:end]
        lines = [v.line for v in values] or [event.line]
        made.append(
            replace(
                event,
                values=values,
                first=last.first + start if values else event.first,
                line=lines[0],
                last_line=lines[-1],
                joined=bool(values),
            )
        )
    return made
