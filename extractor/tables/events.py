"""Group labels and values into the rows that a table shows: a label, its group, its values.

Nothing here knows a statutory table; only how many columns a row is expected to have, so that
rows that were broken over lines, or run together without a line end, come out one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.tables.behind import CERTAIN, labels_behind, lines_behind
from extractor.tables.names import is_part
from extractor.tables.recognise import Item, Label
from extractor.tables.tokens import Token
from extractor.tables.translations import is_word
from extractor.tables.values import UNITS, ValueKind
from extractor.tables.vocabulary import LabelKind
from extractor.types import Span

CLOSE = 0.05  # similarities nearer than this do not decide between two kinds of label
LIKE_NOISE = 0.75  # similarity of a word before numbers that names no row
MAX_LINE_GAP = 3  # lines between a row and its continuation


@dataclass(slots=True)
class Event:
    """One row as printed: labels before it and its values, empty cells included, in order."""

    label: Label | None
    group: Label | None
    header: tuple[Label, ...]
    values: list[Token] = field(default_factory=list)
    lead: int = 0  # empty cells before the first value of a row without label
    first: int = 0  # index of its first value among the items
    line: int = 0
    last_line: int = 0
    piped: bool = False  # lines are rows
    joined: bool = False  # its values stood on several lines of a table whose lines are rows
    cut: bool = False  # it is a part of a longer run of values without a label
    tail: int = 0  # values that stood behind its own in one run, with no label between
    others: tuple[Token, ...] = ()  # its number may be any of these, for all that the head says
    unsure: bool = False  # some of its values may be the next row's
    ends: bool = False  # the text ends behind its name or its last value
    # How many values there were when `stated` was last asked for, and the answer.
    _known: tuple[int, list[Token]] = field(
        default_factory=lambda: (0, []), init=False, repr=False, compare=False
    )

    @property
    def numbers(self) -> list[Token]:
        return [t for t in self.values if t.value and t.value.kind is ValueKind.NUMBER]

    @property
    def stated(self) -> list[Token]:
        """Values that are printed: numbers and marks."""
        seen, printed = self._known  # values are only ever added: a row may be as long as its page
        if seen == len(self.values):
            return printed
        fresh = self.values[seen:]
        printed += [t for t in fresh if t.value and t.value.kind is not ValueKind.EMPTY]
        self._known = (len(self.values), printed)
        return printed

    @property
    def span(self) -> Span:
        starts = [t.span for t in self.stated]
        if self.label:
            starts.append(self.label.span)
        if not starts:
            return Span(0, 0)
        return Span(min(s.start for s in starts), max(s.end for s in starts))


def printed_rows(items: Sequence[Item]) -> list[Event]:
    """The rows in order, as the lines and labels alone have it."""
    return _Builder().run(items)


class _Builder:
    """Walks the items once; the state is what a reader keeps in mind from the lines above."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.current: Event | None = None
        self.group: Label | None = None
        self.header: list[Label] = []
        self.header_open = False
        self.lead: list[Token] = []
        self.named: Event | None = None  # the last row whose label stands behind its numbers
        self.behind: frozenset[int] = frozenset()  # lines of which each label does
        self.closing: frozenset[int] = frozenset()  # labels that do, where lines do so by habit

    def run(self, items: Sequence[Item]) -> list[Event]:
        self.behind, self.closing = lines_behind(items), labels_behind(items)
        following = _value_follows(items, frozenset(items[at].line for at in self.closing))
        for index, item in enumerate(items):
            if isinstance(item, Label):
                self._label(item, index, following[index])
            else:
                self._value(item, index)
        return [e for e in self.events if e.label is not None or e.stated]

    def _start(self, label: Label | None, index: int, line: int) -> Event:
        event = Event(label, self.group, tuple(self.header), first=index, line=line, last_line=line)
        event.piped = label is not None and label.piped
        self.events.append(event)
        self.current = event
        self.header_open = False
        return event

    def _label(self, label: Label, index: int, value_next: bool) -> None:
        self.lead = []
        kind = _kind(label, value_next)
        closes = index in self.closing
        if self._names_what_stands_before(label, value_next and not closes, closes):
            return
        if kind is LabelKind.ROW or (kind is LabelKind.COLUMN and value_next):
            self._start(label, index, label.line)
        elif kind is LabelKind.GROUP:
            self._group(label, index, value_next)
        elif kind is LabelKind.COLUMN:
            if not self.header_open:
                self.header = []
                self.header_open = True
            self.header.append(label)
            self.current = None
        elif kind is LabelKind.CAPTION:
            self.current, self.group, self.header, self.header_open = None, None, [], False
        elif kind is LabelKind.NOISE:
            self.current = self.current if label.text in UNITS else None
        elif value_next and not label.prose:
            if not self._continues_label(label):
                self._start(label, index, label.line)
        else:
            self.current = None
            if label.prose:
                self.group = None

    def _names_what_stands_before(self, label: Label, value_next: bool, closes: bool) -> bool:
        """Whether a row's label stands at the end of its line, behind its numbers; taken if so."""
        row = self.current
        known = row is not None and row.label is not None
        if value_next or not (label.piped or closes) or known:
            return False
        if row is None:
            return self._names_more(label)
        if row.last_line != label.line or not row.stated or _group_leads(row):
            return False
        if label.best(LabelKind.GROUP)[1] >= CERTAIN > label.best(LabelKind.ROW)[1]:
            row.group = self.group = label
            return True
        if label.best(LabelKind.ROW)[1] < CERTAIN and label.line not in self.behind:
            return False
        row.label, self.named, self.current = label, row, None
        return True

    def _names_more(self, label: Label) -> bool:
        """Whether what was taken for a row's label behind its numbers is the group that the form
        has beside it, and this the label; some words name both."""
        row = self.named
        if row is None or row.label is None or row.last_line != label.line:
            return False
        if min(row.label.best(LabelKind.GROUP)[1], label.best(LabelKind.ROW)[1]) < CERTAIN:
            return False
        row.group = self.group = row.label
        row.label = label
        return True

    def _continues_label(self, label: Label) -> bool:
        """Whether unknown words behind a known label in its cell belong to it, as do their values."""
        row = self.current
        known = row is not None and row.label is not None and not row.values
        if label.sims or not known or row is None or row.label is None:
            return False
        if _is_repeated(label, row.label):
            return True
        return (row.label.line, row.label.cell) == (label.line, label.cell)

    def _group(self, label: Label, index: int, value_next: bool) -> None:
        self.group = label
        self.current = None
        if value_next:
            self._start(None, index, label.line)
        elif label.best(LabelKind.ROW)[1] >= label.best(LabelKind.GROUP)[1] - CLOSE:
            self._start(label, index, label.line)  # a row of an older form, left empty
        elif self.header_open:
            self.header.append(label)

    def _value(self, token: Token, index: int) -> None:
        empty = token.value is not None and token.value.kind is ValueKind.EMPTY
        current = self.current
        same_line = current is not None and token.line == current.last_line
        if empty:
            if current is not None and (same_line or not (token.piped or current.piped)):
                current.values.append(token)
            else:
                if self.lead and self.lead[-1].line != token.line:
                    self.lead = []
                self.lead.append(token)
            return
        new_row = current is not None and not same_line and token.piped and bool(current.stated)
        if current is None or new_row:
            lead = len(self.lead) if self.lead and self.lead[-1].line == token.line else 0
            current = self._start(None, index, token.line)
            current.lead = lead
        elif (
            not same_line and current is not None and self.lead and self.lead[-1].line == token.line
        ):
            current.values.extend(self.lead)
        self.lead = []
        if not current.stated:
            current.first = index
        current.values.append(token)
        current.last_line = token.line
        current.piped = token.piped


