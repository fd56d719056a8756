"""What a recogniser's doubts about characters take from the confidence of a field.

The confidence model knows how numbers find their fields; it was fitted on digital text, where
characters are what they are. For pictures of pages its probability holds only if the characters
were read right, so the two multiply:

    confidence = P(right | characters right) * P(characters right)

The second is the recogniser's certainty of the least certain stretch that the value was read from.
An empty cell of a picture may be one whose ink was overlooked, and no character says how sure that
is: it gets `EMPTY_CELL`, which is below every threshold in use, so that somebody looks.
"""

from collections.abc import Sequence

from extractor.types import Box, Cleaned, Document, FieldResult, Span

EMPTY_CELL = 0.9
BLANK = "blank"


class Legibility:
    """How surely the characters of a document were read."""

    def __init__(self, document: Document, cleaned: Cleaned) -> None:
        self._doubtful: Sequence[Box] = [
            box for page in document.pages for box in page.boxes if box.certainty < 1.0
        ]
        self._pictured = [
            page.span for page in document.pages if any(box.certainty < 1.0 for box in page.boxes)
        ]
        self._cleaned = cleaned

    def of(self, result: FieldResult) -> float:
        """The factor for a field: 1 for digital text."""
        if not self._doubtful:
            return 1.0
        if result.state == BLANK:
            return EMPTY_CELL if result.span is None or self._is_pictured(result.span) else 1.0
        spans = [*result.sources, *([result.span] if result.span is not None else [])]
        return min((self._certainty(self._cleaned.to_source(span)) for span in spans), default=1.0)

    def _is_pictured(self, span: Span) -> bool:
        """Whether a place lies in what was read from a picture; a web page may hold one."""
        source = self._cleaned.to_source(span)
        return any(page.start <= source.start <= page.end for page in self._pictured)

    def _certainty(self, span: Span) -> float:
        return min((b.certainty for b in self._doubtful if b.span.overlap(span)), default=1.0)
