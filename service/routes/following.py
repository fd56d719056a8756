"""Progress as server-sent events: where a client goes on from, and how an event looks."""

import json
from typing import Annotated, Any

from fastapi import Depends, Header, Query

from service.problems import Code
from service.routes.common import problems

EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}},
    **problems(Code.NOT_FOUND),
}
PING_SECONDS = 15


def _resumed(
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> int:
    """The number that a client saw last; a header that is none of ours is passed over."""
    given = last_event_id or ""
    return int(given) if given.isascii() and given.isdigit() and int(given) < 2**31 else after


Resumed = Annotated[int, Depends(_resumed)]


def event(id: int, name: str, data: Any) -> dict[str, str]:
    """An event; `id` is what a client resumes from."""
    return {"id": str(id), "event": name, "data": json.dumps(data, ensure_ascii=False)}
