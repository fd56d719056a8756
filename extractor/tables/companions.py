"""What stands beside the numbers in the cells of a page, as `5(上年3)`, `5/3`, `5①`, `约5`.

What many cells show behind (or before) their number is no part of it: it is blank to who reads
tables. Two figures that a bare sign parts may as well stand the other way round; the sums of the
form must say which of them is the cell's.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from extractor.identities import Number, holds, identities
from extractor.tables.beside import PASSED_OVER
from extractor.tables.vocabulary import LABELS
from extractor.types import Span

LEAST_CELLS = 4  # that show the same kind of companion, before it is a habit
LEAST_LOOSE = 8  # such numbers in text without cells
LEAST_PAIRS = 8  # cells with two bare figures, before they are a habit
AGREED = 0.6  # share of all cells with a number, that must be such pairs
MISPRINTED = 0.3  # share of the telling sums that may fail all the same
CHANGE = "本年增/减"  # the official name of a column of changes
ALONE = 3  # cells with one number for each that holds a blank at its thousands

_FIGURE = r"[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,6})?"
_UNIT = r"(?:万元|亿元|元|人次|件次|件|条|项|个|次|篇|份|宗|起|人|部|期)?"
_BLANK = r"[ \u3000]{0,3}"
_LITTLE = {
    "brackets": rf"{_BLANK}(?:\((?![一二三四五六七八九十]{{1,3}}\))[^()|\t\n]{{1,16}}\)|\[[^\[\]|\t\n]{{1,16}}\])",
    "note": r" ?[\u2460-\u2473\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}",
    "mark": r"[†‡*※#]{1,3}",
    "share": rf"(?:[ \u3000]{{1,3}}|{_BLANK}[/,;、]{_BLANK})[+-]?{_FIGURE}[%‰]",
    "change": rf"{_BLANK}[↑↓▲▼△▽±] ?(?:{_FIGURE}{_UNIT}%?)?|[ \u3000]{{1,3}}[+-]{_FIGURE}{_UNIT}%?",
    "words": rf"{_BLANK}[,;/、]{_BLANK}[\u3400-\u9fff]{{1,5}} ?{_FIGURE}{_UNIT}%?",
}
_SURE = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LITTLE.items())
_MORE = f"{_LITTLE['brackets']}|{_LITTLE['note']}"  # behind another companion
_PAIR = rf"{_BLANK}(?P<sign>[^\w\s%.,()|\u3400-\u9fff]){_BLANK}(?P<second>{_FIGURE}{_UNIT})"
# Cells end at bars, tabs and lines, or at blanks; what begins with a number is looked at.
_EDGES = (
    (r"(?:(?<=[|\t\n])|\A)[ \u3000]{0,8}", r"(?=[ \u3000]{0,8}(?:[|\t\n]|\Z))"),
    (r"(?:(?<=[|\t\n \u3000])|\A)", r"(?=[|\t\n \u3000]|\Z)"),
)
_CELLS = tuple(
    re.compile(
        rf"{start}(?P<number>{_FIGURE}{_UNIT})"
        rf"(?P<beside>(?:{_SURE})(?:{_MORE})?|{_PAIR})?{end}"
    )
    for start, end in _EDGES
)
# The same between signs, with what cannot be a cell's own number alone.
_BETWEEN_SIGNS = re.compile(
    rf"(?<=[^\w\s.:%()+-]){_BLANK}(?P<number>{_FIGURE}{_UNIT})(?P<beside>{_SURE})"
    rf"(?={_BLANK}(?:[^\w\s.:%()]|\n|\Z))"
)
# A number before the next one, whatever parts them.
_LOOSE = re.compile(
    rf"(?<![0-9.])[0-9]{{1,9}}(?P<beside>{_SURE})(?={_BLANK}[^\w\s()]{{0,2}}{_BLANK}[0-9])"
)
_LEAD = re.compile(rf"{_EDGES[1][0]}([=≈约共近])(?={_FIGURE}{_UNIT}{_EDGES[1][1]})")
_THOUSANDS = re.compile(r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))")
_SEVERAL = re.compile(rf"{_EDGES[0][0]}([0-9]{{1,9}}(?: [0-9]{{1,9}})*){_EDGES[0][1]}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")

# Where most cells show it, what stands behind digits anywhere: rows may run together.
_EVERYWHERE = re.compile(
    rf"(?<=[0-9])(?P<beside>(?:{_SURE})(?:{_MORE})?)(?:(?<![0-9])|(?![0-9.%]))"
)

Values = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Bare:
    """A text with its numbers alone, offsets as they were. Where the page prints pairs that may
    stand either way round, `first` and `second` have one figure of each."""

    text: str
    first: str | None = None
    second: str | None = None


def bare_numbers(text: str, span: Span) -> Bare:
    """The text without what `text[span]` prints beside its numbers, as far as it is a habit."""
    inside = _whole_thousands(span.of(text))
    inside = _blanked(inside, _leads(inside))
    cells = _cells(inside)
    if beside := _companions(inside, cells):
        inside = _blanked(inside, beside)
        cells = _cells(inside)
    firsts, seconds = _pairs(cells)

    def shown(spans: list[Span]) -> str:
        return text[: span.start] + _blanked(inside, spans) + text[span.end :]

    return Bare(shown([]), shown(seconds), shown(firsts)) if seconds else Bare(shown([]))


def first_is_meant(first: Values, second: Values) -> bool:
    """Whether the sums of the form hold for the first figures of a page's pairs, and not so for the
    second. Values by field, of the modern form."""
    (held, failed), (held_second, failed_second) = _telling(first), _telling(second)
    if failed > MISPRINTED * (held + failed) or held_second > failed_second:
        return False
    return held > 0 or failed_second > 0


def _telling(values: Values) -> tuple[int, int]:
    """How many sums of numbers that are not all zero hold, and how many do not."""
    known = [i for i in identities() if any(values.get(id) for id in i.fields)]
    outcomes = [holds(identity, values) for identity in known]
    return outcomes.count(True), outcomes.count(False)


def _blanked(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    letters = list(text)
    for one in spans:
        letters[one.start : one.end] = PASSED_OVER * len(one)
    return "".join(letters)


def _leads(text: str) -> list[Span]:
    found = list(_LEAD.finditer(text))
    return [Span(*one.span(1)) for one in found] if len(found) >= LEAST_CELLS else []


def _cells(text: str) -> list[list[re.Match[str]]]:
    """The cells that begin with a number, for each kind of edges."""
    return [list(cells.finditer(text)) for cells in _CELLS]


def _companions(text: str, cells: Iterable[Iterable[re.Match[str]]]) -> list[Span]:
    """What stands behind numbers and holds no cell's own number."""
    own = any(head in text for head in _heads_of_changes())

    def kind_of(match: re.Match[str]) -> str | None:
        changed = own and match["change"] is not None and match["change"].strip()[0] in "+-"
        return None if changed else _kind(match)  # a change in a column of its own

    found = {
        Span(*m.span("beside")): kind
        for m in chain(*cells, _BETWEEN_SIGNS.finditer(text))
        if m["beside"] is not None and (kind := kind_of(m))
    }
    counts = Counter(found.values())
    loose = [m for m in _LOOSE.finditer(text) if kind_of(m) not in {"mark", *counts}]
    if len(loose) >= LEAST_LOOSE:
        counts.update(kind for m in loose if (kind := kind_of(m)))
    places = {place for place, kind in found.items() if counts[kind] >= LEAST_CELLS}
    if any(count >= LEAST_LOOSE for count in counts.values()):
        places |= {
            Span(*m.span("beside"))
            for m in _EVERYWHERE.finditer(text)
            if counts[kind_of(m) or ""] >= LEAST_LOOSE
        }
    return sorted(places, key=lambda place: place.start)


