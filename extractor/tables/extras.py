"""Rows that print more columns than the form has: the heads say which of them are the form's.

Publishers add columns (修订, 其中主动公开, 本年项目数量) among those of the form. Where as many heads stand
above a row as it has values, and each column of the form is clearly named once, those are read and
the others left out; a column that no head names is not read at all. Where heads do not tell, and a
head stands there that is no column of the form, the row is in doubt; so is what stands in the place
of a column under a head that names something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.forms import Row
from extractor.tables.events import Event
from extractor.tables.recognise import Item, Label
from extractor.tables.row_sums import is_sum
from extractor.tables.scores import KNOWN
from extractor.tables.tokens import Token
from extractor.tables.totals import total_of
from extractor.tables.vocabulary import LabelKind, bare

CLEAR_NAME = 0.9  # similarity from which a head names a column beyond doubt
LEAST_NAME = 0.7  # below which a head of some length names something else
LEAST_LENGTH = 4  # characters of a head that is no stump of one
_BEFORE_HEADS = (LabelKind.NOISE, LabelKind.GROUP, LabelKind.CAPTION)

Printed = tuple[Event, Row]


@dataclass(slots=True)
class Kept:
    """The rows of a table without columns that the form does not have; which are in doubt, and where
    the numbers start that were left out."""

    rows: list[Printed] = field(default_factory=list)
    doubted: set[int] = field(default_factory=set)
    strange: set[str] = field(default_factory=set)  # cells below the head of something else
    passed: set[int] = field(default_factory=set)


def without_extras(
    printed: Sequence[Printed], uncut: Sequence[Event], items: Sequence[Item]
) -> Kept:
    """The same rows, those with more values than columns as their heads have it; `uncut` are the rows
    of the page before any was cut at the number of columns."""
    kept = Kept(list(printed))
    whole = {event.first: event for event in uncut}
    wide = [
        (at, whole.get(event.first, event))
        for at, (event, row) in enumerate(printed)
        if _is_wide(whole.get(event.first, event), row)
    ]
    heads = _heads(items) if wide else {}
    for at, event in wide:
        row = printed[at][1]
        above = _fitting(heads.get(event.first, ()), event, row)
        if len(above) < len(row.cells) or not _any_named(above, row):
            continue
        if len(above) == len(row.cells):
            if len(event.stated) > len(above):  # one of the numbers is nobody's
                if total_of(row.columns) is None:
                    kept.doubted.add(at)
                continue
            if all(_named(head, row) in (None, n) for n, head in enumerate(above)):
                kept.strange.update(
                    cell.id
                    for cell, column, head in zip(row.cells, row.columns, above, strict=True)
                    if _is_else(head, column or "")
                )
                continue
            if all(_named(head, row) is not None for head in above):
                continue  # they stand in another order
        values = _in_columns(event, len(above))
        places = _places(above, row)
        total = total_of(row.columns)
        if total is not None and not (
            values == event.stated
            and places is not None
            and len(places) == len(row.cells)
            and is_sum([values[place] for _, place in sorted(places)], total)
        ):
            continue
        if values is None or places is None:
            kept.doubted.add(at)
            continue
        mine = [(column, values[place]) for column, place in places]
        tokens = [token for _, token in mine]
        head = tuple(above[place] for _, place in places)
        kept.rows[at] = (
            replace(event, values=tokens, header=head),
            replace(row, cells=tuple(row.cells[column] for column, _ in mine)),
        )
        starts = {token.span.start for token in tokens}
        kept.passed.update(t.span.start for t in event.stated if t.span.start not in starts)
    for at, (event, _) in enumerate(kept.rows):  # what was cut off such a row is no row
        if any(token.span.start in kept.passed for token in event.stated):
            kept.doubted.add(at)
    return kept


def _is_wide(event: Event, row: Row) -> bool:
    if row.names != "row" or None in row.columns:
        return False
    if total_of(row.columns) is not None:  # of these, other heads tell the order
        return len(event.stated) > len(row.cells)
    return len(event.stated) >= len(row.cells) and (len(row.cells) > 1 or len(event.stated) > 1)


def _heads(items: Sequence[Item]) -> Mapping[int, tuple[Label, ...]]:
    """The heads above each row, by the place of its first value among the items."""
    found: dict[int, tuple[Label, ...]] = {}
    run: list[Label] = []
    current: tuple[Label, ...] = ()
    for at, item in enumerate(items):
        if isinstance(item, Label):
            run.append(item)
        elif item.text:
            if run:
                current = _heads_of(run, item) or (() if _ends(run) else current)
            found[at] = current
            run = []
    return found


def _ends(run: Sequence[Label]) -> bool:
    return any(label.prose or label.best(LabelKind.CAPTION)[1] >= KNOWN for label in run)


def _heads_of(run: Sequence[Label], value: Token) -> tuple[Label, ...]:
    """The heads of columns among the labels before a row's first value, its own name last."""
    if value.piped or any(label.line == value.line for label in run):
        above = [label for label in run if label.line < value.line]
        heads = [label for label in above if label.line == above[-1].line]
        if not value.piped and len(heads) == 1:
            heads = above
    else:
        heads = list(run[:-1])
    first = 0
    for at, label in enumerate(heads):
        kind, similarity = max(
            ((kind, label.best(kind)[1]) for kind in LabelKind), key=lambda one: one[1]
        )
        if label.best(LabelKind.COLUMN)[1] >= CLEAR_NAME:
            break
        if label.prose or (kind in _BEFORE_HEADS and similarity >= KNOWN):
            first = at + 1
    heads = heads[first:]
    clear = any(label.best(LabelKind.COLUMN)[1] >= CLEAR_NAME for label in heads)
    return tuple(heads) if clear else ()


def _fitting(heads: Sequence[Label], event: Event, row: Row) -> Sequence[Label]:
    """The heads without that of the names of rows, where it is one that nobody knows."""
    many = len(heads) - 1 in (len(event.stated), len(event.values))
    if many and _named(heads[0], row) is None:
        return heads[1:]
    return heads


def _any_named(heads: Sequence[Label], row: Row) -> bool:
    return any(_named(head, row) is not None for head in heads)


def _is_else(head: Label, column: str) -> bool:
    """Whether a head says that its column is another one than the form's in its place."""
    alike = head.sims.get((LabelKind.COLUMN, column), 0.0)
    return alike < LEAST_NAME and len(bare(head.text)) >= LEAST_LENGTH


def _named(head: Label, row: Row) -> int | None:
    """The column of a row that a head names beyond doubt."""
    sims = [head.sims.get((LabelKind.COLUMN, column or ""), 0.0) for column in row.columns]
    best = max(sims, default=0.0)
    return sims.index(best) if best >= CLEAR_NAME else None


def _in_columns(event: Event, count: int) -> list[Token] | None:
    """A value for each head; None where there are not as many."""
    for values in (event.stated, event.values):
        if len(values) == count:
            return list(values)
    return None


def _places(heads: Sequence[Label], row: Row) -> list[tuple[int, int]] | None:
    """(column of the form, place among the heads) of each column that is named, in printed order;
    None where one is named twice, or most are not named."""
    named = [
        (column, at) for at, head in enumerate(heads) if (column := _named(head, row)) is not None
    ]
    columns = [column for column, _ in named]
    if len(set(columns)) < len(columns) or 2 * len(columns) <= len(row.cells):
        return None
    return named
