"""Cut a report into the pieces that may be cells, whatever its layout.

A piece is what stands between pipes, tabs, line ends, or, where numbers stand among blanks,
between blanks. The pieces keep their line and whether a break of line or of cell precedes them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.tables.glued import Known, cut_glued
from extractor.tables.listed import listed
from extractor.tables.remarks import is_remark, without_note, without_remark
from extractor.tables.separators import BAR, barred
from extractor.tables.values import NOTHING, UNITS, Value, ValueKind, parse_value
from extractor.tables.vocabulary import bare
from extractor.types import Span

LONGEST_LABEL_LINE = 40  # characters
LEAST_CELL_LINES = 8  # lines of a number and a bar, before each line is one cell
LEAST_NUMBERS = 3  # of them, where as many lines are a name and a bar
MAX_LABEL = 60  # characters; a longer piece is prose
NOTHING_KNOWN: Known = {}
LEAST_NAMED = 3  # cells of a line that repeat the name of a column before their number
MAX_PIECES = 20_000  # a report has some 600; beyond this a page is not one

_LINE = re.compile(r"[^\n\r]+")
_ANY_LINE = re.compile(r"(?=[\s\S])([^\n\r]*)(?:\r\n?|\n|\Z)")
_CELL_END = re.compile(r"^\d{1,12}([ \t]{1,4}\|)$", re.M)
_LABEL_END = re.compile(r"^[^|\n]{1,60}[ \t]{1,4}\|$", re.M)
_CELL_MARK = re.compile(r"[|\t]")
_WORD = re.compile(r"[^ \u3000]+")
# What follows a number that is no count: a date, a floor, the stop of a numbering set apart.
_NO_COUNT = re.compile(r"^(?:年|月|日|号|楼|层|%|[.、][^0-9.、])")
_RULE = re.compile(r"(?=[^-\n]{0,9}---)\|[|:\- \u3000]+")  # under the header of a markdown table
# A number in bold, in quotes or brackets, or with the sign of a footnote.
_ADORNED = re.compile(
    r"[*_~\"'“”‘’$(\[【《]{0,4} ?([0-9][0-9,.]{0,12}) ?"
    r"(?:[*_~\"'“”‘’$)\]】》※]{0,4}|[\u2460-\u2473]|\[[0-9]{1,2}\]|[²³¹⁰-⁹⁽⁾₀-₉₍₎]{1,4})"
)
_NAMED = re.compile(
    r"(?P<label>[^0-9:|]{2,40}?) ?:? ?(?P<number>[0-9][0-9,]{0,12}(?:\.[0-9]{1,6})?)"
)
_BLANKS = " \u3000\r\xa0"
# Three figures and more with signs between: no date, no telephone number.
_FIGURES = r"(?:[0-9]{1,12}[^\w|]{1,8}){2,40}[0-9]{1,12}[^\w|]{0,8}"
_UNCUT = re.compile(rf"\d+|[0-9]{{3,12}}\.|{_FIGURES}")
_STUCK = re.compile(r"[\u4e00-\u9fff)）]\d{1,9}$")
# Numbers as in a row; bounded, as a token may be digits without end.
_ROW = re.compile(
    r"(?<!\d)(?:\d{1,12}(?:\.\d{1,6})?[ \u3000\xa0]{1,40}){2,40}\d{1,12}(?:\.\d{1,6})?"
)
_GLUED = re.compile(r"^(?P<label>.*?[^\d.,+\-/])(?P<digits>\d{1,9}(?:\.\d+)?)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text between separators; clean offsets. `value` is None for labels and prose."""

    text: str
    span: Span
    line: int
    cell: int  # which cell of its line
    piped: bool  # its line has pipes or inner tabs: lines are rows
    value: Value | None
    after_comma: bool = False  # the sign before it is a comma, which may be one of thousands

    @property
    def is_uncut(self) -> bool:
        """Whether it is digits of several numbers that could not be told apart, or the part of a
        number before its point."""
        return self.value is None and bool(_UNCUT.fullmatch(self.text))

    @property
    def ends_in_number(self) -> bool:
        """Whether it is a label with digits stuck to it that were not told apart."""
        return self.value is None and not self.is_prose and bool(_STUCK.search(self.text))

    @property
    def stuck(self) -> int:
        """How many numbers stand side by side, as cells do, within a label or prose."""
        if self.value is not None:
            return 0
        return sum(len(found[0].split()) for found in _ROW.finditer(self.text))

    @property
    def is_prose(self) -> bool:
        return self.value is None and len(self.text) > MAX_LABEL


