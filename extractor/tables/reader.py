"""Read the statutory tables of one report: the reading by labels and order of the text.

For every table of every known form the printed rows are aligned to the statutory ones; the form
whose rows and columns fit best wins, or two forms together where a table mixes their columns.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from extractor.forms import DATA
from extractor.tables.aligned import aligned_columns
from extractor.tables.beside import without_shapes
from extractor.tables.companions import bare_numbers, first_is_meant
from extractor.tables.continued import rejoined
from extractor.tables.cutoff import mark_end, may_be_half, not_come_to
from extractor.tables.decimals import mended
from extractor.tables.doubted import DOUBTED
from extractor.tables.doubts import (
    REACH,
    is_unrepeated,
    lines_unrepeated,
    numbers_behind,
)
from extractor.tables.events import printed_rows
from extractor.tables.learned import Aliases
from extractor.tables.lettered import as_counts
from extractor.tables.lettered import as_printed as letters_as_printed
from extractor.tables.matrix import LEAST_TOTAL, find_matrix
from extractor.tables.numbering import row_numbers
from extractor.tables.numerals import as_digits
from extractor.tables.numerals import as_printed as numerals_as_printed
from extractor.tables.place import (
    Columns,
)
from extractor.tables.readings import Found, Page, TableReading
from extractor.tables.recognise import Item, Label, reads_like, recognise
from extractor.tables.rivals import Rival, chosen, parts
from extractor.tables.several import own_rows
from extractor.tables.spread import doubt_spread
from extractor.tables.strip import CLEAR, find_strip
from extractor.tables.tokens import Token, tokenise
from extractor.tables.total_only import find_totals
from extractor.tables.touching import parted
from extractor.tables.translations import without_translations
from extractor.tables.turned import find_turned
from extractor.tables.units import in_named_units
from extractor.tables.values import ValueKind
from extractor.tables.variants import Candidate, Family, families
from extractor.tables.vocabulary import LabelKind, vocabulary
from extractor.tables.wrapped import unwrapped
from extractor.tables.yearly import own_columns
from extractor.types import Span

HYBRID_MARGIN = 0.5  # what two forms together must gain over the better one
# Columns and rows of a table that a sentence may look like, and numbers of the sentence.
WIDE, MOST_ROWS, MOST_TOLD = 5, 3, 2
REACH_HEADS, CLEAR_HEAD = 600, 0.85  # where the names of its columns may stand, and how they read
LEAST_BEFORE = 2  # rows without values before the last, whose numbers may stand behind it
LEAST_IN_LINE = 3  # values in a line that make it look like a row


@dataclass(frozen=True, slots=True)
class Ways:
    """What a reading may use beside the text: wordings that reviewers taught, shapes of what
    stands beside numbers, whether the identities settle loose rows (ablations leave that out), and
    the report's year."""

    learned: Aliases = ()
    joint: bool = True
    shapes: tuple[str, ...] = ()
    year: int | None = None


def read_tables(
    text: str,
    span: Span,
    forms: Path = DATA,
    marked: Columns | None = None,
    ways: Ways | None = None,
) -> list[TableReading]:
    """Every statutory table that `text[span]` shows; clean offsets.

    `marked` gives the column of text that stands in a table which the file format marks.
    """
    ways = ways or Ways()
    words = vocabulary(forms, learned=ways.learned)

    def tables_of(shown: str) -> tuple[Sequence[Token], list[TableReading]]:
        pieces = numerals_as_printed(tokenise(shown, span, words.stuck), digits.numerals, text)
        pieces = letters_as_printed(pieces, counts.places, text)
        tokens = parted(unwrapped(mended(pieces), shown, words), words)
        columns = marked or aligned_columns(tokens, shown, span)
        items = recognise(tokens, words)
        numbering = row_numbers(printed_rows(items))
        if numbering:
            tokens = [t for t in tokens if t.span.start not in numbering]
            items = [i for i in items if isinstance(i, Label) or i.span.start not in numbering]
        return tokens, _exclusive(read_items(items, forms, columns, ways))

    digits = as_digits(text, span)
    counts = as_counts(digits.text, span)
    shown = without_translations(counts.text, span)
    bare = bare_numbers(without_shapes(shown, span, ways.shapes), span)
    tokens, readings = tables_of(bare.text) if bare.first is None else ([], [])
    if bare.first is not None and bare.second is not None:
        tokens, readings = tables_of(bare.first)
        if not first_is_meant(_values(readings), _values(tables_of(bare.second)[1])):
            tokens, readings = tables_of(bare.text)
    unread = _unread(tokens, [*readings, *(other for one in readings for other in one.passed)])
    used = [token for reading in readings for token in _used(reading)]
    unrepeated = bool(readings) and (is_unrepeated(used, text) or lines_unrepeated(text, span))
    for reading in readings:
        reading.unread = len(unread)
        reading.unrepeated = unrepeated
        passed = [other.span for other in reading.passed]
        reading.tokens = [t for t in tokens if not any(t.span.overlap(s) for s in passed)]
        reading.beyond = not_come_to(reading, tokens, words)
        behind = numbers_behind(reading.rows, unread)
        _leave_out(reading, behind, unread)
        for cell in reading.cells.values():
            cell.evidence["behind"] = behind.get(cell.row.key, 0.0)
            cell.evidence.setdefault("own", 1.0)
            if cell.token is not None and cell.token.span.start in counts.places:
                cell.evidence["repaired"] = 1.0
            if may_be_half(cell, reading.table.rows[-1], span):
                cell.evidence["own"] = DOUBTED
        doubt_spread(reading)
    return readings


