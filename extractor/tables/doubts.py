"""What speaks against a reading of tables beside how well each row fits.

A careful reader doubts rows without labels where the form has more rows than the page prints,
numbers that stand behind a row and belong to none, labels that stand in the text with numbers
behind them and were not read, and long columns of numbers, or of lines, of which none repeats.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log1p
from pathlib import Path

from extractor.forms import DATA, MODERN, Row, Table, load_forms, tables
from extractor.tables.counterparts import read_elsewhere
from extractor.tables.events import Event
from extractor.tables.numerals import as_digits
from extractor.tables.tokens import Token
from extractor.tables.values import parse_value
from extractor.tables.vocabulary import LabelKind, bare, squeeze, without_note
from extractor.types import Span

MOST_SLACK = 5.0  # of which more says no more
SHORT_LINE = 24  # characters of a line that may be a cell
LEAST_LINES = 20  # so short, before it is strange that none repeats
DISTINCT = 0.98  # share of them; what stands above the tables may repeat
LEAST_VALUES = 8  # on lines of their own, before it is strange that none repeats
KNOWN_NAME = 0.75  # similarity from which a row's label is known
CLEAR_HEADER = 0.85  # similarity from which a header names a column
LEAST_LABEL = 4  # characters; shorter labels are everyday words
REACH = 30  # characters behind a label in which its number stands
MOST_PLACES = 5  # of a label that are looked at
_BETWEEN = " \t\r\u3000|"  # what stands around a cell that is alone in its line
_DIGIT = re.compile(r"[0-9]")
# Numbers in words that touch a label, as in rows whose cells were run together.
_IN_WORDS = re.compile(r"[零〇○]|[一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{2}")
# The number of a row or heading, and that of a year or day, which are no values.
_NO_VALUE = re.compile(
    r"(?<![0-9.])[0-9]{1,2}(?:[.、)）](?![0-9])|[月日号])|(?<![0-9])(?:19|20)[0-9]{2}年"
)


def slack(rows: Mapping[int, bool], count: int) -> dict[int, float]:
    """For the statutory rows between two that are known by their labels, how many more the form
    has there than the page prints without label.

    `rows` are the places of the rows that are printed and whether their label is; `count` how
    many the table has. Where no row without label is printed nothing is said.
    """
    known = [-1, *sorted(at for at, labelled in rows.items() if labelled), count]
    found = {}
    for before, after in pairwise(known):
        between = range(before + 1, after)
        bare_rows = sum(at in rows for at in between)
        if bare_rows:
            more = min(float(len(between) - bare_rows), MOST_SLACK)
            found.update(dict.fromkeys(between, more))
    return found


def unnamed(
    matched: Sequence[tuple[Event, int]], printed: Sequence[Event], rows: Sequence[Row]
) -> dict[int, bool]:
    """The statutory rows that were not found where the page prints rows under names that nobody
    knows (True), or under none (False): one of these may be it.

    `matched` are the rows that were found, in printed order, and their places among the `rows` of
    the table; `printed` are all rows of the page.
    """
    place = {start: row for event, row in matched for start in _starts(event)}
    doubted: dict[int, bool] = {}
    before, again = -1, False
    between: dict[str, bool] = {}  # names of rows since the last that was found → known to a form
    nameless = behind = False  # whether numbers without a name stand since then, or right behind it
    for event in printed:
        label = event.label
        here = next((place[start] for start in _starts(event) if start in place), None)
        if here is not None:
            # Before the first row that was found, another table may stand.
            strange = bool(between) and (before >= 0 or not next(reversed(between.values())))
            if (strange or again or (nameless and before >= 0)) and here > before:
                doubted |= dict.fromkeys(range(before + 1, here), strange or again)
            # A name printed twice: of two rows the other may be the one, on either side.
            again = label is not None and squeeze(label.text) in between
            before, between = here, {}
            nameless = behind = _holds_more(event, len(rows[here].cells))
        elif label is None and event.numbers:
            behind = behind or not (nameless or between)
            nameless = True
        elif event.stated and label is not None and not label.prose:
            name = squeeze(label.text)
            between.pop(name, None)  # the last one decides
            between[name] = label.best(LabelKind.ROW)[1] >= KNOWN_NAME
    # And behind the last one, too.
    if before >= 0 and (behind or (between and not any(between.values()))):
        doubted |= dict.fromkeys(range(before + 1, len(rows)), bool(between))
    return {at: named for at, named in doubted.items() if at not in place.values()}


def _holds_more(event: Event, width: int) -> bool:
    """Whether the lines below a row hold numbers that it has no column for."""
    return any(token.line > event.line for token in event.stated[width:])


def _starts(event: Event) -> list[int]:
    return [t.span.start for t in event.stated]


def header_order(event: Event, columns: Sequence[str | None]) -> tuple[int, ...] | None:
    """The columns that the headers above a row name, in printed order; None where some header
    names none of them, or two name the same."""
    found = []
    for label in event.header:
        sims = [label.sims.get((LabelKind.COLUMN, c or ""), 0.0) for c in columns]
        best = max(sims, default=0.0)
        if best < CLEAR_HEADER:
            return None
        found.append(sims.index(best))
    return tuple(found) if found and len(set(found)) == len(found) else None


def numbers_behind(rows: Mapping[str, Span], unread: Sequence[int]) -> dict[str, float]:
    """For each row by its key: log of 1 + the unread numbers (sorted starts) between its end and
    the next row of the table."""
    ordered = sorted(rows.items(), key=lambda one: one[1].start)
    return {
        key: log1p(max(0, bisect_left(unread, after.start) - bisect_left(unread, here.end)))
        for (key, here), (_, after) in pairwise(ordered)
    }


def is_unrepeated(used: Iterable[Token], text: str) -> bool:
    """Whether no value repeats among many that are all that their lines of `text` hold.

    Whoever drops lines that were there before leaves such pages; counts repeat, zeros above all.
    """
    alone = [t.text for t in used if _fills_line(t.span, text)]
    return len(alone) >= LEAST_VALUES and len(set(alone)) == len(alone)


def _fills_line(span: Span, text: str) -> bool:
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    end = text.find("\n", span.end)
    after = text[span.end : end if end >= 0 else len(text)]
    return not (before + after).strip(_BETWEEN)


def lines_unrepeated(text: str, span: Span) -> bool:
    """Whether of many short lines, values among them, hardly any two are equal.

    A page with a cell a line repeats its units, its columns and its zeros; where none does, a
    converter left out what it had seen before.
    """
    short = [
        line for raw in span.of(text).splitlines() if 0 < len(line := raw.strip()) <= SHORT_LINE
    ]
    if len(short) < LEAST_LINES or len(set(short)) < DISTINCT * len(short):
        return False
    return any(parse_value(line) is not None for line in short)


@lru_cache(maxsize=4)
def _labels(forms: Path) -> tuple[tuple[str, Table, Row], ...]:
    """Every label of every table that is long enough to be known in bare text, with its row."""
    found: dict[tuple[str, str, int | None, str], tuple[str, Table, Row]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            for row in table.rows:
                columns = [c or "" for c in row.columns] if row.names == "group" else []
                for label in (row.label, *columns):
                    text = squeeze(bare(without_note(label)))
                    if len(text) >= LEAST_LABEL:
                        key = (text, form.name, table.number, row.key)
                        found.setdefault(key, (text, table, row))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a field that has no cell: whether its label stands before a number, and
    the log of 1 + how many labels of its table do, and of how many stand there at all."""

    own: float = 0.0
    counted: float = 0.0
    labels: float = 0.0