@cache
def _heads_of_changes() -> tuple[str, ...]:
    """How the column of a form is named whose numbers are changes."""
    return (CHANGE, *json.loads(LABELS.read_text("utf-8"))["aliases"][CHANGE])


def _kind(match: re.Match[str]) -> str | None:
    """The kind of companion; one with words is of a kind with those of the same words."""
    kind = next((name for name in _LITTLE if match[name] is not None), None)
    if kind in {"mark", "change"} and _goes_on(match, match["beside"].strip()[0]):
        return None
    if kind != "words":
        return kind
    return "".join(c for c in match["words"] if not c.isdecimal())


def _pairs(cells: Iterable[Sequence[re.Match[str]]]) -> tuple[list[Span], list[Span]]:
    """The first figures of cells that hold two with a sign between, and the second; with the sign."""
    for found in cells:
        two = [m for m in found if m["sign"] and not _goes_on(m, m["sign"])]
        [(sign, count)] = Counter(m["sign"] for m in two).most_common(1) or [("", 0)]
        if count >= LEAST_PAIRS and count >= AGREED * len(found):
            pairs = [m for m in two if m["sign"] == sign]
            return (
                [Span(m.start("number"), m.start("second")) for m in pairs],
                [Span(*m.span("beside")) for m in pairs],
            )
    return [], []


def _goes_on(match: re.Match[str], sign: str) -> bool:
    """Whether a sign stands before or behind the figures, too: then it parts cells."""
    text, start, end = match.string, match.start(), match.end()
    before, behind = text[max(0, start - 4) : start], text[end : end + 4]
    return sign in {before.strip()[-1:], behind.strip()[:1]}


def _whole_thousands(text: str) -> str:
    """Signs and blanks at the thousands of numbers as commas."""
    text = _THOUSANDS.sub(",", text)
    cells = list(_SEVERAL.finditer(text))
    several = [m for m in cells if " " in m[1]]
    grouped = all(_GROUPED.fullmatch(m[1]) for m in several)
    if not several or not grouped or len(cells) < (1 + ALONE) * len(several):
        return text
    letters = list(text)
    for one in several:
        for at in range(*one.span(1)):
            letters[at] = "," if letters[at] == " " else letters[at]
    return "".join(letters)
