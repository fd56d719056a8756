"""The columns of the exports, with their Chinese headers. The contract fixes ids and order."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.forms import MODERN, FormField, load_form, load_forms, modern_ids

HEADERS = Path(__file__).parent / "data" / "headers.json"

WIDE = ("document", "report", "agency_id", "agency", "year", "form", "source_url", "model")
LONG = (
    "document", "report", "agency", "year", "form", "kind", "id", "label", "value", "state",
    "relation", "confidence", "raw", "start", "end", "reviewed_by",
)  # fmt: skip
CHECKS = (
    "document", "report", "agency", "year", "id", "status", "severity", "cause", "fields",
    "expected", "found", "message", "basis",
)  # fmt: skip
CODEBOOK = ("id", "label", "form", "table", "group", "row", "column", "unit", "modern", "relation")
EXTRAS = ("confidence", "relation", "reviewed_by", "raw", "name")
INTEGERS = frozenset({"report", "year", "start", "end"})
NUMBERS = frozenset({"value", "confidence", "expected", "found"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its id, its Chinese header and what it holds: text, integer or number."""

    id: str
    header: str
    kind: str = "text"


class ColumnError(ValueError):
    """An extra column that does not exist; the message names those that do."""


@cache
def headers() -> dict[str, dict[str, str]]:
    """The Chinese names of columns, sheets, states and facts."""
    raw: dict[str, dict[str, str]] = json.loads(HEADERS.read_text("utf-8"))
    return raw


def wide_columns(extras: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """One row a report: who and when, then for each field its value, its state and the extras."""
    unknown = [name for name in extras if name not in EXTRAS]
    if unknown:
        raise ColumnError(f"{', '.join(unknown)}: not one of {', '.join(EXTRAS)}")
    columns = [named(id) for id in WIDE]
    if "name" in extras:
        columns.insert(1, named("name"))
    parts = ["state", *(name for name in EXTRAS if name in extras and name != "name")]
    for field in load_form(MODERN):
        label = label_of(field)
        columns.append(Column(field.id, label, "number"))
        for part in parts:
            title = headers()["columns"][part]
            kind = "number" if part in NUMBERS else "text"
            columns.append(Column(f"{field.id}.{part}", f"{label}·{title}", kind))
    return tuple(columns)


def long_columns(extras: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """One row a field, legacy cell or fact."""
    columns = [named(id) for id in LONG]
    if "name" in extras:
        columns.insert(1, named("name"))
    return tuple(columns)


def named(id: str) -> Column:
    """The column of that id, with its header and kind."""
    kind = "integer" if id in INTEGERS else "number" if id in NUMBERS else "text"
    return Column(id, headers()["columns"][id], kind)


def label_of(field: FormField) -> str:
    """A cell's official labels, the widest first: 三、本年度办理结果·（一）予以公开·自然人."""
    return "·".join(part for part in (field.group, field.row, field.column) if part)


@cache
def labels() -> dict[str, str]:
    """Id of a field or legacy cell → its labels."""
    return {f.id: label_of(f) for form in load_forms() for f in form}


def label(id: str) -> str:
    """The label of a field, legacy cell or fact; a fact's key may stand in the headers file."""
    return labels().get(id) or headers()["facts"].get(id, id)


def field_ids() -> tuple[str, ...]:
    """The 200 fields in the order of the form."""
    return modern_ids()
