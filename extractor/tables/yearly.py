"""Of rows that print a number for each of several years, keep the one of the report's year.

Tables of one number a row are printed with last year's beside it, or with the difference. The
head of the columns says which is which. A row of which it does not tell keeps all its numbers,
and is doubted (`Event.others`) by whoever reads it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from extractor.tables.events import Event
from extractor.tables.place import Columns
from extractor.tables.recognise import Item, Label
from extractor.tables.scores import KNOWN
from extractor.tables.tokens import Token
from extractor.tables.values import UNITS, ValueKind
from extractor.tables.vocabulary import LabelKind
from extractor.tables.years import Whose, column_of

LEAST_COLUMNS = 2  # with years, before they are the head of such columns
MOST_COLUMNS = 6
MOST_HEADS = 30  # of a report; a page that never ends has more
MAX_LINES = 3  # from one to the next, where each stands on a line of its own


@dataclass(frozen=True, slots=True)
class _Head:
    """The heads of columns of years, side by side: the places among the items, and whose each is."""

    first: int
    last: int
    items: tuple[Item, ...]
    whose: tuple[Whose, ...]

    @property
    def own(self) -> int | None:
        """The one column of the report's year; None where that is not told."""
        if Whose.DATED in self.whose or self.whose.count(Whose.OWN) != 1:
            return None
        return self.whose.index(Whose.OWN)


@dataclass(frozen=True, slots=True)
class Yearly:
    """The rows with the numbers of their year alone, and where the other numbers start."""

    rows: Sequence[Event]
    passed: frozenset[int] = frozenset()


def own_columns(
    rows: Sequence[Event], items: Sequence[Item], year: int | None, marked: Columns
) -> Yearly:
    """The same rows; below a head that names the columns of years, with the report's own number.

    The very same sequence where there is no such head.
    """
    heads = list(islice(_heads(items, year), MOST_HEADS))
    if not heads:
        return Yearly(rows)
    found = list(rows)
    passed: set[int] = set()
    for head in heads:
        end = _end(items, head)
        below = [
            n for n, e in enumerate(rows) if head.last < e.first < end and e.label and e.stated
        ]
        # The years themselves may read as numbers.
        of_head = {item.span.start for item in head.items}
        for n, event in enumerate(rows):
            if any(t.span.start in of_head for t in event.stated):
                found[n] = replace(event, values=[], others=())
                passed |= of_head
        shift = _shift(head, [rows[n] for n in below])
        for n in below:
            event = rows[n]
            at = _columns(event, head, marked, shift)
            if at is None or head.own is None:
                if len(event.stated) <= len(head.items):
                    found[n] = replace(event, others=tuple(event.stated))
                continue
            mine = [t for t, column in at if column == head.own]
            passed |= {t.span.start for t, column in at if column != head.own}
            found[n] = replace(event, values=mine)
    return Yearly([e for e in found if e.label is not None or e.stated], frozenset(passed))


def _heads(items: Sequence[Item], year: int | None) -> Iterator[_Head]:
    run: list[tuple[int, Whose]] = []
    for n, item in enumerate([*items, None]):
        whose = None if item is None else _whose(item, year)
        if run and (whose is None or not _beside(items[run[-1][0]], items[n])):
            yield from _head(items, run)
            run = []
        if whose is not None:
            run.append((n, whose))
    yield from _head(items, run)


def _head(items: Sequence[Item], run: Sequence[tuple[int, Whose]]) -> Iterator[_Head]:
    if not LEAST_COLUMNS <= len(run) <= MOST_COLUMNS:
        return
    places = [n for n, _ in run]
    columns = tuple(items[n] for n in places)
    # Some official heads of columns have such words, too.
    official = sum(_names_column(item) for item in columns)
    distinct = len({item.text for item in columns}) == len(columns)
    if official < len(columns) and distinct and _are_no_counts(items, places):
        yield _Head(places[0], places[-1], columns, tuple(whose for _, whose in run))


def _are_no_counts(items: Sequence[Item], places: Sequence[int]) -> bool:
    """Whether years that read as numbers are no row of counts: they are a whole line by themselves,
    or behind words that name no row."""
    if all(isinstance(items[n], Label) for n in places):
        return True
    before = items[places[0] - 1] if places[0] else None
    behind = items[places[-1] + 1] if places[-1] + 1 < len(items) else None
    if not isinstance(before, Label) or not isinstance(behind, Label):
        return False
    return max(before.best(LabelKind.ROW)[1], before.best(LabelKind.GROUP)[1]) < KNOWN


def _whose(item: Item, year: int | None) -> Whose | None:
    if not item.text or (isinstance(item, Label) and item.prose):
        return None
    found = column_of(item.text, year)
    if found is None or isinstance(item, Label):
        return found
    number = item.value.number if item.value is not None else None
    near = year is not None and number is not None and abs(number - year) <= 1
    return found if near else None


def _beside(one: Item, other: Item) -> bool:
    if one.piped or other.piped:
        return one.line == other.line
    return other.line - one.line <= MAX_LINES


def _end(items: Sequence[Item], head: _Head) -> int:
    """Where what stands below a head ends: at prose, a caption or the heads of other columns."""
    for n in range(head.last + 1, len(items)):
        item = items[n]
        if not isinstance(item, Label):
            continue
        following = items[n + 1] if n + 1 < len(items) else None
        if item.prose or item.best(LabelKind.CAPTION)[1] >= KNOWN:
            return n
        is_head = isinstance(following, Label) and following.text not in UNITS
        if is_head and (_names_column(item) or column_of(item.text, None) is not None):
            return n
    return len(items)


def _names_column(item: Item) -> bool:
    if not isinstance(item, Label):
        return False
    column = item.best(LabelKind.COLUMN)[1]
    return column >= KNOWN and column > item.best(LabelKind.ROW)[1]


def _shift(head: _Head, rows: Sequence[Event]) -> int:
    """How many cells farther to the left full rows have their numbers than the head its columns."""
    first = head.items[0].cell
    full = [e.stated[0].cell - first for e in rows if len(e.stated) == len(head.items)]
    return Counter(full).most_common(1)[0][0] if full else 0


def _columns(
    event: Event, head: _Head, marked: Columns, shift: int
) -> list[tuple[Token, int]] | None:
    """The values of a row with their columns of the head; None where they do not fit below it."""
    stated, width = event.stated, len(head.items)
    places = [marked.get(item.span.start) for item in head.items]
    cells = [marked.get(t.span.start) for t in stated]
    if None not in places and None not in cells:
        return _by_place(stated, cells, places)
    if len(stated) == width:
        return [(token, n) for n, token in enumerate(stated)]
    if len(stated) > width or not all(t.piped for t in stated):
        # Empty cells of a page with a cell a line, where they are kept.
        values = event.values
        if len(values) == width:
            return [(t, n) for n, t in enumerate(values) if _is_stated(t)]
        return None
    columns = [item.cell + shift for item in head.items]
    return _by_place(stated, [t.cell for t in stated], columns)


def _by_place(
    stated: Sequence[Token], cells: Sequence[object], places: Sequence[object]
) -> list[tuple[Token, int]] | None:
    if any(cell not in places for cell in cells):
        return None
    return [(t, places.index(cell)) for t, cell in zip(stated, cells, strict=True)]


def _is_stated(token: Token) -> bool:
    return token.value is not None and token.value.kind is not ValueKind.EMPTY
