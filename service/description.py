"""The OpenAPI document: bodies that routes read themselves, and only answers that can come."""

import threading
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from service.annotate import Changes
from service.bodies import TextDocument
from service.problems import MEDIA_TYPE, Code
from service.routes.session import SignIn
from service.second import SecondAnswer
from service.training_runs import TrainingRequest

BODIES: tuple[type[BaseModel], ...] = (TextDocument, Changes, SecondAnswer, SignIn, TrainingRequest)
CHANGING = ("post", "put", "patch", "delete")


def install(app: FastAPI) -> None:
    """Complete the document that FastAPI makes, once, when it is first asked for."""
    made = app.openapi
    lock = threading.Lock()

    def described() -> dict[str, Any]:
        with lock:
            if app.openapi_schema is None:
                _complete(made())
            return app.openapi_schema or {}

    app.openapi = described  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> None:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for body in BODIES:
        schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[body.__name__] = schema
    schemas["Problem"] = PROBLEM
    for methods in document["paths"].values():
        for method, operation in methods.items():
            _fit(method, operation)


def _fit(method: str, operation: dict[str, Any]) -> None:
    """A request that holds nothing, or any bytes, cannot be malformed; a change needs room."""
    answers = operation["responses"]
    if set(operation.get("requestBody", {}).get("content", {})) == {"application/octet-stream"}:
        answers.pop("400", None)
    if "requestBody" not in operation:
        answers.pop("400", None)
        if not operation.get("parameters"):
            answers.pop("422", None)
    if method in CHANGING:
        schema = {"$ref": "#/components/schemas/Problem"}
        full = answers.setdefault(
            "507", {"description": "", "content": {MEDIA_TYPE: {"schema": schema}}}
        )
        codes = {one for one in full["description"].split(", ") if one}
        full["description"] = ", ".join(sorted(codes | {Code.STORAGE_FULL.value}))
    operation["responses"] = dict(sorted(answers.items()))


PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem details; more members by code, see the docs",
    "required": ["type", "code", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string", "enum": [code.value for code in Code]},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "title_en": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
    },
}
