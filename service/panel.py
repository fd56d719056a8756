"""The panel of an agency: its reports year by year, and the checks across them.

Where an agency's year is stored more than once (as a page and as a pdf, say), the report that
gives most values counts, of equal ones the newest.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, and_, or_, select

from extractor.checks.model import Check
from extractor.forms import modern_ids
from extractor.panel.across import cells_of_check, checks_across, copied, not_filed
from extractor.panel.model import Filed, cells_of, prose_of
from extractor.panel.rules import load_across
from service import policy
from service.indexing import labels
from service.problems import Code, Problem
from service.source import text_of
from service.store import annotations, copies
from service.store import documents as store
from service.store.common import Row, decode_cursor, encode_cursor
from service.tables import documents, reports

Name = Annotated[str | None, Field(max_length=200)]
Year = Annotated[int | None, Field(ge=1990, le=2100)]
MOST = 2_000  # reports under one name: beyond that, it is no agency's name
SHOWN = ("value", "state", "confidence", "relation", "span", "reviewed_by", "flagged")
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")


class PanelFilters(BaseModel):
    """Whose panel."""

    model_config = ConfigDict(extra="ignore")

    agency: Name = Field(None, description="The agency's whole name")
    agency_id: Name = Field(None, description="The id that a manifest gave it")
    first: Year = Field(None, description="The first year that must be there")
    last: Year = Field(None, description="The last year that must be there")


def agencies(
    connection: Connection, words: str | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of the agencies that have reports, by name, with their years."""
    names = select(reports.c.agency).where(reports.c.agency.is_not(None)).distinct()
    if words:
        names = names.where(reports.c.agency.contains(words, autoescape=True))
    if cursor:
        names = names.where(reports.c.agency > decode_cursor(cursor, str)[0])
    found = list(connection.execute(names.order_by(reports.c.agency).limit(limit + 1)).scalars())
    shown = found[:limit]
    columns = (reports.c.agency, reports.c.agency_id, reports.c.year)
    query = select(*columns).where(reports.c.agency.in_(shown)).distinct().order_by(*columns)
    items: dict[str, dict[str, Any]] = {
        name: {"agency": name, "agency_id": None, "years": []} for name in shown
    }
    for row in connection.execute(query):
        one = items[row.agency]
        one["agency_id"] = one["agency_id"] or row.agency_id
        one["years"] = sorted({*one["years"], *([] if row.year is None else [row.year])})
    return {
        "items": list(items.values()),
        "next": encode_cursor(shown[-1]) if len(found) > limit else None,
    }


def panel(connection: Connection, filters: PanelFilters) -> dict[str, Any]:
    """The years of one agency, their values, and the checks across them."""
    rows = _of_agency(connection, filters)
    if not rows:
        raise Problem(Code.NOT_FOUND, "没有该机关的报告。No report of this agency.")
    names = {row["agency"] for row in rows if row["agency"]}
    used = _open(connection, [row for row in rows if row["used"]])
    used.sort(key=lambda one: one.filed.year)
    years = [one.filed.year for one in used]
    checks = checks_across([one.filed for one in used])
    checks += [check for one in used for check in _copied(connection, one.filed, names)]
    checks += [not_filed(year) for year in _expected(filters) if year not in years]
    shown = [_shown(one) for one in checks]
    shown.sort(key=lambda one: (one["year"], one["id"]))
    return {
        "agency": next((row["agency"] for row in reversed(rows) if row["agency"]), None),
        "agency_id": next((row["agency_id"] for row in rows if row["agency_id"]), None),
        "names": sorted(names), "years": years,
        "reports": _reports(connection, rows),
        "fields": _values(used), "checks": shown,
    }  # fmt: skip


def _shown(check: Check) -> dict[str, Any]:
    cells = [{"field": id, "year": year} for id, year in cells_of_check(check)]
    return {**check.as_dict(), "year": int(check.key.partition("/")[0]), "cells": cells}


