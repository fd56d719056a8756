"""A text on its way through the cleaning steps, with its way back to the source.

Each step either replaces characters one to one (`Draft.with_text`) or edits stretches
(`Draft.edited`). The origins stay monotone by construction: kept characters keep theirs, and the
characters of a replacement spread over the stretch they replace.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.types import Cleaned, CleaningKind, Mark, Span

Offsets = NDArray[np.int64]


class Edit(NamedTuple):
    """Replace `start..end` of a draft's text; with `kind` None the change is not worth a mark."""

    start: int
    end: int
    replacement: str
    kind: CleaningKind | None


@dataclass(frozen=True, slots=True)
class Draft:
    """`origin[i]` is the source offset of character i of `text`."""

    text: str
    origin: Offsets
    source_length: int
    marks: tuple[Mark, ...] = ()

    @staticmethod
    def of(text: str) -> "Draft":
        return Draft(text, np.arange(len(text), dtype=np.int64), len(text))

    def with_text(self, text: str, kind: CleaningKind) -> "Draft":
        """The same draft with characters replaced one to one; runs of changes become marks."""
        if len(text) != len(self.text):
            raise ValueError("a one-to-one step changed the length")
        if text == self.text:
            return self
        return Draft(text, self.origin, self.source_length, self.marks + self._changed(text, kind))

    def edited(self, edits: Sequence[Edit]) -> "Draft":
        """The draft after some edits; of edits that overlap, the first by place is done.

        Where leaving something out would join two numbers into one, a blank stays; invisible
        characters alone are no such thing, for `1` and `2` around one look like 12.
        """
        if not edits:
            return self
        pieces: list[str] = []
        marks: list[Mark] = []
        spread: list[int] = []
        kept = np.ones(len(self.text), dtype=bool)
        at = 0
        for edit in _without_joins(self.text, edits):
            pieces += (self.text[at : edit.start], edit.replacement)
            kept[edit.start : edit.end] = False
            spread += _spread(edit)
            if edit.kind is not None:
                marks.append(self.mark(edit.kind, edit.start, edit.end))
            at = edit.end
        pieces.append(self.text[at:])
        places = np.flatnonzero(kept)
        if spread:
            # Kept places and replaced ones never mix, so their order is that of the pieces.
            places = np.sort(np.concatenate((places, np.array(spread, np.int64))), kind="stable")
        return Draft(
            "".join(pieces), self.origin[places], self.source_length, self.marks + tuple(marks)
        )

    def mark(self, kind: CleaningKind, start: int, end: int) -> Mark:
        """A mark on a stretch of this draft, in source offsets."""
        if start >= end:
            at = int(self.origin[start]) if start < len(self.origin) else self.source_length
            return Mark(kind, Span(at, at))
        return Mark(kind, Span(self.origin.item(start), self.origin.item(end - 1) + 1))

    def marked(self, marks: Sequence[Mark]) -> "Draft":
        return Draft(self.text, self.origin, self.source_length, self.marks + tuple(marks))

    def finished(self) -> Cleaned:
        marks = tuple(sorted(self.marks, key=lambda m: (m.span.start, m.span.end, m.kind)))
        origin = array("q", self.origin.tobytes())  # small, and its elements are plain integers
        return Cleaned(self.text, origin, self.source_length, marks)

    def _changed(self, text: str, kind: CleaningKind) -> tuple[Mark, ...]:
        places = np.flatnonzero(_codes(self.text) != _codes(text))
        breaks = np.flatnonzero(np.diff(places) > 1) + 1
        starts = places[np.concatenate(([0], breaks))]
        ends = places[np.concatenate((breaks - 1, [len(places) - 1]))]
        return tuple(
            self.mark(kind, int(start), int(end) + 1)
            for start, end in zip(starts, ends, strict=True)
        )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _without_joins(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits in order, without overlaps, and with a blank where digits would meet."""
    result: list[Edit] = []
    run = 0  # where the last row of touching omissions begins in `result`
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if result and edit.start < result[-1].end:
            continue
        if result and (edit.start > result[-1].end or result[-1].replacement):
            _part(text, result, run)
            run = len(result)
        result.append(edit)
    _part(text, result, run)
    return result


def _part(text: str, edits: list[Edit], run: int) -> None:
    """Put a blank in place of a row of omissions between two digits."""
    first, last = edits[run], edits[-1]
    if last.replacement or first.start == 0 or not text[first.start - 1].isdigit():
        return
    if last.end == len(text) or not text[last.end].isdigit():
        return
    if any(edit.kind not in (None, CleaningKind.INVISIBLE) for edit in edits[run:]):
        edits[-1] = last._replace(replacement=" ")


def _spread(edit: Edit) -> Sequence[int]:
    """Places for a replacement's characters: the first at the start, the last at the end."""
    count, width = len(edit.replacement), edit.end - edit.start
    if count == 0:
        return ()
    if width == 0:
        raise ValueError("a replacement needs a stretch to stand for")
    if count == 1:
        return (edit.start,)
    return [edit.start + i * (width - 1) // (count - 1) for i in range(count)]
