"""Text whose pieces keep their exact spans through every later edit."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Mark:
    """A piece of the text: code-point offsets, end excluded.

    `kind` is one of cell, heading, fact, statement, agency, year, report, reject, keep; `key` is
    the field id, section key, fact key or spelling; `info` holds what the truth needs to know.
    """

    kind: str
    key: str
    start: int
    end: int
    value: int | float | None = None
    info: dict[str, object] = field(default_factory=dict)

    def copy(self) -> "Mark":
        return Mark(self.kind, self.key, self.start, self.end, self.value, dict(self.info))


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace text[start:end] by `text`; an insertion where start equals end."""

    start: int
    end: int
    text: str


class MarkedText:
    """A text under construction, with marks that move along with every edit."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.marks: list[Mark] = []

    @property
    def text(self) -> str:
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def __len__(self) -> int:
        return self._length

    def add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def add_marked(
        self,
        text: str,
        kind: str,
        key: str,
        value: int | float | None = None,
        **info: object,
    ) -> Mark:
        mark = Mark(kind, key, self._length, self._length + len(text), value, info)
        self.marks.append(mark)
        self.add(text)
        return mark

    def append(self, other: "MarkedText") -> None:
        """Put another text with its marks at the end."""
        for mark in other.marks:
            moved = mark.copy()
            moved.start += self._length
            moved.end += self._length
            self.marks.append(moved)
        self.add(other.text)

    def of(self, kind: str) -> Iterator[Mark]:
        return (m for m in self.marks if m.kind == kind)

    def quote(self, mark: Mark) -> str:
        return self.text[mark.start : mark.end]

    def translate(self, text: str) -> None:
        """Replace the whole text by one of the same length, character by character."""
        if len(text) != self._length:
            raise ValueError("a translation keeps the length")
        self._parts = [text]

    def edit(self, edits: Iterable[Edit]) -> None:
        """Apply edits that do not overlap; all offsets are those before any of them."""
        ordered = sorted(edits)
        if not ordered:
            return
        text, at = self.text, 0
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        shifts: list[int] = []
        total = 0
        for one in ordered:
            if one.start < at or one.end < one.start or one.end > len(text):
                raise ValueError(f"edits overlap or leave the text at {one.start}")
            parts += (text[at : one.start], one.text)
            at = one.end
            total += len(one.text) - (one.end - one.start)
            starts.append(one.start)
            ends.append(one.end)
            shifts.append(total)
        parts.append(text[at:])
        self._parts = ["".join(parts)]
        self._length = len(self._parts[0])
        for mark in self.marks:
            _move(mark, starts, ends, shifts)


def _move(mark: Mark, starts: list[int], ends: list[int], shifts: list[int]) -> None:
    """Move a mark past the edits.

    What is inserted just before or just after a piece does not become part of it; what replaces
    it, or stands inside it, does.
    """
    # A start has behind it every edit that ends at or before it.
    before = bisect_right(ends, mark.start)
    shift = shifts[before - 1] if before else 0
    start = mark.start + shift
    if before < len(starts) and starts[before] < mark.start:
        start = starts[before] + shift
    if mark.end == mark.start:
        mark.start = mark.end = start
        return
    # An end has behind it every edit that starts before it.
    behind = bisect_left(starts, mark.end)
    shift = shifts[behind - 1] if behind else 0
    end = mark.end + shift
    if behind and ends[behind - 1] > mark.end:
        end = ends[behind - 1] + shift
    mark.start, mark.end = start, max(start, end)
