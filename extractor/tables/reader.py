"""Read the statutory tables of one report: the reading by labels and order of the text.

For every table of every known form the printed rows are aligned to the statutory ones; the form
whose rows and columns fit best wins, or two forms together where a table mixes their columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.forms import DATA, FormField, Row, Table, load_forms, tables
from extractor.tables.align import Match, align_again, header_similarity
from extractor.tables.events import Event, build_events
from extractor.tables.place import Placement, RowSums, place, table_style
from extractor.tables.recognise import Item, Label, recognise
from extractor.tables.tokens import Token, tokenise
from extractor.tables.vocabulary import LabelKind, Vocabulary, vocabulary
from extractor.types import Span

LEAST_TOTAL = 0.4      # of an alignment, to say that the table is there at all
HYBRID_MARGIN = 0.5    # what two forms together must gain over the better one
SMALL_TABLE, LEAST_ROWS = 10, 3  # a long table of which fewer rows hold values is a chance match
TOTAL_COLUMN = "总计"


@dataclass(slots=True)
class CellReading:
    """One statutory cell as read: its token (None: printed and empty) and what speaks for it."""

    cell: FormField
    row: Row
    token: Token | None
    label_lost: bool
    evidence: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class TableReading:
    """One statutory table as read; `form` is the form whose columns are printed."""

    table: Table
    cells: dict[str, CellReading]
    span: Span
    total: float
    forms: dict[str, int]
    repeated: list[tuple[str, Token]] = field(default_factory=list)


def read_tables(text: str, span: Span, forms: Path = DATA) -> list[TableReading]:
    """Every statutory table that `text[span]` shows; clean offsets."""
    words = vocabulary(forms)
    items = recognise(tokenise(text, span, words.stuck), words)
    return read_items(items, words, forms)


def read_items(items: Sequence[Item], words: Vocabulary, forms: Path = DATA) -> list[TableReading]:
    """The same from labels and values already recognised."""
    by_number: dict[int | None, list[Table]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            by_number.setdefault(table.number, []).append(table)
    found = []
    for candidates in by_number.values():
        best = _best_reading(items, candidates)
        if best is not None:
            found.append(best)
    return found


def _best_reading(items: Sequence[Item], candidates: list[Table]) -> TableReading | None:
    distinct = [t for i, t in enumerate(candidates) if all(t.rows != o.rows for o in candidates[:i])]
    readings = [r for t in distinct for r in _readings(items, t)]
    if len(distinct) > 1 and readings:
        alone = max(r.total for r in readings)
        for i, one in enumerate(distinct):
            for other in distinct[i + 1 :]:
                for reading in _readings(items, _union(one, other)):
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


def _readings(items: Sequence[Item], table: Table) -> list[TableReading]:
    if not table.is_strip:
        reading = _matrix(items, table)
        return [reading] if reading else []
    found = [_matrix(items, table), _matrix(items, _turned(table)), _strip(items, table)]
    return [r for r in found if r is not None]


def _turned(table: Table) -> Table:
    """The table with its columns as rows (结果维持, ... each with one number a channel)."""
    rows = []
    for n, cell in enumerate(table.rows[0].cells):
        cells = tuple(r.cells[n] for r in table.rows)
        rows.append(Row(f"turned.{n}", table.form, cell.column or "", None, None, cells, "column"))
    return Table(table.form, table.number, tuple(rows))


def _sums(row: Row) -> RowSums:
    columns = row.columns
    if len(columns) < 3 or columns[-1] != TOTAL_COLUMN:
        return RowSums()
    return RowSums(((len(columns) - 1, tuple(range(len(columns) - 1))),))


def _matrix(items: Sequence[Item], table: Table) -> TableReading | None:
    width = max(len(r.cells) for r in table.rows)
    events = build_events(items, width)
    alignment = align_again(events, table.rows)
    matched = [(m, events[m.event], table.rows[m.row]) for m in alignment.matches]
    if alignment.total < LEAST_TOTAL or not any(e.stated for _, e, _ in matched):
        return None
    stated = sum(bool(e.stated) for _, e, _ in matched)
    if len(table.rows) > SMALL_TABLE and stated < LEAST_ROWS:
        return None
    style = table_style([(e, len(r.cells)) for _, e, r in matched])
    reading = TableReading(table, {}, _cover([e for _, e, _ in matched]), alignment.total, {})
    share = len(matched) / len(table.rows)
    for match, event, row in matched:
        placement = place(event, len(row.cells), _sums(row), style)
        _add_row(reading, match, event, row, placement, share)
    return reading


def _cover(events: list[Event]) -> Span:
    spans = [e.span for e in events if len(e.span)]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0)


def _add_row(
    reading: TableReading, match: Match, event: Event, row: Row, placement: Placement, share: float
) -> None:
    header = header_similarity(event, row)
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


def _strip(items: Sequence[Item], table: Table) -> TableReading | None:
    """All values of the table in one run under its column headings."""
    width = sum(len(r.cells) for r in table.rows)
    best: tuple[float, Event, set[str], float] | None = None
    for event in build_events(items, width):
        if not 3 <= len(event.stated) <= width + 3:
            continue
        groups, columns = _headings_before(items, event.first, table)
        score = columns + len(groups) / len(table.rows) + (0.5 if len(event.stated) == width else 0.0)
        if columns < 0.3 and not (len(event.stated) == width and groups):
            continue
        if best is None or score > best[0]:
            best = (score, event, groups, columns)
    if best is None:
        return None
    score, event, groups, columns = best
    return _read_strip(event, table, groups, columns, score)


def _headings_before(items: Sequence[Item], first: int, table: Table) -> tuple[set[str], float]:
    """The groups named between the last values before a run and the run, and the columns' share."""
    groups: set[str] = set()
    expected = [c.column or "" for c in table.rows[0].cells]
    seen = dict.fromkeys(expected, 0.0)
    label = items[first] if first < len(items) else None
    index = first if isinstance(label, Label) else first - 1
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


def _read_strip(
    event: Event, table: Table, groups: set[str], columns: float, score: float
) -> TableReading:
    cells = [(c, r) for r in table.rows for c in r.cells]
    each = len(table.rows[0].cells)
    sums = RowSums(
        tuple((n * each + each - 1, tuple(range(n * each, n * each + each - 1))) for n in range(len(table.rows)))
    )
    style = table_style([(event, len(cells))])
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
