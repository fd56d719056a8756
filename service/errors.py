"""Every error leaves as problem details."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from service.problems import FROM_STATUS, MEDIA_TYPE, Code, Problem

SHOWN_ERRORS = 20
WORDS = 1000  # characters of one message


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    body = problem.body(request.url.path, request.scope.get("state", {}).get("request_id", ""))
    return JSONResponse(body, problem.status_code, headers=problem.headers, media_type=MEDIA_TYPE)


# What pydantic says in English only, by the kind of the error; its own words follow.
CHINESE = {
    "missing": "缺少此项",
    "extra_forbidden": "没有此项",
    "literal_error": "只能取 {expected}",
    "enum": "只能取 {expected}",
    "string_pattern_mismatch": "写法不对",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "至多 {max_length} 个字符",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文字",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
}
NOT_NAMED = ("query", "path", "header", "body")  # where a parameter is sent is no part of its name


def invalid(error: ValidationError | RequestValidationError) -> Problem:
    """What does not fit, Chinese first, without repeating what was sent."""
    found = [
        {"where": [str(part)[:100] for part in one["loc"]], "message": _message(one)[:WORDS]}
        for one in list(error.errors())[:SHOWN_ERRORS]
    ]
    return Problem(Code.INVALID, " ".join(_placed(one) for one in found[:3]), errors=found)


def _message(one: Any) -> str:
    """Our own errors say both languages themselves; what a library says is put into Chinese."""
    context = one.get("ctx") or {}
    if one["type"] in ("value_error", "assertion_error"):
        return str(context.get("error", one["msg"]))
    words = CHINESE.get(one["type"], "不符合要求")
    try:
        words = words.format(**context)
    except (KeyError, IndexError):
        words = "不符合要求"
    return f"{words}。{one['msg']}."


def _placed(one: dict[str, Any]) -> str:
    where = one["where"][1:] if one["where"][:1] and one["where"][0] in NOT_NAMED else one["where"]
    return f"{'.'.join(where)}：{one['message']}" if where else str(one["message"])


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