def tokenise(text: str, span: Span, known: Known = NOTHING_KNOWN) -> list[Token]:
    """The pieces of `text[span]` in order. `known` are labels that may have digits stuck on."""
    tokens: list[Token] = []
    printed, text = text, barred(text, span, known)
    lines = [Span(*m.span()) for m in _LINE.finditer(text, span.start, span.end)]
    if _empty_lines_are_cells(text, lines):
        lines = [Span(*m.span(1)) for m in _ANY_LINE.finditer(text, span.start, span.end)]
    end = _cell_end(text, span)
    list_of = listed(text, lines, known)
    for number, line in enumerate(lines):
        if _is_rule(text, lines, number):
            continue
        if end and line.of(text) == end:
            empty = Value(ValueKind.EMPTY, None)
            tokens.append(Token("", Span(line.start, line.start), number, 0, False, empty))
            continue
        if line.start in list_of:
            label, count = list_of[line.start]
            tokens.append(_token(text, label, _Place(number, 0, False), None))
            value = parse_value(count.of(text))
            tokens.append(_token(text, count, _Place(number, 1, False), value))
            continue
        tokens.extend(_line_tokens(text, line, number, known))
        if len(tokens) > MAX_PIECES:
            break
    return [
        replace(t, after_comma=True) if t.span.start and printed[t.span.start - 1] == "," else t
        for t in tokens
    ]


def _cell_end(text: str, span: Span) -> str:
    """Blanks and a bar that end the lines of a page with one cell a line; such a line is an empty
    cell when nothing stands before them. Where no line is so, its blanks may be gone: then a bar
    without blanks is an empty cell, which else fills up rows; behind a row's last value it may be
    either."""
    ends = Counter(m[1] for m in _CELL_END.finditer(text, span.start, span.end))
    end, count = ends.most_common(1)[0] if ends else ("", 0)
    if count < LEAST_CELL_LINES and not (
        count >= LEAST_NUMBERS
        and len(_LABEL_END.findall(text, span.start, span.end)) >= LEAST_CELL_LINES
    ):
        return ""
    lines = (m[0] for m in _LINE.finditer(text, span.start, span.end))
    return end if end in lines else BAR


def _is_rule(text: str, lines: list[Span], number: int) -> bool:
    """Whether a line is the rule below a markdown table's first line, and no row of dashes."""
    line = lines[number]
    if not number or text.find("---", line.start, line.end) < 0:
        return False
    if not _RULE.fullmatch(line.of(text)):
        return False
    above = [line.of(text) for line in lines[max(0, number - 2) : number]]
    return "|" in above[-1] and not any("|" in line for line in above[:-1])


def _empty_lines_are_cells(text: str, lines: list[Span]) -> bool:
    """Whether short labels follow each other without an empty line, so that one means a cell."""
    close = apart = 0
    for line, following in pairwise(lines):
        if max(len(line), len(following)) > LONGEST_LABEL_LINE:
            continue
        if (
            "|" in line.of(text)
            or _is_number(line.of(text).strip())
            or _is_number(following.of(text).strip())
        ):
            continue
        if text.count("\n", line.end, following.start) > 1:
            apart += 1
        else:
            close += 1
    return close > 2 * apart


def _line_tokens(text: str, line: Span, number: int, known: Known) -> Iterator[Token]:
    content = line.of(text)
    inner = content.strip(" \u3000\r")
    pipes = content.count("|")
    # One bar at an end of the line parts no cells.
    inside = "|" in inner[1:-1]
    piped = pipes >= 2 or inside or "\t" in inner.strip("\t")
    blank_line = not inner.strip("\t")  # nothing but tabs is one empty cell, as any empty line is
    cells = list(_cells(text, line))
    pieces = [_strip(text, start, end) for start, end in cells]
    named = _named_numbers(text, [p for p in pieces if len(p)], known) if piped else {}
    index = 0
    for (_, end), piece in zip(cells, pieces, strict=True):
        if len(piece) == 0:
            last = end >= line.end
            if (piped and not last) or (blank_line and last):
                yield Token("", piece, number, index, piped, Value(ValueKind.EMPTY, None))
                index += 1
            continue
        if piece.of(text) in NOTHING:
            yield _nothing(piece, _Place(number, index, piped))
            index += 1
            continue
        shown = named.get(piece.start, piece)
        if len(shown):
            yield from _cell_tokens(text, shown, _Place(number, index, piped), known)
        index += 1


def _cells(text: str, line: Span) -> Iterator[tuple[int, int]]:
    """From where to where the cells of a line reach."""
    start = line.start
    for mark in _CELL_MARK.finditer(text, line.start, line.end):
        yield start, mark.start()
        start = mark.end()
    yield start, line.end


def _named_numbers(text: str, pieces: Sequence[Span], known: Known) -> dict[int, Span]:
    """What counts of cells that repeat the names of their columns, by where the cells start.

    Pages for small screens print `自然人:3 | 商业企业:0`, or each name in a cell before its number:
    the names are left out. Nothing where they are names of rows, or where more than such a row
    stands in the line.
    """
    found: dict[int, Span] = {}
    columns = together = 0
    at = len(pieces)
    while at > 0:  # from the end of the line: behind the first name of a column nothing else stands
        piece = pieces[at - 1]
        match = _NAMED.fullmatch(text, piece.start, piece.end)
        if match is None and at > 2 and _is_number(piece.of(text)):
            piece = pieces[at - 2]
        label, number = piece.of(text), Span(piece.start, piece.start)
        if match is not None:
            label, number = match["label"], Span(*match.span("number"))
        sizes = known.get(bare(label))
        if sizes is None or (match is None and piece is pieces[at - 1]):
            break
        found[piece.start] = number
        columns += not sizes
        together += match is not None
        at -= 1 if match is not None else 2
    rest = [piece.of(text) for piece in pieces[:at]]
    if not rest:  # the row's label stands on the line above
        return found if columns == len(found) >= LEAST_NAMED else {}
    if any(_is_number(one) for one in rest):
        return {}
    alone = columns > 0 and together == len(found)
    return found if columns >= LEAST_NAMED or alone else {}


