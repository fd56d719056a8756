"""Read the statutory tables of one report: the reading by labels and order of the text.

For every table of every known form the printed rows are aligned to the statutory ones; the form
whose rows and columns fit best wins, or two forms together where a table mixes their columns.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.forms import DATA, Row, Table
from extractor.tables.align import Fit, Match, fit
from extractor.tables.aligned import aligned_columns
from extractor.tables.beside import without_shapes
from extractor.tables.companions import bare_numbers, first_is_meant
from extractor.tables.dealing import dealt
from extractor.tables.decimals import mended
from extractor.tables.doubts import (
    REACH,
    header_order,
    is_unrepeated,
    lines_unrepeated,
    numbers_behind,
    slack,
    unnamed,
)
from extractor.tables.events import Event, fit_rows, printed_rows
from extractor.tables.heads import as_headed, heads_of_several, is_doubted
from extractor.tables.joint import PlacedRow, settle
from extractor.tables.learned import Aliases
from extractor.tables.numbering import row_numbers
from extractor.tables.numerals import as_digits
from extractor.tables.numerals import as_printed as numerals_as_printed
from extractor.tables.place import (
    Columns,
    Placement,
    RowSums,
    Style,
    place,
    share_shown,
    table_style,
)
from extractor.tables.readings import CellReading, Found, Page, TableReading
from extractor.tables.recognise import Item, Label, recognise
from extractor.tables.rivals import DOUBTED, Rival, chosen, parts
from extractor.tables.scores import KNOWN, header_similarity, label_similarity
from extractor.tables.strip import CLEAR, find_strip
from extractor.tables.thousands import regrouped
from extractor.tables.tokens import Token, tokenise
from extractor.tables.totals import as_printed, total_of, totals_lead
from extractor.tables.translations import without_translations
from extractor.tables.turned import find_turned
from extractor.tables.units import in_named_units
from extractor.tables.values import ValueKind
from extractor.tables.variants import Candidate, Family, Variant, families
from extractor.tables.vocabulary import squeeze, vocabulary
from extractor.tables.wrapped import unwrapped
from extractor.tables.yearly import own_columns
from extractor.types import Span

LEAST_TOTAL = 0.4  # of an alignment, to say that the table is there at all
HYBRID_MARGIN = 0.5  # what two forms together must gain over the better one
SMALL_TABLE, LEAST_ROWS = 10, 3  # a long table of which fewer rows hold values is a chance match
LEAST_IN_LINE = 3  # values in a line that make it look like a row
LOST_LABEL = 0.55  # similarity of a label below which it counts as lost


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
        tokens = unwrapped(mended(pieces), shown, words)
        columns = marked or aligned_columns(tokens, shown, span)
        items = recognise(tokens, words)
        numbering = row_numbers(printed_rows(items))
        if numbering:
            tokens = [t for t in tokens if t.span.start not in numbering]
            items = [i for i in items if isinstance(i, Label) or i.span.start not in numbering]
        return tokens, _exclusive(read_items(items, forms, columns, ways))

    digits = as_digits(text, span)
    shown = without_translations(digits.text, span)
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
        behind = numbers_behind(reading.rows, unread)
        _leave_out(reading, behind, unread)
        for cell in reading.cells.values():
            cell.evidence["behind"] = behind.get(cell.row.key, 0.0)
            cell.evidence.setdefault("own", 1.0)
    return readings


def _leave_out(reading: TableReading, behind: Mapping[str, float], unread: Sequence[int]) -> None:
    """Rows without any value that unread numbers stand behind were not read: they are not blank."""
    last, span = max(reading.rows.items(), key=lambda one: one[1].start, default=("", Span(0, 0)))
    if any(span.end <= start < span.end + REACH for start in unread):
        behind = {**behind, last: 1.0}
    stated = {c.row.key for c in reading.cells.values() if c.token is not None and c.token.text}
    for id, cell in list(reading.cells.items()):
        if cell.row.key not in stated and behind.get(cell.row.key):
            del reading.cells[id]


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
    rows = in_named_units(printed_rows(items), items)
    yearly = own_columns(rows, items, ways.year, columns or {})
    page = Page(items, yearly.rows, columns or {}, ways.joint, year=ways.year)
    found = [one for family in families(forms) if (one := _read(page, family)) is not None]
    for one in found:
        one.set_aside = yearly.passed
    return found


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
        matrix = None if turned is not None else _matrix(page, candidate.plain, least)
        return [one for one in (turned, matrix) if one is not None]
    strip = find_strip(page, candidate.plain.table)
    if strip is not None and strip.total >= CLEAR:
        return [strip]
    variants = (candidate.plain, *candidate.others)
    others = [_matrix(page, v, least) for v in variants]
    return [f for f in (*others, strip) if f is not None]


def _sums(row: Row) -> RowSums:
    total = total_of(row.columns)
    if total is None:
        return RowSums()
    return RowSums(((total, tuple(c for c in range(len(row.columns)) if c != total)),))


def _matrix(page: Page, variant: Variant, least: float) -> Found | None:
    """The table row by row, where that fits at all."""
    rows, width = variant.rows.rows, variant.width
    printed = dealt(regrouped(page.rows, variant.rows), variant.rows, page.items)
    events = page.fitted(width) if printed is page.rows else fit_rows(printed, width)
    events = [e for e in events if _concerns(e, variant.labels, width)]
    fitting = fit(events, variant.rows, page.headers, least)
    if fitting is None or fitting.total < LEAST_TOTAL:
        return None
    stated = sum(bool(events[i].stated) for i, _ in fitting.pairs)
    if not stated or (len(rows) > SMALL_TABLE and stated < LEAST_ROWS):
        return None
    return Found(fitting.total, lambda total: _read_matrix(page, variant.table, fitting, total))


def _read_matrix(page: Page, table: Table, fitting: Fit, total: float) -> TableReading:
    events = fitting.events
    matches = fitting.alignment().matches
    leads = totals_lead((events[m.event], table.rows[m.row]) for m in matches)
    printed = ((m, events[m.event], as_printed(table.rows[m.row], leads)) for m in matches)
    several = heads_of_several(page.items)
    matched = [(m, event, as_headed(row, event, several)) for m, event, row in printed]
    style = table_style([(e, len(r.cells)) for _, e, r in matched], page.marked)
    reading = TableReading(table, {}, _cover([e for _, e, _ in matched]), total, {})
    reading.stated = {t.span.start for _, event, _ in matched for t in event.stated}
    share = len(matched) / len(table.rows)
    placed = [
        PlacedRow(row, tuple(event.stated), _place(event, row, style)) for _, event, row in matched
    ]
    settled = settle(placed) if page.joint else [p.placement for p in placed]
    slacks = slack({m.row: m.similarity >= LOST_LABEL for m, _, _ in matched}, len(table.rows))
    for one, placement in zip(matched, settled, strict=True):
        shown = share_shown(one[1], len(one[2].cells), style)
        _add_row(reading, one, placement, (share, shown))
        if is_doubted(one[2], one[1], several):
            _doubt(reading, one[2])
    _doubt_repeats(reading, matched, events)
    found_rows = [(event, m.row) for m, event, _ in matched]
    for at in unnamed(found_rows, page.rows, len(table.rows)):
        reading.unnamed.update(cell.modern or cell.id for cell in table.rows[at].cells)
    for at, more in slacks.items():
        for cell in table.rows[at].cells:
            if cell.id in reading.cells:
                reading.cells[cell.id].evidence["slack"] = more
            else:
                reading.loose[cell.modern or cell.id] = more
    return reading


def _doubt_repeats(
    reading: TableReading, matched: Sequence[tuple[Match, Event, Row]], events: Sequence[Event]
) -> None:
    """Where a row's name stands once more, before other numbers, either may be the row's."""
    taken = {id(event) for _, event, _ in matched}
    again: dict[str, list[Event]] = {}
    for event in events:
        if event.label is not None and event.stated and id(event) not in taken:
            again.setdefault(squeeze(event.label.text), []).append(event)
    for _, event, row in matched:
        if event.label is None or label_similarity(event, row) < KNOWN:
            continue
        numbers = [t.text for t in event.stated]
        for other in again.get(squeeze(event.label.text), ()):
            if len(other.stated) != len(row.cells) or [t.text for t in other.stated] == numbers:
                continue
            for cell, token in zip(row.cells, other.stated, strict=True):
                if cell.id in reading.cells and reading.cells[cell.id].row is row:
                    reading.cells[cell.id].evidence["own"] = DOUBTED
                    reading.cells[cell.id].others.append(token)


def _doubt(reading: TableReading, row: Row) -> None:
    """Doubt the numbers of a row whose columns may stand in another order."""
    for cell in row.cells:
        if cell.id in reading.cells and not reading.cells[cell.id].others:
            reading.cells[cell.id].evidence["own"] = DOUBTED


def _place(event: Event, row: Row, style: Style) -> Placement:
    """The columns of a row's values; headers in another order than the form's have the first say.

    Not where columns add up: the sum tells more, and such headers stand on several lines.
    """
    width, sums, stated = len(row.cells), _sums(row), event.stated
    order = header_order(event, row.columns) if width > 1 and not sums.sums else None
    if order is not None and len(order) == len(stated) and order != tuple(range(width)):
        by_column = dict(zip(order, stated, strict=True))
        return Placement(tuple(by_column.get(c) for c in range(width)))
    return place(event, width, sums, style)


def _concerns(event: Event, labels: frozenset[str], width: int) -> bool:
    """Whether a printed row can be one of a table's: by its label, or as a row without one."""
    if event.label is not None and any(official in labels for _, official in event.label.sims):
        return True
    group = event.group if event.label is None else None
    if group is not None and any(official in labels for _, official in group.sims):
        return True
    return width > 1 and bool(event.stated)


