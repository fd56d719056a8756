"""Results to export, made by rule so that a test can say what must come out."""

from typing import Any

from extractor.forms import modern_ids


def cell(value: float | None, state: str, **more: Any) -> dict[str, Any]:
    base = {"raw": None, "confidence": 0.5, "span": None, "sources": [], "relation": None}
    return {"value": value, "state": state, **base, "alternatives": [], **more}


def report_of(seed: int) -> dict[str, Any]:
    """A report whose cells differ: numbers, zeros, decimals, blank and absent ones."""
    fields = {}
    for place, id in enumerate(modern_ids()):
        number = place + seed
        if number % 5 == 0:
            fields[id] = cell(None, "blank", raw="-", span=[number, number + 1])
        elif number % 7 == 0:
            fields[id] = cell(None, "absent")
        elif number % 11 == 0:
            fields[id] = cell(0.25 * number, "observed", raw=str(0.25 * number))
        else:
            fields[id] = cell(
                number % 3, "observed", raw=str(number % 3), span=[number, number + 1]
            )
    return {
        "span": [0, 9],
        "agency": {"value": "=甲局", "confidence": 0.9, "span": [0, 2]},
        "year": {"value": 2021, "confidence": 0.9, "span": None},
        "form": {"value": "2021", "confidence": 0.9},
        "scope": {"value": "own", "confidence": 0.9},
        "sections": [],
        "fields": fields,
        "legacy": {"form2019.licensing.items_change": cell(-2, "observed", raw="-2")},
        "facts": [
            {"key": "disclosed.website", "value": 7, "unit": "条", "text": "网站7条",
             "span": [2, 3], "confidence": 0.8},
        ],
        "checks": [
            {"id": "row-sum", "fields": ["applications.new.total"], "status": "fail",
             "severity": "error", "cause": "publisher", "expected": 3, "found": 4,
             "message": "表三第一行不等", "basis": "2021"},
        ],
        "review": [],
    }  # fmt: skip


def result_of(
    id: str, name: str, seed: int = 0, given: dict[str, Any] | None = None, reports: int = 1
) -> dict[str, Any]:
    return {
        "schema_version": "2021.1",
        "model": "rules",
        "document": {
            "id": id, "name": name, "media_type": "text/plain", "encoding": "utf-8", "length": 9,
            "given": given,
        },
        "incomplete": None,
        "cleaning": [],
        "reports": [report_of(seed + number) for number in range(reports)],
        "rejected": [],
    }  # fmt: skip
