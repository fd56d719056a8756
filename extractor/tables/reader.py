"""Read the statutory tables of one report: the reading by labels and order of the text.

For every table of every known form the printed rows are aligned to the statutory ones; the form
whose rows and columns fit best wins, or two forms together where a table mixes their columns.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.forms import DATA, FormField, Row, Table, load_forms, tables
from extractor.tables.align import Match, align_again, header_similarity
from extractor.tables.events import Event, fit_rows, printed_rows
from extractor.tables.joint import PlacedRow, settle
from extractor.tables.learned import Aliases
from extractor.tables.place import Columns, Placement, RowSums, place, table_style
from extractor.tables.recognise import Item, Label, recognise
from extractor.tables.second import second_reading
from extractor.tables.tokens import Token, tokenise
from extractor.tables.values import ValueKind
from extractor.tables.vocabulary import LabelKind, vocabulary
from extractor.types import Span

LEAST_TOTAL = 0.4  # of an alignment, to say that the table is there at all
HYBRID_MARGIN = 0.5  # what two forms together must gain over the better one
SMALL_TABLE, LEAST_ROWS = 10, 3  # a long table of which fewer rows hold values is a chance match
LEAST_COLUMNS = 0.3  # share of a strip's columns named above it, unless the count is exact
LEAST_IN_LINE = 3  # values in a line that make it look like a row
CLEAR_STRIP = 4.6  # of a strip: all values, all groups and all columns named
TOTAL_COLUMN = "总计"


@dataclass(slots=True)
class CellReading:
    """One statutory cell as read: its token (None: printed and empty) and what speaks for it."""

    cell: FormField
    row: Row
    token: Token | None
    label_lost: bool
    evidence: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every table is read from: the items, the rows that they make, marked columns."""

    items: Sequence[Item]
    rows: Sequence[Event]
    marked: Columns
    joint: bool = True


@dataclass(slots=True)
class TableReading:
    """One statutory table as read; `form` is the form whose columns are printed."""

    table: Table
    cells: dict[str, CellReading]
    span: Span
    total: float
    forms: dict[str, int]
    unread: int = 0  # numbers of the report that stand like cells and belong to no table


@dataclass(frozen=True, slots=True)
class Ways:
    """What a reading may use beside the text: wordings that reviewers taught, and parts that
    ablations leave out (the second reading, settling loose rows by the identities)."""

    learned: Aliases = ()
    second: bool = True
    joint: bool = True


def read_tables(
    text: str,
    span: Span,
    forms: Path = DATA,
    columns: Columns | None = None,
    ways: Ways | None = None,
) -> list[TableReading]:
    """Every statutory table that `text[span]` shows; clean offsets.

    `columns` gives the column of text that stands in a table which the file format marks.
    """
    ways = ways or Ways()
    words = vocabulary(forms, learned=ways.learned)
    tokens = tokenise(text, span, words.stuck)
    items = recognise(tokens, words)
    readings = _exclusive(read_items(items, forms, columns, ways.joint))
    unread = _unread(tokens, readings)
    for reading in readings:
        reading.unread = unread
        if ways.second:
            _compare(reading, tokens)
    return readings


def unread_numbers(text: str, span: Span) -> int:
    """Numbers that stand as cells of a table in a report of which no table was read."""
    return _unread(tokenise(text, span), [])


def _unread(tokens: Sequence[Token], readings: Sequence[TableReading]) -> int:
    """How many numbers stand like cells (several in a line, or alone) and belong to no reading."""
    used = {c.token.span.start for r in readings for c in r.cells.values() if c.token is not None}
    in_line = Counter(t.line for t in tokens if t.value is not None and t.text)
    alone = {t.line for t in tokens if t.value is None}
    return sum(
        t.value is not None
        and t.value.kind is ValueKind.NUMBER
        and t.span.start not in used
        and (in_line[t.line] >= LEAST_IN_LINE or t.line not in alone)
        for t in tokens
    )


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
        owners.update(dict.fromkeys(starts, reading))
        kept.append(reading)
    return sorted(kept, key=lambda r: r.table.number or 0)