def unread_labels(
    text: str, span: Span, read: Iterable[str], forms: Path = DATA
) -> dict[str, Shown]:
    """What `text[span]` shows of modern fields whose rows are not among the keys `read`."""
    done = set(read)
    elsewhere = read_elsewhere(done, forms)
    bare_text = squeeze(_NO_VALUE.sub("", span.of(as_digits(text, span).text)))
    known: dict[str, bool | None] = {}
    shown: dict[tuple[str, int | None], dict[str, bool]] = {}
    rows: dict[tuple[str, int | None], set[str]] = {}
    home: dict[tuple[str, int | None], Table] = {}
    for label, table, row in _labels(forms):
        if row.key in done or row.key in elsewhere:
            continue
        if label not in known:
            known[label] = _stands_before_number(bare_text, label)
        before_number = known[label]
        if before_number is not None:
            key = (table.form, table.number)
            home[key] = table
            shown.setdefault(key, {})[label] = before_number
            if before_number:
                rows.setdefault(key, set()).add(row.key)
    found: dict[str, Shown] = {}
    for key, table in home.items():
        counted, labels = log1p(sum(shown[key].values())), log1p(len(shown[key]))
        for row in table.rows:
            one = Shown(float(row.key in rows.get(key, ())), counted, labels)
            for cell in row.cells if row.key not in done else ():
                id = cell.modern or (cell.id if row.form == MODERN else None)
                if id is not None:
                    found[id] = _more(found.get(id, Shown()), one)
    return found


def _more(one: Shown, other: Shown) -> Shown:
    return Shown(
        max(one.own, other.own), max(one.counted, other.counted), max(one.labels, other.labels)
    )


def _stands_before_number(text: str, label: str) -> bool | None:
    """Whether a number stands close behind the label; None where the label stands nowhere."""
    at, found = -1, None
    for _ in range(MOST_PLACES):
        at = text.find(label, at + 1)
        if at < 0:
            return found
        found = False
        end = at + len(label)
        if _DIGIT.search(text, end, end + REACH) or _IN_WORDS.match(text, end):
            return True
    return found
