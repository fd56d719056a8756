"""Writing a document's text piece by piece while its offsets are known.

All formats that mark their structure (html, docx, pdf, pictures) write their text through this,
so that tables look the same whatever they came from: a row a line, `a | b | c |`, and `|||` for
the columns that a merged cell covers.
"""

import re

from extractor.types import SourceCell, SourceGrid, Span

_BLANKS = re.compile(r"[ \t\n\r\f]+")


class Writer:
    """Collects text; `length` is the offset of what comes next."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._line_empty = True
        self._blank_waits = False

    def text(self) -> str:
        return "".join(self._parts)

    def inline(self, text: str) -> None:
        """Running text: blanks collapse to one, and vanish at a line's ends."""
        if not text:
            return
        words = _BLANKS.sub(" ", text)
        if words[0] == " ":
            self._blank_waits = True
            words = words[1:]
        ends_blank = words.endswith(" ")
        words = words[:-1] if ends_blank else words
        if words:
            if self._blank_waits and not self._line_empty:
                self._put(" ")
            self._blank_waits = False
            self._put(words)
            self._line_empty = False
        self._blank_waits = self._blank_waits or ends_blank

    def verbatim(self, text: str) -> None:
        """Text whose blanks and line ends count."""
        if text:
            self._put(text)
            self._line_empty = text.endswith("\n")
            self._blank_waits = False

    def end_line(self) -> None:
        """The next text begins a line; no effect at a line's start."""
        self._blank_waits = False
        if not self._line_empty:
            self.new_line()

    def new_line(self) -> None:
        """A line end, even after an empty line."""
        self._blank_waits = False
        self._put("\n")
        self._line_empty = True

    def blank(self) -> None:
        """A blank, unless the line begins or ends here."""
        self._blank_waits = True

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)


class GridWriter:
    """Writes one table into a `Writer`, cell by cell in reading order, and keeps its cells.

    Call `begin` before a cell's text is written and `end` after it; `end_row` after each row.
    """

    def __init__(self, writer: Writer) -> None:
        writer.end_line()
        self._writer = writer
        self._start = writer.length
        self._cell_start = writer.length
        self._cells: list[SourceCell] = []

    def begin(self) -> None:
        self._cell_start = self._writer.length + (0 if self._writer._line_empty else 1)
        self._writer.blank()

    def end(
        self, row: int, column: int, spans: tuple[int, int] = (1, 1), certainty: float = 1.0
    ) -> SourceCell:
        """Close a cell that stands at a row and column and covers `spans` rows and columns."""
        writer = self._writer
        written = writer.length > self._cell_start
        span = (
            Span(self._cell_start, writer.length) if written else Span(writer.length, writer.length)
        )
        cell = SourceCell(row, column, span, *spans, certainty=certainty)
        self._cells.append(cell)
        writer.blank()
        writer.inline("|")
        if spans[1] > 1:
            writer.blank()
            writer.inline("|" * (spans[1] - 1))
        return cell

    def end_row(self) -> None:
        self._writer.end_line()

    def finished(self) -> SourceGrid:
        self._writer.end_line()
        return SourceGrid(Span(self._start, self._writer.length), tuple(self._cells))
