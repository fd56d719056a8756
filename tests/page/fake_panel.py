"""The panel of the stand-in: the library's own checks and rates over what was submitted."""

from collections.abc import Iterable
from typing import Any

from extractor.forms import modern_ids
from extractor.panel.across import cells_of_check, checks_across
from extractor.panel.indicators import rates
from extractor.panel.model import Filed, cells_of
from extractor.panel.rules import load_indicators

Merged = list[dict[str, Any]]


def reports_of(documents: Merged, agency: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """(document, report) of an agency, or of all, by year."""
    found = [
        (one["document"]["id"], report)
        for one in documents
        for report in one["reports"]
        if agency in (None, report["agency"]["value"])
    ]
    return sorted(found, key=lambda one: one[1]["year"]["value"])


def agencies(documents: Merged) -> dict[str, Any]:
    years: dict[str, list[int]] = {}
    for _, report in reports_of(documents):
        years.setdefault(report["agency"]["value"], []).append(report["year"]["value"])
    items = [{"agency": name, "agency_id": None, "years": had} for name, had in years.items()]
    return {"items": items, "next": None}


def panel(documents: Merged, agency: str) -> dict[str, Any]:
    held = reports_of(documents, agency)
    filed = [
        Filed(agency, report["year"]["value"], report["form"]["value"], report["scope"]["value"], cells_of(report))
        for _, report in held
    ]  # fmt: skip
    checks = [
        {**one.as_dict(), "year": int(one.key.partition("/")[0]),
         "cells": [{"field": id, "year": year} for id, year in cells_of_check(one)]}
        for one in checks_across(filed)
    ]  # fmt: skip
    shown = [
        {"document": id, "document_name": f"{id[:4]}.txt", "report": 0, "year": report["year"]["value"], "form": report["form"]["value"],
         "in_review": len(report["review"]), "used": True}
        for id, report in held
    ]  # fmt: skip
    fields = [{"field": id, "label": id, "by_year": dict(_years(held, id))} for id in modern_ids()]
    return {"agency": agency, "agency_id": None, "names": [agency], "years": [one.year for one in filed],
            "reports": shown, "fields": [one for one in fields if one["by_year"]], "checks": checks}  # fmt: skip


def _years(
    held: Iterable[tuple[str, dict[str, Any]]], id: str
) -> Iterable[tuple[str, dict[str, Any]]]:
    for document, report in held:
        entry = report["fields"][id]
        if entry["state"] != "absent":
            yield (
                str(report["year"]["value"]),
                {**entry, "in_review": id in report["review"], "document": document, "report": 0},
            )


def indicators(documents: Merged, agency: str | None) -> dict[str, Any]:
    held = [
        (report["year"]["value"], cells_of(report)) for _, report in reports_of(documents, agency)
    ]
    return {"items": rates(load_indicators(), held), "reports": len(held), "duplicates": 0, "next": None}  # fmt: skip
