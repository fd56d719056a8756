"""Rows that stand under the heads of another form's row: 规章 below 本年新制作数量 and not 本年制发件数.

Where heads are glued, numbered or damaged, the alignment may have nothing to choose the form by
and takes the rows for the newest form's. Names of columns that only the other form has are still
there to see, and then nobody can vouch for the numbers.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from extractor.forms import Row
from extractor.tables.counterparts import counterparts
from extractor.tables.events import Event
from extractor.tables.recognise import Item, Label
from extractor.tables.vocabulary import LabelKind, bare, squeeze, without_note

LEAST_NAME = 4  # characters of a column's name that are no everyday word
MOST_ITEMS = 80  # before a row among which its heads stand
CLEAR_CAPTION = 0.9  # similarity of a label that begins something else

Names = tuple[frozenset[str], frozenset[str]]  # of the row's own columns, of the other forms' alone


def under_other_heads(printed: Sequence[tuple[Event, Row]], items: Sequence[Item]) -> list[int]:
    """The places of rows above which the nearest heads that tell the forms apart are another's."""
    return [at for at, (event, row) in enumerate(printed) if _is_under_others(event, row, items)]


def _is_under_others(event: Event, row: Row, items: Sequence[Item]) -> bool:
    own, others = _names().get(row.key, (frozenset(), frozenset()))
    if not others:
        return False
    for item in reversed(items[max(0, event.first - MOST_ITEMS) : event.first]):
        if not isinstance(item, Label):
            continue
        text = squeeze(item.text)
        here, there = (any(name in text for name in names) for names in (own, others))
        if here or there:
            return there and not here
        if item.best(LabelKind.CAPTION)[1] >= CLEAR_CAPTION:
            return False
    return False


@cache
def _names() -> Mapping[str, Names]:
    """By the key of each row that other forms have under other heads: what tells them apart."""
    found: dict[str, Names] = {}
    for rows in counterparts():
        for row in rows:
            own = _columns(row)
            others = {name for other in rows if other is not row for name in _columns(other)}
            # 处理决定数量 stands within 本年处理决定数量.
            apart = {o for o in others if not any(o in name or name in o for name in own)}
            found[row.key] = (own, frozenset(apart))
    return found


def _columns(row: Row) -> frozenset[str]:
    names = (bare(without_note(column or "")) for column in row.columns)
    return frozenset(name for name in names if len(name) >= LEAST_NAME)
