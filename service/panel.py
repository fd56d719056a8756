"""The panel of stored reports: the years of an agency, and rates over many agencies.

Where an agency's year is stored more than once (as a page and as a pdf, say), the report that
gives most values counts, of equal ones the newest.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, String, and_, cast, func, literal, or_, select

from extractor.checks.model import Check
from extractor.forms import modern_ids
from extractor.panel.across import cells_of_check, checks_across, copied, not_filed
from extractor.panel.indicators import rates
from extractor.panel.model import Filed, cells_of, prose_of
from extractor.panel.rules import load_across, load_indicators
from service import figures, policy
from service.database import Database
from service.indexing import labels
from service.problems import Code, Problem
from service.source import text_of
from service.store import annotations, copies
from service.store import documents as store
from service.store.common import Row
from service.tables import report_values, reports

Name = Annotated[str | None, Field(max_length=200)]
Year = Annotated[int | None, Field(ge=1990, le=2100)]
SHOWN = ("value", "state", "confidence", "relation", "span", "reviewed_by", "flagged")
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")


class PanelFilters(BaseModel):
    """Whose panel."""

    model_config = ConfigDict(extra="ignore")

    agency: Name = Field(None, description="The agency's whole name")
    agency_id: Name = Field(None, description="The id that a manifest gave it")
    first: Year = Field(None, description="The first year that must be there")
    last: Year = Field(None, description="The last year that must be there")


class RateFilters(BaseModel):
    """Which reports rates are counted over."""

    model_config = ConfigDict(extra="ignore")

    agency: Name = Field(None, description="The agency's whole name")
    agency_id: Name = Field(None, description="The id that a manifest gave it")
    year: Year = None
    form: Annotated[str | None, Field(pattern="^(2021|2019|2014|narrative)$")] = None
    scope: Annotated[str | None, Field(pattern="^(own|region|unknown)$")] = None


def panel(connection: Connection, filters: PanelFilters) -> dict[str, Any]:
    """The years of one agency, their values, and the checks across them."""
    rows = _of_agency(connection, filters)
    opened = _open(connection, rows)
    rows = [row for row in rows if (row["doc"], row["report"]) in opened]
    if not rows:
        raise Problem(Code.NOT_FOUND, "没有该机关的报告。No report of this agency.")
    names = {row["agency"] for row in rows if row["agency"]}
    used = [opened[row["doc"], row["report"]] for row in rows if row["used"]]
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
        "reports": [_report(row, opened[row["doc"], row["report"]]) for row in rows],
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
    for row in connection.execute(query).mappings():
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
    document: Row


def _open(connection: Connection, rows: list[Row]) -> dict[tuple[int, int], Opened]:
    """The reports as people left them, by document and number."""
    keys = load_across().copied.sections
    found: dict[tuple[int, int], Opened] = {}
    for n in dict.fromkeys(row["doc"] for row in rows):
        document = store.by_number(connection, n)
        result = store.result(connection, document) if document else None
        if document is None or result is None:
            continue
        merged = policy.merged(connection, result, annotations.of_document(connection, n))
        text = text_of(store.original(connection, n), result)
        published = _day(store.given(document).get("published_on"))
        for row in (one for one in rows if one["doc"] == n):
            report = merged["reports"][row["report"]]
            filed = Filed(
                row["agency"] or "", row["year"], row["form"], row["scope"], cells_of(report), published,
                prose_of(report, text, keys) if row["used"] else "", (document["id"], row["report"]),
            )  # fmt: skip
            found[n, row["report"]] = Opened(filed, report, document)
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
    rows = [{**row, "used": True} for row in connection.execute(query).mappings()]
    others = _open(connection, rows)
    found = [check for one in others.values() for check in copied(mine, one.filed, rule)]
    return [one for one in found if one.status == "fail"]


def _day(said: Any) -> date | None:
    """A day as manifests write it, or None."""
    match = _DAY.search(str(said or ""))
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _report(row: Row, opened: Opened) -> dict[str, Any]:
    names = (
        "report", "year", "agency", "form", "scope", "in_review", "values_given", "confidence", "used",
    )  # fmt: skip
    published = opened.filed.published
    return {
        "document": opened.document["id"], "document_name": opened.document["name"], "version": opened.document["version"],
        **{name: row[name] for name in names}, "published_on": published.isoformat() if published else None,
    }  # fmt: skip


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


def indicators(database: Database, filters: RateFilters) -> dict[str, Any]:
    """Every rate over the reports that the filters leave, one an agency and year."""
    conditions = [
        reports.c[name] == wanted
        for name in ("agency", "agency_id", "year", "form", "scope")
        if (wanted := getattr(filters, name)) is not None
    ]
    everything = select(func.count()).select_from(reports).where(*conditions)
    with database.reading() as connection:  # counted after it, so that no writer waits for the sums
        held = _chosen(connection, conditions)
        total = int(connection.execute(everything).scalar_one())
    used = load_indicators()
    ids = frozenset(id for one in used for id in (*one.numerator, *one.denominator))
    items = rates(used, ((year, figures.unpack(body, ids)) for year, body in held))
    return {"items": items, "reports": len(held), "duplicates": total - len(held), "next": None}


def _chosen(connection: Connection, conditions: list[Any]) -> list[tuple[int | None, bytes]]:
    """Year and packed values of each report that counts."""
    nobody = cast(reports.c.doc, String) + literal("/") + cast(reports.c.report, String)
    who = func.coalesce(reports.c.agency_id, reports.c.agency, nobody)
    place = func.row_number().over(
        partition_by=(who, reports.c.year, reports.c.scope),
        order_by=(reports.c.values_given.desc(), reports.c.doc.desc(), reports.c.report),
    )
    ranked = select(reports.c.doc, reports.c.report, reports.c.year, place.label("place"))
    first = ranked.where(*conditions).subquery()
    same = (report_values.c.doc == first.c.doc) & (report_values.c.report == first.c.report)
    query = (
        select(first.c.doc, first.c.report, first.c.year, report_values.c.body)
        .select_from(first.outerjoin(report_values, same))
        .where(first.c.place == 1)
    )
    return [
        (row.year, row.body if row.body is not None else _earlier(connection, row.doc, row.report))
        for row in connection.execute(query)
    ]


def _earlier(connection: Connection, n: int, report: int) -> bytes:
    """The values of a report that was stored before values were kept apart."""
    document = store.by_number(connection, n)
    result = store.result(connection, document) if document else None
    if result is None:
        return figures.pack({})
    merged = policy.merged(connection, result, annotations.of_document(connection, n))
    return figures.pack(cells_of(merged["reports"][report]))
