"""Cut a report into the pieces that may be cells, whatever its layout.

A piece is what stands between pipes, tabs, line ends, or, where numbers stand among blanks,
between blanks. The pieces keep their line and whether a break of line or of cell precedes them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.tables.values import Value, ValueKind, parse_value
from extractor.types import Span

MAX_LABEL = 60      # characters; a longer piece is prose
MAX_PIECES = 20_000  # a report has some 600; beyond this a page is not one

_LINE = re.compile(r"[^\n\r]+")
_CELL = re.compile(r"[^|\t]*")
_BLANKS = re.compile(r"[ \u3000]+")
_WORD = re.compile(r"[^ \u3000]+")
_UNIT_AFTER = re.compile(r"(?:年|月|日|号|万元|元|件|条|项|个|次|篇|份|人|楼|层|%)")
_CALENDAR = re.compile(r"^(?:年|月|日|号|楼|层|%)")
_GLUED = re.compile(r"^(?P<label>.*?[^\d.,+\-/])(?P<digits>\d{1,9}(?:\.\d+)?)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text between separators; clean offsets. `value` is None for labels and prose."""

    text: str
    span: Span
    line: int
    cell: int         # which cell of its line
    piped: bool       # its line has pipes or inner tabs: lines are rows
    value: Value | None

    @property
    def is_prose(self) -> bool:
        return self.value is None and len(self.text) > MAX_LABEL


def tokenise(text: str, span: Span, known: frozenset[str] = frozenset()) -> list[Token]:
    """The pieces of `text[span]` in order. `known` holds labels that may have digits stuck on."""
    tokens: list[Token] = []
    for number, line in enumerate(_LINE.finditer(text, span.start, span.end)):
        tokens.extend(_line_tokens(text, Span(*line.span()), number, known))
        if len(tokens) > MAX_PIECES:
            break
    return tokens


def _line_tokens(text: str, line: Span, number: int, known: frozenset[str]) -> Iterator[Token]:
    content = line.of(text)
    inner = content.strip(" \u3000\r")
    pipes = content.count("|")
    piped = pipes >= 2 or (pipes == 1 and not inner.endswith("|")) or "\t" in inner.strip("\t")
    cells = [m for m in _CELL.finditer(text, line.start, line.end)]
    index = 0
    at = line.start
    for cell in cells:
        if cell.start() < at:
            continue
        at = cell.end() + 1
        piece = _strip(text, Span(*cell.span()))
        if len(piece) == 0:
            last = cell.end() >= line.end
            if piped and not last:
                yield Token("", piece, number, index, piped, Value(ValueKind.EMPTY, None))
                index += 1
            continue
        yield from _cell_tokens(text, piece, number, index, piped, known)
        index += 1


def _strip(text: str, span: Span) -> Span:
    content = span.of(text)
    left = len(content) - len(content.lstrip(" \u3000\r\xa0"))
    right = len(content.rstrip(" \u3000\r\xa0"))
    return Span(span.start + left, span.start + max(left, right))


def _cell_tokens(
    text: str, piece: Span, line: int, cell: int, piped: bool, known: frozenset[str]
) -> Iterator[Token]:
    content = piece.of(text)
    whole = parse_value(content)
    if whole is not None:
        yield Token(content, piece, line, cell, piped, whole)
        return
    words = [Span(*m.span()) for m in _WORD.finditer(text, piece.start, piece.end)]
    if len(words) > 1 and any(_is_number(w.of(text)) for w in words):
        yield from _words(text, words, line, cell, piped, known)
        return
    yield from _label(text, piece, line, cell, piped, known)


def _is_number(word: str) -> bool:
    value = parse_value(word)
    return value is not None and value.kind is ValueKind.NUMBER


def _words(
    text: str, words: list[Span], line: int, cell: int, piped: bool, known: frozenset[str]
) -> Iterator[Token]:
    """Numbers among blanks are cells of their own; what stands between them is a label."""
    label: list[Span] = []
    seen_number = False
    for at, word in enumerate(words):
        content = word.of(text)
        value = parse_value(content)
        following = words[at + 1].of(text) if at + 1 < len(words) else ""
        is_mark = value is not None and value.kind is ValueKind.MARK
        if value is None or (is_mark and not seen_number) or _CALENDAR.match(following):
            if seen_number and not label and value is None and content in ("件", "条", "项", "万元", "元", "人", "次", "个"):
                continue  # a unit behind its number
            label.append(word)
            continue
        if label:
            yield from _label(text, Span(label[0].start, label[-1].end), line, cell, piped, known)
            label = []
        seen_number = True
        yield Token(content, word, line, cell, piped, value)
    if label:
        yield from _label(text, Span(label[0].start, label[-1].end), line, cell, piped, known)


def _label(
    text: str, piece: Span, line: int, cell: int, piped: bool, known: frozenset[str]
) -> Iterator[Token]:
    content = piece.of(text)
    glued = _GLUED.match(content) if len(content) <= MAX_LABEL else None
    if glued and _BLANKS.sub("", glued["label"]) in known:
        cut = piece.start + len(glued["label"].rstrip())
        number = Span(piece.start + glued.start("digits"), piece.end)
        yield Token(Span(piece.start, cut).of(text), Span(piece.start, cut), line, cell, piped, None)
        yield Token(number.of(text), number, line, cell, piped, parse_value(number.of(text)))
        return
    yield Token(content, piece, line, cell, piped, None)
