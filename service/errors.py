"""Every error leaves as problem details."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from service.problems import FROM_STATUS, MEDIA_TYPE, Code, Problem

SHOWN_ERRORS = 20


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    body = problem.body(request.url.path, request.scope.get("state", {}).get("request_id", ""))
    return JSONResponse(body, problem.status_code, headers=problem.headers, media_type=MEDIA_TYPE)


def invalid(error: ValidationError | RequestValidationError) -> Problem:
    """What does not fit, without repeating what was sent."""
    found = [
        {"where": [str(part)[:100] for part in one["loc"]], "message": one["msg"][:300]}
        for one in list(error.errors())[:SHOWN_ERRORS]
    ]
    return Problem(Code.INVALID, "；".join(one["message"] for one in found[:3]), errors=found)


def install(app: FastAPI) -> None:
    async def on_http(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, Problem):
            return problem_response(request, error)
        assert isinstance(error, HTTPException)
        code = FROM_STATUS.get(error.status_code, Code.INTERNAL)
        headers: Any = error.headers
        return problem_response(request, Problem(code, headers=headers))

    async def on_invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError | ValidationError)
        return problem_response(request, invalid(error))

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
