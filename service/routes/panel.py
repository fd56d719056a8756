"""The panel: who, which years, checks across years, rates."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from service import panel, rates
from service.bodies import check_text
from service.problems import Code
from service.routes.common import KNOWN, Submitter, The, answer, problems
from service.tables import reports

router = APIRouter(tags=["panel"])


@router.get("/v1/agencies", responses=problems())
async def list_agencies(service: The, _principal: Submitter) -> Response:
    """Who has reports here, for which years."""

    def read() -> dict[str, Any]:
        query = (
            select(reports.c.agency, reports.c.agency_id, reports.c.year)
            .where(reports.c.agency.is_not(None)).distinct().order_by(reports.c.agency, reports.c.year)
        )  # fmt: skip
        found: dict[str, dict[str, Any]] = {}
        with service.database.reading() as connection:
            for row in connection.execute(query):
                one = found.setdefault(
                    row.agency, {"agency": row.agency, "agency_id": row.agency_id, "years": []}
                )
                if row.year is not None and row.year not in one["years"]:
                    one["years"].append(row.year)
        return {"items": list(found.values()), "next": None}

    return answer(await asyncio.to_thread(read))


@router.get("/v1/panel", dependencies=KNOWN, responses=problems(Code.NOT_FOUND))
async def get_panel(
    service: The, _principal: Submitter, filters: Annotated[panel.PanelFilters, Query()]
) -> Response:
    """The years of one agency: values by field and year, and what does not hold across them."""
    check_text(filters.agency or "")
    check_text(filters.agency_id or "")

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            return panel.panel(connection, filters)

    return answer(await asyncio.to_thread(read))


@router.get("/v1/indicators", dependencies=KNOWN, responses=problems())
async def get_indicators(
    service: The, _principal: Submitter, filters: Annotated[rates.RateFilters, Query()]
) -> Response:
    """Rates with their formula, what they are divided by, and n."""
    check_text(filters.agency or "")
    check_text(filters.agency_id or "")

    return answer(await asyncio.to_thread(rates.indicators, service.database, filters))
