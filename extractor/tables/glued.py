"""Cut text in which labels and numbers touch: 规章000行政规范性文件120.

A run of digits behind a known label is cut into as many numbers as the label's row has cells,
where only one cut is possible: a number has no leading zero, and the last of a row is its sum.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from extractor.tables.beside import PASSED_OVER
from extractor.tables.values import UNITS
from extractor.tables.vocabulary import NOISE_CHARACTER, Sizes
from extractor.types import Span

LEAST_PAIRS = 2  # labels of one piece with numbers stuck to them, before it is cut
LEAST_ALONE = 5  # numbers of a piece with one such label
LONGEST_LABEL = 60  # characters, blanks and punctuation left out
LEAST_SUMMED = 4  # cells from which the last of a row is the sum of the others
MAX_DIGITS = 60  # of a run that is cut
MAX_TRIES = 5000  # steps of the search for cuts of one run
WIDEST = 24  # characters of what is passed over beside a number
SEVERAL = 2  # cuts that show that digits cannot be cut

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[ \u3000]+[0-9]+(?:\.[0-9]+)?)*")
_PARTED = re.compile(rf"[ .{PASSED_OVER}]")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMBERING = re.compile(r"[0-9](?=[.、][^0-9])")  # of the label that follows
_LEAD = re.compile(r"(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[0-9][.、])\s{0,2}$")
# The next label, or nothing.
_GOES_ON = re.compile(rf"{PASSED_OVER}*[(（]?[\u3400-\u9fff]|$")
_BLANKS = f" {PASSED_OVER}"
_UNIT = re.compile(r"\(?[件条次篇个人万元项份宗起部期年月日号余多]")

Known = Mapping[str, frozenset[Sizes]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label and the numbers stuck to it; the span of the digits, and the numbers' own."""

    label: Span
    digits: Span
    numbers: tuple[Span, ...]


def cut_glued(text: str, piece: Span, known: Known) -> list[tuple[Span, bool]]:
    """Labels and numbers of a piece in order, with whether each is a number.

    Nothing where the piece is no glued part of a table.
    """
    pairs = list(_pairs(text, piece, known))
    touching = [pair for pair in pairs if _touches(text, pair.digits, piece)]
    if len(touching) < LEAST_PAIRS and not any(_is_certain(text, pair) for pair in touching):
        return []
    if 2 * len(touching) < len(pairs):  # blanks part the cells; damage glued a few
        return []
    found: list[tuple[Span, bool]] = []
    at = piece.start
    for pair in pairs:
        found += [(span, False) for span in _labels(text, Span(at, pair.label.start), known)]
        # Digits that may be cut in several ways leave their row unread, not empty.
        found += [(pair.label, False)] if pair.numbers else [(pair.digits, False)]
        found += [(span, True) for span in pair.numbers]
        at = pair.digits.end
    return found + [(span, False) for span in _labels(text, Span(at, piece.end), known)]


def _touches(text: str, digits: Span, piece: Span) -> bool:
    """Whether no blank stands between the digits and the label before or behind them."""
    if text[digits.start - 1] not in _BLANKS:
        return True
    behind = text[digits.end : min(digits.end + WIDEST, piece.end)].lstrip(PASSED_OVER)
    return text[digits.end - 1] not in _BLANKS and behind[:1] not in ("", " ")


def _is_certain(text: str, pair: _Pair) -> bool:
    """Whether the digits behind a label cannot be one number: they fill a row, or begin with 0."""
    digits = pair.digits.of(text)
    several = len(pair.numbers) >= LEAST_ALONE
    return several or (len(digits) > 1 and digits.isdecimal() and digits.startswith("0"))


def _pairs(text: str, piece: Span, known: Known) -> Iterator[_Pair]:
    at = piece.start
    for match in _DIGITS.finditer(text, piece.start, piece.end):
        end = match.end()
        numbering = _NUMBERING.match(text, end - 1, piece.end)
        if numbering is not None:
            end -= 1
        if end == match.start() or _UNIT.match(text, end, piece.end):
            continue
        if numbering is None and not _GOES_ON.match(text, end, piece.end):
            continue
        label = _label_before(text, Span(at, match.start()), known)
        if label is None:
            continue
        digits = Span(match.start(), end)
        numbers = _numbers(text, digits, known[_bare(label.of(text), known)])
        yield _Pair(label, digits, numbers)
        at = end


