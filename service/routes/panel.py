"""The panel: who, which years, checks across years, rates."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service import limits, panel, rates
from service.bodies import check_text
from service.problems import Code
from service.routes.common import KNOWN, Cursor, Limit, Submitter, The, answer, problems

router = APIRouter(tags=["panel"])
Part = Annotated[
    str | None, Query(max_length=limits.SEARCH_LENGTH, description="Part of the agency's name")
]


@router.get("/v1/agencies", dependencies=KNOWN, responses=problems(Code.BAD_CURSOR))
async def list_agencies(
    service: The, _principal: Submitter, agency: Part = None, cursor: Cursor = None,
    limit: Limit = limits.PAGE_ITEMS,
) -> Response:  # fmt: skip
    """Who has reports here, for which years, by name."""
    check_text(agency or "")

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            return panel.agencies(connection, agency, cursor, limit)

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
