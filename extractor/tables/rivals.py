"""Where a report prints several tables of a kind: each by itself, and which is the report's own.

Last year's table is printed beside this year's, or at the end. Read together, the rows of both
would make a table that nobody printed. Tables are told apart by rows that stand there twice; one
that goes on on the next page has no row twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.tables.doubted import DOUBTED
from extractor.tables.events import Event
from extractor.tables.readings import CellReading, Page, TableReading
from extractor.tables.recognise import Label
from extractor.tables.scores import KNOWN
from extractor.tables.strip import clear_strips
from extractor.tables.values import in_unit
from extractor.tables.variants import Family
from extractor.tables.vocabulary import LabelKind
from extractor.tables.years import Whose, caption_of

LEAST_TWICE = 3  # rows that stand there twice, before there are two tables
LEAST_SHARE = 0.6  # of the fit of the best table, for another to be as whole
MOST_PARTS = 12
MOST_HALVED = 8  # times that a stretch of rows is cut again
MOST_ABOVE = 40  # labels above a table that may be its caption or the heads of its columns
SENTENCE = "。"
LEAST_ADDED = 5  # numbers that must be sums, for a table to be that of all others

Key = tuple[LabelKind, str]
_NAMES = {"row": LabelKind.ROW, "group": LabelKind.GROUP, "column": LabelKind.COLUMN}


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several tables of a kind: as read, how well it fits, whose its caption says it is, and
    whether the official heading of such a table stands above it."""

    reading: TableReading
    total: float
    whose: Whose | None
    titled: bool = False

    @classmethod
    def of(cls, page: Page, reading: TableReading) -> "Rival":
        """A table with what stands above it on its part of the page."""
        said, titled = _above(page)
        return cls(reading, reading.total, said, titled)


def parts(page: Page, family: Family) -> list[Page]:
    """The page cut so that no part holds two tables of this kind; the page itself where it has one."""
    cuts = _strip_cuts(page, family) or _row_cuts(page.rows, family)
    if not cuts:
        return [page]
    bounds = [0, *cuts[: MOST_PARTS - 1], len(page.rows)]
    return [
        Page(page.items, page.rows[start:end], page.marked, page.joint, page.headers, page.year)
        for start, end in pairwise(bounds)
    ]


def _strip_cuts(page: Page, family: Family) -> list[int]:
    """Before which rows a further table begins that has all its values in one run."""
    for candidate in family.alone:
        if candidate.others:
            starts = clear_strips(page, candidate.plain.table)
            before = [sum(e.first < start for e in page.rows) for start in starts]
            return sorted({n for n in before[1:] if n})
    return []


def _row_cuts(rows: Sequence[Event], family: Family) -> list[int]:
    most: dict[Key, int] = {}
    order: dict[Key, int] = {}
    for candidate in family.alone:
        for variant in (candidate.plain, *candidate.others):
            for key, at in variant.rows.named.items():
                most[key] = max(most.get(key, 0), len(at))
                order.setdefault(key, at[0])
    keys = [_key(event, most) for event in rows]
    return _Named(rows, keys, most, order).cuts(0, len(rows))


@dataclass(frozen=True, slots=True)
class _Named:
    """Printed rows and what rows of a table they are: how often it has those, and in what order."""

    rows: Sequence[Event]
    keys: Sequence[Key | None]
    most: Mapping[Key, int]
    order: Mapping[Key, int]

    def cuts(self, start: int, end: int, deepest: int = MOST_HALVED) -> list[int]:
        """Before which rows of this stretch a further table begins."""
        if not deepest:
            return []
        before: Counter[Key] = Counter()
        after = Counter(key for key in self.keys[start:end] if key is not None)
        if sum(after[key] > self.most[key] for key in after) < LEAST_TWICE:
            return []
        twice, best = 0, 0
        as_good: list[int] = []
        for n in range(start, end):
            if n > start and twice >= best:
                if twice > best:
                    as_good = []
                as_good.append(n)
                best = twice
            if (key := self.keys[n]) is not None:
                was = self._is_twice(before, after, key)
                before[key] += 1
                after[key] -= 1
                twice += self._is_twice(before, after, key) - was
        if best < LEAST_TWICE:
            return []
        cut = self._head_above(self._start_over(as_good), start)
        return [*self.cuts(start, cut, deepest - 1), cut, *self.cuts(cut, end, deepest - 1)]

    def _is_twice(self, before: Counter[Key], after: Counter[Key], key: Key) -> bool:
        return min(before[key], after[key]) >= self.most[key]

    def _start_over(self, places: Sequence[int]) -> int:
        """The last of these places at which the order of the rows starts over, or simply the last."""
        last = places[-1]
        following = next((k for k in self.keys[last:] if k is not None), None)
        for n in reversed(places):
            key = self.keys[n - 1]
            if key is None:
                continue
            if following is not None and self.order[key] >= self.order[following]:
                return n
            following = key
        return last

    def _head_above(self, cut: int, start: int) -> int:
        """The first row below the same head of columns: the labels of rows before may be lost."""
        rows, first = self.rows, cut
        head = rows[cut].header
        while first - 1 > start and self.keys[first - 1] is None and rows[first - 1].header == head:
            first -= 1
        before = rows[first - 1].header if first > start else ()
        return cut if before == head else first