def _group_leads(row: Event) -> bool:
    """Whether the group of a row stands before its numbers on their line."""
    group = row.group
    if group is None or group.line != row.line:
        return False
    return group.span.start < row.stated[0].span.start


def _kind(label: Label, value_next: bool) -> LabelKind | None:
    row, group = label.best(LabelKind.ROW)[1], label.best(LabelKind.GROUP)[1]
    column, noise = label.best(LabelKind.COLUMN)[1], label.best(LabelKind.NOISE)[1]
    caption = label.best(LabelKind.CAPTION)[1]
    best = max(row, group, column, noise, caption)
    if best == 0.0:
        return None
    if caption >= best:
        return LabelKind.CAPTION
    if value_next and row >= best - CLOSE:
        return LabelKind.ROW
    if value_next and best == noise < LIKE_NOISE and is_part(label.text):
        return None  # 下属单位 before numbers is the name of a row
    if column >= best - CLOSE and not (row > column):
        return LabelKind.COLUMN
    order = ((group, LabelKind.GROUP), (noise, LabelKind.NOISE), (row, LabelKind.ROW))
    return next((kind for score, kind in order if score >= best), LabelKind.COLUMN)


def _value_follows(items: Sequence[Item], behind: frozenset[int]) -> list[bool]:
    """For each item, whether the next thing that is printed is a value (units are passed over);
    `behind` are lines whose values belong to the label at their end."""
    result = [False] * len(items)
    follows = False
    line, piped = -1, False
    for i in range(len(items) - 1, -1, -1):
        item = items[i]
        # Where lines are rows, a label and the values of the next line have nothing in common.
        apart = line != item.line and ((item.piped and piped) or line in behind)
        result[i] = follows and not apart
        if isinstance(item, Label):
            if item.text not in UNITS and not _is_repeated(item, items[i - 1]):
                follows = False
        elif item.value is not None and item.value.kind is not ValueKind.EMPTY:
            follows, line, piped = True, item.line, item.piped
    return result


def _is_repeated(label: Label, before: Item) -> bool:
    """Whether a label is a word of another language behind the one that it repeats."""
    known = isinstance(before, Label) and bool(before.sims) and before.line == label.line
    return known and not label.sims and is_word(label.text)