def _compare(reading: TableReading, tokens: Sequence[Token]) -> None:
    """Note for each cell whether the second reading puts the same token there."""
    rows = {c.row.key: c.row for c in reading.cells.values()}
    again = second_reading(tokens, rows.values())
    for id, cell in reading.cells.items():
        cell.evidence["grid_label"] = again.similarity.get(cell.row.key, -1.0)
        token = again.tokens.get(id)
        if token is not None:
            same = cell.token is not None and token.span == cell.token.span
            cell.evidence["grid"] = 1.0 if same else -1.0


def read_items(
    items: Sequence[Item], forms: Path = DATA, columns: Columns | None = None, joint: bool = True
) -> list[TableReading]:
    """The aligned reading, from labels and values already recognised."""
    page = _Page(items, printed_rows(items), columns or {}, joint)
    by_number: dict[int | None, list[Table]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            by_number.setdefault(table.number, []).append(table)
    found = []
    for candidates in by_number.values():
        best = _best_reading(page, candidates)
        if best is not None:
            found.append(best)
    return found


def _best_reading(page: _Page, candidates: list[Table]) -> TableReading | None:
    distinct = [
        t for i, t in enumerate(candidates) if all(t.rows != o.rows for o in candidates[:i])
    ]
    readings = [r for t in distinct for r in _readings(page, t)]
    if len(distinct) > 1 and readings:
        alone = max(r.total for r in readings)
        for i, one in enumerate(distinct):
            for other in distinct[i + 1 :]:
                if 2 * len(set(one.rows) & set(other.rows)) > len(one.rows):
                    continue  # forms that share most rows are not mixed, one replaced the other
                for reading in _readings(page, _union(one, other)):
                    reading.total -= HYBRID_MARGIN
                    if reading.total > alone:
                        readings.append(reading)
    return max(readings, key=lambda r: r.total, default=None)


def _union(one: Table, other: Table) -> Table:
    """The rows of two forms side by side: the same row of both in one place."""
    slots = [r.key.split(".", 1)[-1] for r in one.rows]
    rows = list(one.rows)
    place = 0
    for row in other.rows:
        if row in rows:
            place = rows.index(row) + 1
            continue
        slot = row.key.split(".", 1)[-1]
        if slot in slots:
            place = rows.index(one.rows[slots.index(slot)]) + 1
        rows.insert(place, row)
        place += 1
    return Table(one.form, one.number, tuple(rows))


def _readings(page: _Page, table: Table) -> list[TableReading]:
    if not table.is_strip:
        reading = _matrix(page, table)
        return [reading] if reading else []
    strip = _strip(page, table)
    if strip is not None and strip.total >= CLEAR_STRIP:
        return [strip]
    others = [_matrix(page, t) for t in (table, _turned(table), _listed(table))]
    return [r for r in (*others, strip) if r is not None]


def _turned(table: Table) -> Table:
    """The table with its columns as rows (结果维持, ... each with one number a channel)."""
    rows = []
    for n, cell in enumerate(table.rows[0].cells):
        cells = tuple(r.cells[n] for r in table.rows)
        rows.append(Row(f"turned.{n}", table.form, cell.column or "", None, None, cells, "column"))
    return Table(table.form, table.number, tuple(rows))


def _listed(table: Table) -> Table:
    """The table as a list: each cell a row of its own under the name of its group."""
    rows = [
        Row(c.id, table.form, c.column or "", r.label, None, (c,), "column")
        for r in table.rows
        for c in r.cells
    ]
    return Table(table.form, table.number, tuple(rows))


def _sums(row: Row) -> RowSums:
    columns = row.columns
    if len(columns) < 3 or columns[-1] != TOTAL_COLUMN:
        return RowSums()
    return RowSums(((len(columns) - 1, tuple(range(len(columns) - 1))),))


def _matrix(page: _Page, table: Table) -> TableReading | None:
    width = max(len(r.cells) for r in table.rows)
    labels = {r.label for r in table.rows}
    events = [e for e in fit_rows(page.rows, width) if _concerns(e, labels, width)]
    alignment = align_again(events, table.rows)
    matched = [(m, events[m.event], table.rows[m.row]) for m in alignment.matches]
    if alignment.total < LEAST_TOTAL or not any(e.stated for _, e, _ in matched):
        return None
    stated = sum(bool(e.stated) for _, e, _ in matched)
    if len(table.rows) > SMALL_TABLE and stated < LEAST_ROWS:
        return None
    style = table_style([(e, len(r.cells)) for _, e, r in matched], page.marked)
    reading = TableReading(table, {}, _cover([e for _, e, _ in matched]), alignment.total, {})
    share = len(matched) / len(table.rows)
    placed = [
        PlacedRow(row, tuple(event.stated), place(event, len(row.cells), _sums(row), style))
        for _, event, row in matched
    ]
    settled = settle(placed) if page.joint else [p.placement for p in placed]
    for one, placement in zip(matched, settled, strict=True):
        _add_row(reading, one, placement, share)
    return reading


def _concerns(event: Event, labels: set[str], width: int) -> bool:
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
    reading: TableReading, matched: tuple[Match, Event, Row], placement: Placement, share: float
) -> None:
    match, event, row = matched
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
    if event.stated:
        reading.forms[row.form] = reading.forms.get(row.form, 0) + 1
    for cell, token in zip(row.cells, placement.tokens, strict=True):
        if cell.id not in reading.cells:
            lost = match.similarity < 0.55
            reading.cells[cell.id] = CellReading(cell, row, token, lost, dict(evidence))