def _leave_out(reading: TableReading, behind: Mapping[str, float], unread: Sequence[int]) -> None:
    """Rows without any value that unread numbers stand behind were not read: they are not blank."""
    last, span = max(reading.rows.items(), key=lambda one: one[1].start, default=("", Span(0, 0)))
    if any(span.end <= start < span.end + REACH for start in unread):
        behind = {**behind, last: 1.0}
    stated = {c.row.key for c in reading.cells.values() if c.token is not None and c.token.text}
    before = _before_their_numbers(reading, stated, span, unread)
    for id, cell in list(reading.cells.items()):
        if cell.row.key not in stated and (behind.get(cell.row.key) or cell.row.key in before):
            del reading.cells[id]
    for row in reading.table.rows if before else ():
        if row.key in before or row.key not in reading.rows:
            shown = (cell.modern or cell.id for cell in row.cells)
            reading.unnamed |= {id: False for id in shown if id not in reading.unnamed}


def _before_their_numbers(
    reading: TableReading, stated: set[str], last: Span, unread: Sequence[int]
) -> set[str]:
    """Rows without values right before the last one, where at least as many unread numbers stand
    behind it: names may be printed first and their numbers after all of them."""
    rows = sorted(reading.rows.items(), key=lambda one: one[1].start)
    run = list(takewhile(lambda key: key not in stated, (key for key, _ in rows[-2::-1])))
    widths = {row.key: len(row.cells) for row in reading.table.rows}
    own = bisect_left(unread, last.end)
    near = unread[own:]
    count = 0
    for start in near:
        if start - (near[count - 1] if count else last.end) > REACH:
            break
        count += 1
    return set(run) if len(run) >= LEAST_BEFORE and count >= sum(widths[k] for k in run) else set()


def _values(readings: Sequence[TableReading]) -> dict[str, int | float | None]:
    """What cells of the modern form, or of an older one in its place, say."""
    return {
        cell.cell.modern or id: cell.token.value.number if cell.token and cell.token.value else None
        for reading in readings
        for id, cell in reading.cells.items()
    }


def _used(reading: TableReading) -> list[Token]:
    return [c.token for c in reading.cells.values() if c.token is not None and c.token.text]


def unread_numbers(text: str, span: Span) -> int:
    """Numbers that stand as cells of a table in a report of which no table was read."""
    shown = without_translations(as_digits(text, span).text, span)
    return len(_unread(tokenise(bare_numbers(shown, span).text, span), []))


def _unread(tokens: Sequence[Token], readings: Sequence[TableReading]) -> list[int]:
    """Where numbers stand like cells (several in a line, or alone) and belong to no reading,
    where runs of digits are several numbers that nobody can tell apart, and where digits stick to
    a label that nobody knows; or whole rows, between two such labels."""
    used = {c.token.span.start for r in readings for c in r.cells.values() if c.token is not None}
    used.update(*(r.set_aside for r in readings))
    in_line = Counter(t.line for t in tokens if t.value is not None and t.text)
    alone = {t.line for t in tokens if t.value is None}
    stuck = [t.span.start for t in tokens for _ in range(t.stuck)]
    loose = [
        t.span.start
        for t in tokens
        if t.is_uncut
        or t.ends_in_number
        or (
            t.value is not None
            and t.value.kind is ValueKind.NUMBER
            and t.span.start not in used
            and (in_line[t.line] >= LEAST_IN_LINE or t.line not in alone)
        )
    ]
    return sorted([*stuck, *loose])


