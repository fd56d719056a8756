"""Of rows that are printed for several years or parts of a body, keep the report's own.

A page may print the row of a table once for each year (`行政许可（2021年）`, or 上年 and 本年 below the
same heads), or for each part and for all of them together. The first one is no more the official
one than the others: what names them decides, a sum only where it adds up. Where the names do not
tell, every such row is doubted (`Event.others`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.tables.events import Event
from extractor.tables.names import is_part, is_sum, without_sum
from extractor.tables.recognise import Label
from extractor.tables.scores import KNOWN
from extractor.tables.tokens import Token
from extractor.tables.values import UNITS
from extractor.tables.vocabulary import LabelKind, Similarities, bare, numbering
from extractor.tables.years import Whose, column_of

LEAST_WIDE = 5  # values of rows below the same heads, of which a table has a single one
MOST_ROWS = 12  # printed in the place of one
MOST_APART = 5  # years from the report's own to one that stands among numbers
LONGEST_NAME = 12  # characters of what is said beside a label

Compare = Callable[[str], Similarities]

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BRACKETED = re.compile(
    rf"(?P<base>.{{2,40}}?)[(（\[](?P<name>[^()（）\[\]]{{1,{LONGEST_NAME}}})[)）\]]"
)
_YEAR_BEFORE = re.compile(r"(?P<name>(?:19|20)[0-9]{2}年度?)(?P<base>.{2,40})")


@dataclass(frozen=True, slots=True)
class Several:
    """The rows without those of others, and where the numbers of these start."""

    rows: Sequence[Event]
    passed: frozenset[int] = frozenset()


def own_rows(rows: Sequence[Event], year: int | None, compare: Compare) -> Several:
    """The same rows, of those that stand for several years or parts the report's own; `compare`
    tells which known labels a text reads like. The very same sequence where there are none."""
    found = list(rows)
    gone: set[int] = set()
    passed: set[int] = set()
    for one in _all(rows, year, compare):
        chosen = choose(one.names, [_numbers(values) for values in one.values], year)
        if chosen is None:
            for at, event in one.doubted(rows).items():
                found[at] = event
            continue
        found[one.home] = one.read(rows, chosen)
        gone.update(at for at in one.rows if at != one.home)
        passed.update(t.span.start for at in one.rows for t in rows[at].stated)
        passed.difference_update(t.span.start for t in one.values[chosen])
    if all(one is other for one, other in zip(found, rows, strict=True)) and not gone:
        return Several(rows)
    return Several([e for at, e in enumerate(found) if at not in gone], frozenset(passed))


def choose(
    names: Sequence[str], numbers: Sequence[Sequence[float]], year: int | None
) -> int | None:
    """Which of several rows is the report's own, by their names; None where these do not tell.

    The one of its year among those of others, the one without further name, or the sum of all
    others, if it is.
    """
    whose = [column_of(name, year) if name else None for name in names]
    if whose.count(Whose.OWN) == 1 and set(whose) == {Whose.OWN, Whose.OTHER}:
        return whose.index(Whose.OWN)
    if len(set(names)) < len(names):
        return None
    sums = [at for at, name in enumerate(names) if is_sum(name)]
    if not sums and "" in names:
        sums = [names.index("")]
    if len(sums) != 1 or len({len(row) for row in numbers}) > 1:
        return None
    others = [row for at, row in enumerate(numbers) if at != sums[0]]
    added = [sum(column) for column in zip(*others, strict=True)]
    return sums[0] if others and added == [*numbers[sums[0]]] else None


def _says_whose(name: str) -> bool:
    """Whether a name is that of a year, of a part or of a sum."""
    return is_part(name) or is_sum(name) or column_of(name, None) is not None


def _numbers(values: Iterable[Token]) -> list[float]:
    return [(t.value.number if t.value else None) or 0 for t in values]


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that stand in one place: their places, names and values, and which of them keeps it;
    its label, where that must be told apart from the name beside it."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    values: tuple[list[Token], ...]
    home: int
    label: Label | None = None

    def read(self, rows: Sequence[Event], chosen: int) -> Event:
        """The row with the values of the chosen one."""
        home, values = rows[self.home], self.values[chosen]
        return replace(
            home,
            label=self.label or home.label,
            values=list(values),
            last_line=values[-1].line if values else home.last_line,
            first=home.first if home.stated else rows[self.rows[1]].first,
            others=(),
        )

    def doubted(self, rows: Sequence[Event]) -> dict[int, Event]:
        """All of the rows, in doubt: any of their values may be meant."""
        every = tuple(t for values in self.values for t in values)
        return {at: replace(rows[at], others=every) for at in {self.home, *self.rows}}


def _all(rows: Sequence[Event], year: int | None, compare: Compare) -> Iterator[_Group]:
    """Rows that stand in one place, each in one group at most."""
    taken: set[int] = set()
    for found in (
        _under_years(rows, year),
        _below_heads(rows),
        _beside_merged(rows),
        _named_apart(rows, compare),
    ):
        for one in found:
            if not taken & {one.home, *one.rows}:
                taken |= {one.home, *one.rows}
                yield one


def _under_years(rows: Sequence[Event], year: int | None) -> Iterator[_Group]:
    """Rows whose first value is a year, below each other or in one run: 规章 | 2021 | 4 | 1 | 9."""
    at = 0
    while at < len(rows):
        end = at + 1
        count = len(rows[at].stated)
        while (
            end < len(rows)
            and rows[end].label is None
            and len(rows[end].stated) == count
            and end - at < MOST_ROWS
        ):
            end += 1
        parts = [rows[n].stated for n in range(at, end)]
        if len(parts) == 1:
            parts = _cut_at_years(parts[0], year)
        if len(parts) > 1 and count > 1 and _are_years([one[0] for one in parts], year):
            places = tuple(range(at, end))
            names = tuple(one[0].text for one in parts)
            yield _Group(places, names, tuple(one[1:] for one in parts), at)
        at = end


def _cut_at_years(stated: Sequence[Token], year: int | None) -> list[list[Token]]:
    """A run of values in parts of one length that begin with a year each."""
    first = [n for n, t in enumerate(stated) if _is_year(t, year)]
    if len(first) < 2 or first[0] != 0:
        return []
    size = next((n for n in first[1:] if len(stated) % n == 0 and n > 1), 0)
    if not size:
        return []
    return [list(stated[n : n + size]) for n in range(0, len(stated), size)]


def _are_years(tokens: Sequence[Token], year: int | None) -> bool:
    texts = {t.text for t in tokens}
    return len(texts) == len(tokens) and all(_is_year(t, year) for t in tokens)


def _is_year(token: Token, year: int | None) -> bool:
    if not _YEAR.fullmatch(token.text):
        return False
    return year is None or abs(int(token.text) - year) <= MOST_APART


def _below_heads(rows: Sequence[Event]) -> Iterator[_Group]:
    """All rows below the same heads, none of them under a name that a form knows: table 4, which has
    one row, printed for each year or part."""
    for _, several in groupby(enumerate(rows), lambda one: tuple(map(id, one[1].header))):
        places = [at for at, event in several if event.stated]
        if not 2 <= len(places) <= MOST_ROWS or not rows[places[0]].header:
            continue
        counts = {len(rows[at].stated) for at in places}
        names = [_name(rows[at]) for at in places]
        if len(counts) > 1 or min(counts) < LEAST_WIDE or not all(names):
            continue
        yield _Group(
            tuple(places),
            tuple(map(str, names)),
            tuple(rows[at].stated for at in places),
            places[0],
        )


def _name(event: Event) -> str | None:
    """The name of a row that no form has; None where there is none, or a form knows it."""
    label = event.label
    if label is None or label.prose:
        return None
    if is_sum(label.text) and not numbering(label.text)[0]:
        return label.text  # any row of sums, though one of them has that name in the form
    return None if max(label.sims.values(), default=0.0) >= KNOWN else label.text


def _beside_merged(rows: Sequence[Event]) -> Iterator[_Group]:
    """Rows beside the one cell of a known row, which states nothing itself: 行政许可 | 准予 | 12."""
    at = 0
    while at + 1 < len(rows):
        home, end = rows[at], at + 1
        if home.label is None or home.values or home.label.best(LabelKind.ROW)[1] < KNOWN:
            at += 1
            continue
        first = rows[end]
        near = first.label is not None and (
            first.label.line == home.label.line or not (first.piped or home.piped)
        )
        while near and end < len(rows) and end - at <= MOST_ROWS and _is_beside(rows, at, end):
            end += 1
        places = tuple(range(at + 1, end))
        names = tuple(str(_name(rows[n])) for n in places)
        in_cells = home.label.piped and bool(places)
        if in_cells or (len(places) > 1 and any(map(_says_whose, names))):
            yield _Group((at, *places), names, tuple(rows[n].stated for n in places), at)
        at = end


def _is_beside(rows: Sequence[Event], at: int, n: int) -> bool:
    row, first = rows[n], rows[at + 1]
    same = len(row.stated) == len(first.stated) > 0 and row.header == first.header
    return same and _name(row) is not None


def _named_apart(rows: Sequence[Event], compare: Compare) -> Iterator[_Group]:
    """Rows of one label with something more said in each: 行政许可（2021年）, 行政许可合计."""
    by_base: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for at, event in enumerate(rows):
        if event.label is None or event.label.prose or not event.stated:
            continue
        base, name = told_apart(event.label.text)
        if event.label.best(LabelKind.ROW)[1] >= KNOWN:  # the form itself says more there
            base, name = event.label.text, ""
        group = event.group.text if event.group is not None else ""
        by_base.setdefault((bare(base), group), []).append((at, name))
    for (base, _), each in by_base.items():
        plain = sum(not name for _, name in each)
        if plain == len(each) or plain > 1 or len(each) > MOST_ROWS:
            continue
        sims = compare(base)
        if max((s for (kind, _), s in sims.items() if kind is LabelKind.ROW), default=0.0) < KNOWN:
            continue
        if len(each) == 1 and not _says_whose(each[0][1]):
            continue
        places, names = zip(*each, strict=True)
        label = rows[places[0]].label
        assert label is not None
        label = replace(label, sims=sims)
        yield _Group(places, names, tuple(rows[at].stated for at in places), places[0], label)


def told_apart(text: str) -> tuple[str, str]:
    """A label and the name of a year or part, or of their sum, that is said with it."""
    found = _BRACKETED.fullmatch(text) or _YEAR_BEFORE.fullmatch(text)
    if found is not None and found["name"].removeprefix("单位:") not in UNITS:
        return found["base"], found["name"]
    base, word = without_sum(text)
    return (base, word) if len(bare(base)) > 1 else (text, "")
