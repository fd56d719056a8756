"""What a model said of a document, as regions with scores beside the annotations."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from extractor.annotations.carry import Region, Task


def with_predictions(task: Task, result: Mapping[str, Any]) -> Task:
    """The task with every placed answer of a result as a prediction."""
    return replace(task, predictions=tuple(_regions(result)), model=str(result.get("model", "")))


def _regions(result: Mapping[str, Any]) -> Iterator[Region]:
    for report in result["reports"]:
        for kind in ("fields", "legacy"):
            for id, cell in report.get(kind, {}).items():
                if cell.get("span"):
                    told = {
                        "value": "" if cell["value"] is None else str(cell["value"]),
                        "state": cell["state"],
                    }
                    yield _region(cell, f"{kind}/{id}", {k: v for k, v in told.items() if v})
        for fact in report.get("facts", ()):
            yield _region(fact, f"facts/{fact['key']}", {"value": str(fact["value"])})
        for section in report.get("sections", ()):
            yield _region(
                {**section, "span": section["title_span"]}, f"sections/{section['key']}", {}
            )
        for head in ("agency", "year"):
            if (report.get(head) or {}).get("span"):
                yield _region(report[head], head, {"value": str(report[head]["value"])})


def _region(entry: Mapping[str, Any], label: str, told: dict[str, str]) -> Region:
    start, end = entry["span"]
    return Region(start, end, label, told, entry.get("confidence"))