def _key(event: Event, most: Mapping[Key, int]) -> Key | None:
    """The row that a printed row is by its label; None where it is none, or states nothing."""
    label = event.label if event.label is not None else event.group
    if label is None or not event.stated:
        return None
    known = [(s, key) for key, s in label.sims.items() if s >= KNOWN and key in most]
    if not known or max(known)[0] < label.best(LabelKind.ROW)[1]:
        return None  # or it is rather a row of a table of another kind
    key = max(known)[1]
    return key if event.label is not None or key[0] is LabelKind.GROUP else None


def _above(page: Page) -> tuple[Whose | None, bool]:
    """Whose the first table of a page is, by the nearest words above it that name a year, and
    whether the official heading stands nearer than those."""
    first = next((e for e in page.rows if e.label is not None and e.stated), None)
    first = first or next((e for e in page.rows if e.stated), None)
    if first is None:
        return None, False
    above, titled = 0, False
    for n in range(first.first - 1, -1, -1):
        item = page.items[n]
        if not isinstance(item, Label):
            if item.text and item.value is not None and item.value.number is not None:
                break
            continue
        above += 1
        if item.prose or SENTENCE in item.text or above > MOST_ABOVE:
            break
        official = max(item.best(LabelKind.ROW)[1], item.best(LabelKind.COLUMN)[1])
        if official < KNOWN and (said := caption_of(item.text, page.year)) is not None:
            return said, titled
        titled = titled or item.best(LabelKind.CAPTION)[1] >= KNOWN
    return None, titled


def chosen(rivals: Sequence[Rival]) -> TableReading:
    """The report's own table: of those that are whole and not said to be of another year, the first
    that is said to be of the report's, or is the sum of all others, or stands under the official
    heading; else the first.

    Fields on which tables differ that may be the report's own are doubted.
    """
    fullest = max(one.total for one in rivals)
    whole = [one for one in rivals if one.total >= LEAST_SHARE * fullest]
    open_ = [one for one in whole if one.whose is not Whose.OTHER] or whole
    mine = next((one for one in open_ if one.whose is Whose.OWN or one.titled), open_[0])
    if mine.whose is not Whose.OWN:
        mine = _sum_of_others(whole) or mine
    told = mine.whose is not Whose.OTHER
    for one in whole:
        if one is not mine and not (told and one.whose is Whose.OTHER):
            _doubt(mine.reading, one.reading)
    mine.reading.passed.extend(one.reading for one in rivals if one is not mine)
    return mine.reading


def _sum_of_others(rivals: Sequence[Rival]) -> Rival | None:
    """The table whose numbers are the sums of those of all others, if there are two or more."""
    told = [
        {c.cell.modern or id: _number(c) or 0 for id, c in one.reading.cells.items()}
        for one in rivals
    ]
    for at, one in enumerate(rivals):
        rest = [numbers for n, numbers in enumerate(told) if n != at]
        added = {
            number == sum(numbers.get(id, 0) for numbers in rest)
            for id, number in told[at].items()
            if number
        }
        filled = sum(map(bool, told[at].values()))
        if len(rest) > 1 and added == {True} and filled >= LEAST_ADDED:
            return one
    return None


def _doubt(reading: TableReading, other: TableReading) -> None:
    """Doubt the numbers for which another table has another."""
    theirs = {c.cell.modern or id: c for id, c in other.cells.items()}
    for id, cell in reading.cells.items():
        rival = theirs.get(cell.cell.modern or id)
        if rival is not None and _number(rival) != _number(cell):
            cell.evidence["own"] = DOUBTED
            if rival.token is not None:
                cell.others.append(rival.token)


def _number(cell: CellReading) -> float | None:
    value = cell.token.value if cell.token is not None else None
    return None if value is None else in_unit(value, cell.cell.unit)
