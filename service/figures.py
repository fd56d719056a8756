"""The values of a report in a few hundred bytes: what rates over many reports are counted from."""

import json
import zlib
from collections.abc import Collection, Mapping
from functools import cache

from extractor.forms import modern_ids
from extractor.panel.model import Cell


def pack(cells: Mapping[str, Cell]) -> bytes:
    """The values in the form's order, and the places of those that wait or came another way."""
    ids = modern_ids()
    held = [cells.get(id) for id in ids]
    values = [None if one is None else one.value for one in held]
    waits = [n for n, one in enumerate(held) if one is not None and not one.settled]
    other = [n for n, one in enumerate(held) if one is not None and not one.same]
    return zlib.compress(json.dumps([values, waits, other], separators=(",", ":")).encode(), 9)


def unpack(body: bytes, wanted: Collection[str] | None = None) -> dict[str, Cell]:
    """What was packed; of these fields only, if any are named."""
    values, waits, other = json.loads(zlib.decompress(body))
    unsettled, unlike = frozenset(waits), frozenset(other)
    return {
        id: Cell(values[n], n not in unsettled, n not in unlike)
        for n, id in _places(frozenset(wanted or modern_ids()))
        if values[n] is not None
    }


@cache
def _places(wanted: frozenset[str]) -> tuple[tuple[int, str], ...]:
    return tuple((n, id) for n, id in enumerate(modern_ids()) if id in wanted)
