"""Audits of fields outside review, what they say, and how documents drift."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from service import audits, limits, policy, traits
from service.problems import Code
from service.routes.common import Cursor, Limit, Submitter, The, answer, problems
from service.store.common import decode_cursor, encode_cursor

router = APIRouter(tags=["audits"])
State = Literal["waiting", "open", "contested", "right", "wrong"]


@router.get("/v1/audits", responses=problems(Code.BAD_CURSOR))
async def list_audits(
    service: The, _principal: Submitter,
    state: Annotated[State, Query(description="`waiting`: open and contested ones")] = "waiting",
    cursor: Cursor = None, limit: Limit = limits.PAGE_ITEMS,
) -> Response:  # fmt: skip
    """Fields outside review that were drawn to be looked at, oldest first; as in the queue."""
    after = decode_cursor(cursor, int)[0] if cursor else 0
    states = audits.WAITING if state == "waiting" else (state,)

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            items = audits.waiting(connection, after, limit + 1, states)
        more = len(items) > limit
        following = encode_cursor(items[limit - 1]["audit"]["n"]) if more else None
        return {"items": items[:limit], "next": following}

    return answer(await asyncio.to_thread(read))


@router.get("/v1/audits/estimate", responses=problems())
async def get_estimate(
    service: The,
    _principal: Submitter,
    model: Annotated[
        str | None, Query(max_length=64, description="Whose results; the newest by default")
    ] = None,
) -> Response:
    """How often fields outside review are wrong, from the audits alone; whether that is too much."""

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            chosen = model or audits.newest_model(connection)
            if chosen is None:
                return {"model": None, "promise": policy.PROMISE, "estimate": None, "counts": {},
                        "warning": False, "tightened": None}  # fmt: skip
            found, counts = audits.told(connection, chosen)
            raised = policy.current(connection, chosen)
        shown = None if raised is None else policy.shown(raised)
        return {"model": chosen, "promise": policy.PROMISE, "estimate": asdict(found), "counts": counts,
                "warning": found.passes(policy.PROMISE), "tightened": shown}  # fmt: skip

    return answer(await asyncio.to_thread(read))


@router.get("/v1/drift", responses=problems())
async def get_drift(service: The, _principal: Submitter) -> Response:
    """The share of documents unlike what their model learned from, by month, newest first."""

    def read() -> dict[str, Any]:
        with service.database.reading() as connection:
            return {"expected": traits.EXPECTED, "items": traits.drift(connection), "next": None}

    return answer(await asyncio.to_thread(read))
