"""The statutory forms as data: fields, labels, crosswalk. See data/forms/."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "forms"

# SKOS relations, read from the modern field to the old one.
RELATIONS = frozenset({"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"})


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
class Form:
    """A statutory form: its year range, its source (document number) and its cells in order."""

    name: str
    source: str
    years: str
    fields: tuple[FormField, ...]

    def __iter__(self) -> Iterator[FormField]:
        return iter(self.fields)

    def field(self, id: str) -> FormField:
        for candidate in self.fields:
            if candidate.id == id:
                return candidate
        raise KeyError(f"form {self.name} has no field {id}")

    def table(self, number: int) -> tuple[FormField, ...]:
        return tuple(f for f in self.fields if f.table == number)


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
    return Form(raw["form"], raw["source"], raw["years"], tuple(fields))


@cache
def load_form(name: str, folder: Path = DATA) -> Form:
    """The form of that name: `2021`, `2019`, `2014`, or one added as a file `form-NAME.json`."""
    return read_form(folder / f"form-{name}.json")


@cache
def modern_ids() -> tuple[str, ...]:
    """The ids of the 200 fields of the modern schema, in the order of the form."""
    return tuple(f.id for f in load_form("2021"))
