"""The plain values that the steps hand to each other.

Two kinds of offsets exist and never mix: *source* offsets point into `Document.text`, what the
user submitted; *clean* offsets point into `Cleaned.text`. Every step after cleaning works with
clean offsets; only the assembly of the result turns them back with `Cleaned.to_source`.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# How the media types of office files begin (`reading.sniff.Kind`).
_OFFICE = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/x-ole-storage",
    "application/rtf",
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code-point offsets, end excluded."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlap(self, other: "Span") -> int:
        """How many characters both cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a table that the file format itself marks (html, docx, pdf); source offsets.

    `span` is the stretch of `Document.text` that shows the cell's content; it is empty for an
    empty cell. Rows and columns count from 0 after merged cells were spread out.
    """

    row: int
    column: int
    span: Span
    row_span: int = 1
    column_span: int = 1
    certainty: float = 1.0  # of the characters read: 1 for digital text, the engine's for OCR


@dataclass(frozen=True, slots=True)
class SourceGrid:
    """A table that the file format marks; `span` covers all of its text."""

    span: Span
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stretch of text stands on a page, in points from the page's top left corner.

    `certainty` is of its characters: 1 for digital text, the recogniser's for a picture.
    """

    span: Span
    page: int
    left: float
    top: float
    right: float
    bottom: float
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document that has pages; sizes in points."""

    number: int
    span: Span
    width: float
    height: float
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, as text with offsets. `id` is the SHA-256 of its bytes, in hex."""

    id: str
    name: str
    media_type: str
    text: str
    encoding: str | None = None
    grids: tuple[SourceGrid, ...] = ()
    pages: tuple[Page, ...] = ()
    incomplete: str | None = None  # why a part could not be read

    @property
    def is_plain_text(self) -> bool:
        """Whether `text` is simply the decoded bytes, so that the result need not carry it."""
        return self.media_type in ("text/plain", "text/markdown")

    @property
    def is_office(self) -> bool:
        """Whether it is a text or a workbook of an office program."""
        return self.media_type.startswith(_OFFICE)


class CleaningKind(StrEnum):
    PINYIN = "pinyin"
    TRADITIONAL = "traditional"
    WORDING = "wording"
    ADVERTISING = "advertising"
    FURNITURE = "furniture"
    DAMAGED = "damaged"
    WIDTH = "width"
    INVISIBLE = "invisible"


@dataclass(frozen=True, slots=True)
class Mark:
    """One place that cleaning changed, left out or distrusts; source offsets."""

    kind: CleaningKind
    span: Span


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text, and for each of its characters the place in the source that it came from.

    `origin[i]` is the source offset of clean character i; it never falls. Characters that
    cleaning dropped have no clean counterpart.
    """

    text: str
    origin: Sequence[int]
    source_length: int
    marks: tuple[Mark, ...] = ()

    def to_source(self, span: Span) -> Span:
        """The source stretch that a clean stretch came from."""
        if len(span) == 0:
            at = self.origin[span.start] if span.start < len(self.origin) else self.source_length
            return Span(at, at)
        return Span(self.origin[span.start], self.origin[span.end - 1] + 1)

    def from_source(self, span: Span) -> Span:
        """The clean stretch that lies inside a source stretch; empty where all was dropped."""
        return Span(bisect_left(self.origin, span.start), bisect_left(self.origin, span.end))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the clean text: a report (`reason` None) or something rejected, with its reason.

    Reasons: guide, notice, regulation, form, summary, news, other-report, furniture,
    not-a-report, empty.
    """

    span: Span
    reason: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its heading; clean offsets. Keys: see docs/contract."""

    key: str
    level: int
    title_span: Span
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value read from the document, how sure, and where; clean offsets. None: not found."""

    value: str | int | None
    confidence: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, about which year, for whom (`own`, `region` or `unknown`)."""

    agency: Evidence
    year: Evidence
    scope: Evidence


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure told in prose, in single units; clean offsets. `text` is the clause around it."""

    key: str
    value: int | float
    unit: str
    span: Span
    clause: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """What the prose says about one modern field; clean offsets.

    `approximate` is true for 余, 约, 近, 多; `unsure` for wordings that may mean something else
    (共收到: new, or new and carried in).
    """

    field: str
    value: int | float
    span: Span
    confidence: float
    approximate: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """`doubts`: fields that a figure may tell although it was not likely enough to be given, with
    that probability; `untold`: figures with a unit of cases that tell nothing known.
    """

    facts: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()
    doubts: Mapping[str, float] = field(default_factory=dict)
    untold: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a recovered grid; clean offsets. `text` is stripped; `span` covers just it."""

    row: int
    column: int
    text: str
    span: Span
    row_span: int = 1
    column_span: int = 1
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table recovered from its layout or given by the file format; clean offsets."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    native: bool = False  # given by the file format, not recovered from text
    layout: str = ""  # how it was recovered, for evidence and figures


@dataclass(slots=True)
class FieldResult:
    """One field of the result; clean offsets."""

    value: int | float | None
    state: str
    raw: str | None = None
    span: Span | None = None
    sources: tuple[Span, ...] = ()
    relation: str | None = None
    alternatives: list[tuple[int | float | None, str]] = field(default_factory=list)
    evidence: dict[str, float] = field(default_factory=dict)
    confidence: float = 0.0