def _is_number(word: str) -> bool:
    value = parse_value(word)
    return value is not None and value.kind is ValueKind.NUMBER


def _strip(text: str, start: int, end: int) -> Span:
    """The stretch without the blanks around it; where there is nothing else, its empty end."""
    head = text[start:end].lstrip(_BLANKS)
    return Span(end - len(head), end - len(head) + len(head.rstrip(_BLANKS)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands: its line, its number in the line, whether lines are rows."""

    line: int
    cell: int
    piped: bool


def _cell_tokens(text: str, piece: Span, place: _Place, known: Known) -> Iterator[Token]:
    """A value, or the words of a label; numbers among blanks are cells of their own."""
    content = piece.of(text)
    whole = parse_value(content)
    if whole is None and (shown := _ADORNED.fullmatch(content)):
        piece = Span(piece.start + shown.start(1), piece.start + shown.end(1))
        whole = parse_value(piece.of(text))
    if whole is None and (remarked := without_remark(text, piece)):
        piece, whole = remarked
    if whole is not None:
        yield _token(text, piece, place, whole)
        return
    label = without_note(text, piece, known, place.piped)
    if glued := cut_glued(text, piece, known) if label == piece else [(label, False)]:
        for span, is_number in glued:
            yield _token(text, span, place, parse_value(span.of(text)) if is_number else None)
        return
    words = [Span(*m.span()) for m in _WORD.finditer(text, piece.start, piece.end)]
    label_open = False
    seen_number = False
    for at, word in enumerate(words):
        content = word.of(text)
        if content in NOTHING:
            label_open = False
            yield _nothing(word, place)
            continue
        value = parse_value(content)
        following = words[at + 1].of(text) if at + 1 < len(words) else ""
        if value is None and (
            remarked := _remarked_word(text, words, at, seen_number and not label_open)
        ):
            label_open, seen_number = False, True
            yield _token(text, remarked[0], place, remarked[1])
            continue
        is_mark = value is not None and value.kind is ValueKind.MARK
        # A mark behind a label is an empty cell only where further values follow.
        is_dash = is_mark and not seen_number and parse_value(following or "x") is None
        if value is None or is_dash or _NO_COUNT.match(following):
            if seen_number and not label_open and (content in UNITS or is_remark(content)):
                continue  # a unit behind its number, or a remark
            label_open = True
            yield from _label(text, word, place, known)
            continue
        label_open, seen_number = False, True
        if following in UNITS:
            value = parse_value(f"{content} {following}") or value
        elif is_remark(following) and value.kind is ValueKind.NUMBER:
            value = replace(value, odd=True)
        yield _token(text, word, place, value)


def _remarked_word(
    text: str, words: Sequence[Span], at: int, behind_number: bool
) -> tuple[Span, Value] | None:
    """The number of a word that says more, among the values of a row; the words of labels and of
    prose have none."""
    following = parse_value(words[at + 1].of(text)) if at + 1 < len(words) else None
    among = behind_number if at + 1 == len(words) else following is not None
    return without_remark(text, words[at]) if among else None


def _nothing(piece: Span, place: _Place) -> Token:
    """The empty cell that a word for nothing is."""
    empty = Value(ValueKind.EMPTY, None)
    return Token("", Span(piece.end, piece.end), place.line, place.cell, place.piped, empty)


def _token(text: str, span: Span, place: _Place, value: Value | None) -> Token:
    return Token(span.of(text), span, place.line, place.cell, place.piped, value)


def _names_row(label: str, known: Known) -> bool:
    """Whether a label is a known one, perhaps with the unit of its numbers behind it."""
    return bare(label) in known or any(
        label.endswith(unit) and bare(label.removesuffix(unit)) in known for unit in UNITS
    )


def _label(text: str, piece: Span, place: _Place, known: Known) -> Iterator[Token]:
    content = piece.of(text)
    ends_in_digit = len(content) <= MAX_LABEL and content[-1:].isdecimal()
    glued = _GLUED.match(content) if ends_in_digit else None
    if glued and _names_row(glued["label"], known):
        cut = piece.start + glued.start("digits")
        number = Span(cut, piece.end)
        yield _token(text, Span(piece.start, cut), place, None)
        yield _token(text, number, place, parse_value(number.of(text)))
        return
    yield _token(text, piece, place, None)