def _exclusive(readings: list[TableReading]) -> list[TableReading]:
    """A value belongs to one table: to the one that explains more of its rows."""
    owners: dict[int, TableReading] = {}
    ordered = sorted(readings, key=lambda r: -r.total)
    kept = []
    for reading in ordered:
        starts = {c.token.span.start for c in reading.cells.values() if c.token is not None}
        taken = {s for s in starts if s in owners}
        if 2 * len(taken) > len(starts):
            continue
        owners.update(dict.fromkeys(starts | reading.stated, reading))
        kept.append(reading)
    return sorted(kept, key=lambda r: r.table.number or 0)


def read_items(
    items: Sequence[Item],
    forms: Path = DATA,
    columns: Columns | None = None,
    ways: Ways | None = None,
) -> list[TableReading]:
    """The aligned reading, from labels and values already recognised."""
    ways = ways or Ways()
    printed = printed_rows(items)
    mark_end(printed, items)
    rows = rejoined(in_named_units(printed, items), forms)
    yearly = own_columns(rows, items, ways.year, columns or {})
    words = vocabulary(forms, learned=ways.learned)
    own = own_rows(yearly.rows, ways.year, lambda text: reads_like(text, words))
    page = Page(items, own.rows, columns or {}, ways.joint, year=ways.year)
    found = [one for family in families(forms) if (one := _read(page, family)) is not None]
    found = [one for one in found if not _is_told(one, items)]
    for one in found:
        one.set_aside |= yearly.passed | own.passed
    return found


def _is_told(reading: TableReading, items: Sequence[Item]) -> bool:
    """Whether what was read as a table of few wide rows is a sentence: `复议2件,诉讼0件`. No
    column is named, no empty cell shown, and there are no more numbers than names before them."""
    wide = [len(row.cells) for row in reading.table.rows]
    told = [cell.token for cell in reading.cells.values() if cell.token is not None]
    if (
        min(wide) < WIDE
        or len(wide) > MOST_ROWS
        or len(told) > MOST_TOLD
        or not all(t.text for t in told)
    ):
        return False
    near = range(reading.span.start - REACH_HEADS, reading.span.end)
    columns = sum(
        isinstance(item, Label)
        and item.span.start in near
        and item.best(LabelKind.COLUMN)[1] >= CLEAR_HEAD
        and item.best(LabelKind.GROUP)[1] < CLEAR_HEAD
        for item in items
    )
    return columns == 0


def _read(page: Page, family: Family) -> TableReading | None:
    """The table of a kind, the report's own where several are printed."""
    each = [(part, _best(part, family)) for part in parts(page, family)]
    read = [(part, one) for part, one in each if one is not None]
    if len(read) < 2:
        one = read[0][1] if read else None
        return one.read() if one is not None else None
    return chosen([Rival.of(part, one.read()) for part, one in read])


def _best(page: Page, family: Family) -> Found | None:
    """The reading of a table that fits best, of all forms and arrangements."""
    found: list[Found] = []
    best = LEAST_TOTAL
    for candidate in family.alone:
        found.extend(_ways(page, candidate, best))
        best = max((f.total for f in found), default=LEAST_TOTAL)
    if found:
        for candidate in family.mixed:
            mixed = (f.less(HYBRID_MARGIN) for f in _ways(page, candidate, best + HYBRID_MARGIN))
            found.extend(f for f in mixed if f.total > best)
    return max(found, key=lambda f: f.total, default=None)


def _ways(page: Page, candidate: Candidate, least: float) -> list[Found]:
    """How a table may be read; what cannot reach the total `least` may be left out."""
    if not candidate.others:
        turned = find_turned(page, candidate.plain.table)
        proved = turned or find_totals(page, candidate.plain.table)
        matrix = None if proved is not None else find_matrix(page, candidate.plain, least)
        return [one for one in (proved, matrix) if one is not None]
    strip = find_strip(page, candidate.plain.table)
    if strip is not None and strip.total >= CLEAR:
        return [strip]
    variants = (candidate.plain, *candidate.others)
    others = [find_matrix(page, v, least) for v in variants]
    return [f for f in (*others, strip) if f is not None]
