"""Rows of the exports, made from results. A value that is not there is None, never 0."""

from collections.abc import Iterator
from typing import Any

from extractor.export.columns import EXTRAS, field_ids, label
from extractor.forms import load_forms

Result = dict[str, Any]
Value = str | int | float | None
Row = dict[str, Value]


def wide_rows(result: Result, extras: tuple[str, ...] = ()) -> Iterator[Row]:
    """One row a report; keys as `columns.wide_columns(extras)`."""
    given = result["document"].get("given") or {}
    parts = ["state", *(name for name in EXTRAS if name in extras and name != "name")]
    for head, report in _reports(result):
        row: Row = {
            **head,
            "agency_id": given.get("agency_id"),
            "source_url": given.get("source_url"),
            "model": result.get("model"),
        }
        for id in field_ids():
            cell = report["fields"].get(id) or {"value": None, "state": "absent"}
            cell = _placed(cell)
            row[id] = cell.get("value")
            for part in parts:
                row[f"{id}.{part}"] = cell.get(part)
        yield row


def long_rows(
    result: Result, kinds: tuple[str, ...] = ("field", "legacy", "fact")
) -> Iterator[Row]:
    """One row a field, legacy cell or fact; keys as `columns.long_columns()`."""
    for head, report in _reports(result):
        if "field" in kinds:
            for id in field_ids():
                if id in report["fields"]:
                    yield head | _cell_row("field", id, report["fields"][id])
        if "legacy" in kinds:
            for id, cell in report.get("legacy", {}).items():
                yield head | _cell_row("legacy", id, cell)
        if "fact" in kinds:
            for fact in report.get("facts", []):
                row = _cell_row("fact", fact["key"], fact)
                yield head | row | {"raw": fact.get("text")}


def check_rows(result: Result) -> Iterator[Row]:
    """One row a check; keys as `columns.CHECKS`."""
    for head, report in _reports(result):
        for check in report.get("checks", []):
            row: Row = {name: _plain(check.get(name)) for name in ("expected", "found")}
            for name in ("id", "status", "severity", "cause", "message", "basis"):
                row[name] = check.get(name)
            yield head | row | {"fields": " ".join(check.get("fields", []))}


def codebook_rows() -> Iterator[Row]:
    """What every id means: keys as `columns.CODEBOOK`."""
    for form in load_forms():
        for field in form:
            yield {
                "id": field.id,
                "label": label(field.id),
                "form": form.name,
                "table": field.table,
                "group": field.group,
                "row": field.row,
                "column": field.column,
                "unit": field.unit,
                "modern": field.modern,
                "relation": field.relation,
            }


def _reports(result: Result) -> Iterator[tuple[Row, Result]]:
    document = result["document"]
    for number, report in enumerate(result["reports"]):
        # A person said that it is no report; or whoever exports asked for others only.
        if report.get("rejected") or report.get("left_out"):
            continue
        head: Row = {"document": document["id"], "name": document.get("name"), "report": number}
        for key in ("agency", "year", "form"):
            head[key] = (report.get(key) or {}).get("value")
        yield head, report


def _cell_row(kind: str, id: str, cell: Result) -> Row:
    cell = _placed(cell)
    span = cell.get("span") or (None, None)
    row: Row = {"kind": kind, "id": id, "label": label(id), "start": span[0], "end": span[1]}
    for name in ("value", "state", "relation", "confidence", "raw", "reviewed_by"):
        row[name] = cell.get(name)
    return row


def _placed(cell: Result) -> Result:
    """A cell without its place in the text where what stands there is not what was read in it."""
    machine = cell.get("machine")
    if machine is None or all(machine.get(k) == cell.get(k) for k in ("value", "state")):
        return cell
    return {**cell, "span": None, "raw": None}


def _plain(value: Any) -> Value:
    """What a check expected or found: a number or text; anything else as text."""
    return value if value is None or isinstance(value, str | int | float) else str(value)