def _cover(events: list[Event]) -> Span:
    spans = [e.span for e in events if len(e.span)]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0)


def _add_row(
    reading: TableReading,
    matched: tuple[Match, Event, Row],
    placement: Placement,
    shares: tuple[float, float],
) -> None:
    """Add a row's cells; `shares`: of the table's rows that were found, of the row's cells that
    the text shows."""
    (match, event, row), (share, shown) = matched, shares
    reading.rows.setdefault(row.key, event.span)
    header = header_similarity(event, row.columns)
    evidence = {
        "label": match.similarity,
        "margin": match.margin,
        "choices": float(placement.choices),
        "surplus": float(placement.surplus),
        "short": float(len(row.cells) - len(event.stated)),
        "kept": float(placement.kept),
        "joined": float(event.joined),
        "header": -1.0 if header is None else header,
        "share": share,
    }
    others = event.others
    if len(row.cells) == 1 and placement.surplus:
        others = tuple(event.stated)  # two columns of which nobody says which is meant
    if others:
        evidence["own"] = DOUBTED
    if event.stated:
        reading.forms[row.form] = reading.forms.get(row.form, 0) + 1
    lost = match.similarity < LOST_LABEL
    for cell, token, agreed in zip(row.cells, placement.tokens, placement.agreed(), strict=True):
        if cell.id not in reading.cells:
            told = {**evidence, "agreed": agreed * shown}
            reading.cells[cell.id] = CellReading(cell, row, token, lost, told, list(others))