def _of_agency(connection: Connection, filters: PanelFilters) -> list[Row]:
    """All reports of the agency that say their year, by year; under each name that shares an id
    with the one asked for."""
    wanted = []
    if filters.agency_id:
        wanted.append(reports.c.agency_id == filters.agency_id)
    if filters.agency:
        wanted.append(reports.c.agency == filters.agency)
        named = select(reports.c.agency_id).where(
            reports.c.agency == filters.agency, reports.c.agency_id.is_not(None)
        )
        wanted.append(reports.c.agency_id.in_(list(connection.execute(named.distinct()).scalars())))
    if not wanted:
        raise Problem(Code.INVALID, "需要 agency 或 agency_id。Needs agency or agency_id.")
    query = select(reports).where(or_(*wanted), reports.c.year.is_not(None))
    query = query.order_by(
        reports.c.year, reports.c.values_given.desc(), reports.c.doc.desc(), reports.c.report
    )
    rows, seen = [], set()
    for row in connection.execute(query.limit(MOST)).mappings():
        rows.append({**row, "used": row["year"] not in seen})
        seen.add(row["year"])
    return rows


def _expected(filters: PanelFilters) -> range:
    """The years of the roster: those between the two that were asked for."""
    if filters.first is None or filters.last is None:
        return range(0)
    return range(filters.first, filters.last + 1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with the result that it stands in."""

    filed: Filed
    report: dict[str, Any]


def _open(connection: Connection, rows: list[Row]) -> list[Opened]:
    """The reports as people left them."""
    keys = load_across().copied.sections
    found = []
    for row in rows:
        n, at = row["doc"], row["report"]
        document = store.by_number(connection, n)
        result = store.result(connection, document) if document else None
        if document is None or result is None:
            continue
        merged = policy.merged(connection, result, annotations.of_document(connection, n))
        if at >= len(merged["reports"]):  # read again since its row was found
            continue
        report = merged["reports"][at]
        prose = prose_of(report, text_of(store.original(connection, n), result), keys)
        filed = Filed(
            row["agency"] or "", row["year"], row["form"], row["scope"], cells_of(report),
            _published(document), prose, (document["id"], at),
        )  # fmt: skip
        found.append(Opened(filed, report))
    return found


def _copied(connection: Connection, mine: Filed, names: set[str]) -> list[Check]:
    """Other agencies' reports in which nearly all of this prose stands."""
    from extractor.panel.prints import prints  # noqa: PLC0415 - numpy, when it is asked for

    rule = load_across().copied
    alike = copies.alike(connection, prints(mine.prose, rule))
    if not alike:
        return []
    query = select(reports).where(
        or_(*(and_(reports.c.doc == n, reports.c.report == at) for n, at in alike)),
        reports.c.agency.is_not(None), reports.c.year.is_not(None), reports.c.agency.not_in(names),
    )  # fmt: skip
    others = _open(connection, [dict(row) for row in connection.execute(query).mappings()])
    found = [check for one in others for check in copied(mine, one.filed, rule)]
    return [one for one in found if one.status == "fail"]


def _published(document: Row) -> date | None:
    """The day that the manifest gave, or None."""
    match = _DAY.search(str(store.given(document).get("published_on") or ""))
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _reports(connection: Connection, rows: list[Row]) -> list[dict[str, Any]]:
    """Each report of the agency, and whether its values are shown."""
    names = (
        "report", "year", "agency", "form", "scope", "in_review", "values_given", "confidence", "used",
    )  # fmt: skip
    numbers = {row["doc"] for row in rows}
    query = select(documents).where(documents.c.n.in_(numbers))
    held = {row["n"]: dict(row) for row in connection.execute(query).mappings()}
    found = []
    for row in (one for one in rows if one["doc"] in held):
        document = held[row["doc"]]
        published = _published(document)
        found.append(
            {"document": document["id"], "document_name": document["name"], "version": document["version"],
             **{name: row[name] for name in names}, "published_on": published.isoformat() if published else None}
        )  # fmt: skip
    return found


def _values(used: list[Opened]) -> list[dict[str, Any]]:
    """Each field that some year shows, year by year."""
    found = []
    for id in modern_ids():
        years = {}
        for one in used:
            entry = one.report.get("fields", {}).get(id) or {}
            if entry.get("state", "absent") == "absent" and not entry.get("reviewed_by"):
                continue
            shown = {name: entry.get(name) for name in SHOWN if name in entry}
            document, report = one.filed.place
            in_review = id in one.report.get("review", ())
            years[str(one.filed.year)] = {**shown, "in_review": in_review, "document": document, "report": report}  # fmt: skip
        if years:
            found.append({"field": id, "label": labels().get(id, id), "by_year": years})
    return found
