"""What reading a table takes and gives: the page as rows, a way to read it, cells and tables read."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from extractor.forms import FormField, Row, Table
from extractor.tables.events import Event
from extractor.tables.fitted import fit_rows
from extractor.tables.place import Columns
from extractor.tables.recognise import Item
from extractor.tables.scores import Headers
from extractor.tables.tokens import Token
from extractor.types import Span

T = TypeVar("T")


@dataclass(slots=True)
class CellReading:
    """One statutory cell as read: its token (None: printed and empty) and what speaks for it."""

    cell: FormField
    row: Row
    token: Token | None
    label_lost: bool
    evidence: dict[str, float] = field(default_factory=dict)
    others: list[Token] = field(default_factory=list)  # that may be meant in its place


@dataclass(frozen=True, slots=True)
class Page:
    """What every table is read from: the items, the rows that they make, marked columns."""

    items: Sequence[Item]
    rows: Sequence[Event]
    marked: Columns
    joint: bool = True
    headers: Headers = field(default_factory=Headers)
    year: int | None = None  # of the report
    _fitted: dict[int, list[Event]] = field(default_factory=dict)
    _once: dict[Hashable, Any] = field(default_factory=dict)

    def fitted(self, width: int) -> list[Event]:
        """The rows as a table of that many columns has them."""
        if width not in self._fitted:
            self._fitted[width] = fit_rows(self.rows, width)
        return self._fitted[width]

    def once(self, name: Hashable, made: Callable[[], T]) -> T:
        """What `made` gives, worked out once for this page and remembered by a name."""
        if name not in self._once:
            self._once[name] = made()
        found: T = self._once[name]
        return found


@dataclass(slots=True)
class TableReading:
    """One statutory table as read; `form` is the form whose columns are printed."""

    table: Table
    cells: dict[str, CellReading]
    span: Span
    total: float
    forms: dict[str, int]
    unread: int = 0  # numbers of the report that stand like cells and belong to no table
    rows: dict[str, Span] = field(default_factory=dict)  # where each row stands, by its key
    loose: dict[str, float] = field(default_factory=dict)  # doubts.slack of cells without reading
    # Modern fields of rows not found that rows under unknown names (True) or under none (False)
    # may be (doubts.unnamed).
    unnamed: dict[str, bool] = field(default_factory=dict)
    unrepeated: bool = False  # doubts.is_unrepeated, of all tables of the report
    tokens: Sequence[Token] = ()  # of the whole report, without numbers of rows
    # Tables of the same kind that were not chosen.
    passed: list["TableReading"] = field(default_factory=list)
    stated: set[int] = field(default_factory=set)  # where all values of its rows start
    # Modern fields of rows that the text does not come to, where it breaks off in this table.
    beyond: frozenset[str] = frozenset()
    set_aside: frozenset[int] = frozenset()  # where numbers of other years start, beside its own


@dataclass(frozen=True, slots=True)
class Found:
    """A way to read a table: how well it fits, and how to read it once it is the best."""

    total: float
    reader: Callable[[float], TableReading]

    def read(self) -> TableReading:
        return self.reader(self.total)

    def less(self, cost: float) -> "Found":
        return Found(self.total - cost, self.reader)
