"""The ways in which a statutory table may stand on a page, made once from the form files.

A table of a form may be read as it is, turned round or as a list; where two forms are in use at
a time, with the rows of both. All of this depends on the forms alone.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor.forms import DATA, Row, Table, load_forms, tables
from extractor.tables.scores import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """A table in one arrangement, ready to be aligned."""

    table: Table
    rows: Rows
    width: int
    labels: frozenset[str]

    @classmethod
    def of(cls, table: Table) -> "Variant":
        labels = frozenset(r.label for r in table.rows)
        rows = Rows.of(table.rows)
        return cls(table, rows, rows.widest, labels)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A table as it is and, where it is a strip, in its other arrangements."""

    plain: Variant
    others: tuple[Variant, ...] = ()

    @classmethod
    def of(cls, table: Table) -> "Candidate":
        others = (_turned(table), _listed(table)) if table.is_strip else ()
        return cls(Variant.of(table), tuple(map(Variant.of, others)))


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The tables of one number: of each form that differs, and of two forms mixed."""

    alone: tuple[Candidate, ...]
    mixed: tuple[Candidate, ...]


@lru_cache(maxsize=16)
def families(forms: Path = DATA) -> tuple[Family, ...]:
    """The tables of all forms by their number, the newest form first."""
    by_number: dict[int | None, list[Table]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            by_number.setdefault(table.number, []).append(table)
    return tuple(map(_family, by_number.values()))


def _family(candidates: list[Table]) -> Family:
    distinct = [
        t for i, t in enumerate(candidates) if all(t.rows != o.rows for o in candidates[:i])
    ]
    mixed = [
        _union(one, other)
        for i, one in enumerate(distinct)
        for other in distinct[i + 1 :]
        # Forms that share most rows are not mixed, one replaced the other.
        if 2 * len(set(one.rows) & set(other.rows)) <= len(one.rows)
    ]
    return Family(tuple(map(Candidate.of, distinct)), tuple(map(Candidate.of, mixed)))


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
