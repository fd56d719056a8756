"""The statutory forms as data: fields, labels, crosswalk, and the tables that they make up.

A form is a file `data/forms/form-NAME.json`; a new one needs a new file and no code. `shares`
in such a file names another form whose tables it prints too, but for the rows of `except`; its
own rows of those tables stand where `insert_after` says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "forms"

# SKOS relations, read from the modern field to the old one.
RELATIONS = frozenset({"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"})
MODERN = "2021"


@dataclass(frozen=True, slots=True)
class FormField:
    """A cell of a statutory form, under its official labels."""

    id: str
    row: str | None
    unit: str
    table: int | None = None
    group: str | None = None
    column: str | None = None
    number: str | None = None
    modern: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Which tables of another form a form prints too; rows are named by their key."""

    form: str
    tables: frozenset[int]
    without: frozenset[str]
    insert_after: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form: its year range, its source (document number) and its cells in order."""

    name: str
    source: str
    years: str
    fields: tuple[FormField, ...]
    shares: Shares | None = None

    def __iter__(self) -> Iterator[FormField]:
        return iter(self.fields)

    def field(self, id: str) -> FormField:
        for candidate in self.fields:
            if candidate.id == id:
                return candidate
        raise KeyError(f"form {self.name} has no field {id}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statutory table: its key (the ids' common part), labels and cells in order.

    `names` says what the label is in the form: a `row` label, or the `group` over its columns
    (table 4 prints its channels so), or, in a table read turned round, a `column` label.
    """

    key: str
    form: str
    label: str
    group: str | None
    number: str | None
    cells: tuple[FormField, ...]
    names: str = "row"
    columns: tuple[str | None, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(cell.column for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table: its number in the report (None for the 2014 annex) and rows in order."""

    form: str
    number: int | None
    rows: tuple[Row, ...]

    @property
    def is_strip(self) -> bool:
        """Whether its rows stand side by side under group headings, all values in one line."""
        return len(self.rows) > 1 and all(r.names == "group" for r in self.rows)


class FormError(ValueError):
    """A form file that cannot be used, with the file and the field."""


def read_form(path: Path) -> Form:
    """Read one form file, refusing unknown keys and relations."""
    raw = json.loads(path.read_text("utf-8"))
    fields = []
    for entry in raw["fields"]:
        try:
            one = FormField(**entry)
        except TypeError as error:
            raise FormError(f"{path.name}: {entry.get('id')}: {error}") from error
        if one.relation is not None and one.relation not in RELATIONS:
            raise FormError(f"{path.name}: {one.id}: unknown relation {one.relation}")
        fields.append(one)
    shares = None
    if entry := raw.get("shares"):
        shares = Shares(
            entry["form"],
            frozenset(entry["tables"]),
            frozenset(entry["except"]),
            tuple(entry["insert_after"].items()),
        )
    return Form(raw["form"], raw["source"], raw["years"], tuple(fields), shares)


@cache
def load_form(name: str, folder: Path = DATA) -> Form:
    """The form of that name: `2021`, `2019`, `2014`, or one added as a file `form-NAME.json`."""
    return read_form(folder / f"form-{name}.json")


@cache
def load_forms(folder: Path = DATA) -> tuple[Form, ...]:
    """Every form of the folder, the newest first."""
    names = sorted((p.stem.removeprefix("form-") for p in folder.glob("form-*.json")), reverse=True)
    return tuple(load_form(name, folder) for name in names)


@cache
def modern_ids() -> tuple[str, ...]:
    """The ids of the 200 fields of the modern schema, in the order of the form."""
    return tuple(f.id for f in load_form(MODERN))


def _rows(form: Form, number: int | None) -> list[Row]:
    rows: dict[str, list[FormField]] = {}
    for cell in form.fields:
        if cell.table == number:
            key = cell.id.rsplit(".", 1)[0] if cell.column is not None else cell.id
            rows.setdefault(key, []).append(cell)
    return [_row(key, form.name, tuple(cells)) for key, cells in rows.items()]


def _row(key: str, form: str, cells: tuple[FormField, ...]) -> Row:
    first = cells[0]
    if first.row is None:
        path, _, label = (first.group or "").rpartition("/")
        return Row(key, form, label, path or None, first.number, cells, "group")
    return Row(key, form, first.row, first.group, first.number, cells)


@cache
def tables(name: str, folder: Path = DATA) -> tuple[Table, ...]:
    """The tables that a form prints, shared ones included, in the order of the report."""
    form = load_form(name, folder)
    numbers = {cell.table for cell in form.fields}
    shared = form.shares.tables if form.shares else frozenset()
    made = []
    for number in sorted(numbers | shared, key=lambda n: n or 0):
        rows = _rows(form, number)
        if form.shares and number in form.shares.tables:
            rows = _share(form.shares, rows, _rows(load_form(form.shares.form, folder), number))
        made.append(Table(name, number, tuple(rows)))
    return tuple(made)


def _share(shares: Shares, own: list[Row], other: list[Row]) -> list[Row]:
    rows = [row for row in other if row.key not in shares.without]
    after = dict(shares.insert_after)
    for row in own:
        place = [r.key for r in rows].index(after[row.key]) + 1
        rows.insert(place, row)
    return rows
