"""Sign-in for the page: the key is exchanged for a cookie that scripts cannot read."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service import access, limits
from service.bodies import read_json
from service.limiter import Limiter
from service.problems import Code, Problem
from service.routes.common import The, answer, json_body, only, problems

router = APIRouter(tags=["session"])


class SignIn(BaseModel):
    """An API key."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(min_length=1, max_length=200)]


def _view(principal: access.Principal | None) -> dict[str, Any]:
    return {
        "signed_in": principal is not None,
        "sign_in_needed": principal is None,
        "name": principal.name if principal else None,
        "role": principal.role if principal else None,
        "csrf": principal.csrf if principal else None,
    }


@router.get("/v1/session", responses=only(Code.FORBIDDEN, Code.BUSY))
async def get_session(request: Request, service: The) -> Response:
    """Who the page is, and the token it sends with each change (`X-CSRF-Token`)."""
    access.check_origin(service, request)
    return answer(_view(await asyncio.to_thread(access.identify, service, request)))


@router.post(
    "/v1/session",
    openapi_extra=json_body(SignIn),
    responses=problems(Code.UNSUPPORTED_MEDIA_TYPE, Code.TOO_LARGE),
)
async def sign_in(request: Request, service: The) -> Response:
    """Sign in with a key; sets a same-site cookie for twelve hours."""
    access.check_origin(service, request)
    guesses: Limiter = request.app.state.sign_ins
    wait = guesses.take(request.client.host if request.client else "")
    if wait:
        raise Problem(Code.RATE_LIMITED, headers={"Retry-After": str(int(wait) + 1)})
    sent = await read_json(request, SignIn)

    def enter() -> tuple[str, access.Principal] | None:
        with service.database.writing() as connection:
            return access.sign_in(connection, sent.key)

    found = await asyncio.to_thread(enter)
    if found is None:
        raise Problem(
            Code.UNAUTHORIZED,
            "密钥无效。The key is not valid.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    token, principal = found
    response = answer(_view(principal))
    response.set_cookie(
        access.COOKIE, token, max_age=limits.SESSION_HOURS * 3600, httponly=True, samesite="strict",
        secure=service.settings.secure_cookies or request.url.scheme == "https", path="/",
    )  # fmt: skip
    return response


@router.delete("/v1/session", responses=only(Code.FORBIDDEN, Code.BUSY))
async def sign_out(request: Request, service: The) -> Response:
    """End the page's session."""
    access.check_origin(service, request)
    token = request.cookies.get(access.COOKIE)
    if token:
        await asyncio.to_thread(access.identify, service, request)  # wants the token

        def leave() -> None:
            with service.database.writing() as connection:
                access.sign_out(connection, token)

        await asyncio.to_thread(leave)
    response = answer(_view(None))
    response.delete_cookie(access.COOKIE, path="/", httponly=True, samesite="strict")
    return response
