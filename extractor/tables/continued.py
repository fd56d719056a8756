"""Put together rows whose columns a page prints in several places: the table was too wide for it.

Below the rows with the first columns they stand once more, with the other ones (续表). So it is
where the same names follow each other again, or as many lines without names as there were rows,
and all their numbers together are as many as the table has columns; the sums must say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from statistics import mode

from extractor.forms import DATA, load_forms, tables
from extractor.tables.events import Event
from extractor.tables.totals import LEAST_ROWS, OFTENER, total_of
from extractor.tables.vocabulary import squeeze

LEAST_NAMES = 5  # rows that stand there again
MOST_AGAIN = 20  # times that a name stands there; a page that never ends has more
WHOLE = 0.8  # share of the rows of a part that must have just its columns

Part = Mapping[str, int]  # names of rows → their places on the page


@dataclass(frozen=True, slots=True)
class _Together:
    """The parts of a table, and how many columns each has."""

    parts: Sequence[Part]
    columns: Sequence[int]


def rejoined(rows: Sequence[Event], forms: Path = DATA) -> Sequence[Event]:
    """The rows, each with all its columns; the very same sequence where none was cut."""
    widths = _widths(forms)
    for together in chain(_named_parts(rows, widths), _bare_parts(rows, widths)):
        joined = _joined(rows, together)
        if joined is not None:
            return joined
    return rows


@lru_cache(maxsize=16)
def _widths(forms: Path) -> frozenset[int]:
    """How many columns tables have whose columns add up."""
    return frozenset(
        len(row.cells)
        for form in load_forms(forms)
        for table in tables(form.name, forms)
        for row in table.rows
        if total_of(row.columns) is not None
    )


def _named_parts(rows: Sequence[Event], widths: frozenset[int]) -> Iterator[_Together]:
    """What may be one table in several parts whose rows have the same names."""
    names = {
        at: squeeze(event.label.text)
        for at, event in enumerate(rows)
        if event.label is not None and event.stated and not event.label.prose
    }
    seen: dict[str, int] = {}
    first = next((seen[n] for at, n in names.items() if seen.setdefault(n, at) != at), None)
    if first is None:
        return
    starts = [at for at, name in names.items() if name == names[first]][:MOST_AGAIN]
    parts = [_part(names, start, end) for start, end in pairwise([*starts, len(rows)])]
    found: list[Part] = []
    columns: list[int] = []
    for part in parts:
        known = [at for name, at in part.items() if not found or name in found[0]]
        counts = [len(rows[at].stated) for at in known]
        usual = mode(counts)
        if len(known) < LEAST_NAMES or counts.count(usual) < WHOLE * len(counts):
            return
        found.append(part)
        columns.append(usual)
        if sum(columns) in widths and len(found) > 1:
            yield _Together(found, columns)
        if sum(columns) >= max(widths):
            found, columns = [], []


def _bare_parts(rows: Sequence[Event], widths: frozenset[int]) -> Iterator[_Together]:
    """What may be one table in two parts, the second of them without names."""
    named: list[int] = []
    bare: list[int] = []
    for at, event in enumerate([*rows, None]):
        if event is not None and event.label is None:
            if not bare or len(event.stated) == len(rows[bare[0]].stated):
                bare.append(at)
            continue
        if LEAST_NAMES <= len(bare) <= len(named):
            above = named[-len(bare) :]
            columns = mode(len(rows[at].stated) for at in above), len(rows[bare[0]].stated)
            if sum(columns) in widths:
                parts = [{str(n): at for n, at in enumerate(some)} for some in (above, bare)]
                yield _Together(parts, columns)
        bare = []
        if event is not None and event.stated:
            named.append(at)


def _part(names: Mapping[int, str], start: int, end: int) -> Part:
    part: dict[str, int] = {}
    for at, name in names.items():
        if start <= at < end:
            part.setdefault(name, at)
    return part


def _joined(rows: Sequence[Event], together: _Together) -> list[Event] | None:
    """The rows with the parts put together, where their sums hold then; rows whose sum does not, or
    that have more or fewer numbers, are in doubt."""
    whole: dict[int, Event] = {}
    gone: set[int] = set()
    held = broken = 0
    for name, at in together.parts[0].items():
        places = [part[name] for part in together.parts if name in part]
        if len(places) < len(together.parts):
            continue
        events = [rows[place] for place in places]
        full = [len(event.stated) for event in events] == list(together.columns)
        values = [t for event in events for t in (event.stated if full else event.values)]
        numbers = [(t.value.number if t.value else None) or 0 for t in values]
        adds_up = sum(numbers) in (2 * numbers[-1], 2 * numbers[0])
        held += full and adds_up and any(numbers)
        broken += full and not adds_up
        heads = {id(label): label for event in events for label in event.header}
        whole[at] = replace(
            events[0],
            values=values,
            header=tuple(heads.values()),
            last_line=events[-1].last_line,
            joined=True,
            unsure=not (full and adds_up),
        )
        gone.update(places[1:])
    if held < LEAST_ROWS or held <= OFTENER * broken:
        return None
    return [whole.get(at, event) for at, event in enumerate(rows) if at not in gone]
