"""Read a table row by row: the numbers behind a label are those of the row that it names."""

from collections.abc import Sequence

from extractor.forms import Row, Table
from extractor.tables.align import Fit, Match, fit
from extractor.tables.begun import fit_first_rows
from extractor.tables.broken import rejoined
from extractor.tables.cutoff import Printed, in_order, is_cut, unprinted
from extractor.tables.dealing import dealt
from extractor.tables.doubted import DOUBTED, doubt, doubt_repeats
from extractor.tables.doubts import header_order, slack, unnamed
from extractor.tables.events import Event
from extractor.tables.extras import without_extras
from extractor.tables.fitted import fit_rows
from extractor.tables.heads import by_heads
from extractor.tables.joint import PlacedRow, settle
from extractor.tables.other_heads import under_other_heads
from extractor.tables.place import Placement, RowSums, Style, place, share_shown, table_style
from extractor.tables.readings import CellReading, Found, Page, TableReading
from extractor.tables.scores import Rows, header_similarity
from extractor.tables.thousands import regrouped
from extractor.tables.totals import as_printed, total_of, totals_lead
from extractor.tables.variants import Variant
from extractor.types import Span

LEAST_TOTAL = 0.4  # of an alignment, to say that the table is there at all
SMALL_TABLE, LEAST_ROWS = 10, 3  # a long table of which fewer rows hold values is a chance match
LOST_LABEL = 0.55  # similarity of a label below which it counts as lost


def find_matrix(page: Page, variant: Variant, least: float) -> Found | None:
    """The table row by row, where that fits at all."""
    width = variant.width
    whole = rejoined(regrouped(page.rows, variant.rows), variant.rows)
    printed = dealt(whole, variant.rows, page.items)
    events = page.fitted(width) if printed is page.rows else fit_rows(printed, width)
    events = [e for e in events if _concerns(e, variant.labels, width)]
    fitting = _fit(page, variant.rows, events, least)
    if fitting is None:
        return None
    found = fitting
    return Found(found.total, lambda total: _read_matrix(page, variant.table, found, total))


def _fit(page: Page, rows: Rows, events: Sequence[Event], least: float) -> Fit | None:
    """The printed rows held against those of a table, or against its first ones alone."""
    long = len(rows.rows) > SMALL_TABLE
    whole = fit(events, rows, page.headers, least)
    if whole is not None and whole.total >= LEAST_TOTAL:
        stated = sum(bool(events[i].stated) for i, _ in whole.pairs)
        if stated >= LEAST_ROWS or (stated and not long):
            return whole
    begun = fit_first_rows(events, rows, page.headers) if long else None
    return begun if begun is not None and begun.total >= LEAST_TOTAL else None


def _read_matrix(page: Page, table: Table, fitting: Fit, total: float) -> TableReading:
    events = fitting.events
    matches = fitting.alignment().matches
    leads = totals_lead((events[m.event], table.rows[m.row]) for m in matches)
    printed = [(events[m.event], as_printed(table.rows[m.row], leads)) for m in matches]
    kept = without_extras(printed, page.rows, page.items)
    headed = by_heads(kept.rows, page.items)
    matched = [
        (m, event, one.row) for m, (event, _), one in zip(matches, kept.rows, headed, strict=True)
    ]
    style = table_style([(e, len(r.cells)) for _, e, r in matched], page.marked)
    reading = TableReading(table, {}, _cover([e for _, e, _ in matched]), total, {})
    reading.stated = {t.span.start for _, event, _ in matched for t in event.stated}
    share = len(matched) / len(table.rows)
    lines = [(event, row) for _, event, row in matched]
    cut = next((row.key for event, row in lines if is_cut(event, row, table.rows[-1])), None)
    placed = [
        PlacedRow(
            row, tuple(event.stated), _place(event, row, style, lines if row.key == cut else ())
        )
        for event, row in lines
    ]
    settled = settle(placed) if page.joint else [p.placement for p in placed]
    slacks = slack({m.row: m.similarity >= LOST_LABEL for m, _, _ in matched}, len(table.rows))
    for one, placement, order in zip(matched, settled, headed, strict=True):
        is_whole = one[2].key != cut
        shown = share_shown(one[1], len(one[2].cells), style) if is_whole else 1.0
        _add_row(reading, one, placement, (share, shown))
        for id in () if is_whole else unprinted(one[2], placement):
            reading.cells.pop(id, None)
        if order.doubted:
            doubt(reading, one[2])
    reading.set_aside = frozenset(kept.passed)
    for at in [*kept.doubted, *under_other_heads(kept.rows, page.items)]:
        doubt(reading, matched[at][2])
    for id in kept.strange & reading.cells.keys():
        reading.cells[id].evidence["own"] = DOUBTED
    doubt_repeats(reading, matched, events)
    found_rows = [(event, m.row) for m, event, _ in matched]
    for at, named in unnamed(found_rows, page.rows, table.rows).items():
        cells = (cell.modern or cell.id for cell in table.rows[at].cells)
        reading.unnamed |= dict.fromkeys(cells, named)
    for at, more in slacks.items():
        for cell in table.rows[at].cells:
            if cell.id in reading.cells:
                reading.cells[cell.id].evidence["slack"] = more
            else:
                reading.loose[cell.modern or cell.id] = more
    return reading


def _sums(row: Row) -> RowSums:
    total = total_of(row.columns)
    if total is None:
        return RowSums()
    return RowSums(((total, tuple(c for c in range(len(row.columns)) if c != total)),))


def _place(event: Event, row: Row, style: Style, cut_off: Sequence[Printed] = ()) -> Placement:
    """The columns of a row's values; headers in another order than the form's have the first say.

    Not where columns add up: the sum tells more, and such headers stand on several lines. `cut_off`
    are all rows of the table, where the text ends in this one.
    """
    width, sums, stated = len(row.cells), _sums(row), event.stated
    if cut_off and (placed := in_order(event, width, style, cut_off)) is not None:
        return placed
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
    if others or event.unsure:
        evidence["own"] = DOUBTED
    if event.stated:
        reading.forms[row.form] = reading.forms.get(row.form, 0) + 1
    lost = match.similarity < LOST_LABEL
    for cell, token, agreed in zip(row.cells, placement.tokens, placement.agreed(), strict=True):
        if cell.id not in reading.cells:
            offered = list(others) if len(row.cells) == 1 else []  # which column each is of is open
            told = {**evidence, "agreed": agreed * shown}
            reading.cells[cell.id] = CellReading(cell, row, token, lost, told, offered)