def _label_before(text: str, stretch: Span, known: Known) -> Span | None:
    """The longest known label that ends where the stretch does, or before a unit there."""
    backwards = range(stretch.end - 1, stretch.start - 1, -1)  # the stretch may be the whole page
    letter_places = (i for i in backwards if not NOISE_CHARACTER.match(text[i]))
    places = list(islice(letter_places, LONGEST_LABEL))[::-1]
    letters = "".join(text[i] for i in places)
    for unit in ("", *sorted(UNITS, key=len, reverse=True)):
        if not letters.endswith(unit):
            continue
        end = len(letters) - len(unit)
        for n in range(end - 1):
            if letters[n:end] in known:
                lead = _LEAD.search(text, max(stretch.start, places[n] - 8), places[n])
                closes = places[end] if unit else stretch.end
                return Span(lead.start() if lead else places[n], closes)
    return None


def _bare(label: str, known: Known) -> str:
    """The known label that a printed one ends with."""
    letters = "".join(c for c in label if not NOISE_CHARACTER.match(c))
    return next(letters[n:] for n in range(len(letters)) if letters[n:] in known)


def _labels(text: str, stretch: Span, known: Known) -> list[Span]:
    """Known labels one after the other, and what stands between them."""
    places = [i for i in range(stretch.start, stretch.end) if not NOISE_CHARACTER.match(text[i])]
    letters = "".join(text[i] for i in places)
    found: list[Span] = []
    n = rest = 0
    while n < len(letters):
        size = next(
            (k for k in range(min(LONGEST_LABEL, len(letters) - n), 1, -1) if letters[n : n + k] in known),
            0,
        )  # fmt: skip
        if not size:
            n += 1
            continue
        if n > rest:
            found.append(Span(places[rest], places[n - 1] + 1))
        found.append(Span(places[n], places[n + size - 1] + 1))
        n = rest = n + size
    if rest < len(letters):
        found.append(Span(places[rest], places[-1] + 1))
    return found


def _numbers(text: str, digits: Span, sizes: frozenset[Sizes]) -> tuple[Span, ...]:
    """The numbers of a run of digits, none where several cuts fit."""
    content = digits.of(text)
    if _PARTED.search(content) or text.startswith(PASSED_OVER, digits.end):
        return tuple(Span(*m.span()) for m in _NUMBER.finditer(text, digits.start, digits.end))
    cuts = {cut for one in sizes or {(1,)} for cut in cuts_of(content, one)}
    if len(cuts) != 1 or (not sizes and len(content) > 1):  # a group or a column is no row
        return ()
    lengths = next(iter(cuts))
    spans, at = [], digits.start
    for length in lengths:
        spans.append(Span(at, at + length))
        at += length
    return tuple(spans)


@lru_cache(maxsize=1 << 12)
def cuts_of(digits: str, sizes: Sizes) -> tuple[tuple[int, ...], ...]:
    """The ways (two at most) to cut digits into the cells of rows of these sizes, as lengths.

    None, too, where the search for a second way took too long.
    """
    if not sum(sizes) <= len(digits) <= MAX_DIGITS:
        return ()
    found: list[tuple[int, ...]] = []
    for tried, cut in enumerate(_search(digits, sizes)):
        if tried == MAX_TRIES:
            return ()
        if cut is not None:
            found.append(cut)
        if len(found) == SEVERAL:
            break
    return tuple(found)


def _search(digits: str, sizes: Sizes) -> Iterator[tuple[int, ...] | None]:
    """Cuts, and None for each dead end, so that whoever asks can bound the search."""
    if not sizes:
        yield () if not digits else None
        return
    for row in _row(digits, sizes[0], 0, ()):
        if row is None:
            yield None
            continue
        for rest in _search(digits[sum(row) :], sizes[1:]):
            yield None if rest is None else row + rest


def _row(
    digits: str, cells: int, total: int, done: tuple[int, ...]
) -> Iterator[tuple[int, ...] | None]:
    """Cuts of the first digits into one row, the last number being the sum of a long row's others."""
    if not cells:
        yield done
        return
    summed = len(done) + cells >= LEAST_SUMMED and cells == 1
    longest = 1 if digits.startswith("0") else len(digits)
    for length in range(1, longest + 1):
        number = int(digits[:length]) if digits else 0
        if not digits or (summed and number != total):
            yield None
            continue
        yield from _row(digits[length:], cells - 1, total + number, (*done, length))