@dataclass(frozen=True, slots=True)
class _Strip:
    """A run of values, the groups and the share of columns named above it, and how well it fits."""

    event: Event
    groups: set[str]
    columns: float
    score: float


def _strip(page: _Page, table: Table) -> TableReading | None:
    """All values of the table in one run under its column headings."""
    width = sum(len(r.cells) for r in table.rows)
    best: _Strip | None = None
    for event in _runs(page, width):
        if not 3 <= len(event.stated) <= width + 3:
            continue
        groups, columns = _headings_before(page.items, event.first, table)
        score = (
            columns + len(groups) / len(table.rows) + (0.5 if len(event.stated) == width else 0.0)
        )
        bare = event.cut and not groups  # a stretch of some longer run, with no heading at all
        if columns < LEAST_COLUMNS and (bare or len(event.stated) != width):
            continue
        if best is None or score > best.score:
            best = _Strip(event, groups, columns, score)
    return None if best is None else _read_strip(best, table, page.marked)


def _runs(page: _Page, width: int) -> Iterator[Event]:
    """Runs of values that may be the strip, the end of a longer run included."""
    yield from fit_rows(page.rows, width)
    for event in page.rows:
        extra = len(event.stated) - width
        if extra > 0 and event.label is not None:
            tail = event.stated[extra:]
            yield replace(event, label=None, values=tail, first=event.first + extra)


def _headings_before(items: Sequence[Item], first: int, table: Table) -> tuple[set[str], float]:
    """The groups named between the last values before a run and the run, and the columns' share."""
    groups: set[str] = set()
    expected = [c.column or "" for c in table.rows[0].cells]
    seen = dict.fromkeys(expected, 0.0)
    index = first - 1
    while index >= 0:
        item = items[index]
        if not isinstance(item, Label):
            if item.text:
                break
            index -= 1
            continue
        for row in table.rows:
            if item.sims.get((LabelKind.GROUP, row.label), 0.0) > 0.8:
                groups.add(row.label)
        for column in expected:
            seen[column] = max(seen[column], float(item.sims.get((LabelKind.COLUMN, column), 0.0)))
        index -= 1
    return groups, sum(seen.values()) / len(seen)


def _read_strip(strip: _Strip, table: Table, marked: Columns) -> TableReading:
    event, groups, columns, score = strip.event, strip.groups, strip.columns, strip.score
    cells = [(c, r) for r in table.rows for c in r.cells]
    each = len(table.rows[0].cells)
    sums = RowSums(
        tuple(
            (n * each + each - 1, tuple(range(n * each, n * each + each - 1)))
            for n in range(len(table.rows))
        )
    )
    style = table_style([(event, len(cells))], marked)
    placement = place(event, len(cells), sums, style)
    span = event.span
    reading = TableReading(table, {}, span, 2.0 * score, {table.form: 1})
    for (cell, row), token in zip(cells, placement.tokens, strict=True):
        lost = row.label not in groups
        evidence = {
            "label": columns,
            "margin": score,
            "choices": float(placement.choices),
            "surplus": float(placement.surplus),
            "short": float(len(cells) - len(event.stated)),
            "kept": float(placement.kept),
            "joined": float(event.joined),
            "header": columns,
            "share": len(groups) / len(table.rows),
        }
        reading.cells[cell.id] = CellReading(cell, row, token, lost, evidence)
    return reading
