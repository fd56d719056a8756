"""Rates over stored reports, counted from the values that are kept apart for them.

Where an agency's year is stored more than once, the report that gives most values counts, of
equal ones the newest.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, String, cast, func, literal, select

from extractor.panel.indicators import rates
from extractor.panel.model import cells_of
from extractor.panel.rules import load_indicators
from service import figures, policy
from service.database import Database
from service.store import annotations
from service.store import documents as store
from service.tables import report_values, reports

Name = Annotated[str | None, Field(max_length=200)]
Year = Annotated[int | None, Field(ge=1990, le=2100)]


class RateFilters(BaseModel):
    """Which reports rates are counted over."""

    model_config = ConfigDict(extra="ignore")

    agency: Name = Field(None, description="The agency's whole name")
    agency_id: Name = Field(None, description="The id that a manifest gave it")
    year: Year = None
    form: Annotated[str | None, Field(pattern="^(2021|2019|2014|narrative)$")] = None
    scope: Annotated[str | None, Field(pattern="^(own|region|unknown)$")] = None


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
