"""Find the signs that part the cells of a page, whichever they are, and show them as bars.

A sign counts as a separator where it stands between numbers again and again, or between known
labels and their numbers; it parts cells only inside runs of short pieces that hold values, so
that prose keeps its punctuation. Characters are replaced one by one: offsets stay.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from extractor.tables.beside import PASSED_OVER
from extractor.tables.quoted import unquoted
from extractor.tables.sentences import as_rows
from extractor.tables.values import UNITS, ValueKind, parse_value
from extractor.tables.vocabulary import bare
from extractor.types import Span

LEAST_ROWS = 4  # rows parted alike, before a sign is a separator
LEAST_IN_ROW = 3  # numbers of such a row, unless a known label stands before one
LEAST_LISTED = 8  # labels with numbers, parted by a mark of punctuation, that are no sentence
LEAST_BULLETS = 8  # lines that are a bullet and a number
LEAST_SERIALS = 5  # lines that count up by one before their labels
LEAST_VALUES = 2  # of a run of pieces that are cells
LEAST_AMONG_BLANKS = 2  # rows of numbers parted by blanks, before a mark among them is a cell
CELLS_BESIDE = 0.25  # share of the lines with such a mark that must show two cells side by side
LONGEST_PIECE = 60  # characters between two separators; a longer piece is prose
LONGEST_LINE = 2000  # of which known labels are looked for
BAR = "|"

# What may part cells. Points, hyphens and brackets belong to numbers, dates and labels; a colon
# parts a label from its number, never two numbers (a time of day).
_SIGN = r"(?:[^\w\s|.:%°()《》〔〕+-]|_){1,3}|\",\"|\]\[|','"
_BETWEEN = re.compile(rf"(?<=\d){PASSED_OVER}* {{0,3}}({_SIGN}) {{0,3}}(?=\d)")
_BEFORE = re.compile(rf"({_SIGN}|:) {{0,3}}[0-9]")
_BEHIND = re.compile(rf"(?<=\d){PASSED_OVER}* {{0,3}}({_SIGN})")
_NAMED = re.compile(r"([^0-9:|]{2,40}): ?[0-9][0-9,]{0,12}(?:\.[0-9]{1,6})?")
_NUMBER = re.compile(rf"\d{{1,9}}(?:\.\d{{1,6}})?{PASSED_OVER}*")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BULLET = re.compile(
    r"^[ \t]{0,8}([^\w\s|.,:%°()《》〔〕+-](?= {0,3}[0-9])|[-+](?= {1,3}[0-9])) {0,3}[0-9]{1,9}[ \t]*$",
    re.M,
)
_LINE = re.compile(r"[^\n|\t]+")
_DIGIT = re.compile(r"\d")
_BLANKS_PART = re.compile(r"[0-9] {1,9}[0-9]{1,9} {1,9}[0-9]")
_SERIAL = re.compile(r"^[| \t]{0,4}(\d{1,3}) {0,3}[|\t][ |]{0,4}(?=[^\s\d|])", re.M)
_LISTING = "、,;"
_COUNTED = re.compile(r"(?<=\d) ?(?:人次|[条件次篇个人期份宗起项])(?=\s{0,3}(?:[、,;。|\n]|$))")
_LISTED = re.compile(r"(?:其中:)?([^|;]{2,60}?):?(?<![\d.])\d{1,9}(?:\.\d{1,6})? ?[^\d\s]{0,2}")
_LEADER = re.compile(r"(?:[.·…．_] {0,2}){3,200}(?=[0-9])")
_UNIT_BEHIND = re.compile(
    rf"\((?:(?:计量)?单位:? ?)?[^()\d]{{1,3}}\)$| {{1,3}}(?:{'|'.join(sorted(UNITS))})$"
)
_SENTENCE = re.compile(r"[。!?]")
_EDGE = r"[|\t\n]"
_AROUND = " \u3000\t\r\"'[]"


def barred(text: str, span: Span, known: Container[str] = ()) -> str:
    """The text with the separators of `text[span]` shown as bars, character for character.

    `known` are bare labels; a page may pair them with one number each.
    """
    text = as_rows(unquoted(text, span, known), span, known)
    shown = _without_leaders(_without_serials(_without_bullets(text, span), span), span, known)
    rows = _number_rows(shown, span) + _labelled_rows(shown, span, known)
    for sign, count in rows.most_common():
        if count >= LEAST_ROWS and not _is_cell(text, span, sign):
            shown = _with_bars(shown, span, sign, known)
    return shown


def _is_cell(text: str, span: Span, sign: str) -> bool:
    """Whether a mark for nothing between blanks is a cell of its own, and parts none: other rows
    are numbers among blanks, and beside it, too, numbers and such marks stand so."""
    value = parse_value(sign)
    if value is None or value.kind is not ValueKind.MARK:
        return False
    alone = re.escape(sign)
    spaced = re.compile(rf" {alone}(?= |$)")
    # Two cells side by side with nothing but blanks between them.
    side = re.compile(rf"[0-9] {{1,9}}[0-9]| {alone} {{1,9}}{alone}(?= |$)")
    rows = marked = beside = 0
    for line in _LINE.finditer(text, span.start, span.end):
        if len(line[0]) > LONGEST_LINE:
            continue
        rows += _BLANKS_PART.search(line[0]) is not None
        if spaced.search(line[0]):
            marked += 1
            beside += side.search(line[0]) is not None
    return rows >= LEAST_AMONG_BLANKS and beside >= CELLS_BESIDE * marked > 0


def _number_rows(text: str, span: Span) -> Counter[str]:
    """For each sign, how many rows of three or more numbers it parts."""
    rows: Counter[str] = Counter()
    run: list[re.Match[str]] = []
    for match in _BETWEEN.finditer(text, span.start, span.end):
        before = run[-1] if run else None
        follows = (
            before is not None
            and _sign(before) == _sign(match)
            and _NUMBER.fullmatch(text, before.end(), match.start()) is not None
        )
        if not follows:
            rows.update(_parted(text, run))
            run = []
        run.append(match)
    rows.update(_parted(text, run))
    return rows


def _parted(text: str, run: Sequence[re.Match[str]]) -> list[str]:
    """The sign of a run if the run is a row of numbers: no date, no number with thousands."""
    if len(run) + 1 < LEAST_IN_ROW:
        return []
    first = run[0]
    if _YEAR.fullmatch(text, first.start() - 4, first.start()):
        return []
    if _sign(first) == "," and all(_THOUSANDS.match(text, one.end()) for one in run):
        return []
    return [_sign(first)]


def _sign(match: re.Match[str]) -> str:
    """The sign of a match; of a sign that is repeated (an empty cell) one."""
    sign = match[1]
    return sign[0] if len(set(sign)) == 1 else sign


def _labelled_rows(text: str, span: Span, known: Container[str]) -> Counter[str]:
    """For each sign, on how many lines it parts a known label, or the label's unit, from a number
    or from what stands for an empty cell, or marks for nothing (-,-,-,0) at the end of a row."""
    rows: Counter[str] = Counter()
    for line in _LINE.finditer(text, span.start, span.end):
        if len(line[0]) > LONGEST_LINE or line[0].isdecimal() or not _DIGIT.search(line[0]):
            continue
        beside = (*_BEFORE.finditer(line[0]), *_BEHIND.finditer(line[0]))
        for sign in {_sign(found) for found in beside}:
            pieces = [piece.strip(_AROUND) for piece in line[0].split(sign)]
            named = [p for p in pieces if p and p not in UNITS]  # cells may be empty
            rows[sign] += _ends_in_marks(pieces) or any(
                _is_known(label, known) and (_is_stated(value) or _is_named(value, known))
                for label, value in pairwise(named)
            )
        rows.update(_listed(line[0], known))
    return rows


def _listed(line: str, known: Container[str]) -> dict[str, int]:
    """For each mark of punctuation, how many labels with their number and unit it parts on a line
    that lists a whole form so: `收到申请数9件、申请办结数9件`; fewer are a sentence."""
    found = {}
    for sign in _LISTING:
        pieces = line.split(sign)
        if len(pieces) < LEAST_IN_ROW:
            continue
        count = sum(_is_listed(piece.strip(_AROUND), known) for piece in pieces)
        if count >= LEAST_LISTED:
            found[sign] = count
        elif count == len(
            pieces
        ):  # the columns of one row: 自然人9件,商业企业3件; other lines decide
            found[sign] = 1
    return found


def _is_known(piece: str, known: Container[str]) -> bool:
    """Whether a piece is a known label, its unit behind it, in brackets or behind a blank, or not."""
    return bare(piece) in known or bare(_UNIT_BEHIND.sub("", piece)) in known


def _is_listed(piece: str, known: Container[str]) -> bool:
    """Whether a piece is a known label with its number and unit behind it."""
    found = _LISTED.fullmatch(piece)
    return found is not None and _is_known(found[1], known)


def _ends_in_marks(pieces: Sequence[str]) -> bool:
    """Whether the last pieces are values of a row, marks for nothing among them."""
    last = [parse_value(piece) if piece else None for piece in pieces[-LEAST_IN_ROW:]]
    kinds = [value.kind for value in last if value is not None]
    return len(kinds) == LEAST_IN_ROW and ValueKind.MARK in kinds


def _is_named(piece: str, known: Container[str]) -> bool:
    """Whether a piece is the name of a column and its number: `自然人:3`."""
    found = _NAMED.fullmatch(piece)
    return found is not None and bare(found[1]) in known


def _is_stated(piece: str) -> bool:
    value = parse_value(piece)
    return value is not None and value.kind is not ValueKind.EMPTY


def _with_bars(text: str, span: Span, sign: str, known: Container[str]) -> str:
    """The sign as a bar in every run of short pieces that holds values."""
    edge = re.compile(f"{_EDGE}|{re.escape(sign)}")
    pieces = [text[: span.start]]
    for run in _runs(text, span, edge):
        inside = run.of(text)
        cells = [cell.strip(_AROUND) for cell in edge.split(inside)]
        values = sum(
            bool(cell)
            and (
                parse_value(cell) is not None
                or _is_named(cell, known)
                or (sign in _LISTING and _is_listed(cell, known))
            )
            for cell in cells
        )
        if values >= LEAST_VALUES and sign in _LISTING:  # the label says what is counted
            inside = _COUNTED.sub(lambda unit: " " * len(unit[0]), inside)
        pieces.append(_barred(inside, sign) if values >= LEAST_VALUES else inside)
    pieces.append(text[span.end :])
    return "".join(pieces)


def _barred(run: str, sign: str) -> str:
    shown = run.replace(sign, BAR.center(len(sign)))
    if any(mark in sign for mark in "\"'[]"):  # what is left of it at the ends of a line
        return shown.translate(str.maketrans("\"'[]", "    "))
    return shown


def _runs(text: str, span: Span, edge: re.Pattern[str]) -> Iterator[Span]:
    """The stretch cut where prose begins and ends: a long piece, or one with a full stop."""
    start = at = span.start
    while at < span.end:
        found = edge.search(text, at, span.end)
        end = found.start() if found else span.end
        if end - at > LONGEST_PIECE or _SENTENCE.search(text, at, end):
            if at > start:
                yield Span(start, at)
            yield Span(at, end)
            start = end
        at = max(found.end() if found else span.end, at + 1)
    if start < span.end:
        yield Span(start, span.end)


def _without_bullets(text: str, span: Span) -> str:
    """The bullets of a list of cells as blanks: `- 5` is no negative number there."""
    marks = Counter(m[1] for m in _BULLET.finditer(text, span.start, span.end))
    for mark, count in marks.most_common(1):
        if count >= LEAST_BULLETS:
            blank = "(?= )" if mark in "+-" else ""
            pattern = re.compile(rf"^([ \t]{{0,8}}){re.escape(mark)}{blank}", re.M)
            inside = pattern.sub(lambda m: f"{m[1]} ", span.of(text))
            return text[: span.start] + inside + text[span.end :]
    return text


def _without_leaders(text: str, span: Span, known: Container[str]) -> str:
    """The dots that lead from a label to its number as a bar and blanks, if they do so again and
    again; those of a contents list lead from headings to pages."""
    found = list(_LEADER.finditer(text, span.start, span.end))
    labels = (
        text[max(0, m.start() - LONGEST_PIECE) : m.start()].rsplit("\n", 1)[-1] for m in found
    )
    if sum(_is_known(label, known) for label in labels) < LEAST_ROWS:
        return text
    letters = list(text)
    for match in found:
        start, end = match.span()
        letters[start:end] = BAR + " " * (end - start - 1)
    return "".join(letters)


def _without_serials(text: str, span: Span) -> str:
    """The numbers of the rows, in a column of their own before the labels, as blanks."""
    serials = list(_SERIAL.finditer(text, span.start, span.end))
    counting = {
        at
        for at, (one, following) in enumerate(pairwise(serials))
        if int(following[1]) == int(one[1]) + 1
    }
    if len(counting) < LEAST_SERIALS:
        return text
    letters = list(text)
    for at in sorted(counting | {at + 1 for at in counting}):
        start, end = serials[at].span(1)
        letters[start:end] = " " * (end - start)
    return "".join(letters)
