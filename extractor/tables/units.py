"""The unit that a head, a label or a caption names for the numbers below or behind it.

`本年收费金额（单位：元）` above 3548300 says as much as `3548300元` in the cell. Only units of money are
asked for: those of counts never differ from the form's own.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extractor.tables.events import Event
from extractor.tables.recognise import Item, Label
from extractor.tables.tokens import Token
from extractor.tables.values import ValueKind
from extractor.tables.vocabulary import LABELS, LabelKind

LONGEST = 40  # characters of a label that are looked at, from its end


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    raw = json.loads(LABELS.read_text("utf-8"))[key]
    return tuple(re.compile(pattern) for pattern in raw)


@lru_cache(maxsize=1 << 12)
def unit_named(label: str) -> str | None:
    """The unit of money that a label names at its end."""
    end = label[-LONGEST:]
    found = (pattern.search(end) for pattern in _patterns("units_named"))
    return next((match["unit"] for match in found if match is not None), None)


def in_named_units(events: Sequence[Event], items: Sequence[Item]) -> list[Event]:
    """The rows, their bare numbers in the unit that their heads, labels or captions name."""
    captions = _captions(items)
    return [_in_units(event, _units(event, captions)) for event in events]


def _in_units(event: Event, units: Sequence[str | None]) -> Event:
    if not any(units):
        return event
    named = {t.span.start: unit for t, unit in zip(event.stated, units, strict=True)}
    return replace(event, values=[_given(t, named.get(t.span.start)) for t in event.values])


def _captions(items: Sequence[Item]) -> list[str | None]:
    """For each item the unit of the last line that names one and nothing else, as far as it goes:
    to the caption of another table, or to prose."""
    found: list[str | None] = []
    unit = None
    for item in items:
        if isinstance(item, Label):
            if item.prose or item.best(LabelKind.CAPTION)[1] > 0:
                unit = None
            text = item.text[-LONGEST:]
            named = (pattern.fullmatch(text) for pattern in _patterns("units_captioned"))
            unit = next((match["unit"] for match in named if match is not None), unit)
        found.append(unit)
    return found


def _units(event: Event, captions: Sequence[str | None]) -> list[str | None]:
    """The unit named for each printed value of a row."""
    count = len(event.stated)
    if event.label is not None and (named := unit_named(event.label.text)):
        return [named] * count
    heads = [unit_named(label.text) for label in event.header]
    if any(heads):
        if len(heads) == count:
            return heads
        # One head over one number, or over a merged cell; else nobody knows which is meant.
        return heads * count if len(heads) == 1 else [None] * count
    return [captions[event.first] if event.first < len(captions) else None] * count


def _given(token: Token, unit: str | None) -> Token:
    value = token.value
    if unit is None or value is None or value.kind is not ValueKind.NUMBER or value.unit:
        return token
    return replace(token, value=replace(value, unit=unit))
