"""What routes share: the service, the caller, descriptions for the OpenAPI document."""

import asyncio
import shutil
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from service import access, jsons, limits
from service.access import Principal
from service.core import Service
from service.problems import MEANINGS, MEDIA_TYPE, Code, Problem

bearer = HTTPBearer(auto_error=False, description="An API key; the page uses its session instead")


# Dependencies are coroutines: a plain function would be handed to a thread, for each request.
async def service_of(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


The = Annotated[Service, Depends(service_of)]


def require(role: str) -> Callable[..., Any]:
    """A dependency: who calls, if the role suffices and the rate allows."""

    async def check(
        request: Request, service: The, _bearer: Annotated[Any, Depends(bearer)]
    ) -> Principal:
        access.check_origin(service, request)
        principal = await asyncio.to_thread(access.identify, service, request)
        address = request.client.host if request.client else ""
        wait = service.limiter.take(principal.name if principal else f"from {address}")
        if wait:
            raise Problem(Code.RATE_LIMITED, headers={"Retry-After": str(int(wait) + 1)})
        if principal is None:
            raise Problem(Code.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
        request.state.caller = principal.name
        if not principal.may(role):
            raise Problem(Code.FORBIDDEN, f"需要角色 {role}。The role {role} is needed.")
        return principal

    return check


async def known_parameters(request: Request) -> None:
    """Refuse a filter that there is not: passed over, it would give more than was asked for."""
    described = request.app.openapi()["paths"][request.scope["route"].path]["get"]
    known = {one["name"] for one in described.get("parameters", ())}
    unknown = sorted(name[:100] for name in request.query_params if name not in known)
    if unknown:
        raise Problem(Code.INVALID, f"没有此参数。No such parameter: {', '.join(unknown[:5])}")


KNOWN = [Depends(known_parameters)]
Submitter = Annotated[Principal, Depends(require("submit"))]
Reviewer = Annotated[Principal, Depends(require("review"))]
Admin = Annotated[Principal, Depends(require("admin"))]
Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=limits.PAGE_ITEMS_MOST)]

ALWAYS = (
    Code.BAD_REQUEST, Code.UNAUTHORIZED, Code.FORBIDDEN, Code.INVALID, Code.RATE_LIMITED, Code.BUSY,
)  # fmt: skip


def problems(*codes: Code) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route that wants a caller, for its description.

    Those that the route cannot give are struck out again by `service.description`.
    """
    return only(*ALWAYS, *codes)


def only(*codes: Code) -> dict[int | str, dict[str, Any]]:
    """Exactly these error answers."""
    by_status: dict[int | str, list[str]] = {}
    for code in codes:
        by_status.setdefault(MEANINGS[code][0], []).append(code.value)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": ", ".join(found), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, found in sorted(by_status.items(), key=lambda item: int(item[0]))
    }


def json_body(model: type[BaseModel]) -> dict[str, Any]:
    """A JSON body that the route reads itself, strictly."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


IDEMPOTENCY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": limits.IDEMPOTENCY_KEY_LENGTH,
               "pattern": "^[!-~]+$"},
    "description": "The same request with the same key has one effect and one answer",
}  # fmt: skip


class Json(JSONResponse):
    """JSON that can carry whatever a document held, a lone surrogate too."""

    def render(self, content: Any) -> bytes:
        return jsons.encode(content)


def answer(value: Any, status: int = 200, **headers: str) -> JSONResponse:
    """JSON as it is: values come from our own storage and are JSON already."""
    return Json(
        value, status, headers={name.replace("_", "-"): one for name, one in headers.items()}
    )


def check_disk(service: Service, wanted: int) -> None:
    """Refuse before anything is written where the disk would become too full."""
    free = shutil.disk_usage(service.settings.data).free if service.settings.data.exists() else None
    if free is not None and free - wanted < service.settings.free_disk_bytes:
        raise Problem(Code.LOW_DISK)
