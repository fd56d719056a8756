"""Read request bodies: strict JSON, uploads of many kinds."""

import json
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from service import limits
from service.errors import invalid
from service.problems import Code, Problem

Model = TypeVar("Model", bound=BaseModel)
RAW_TYPES = (
    "text/plain", "text/html", "text/markdown", "application/xhtml+xml", "application/pdf",
    "application/octet-stream", "application/msword", "application/rtf", "text/csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp", "image/gif",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """One document as submitted."""

    data: bytes
    name: str
    media_type: str
    given: dict[str, Any]


class Given(BaseModel):
    """What the user knows already; comes back under `given`, never overwrites the document."""

    model_config = ConfigDict(extra="forbid")

    path: str | None = Field(None, max_length=limits.GIVEN_LENGTH)
    agency_id: str | None = Field(None, max_length=limits.GIVEN_LENGTH)
    agency: str | None = Field(None, max_length=limits.GIVEN_LENGTH)
    parent: str | None = Field(None, max_length=limits.GIVEN_LENGTH)
    year: int | None = Field(None, ge=2008, le=2100)
    source_url: str | None = Field(None, max_length=limits.GIVEN_LENGTH)
    published_on: str | None = Field(None, max_length=limits.GIVEN_LENGTH)
    fetched_at: str | None = Field(None, max_length=limits.GIVEN_LENGTH)


class TextDocument(BaseModel):
    """A document as JSON."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    name: str = Field("", max_length=limits.NAME_LENGTH)
    given: Given | None = None


def given_values(given: Given | None) -> dict[str, Any]:
    """The values that are there."""
    if given is None:
        return {}
    values = given.model_dump(exclude_none=True)
    return {name: value for name, value in values.items() if value != ""}


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def parse_json(data: bytes) -> Any:
    """A JSON value; refuses NaN, deep nesting, lone surrogates and NUL."""
    try:
        text = data.decode("utf-8")
        depth = 0
        for character in text:  # strings count too: refusing a text of 64 brackets would be wrong
            if character == '"':
                break
            depth += character in "[{"
        if depth > limits.JSON_DEPTH:
            raise Problem(Code.BAD_REQUEST, "JSON 嵌套过深。The JSON is nested too deep.")
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Problem(Code.BAD_REQUEST, "不是有效的 JSON。This is not valid JSON.") from error
    check_value(value)
    return value


def check_value(value: Any, depth: int = 0) -> None:
    """Refuse what cannot be stored: depth, lone surrogates, NUL, numbers beyond 2^53."""
    if depth > limits.JSON_DEPTH:
        raise Problem(Code.BAD_REQUEST, "JSON 嵌套过深。The JSON is nested too deep.")
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, one in value.items():
            check_text(key)
            check_value(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            check_value(one, depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= limits.INTEGER_MOST:
        raise Problem(Code.INVALID, "数值过大。A number is too large.")


def check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise Problem(Code.INVALID, "含有不能保存的字符。The text holds NUL or a lone surrogate.")


async def read_body(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect as error:
        raise Problem(Code.BAD_REQUEST, "对方已断开。The client went away.") from error


async def read_json(request: Request, model: type[Model]) -> Model:
    """A body of that shape."""
    kind = _media_type(request)
    if kind != "application/json":
        raise Problem(Code.UNSUPPORTED_MEDIA_TYPE, "请用 application/json。Send application/json.")
    try:
        return model.model_validate(parse_json(await read_body(request)))
    except ValidationError as error:
        raise invalid(error) from error


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_upload(request: Request, name: str, most: int) -> Upload:
    """The one document of a request, in any of the accepted shapes."""
    kind = _media_type(request)
    if kind == "application/json":
        sent = await read_json(request, TextDocument)
        upload = Upload(
            sent.text.encode(), sent.name or name, "text/plain", given_values(sent.given)
        )
    elif kind == "multipart/form-data":
        upload = await _read_form(request, name)
    elif kind in RAW_TYPES:
        upload = Upload(await read_body(request), name or _default_name(kind), kind, {})
    else:
        raise _unsupported(kind)
    if not upload.data:
        raise Problem(Code.INVALID, "内容为空。The document is empty.")
    if len(upload.data) > most:
        raise Problem(Code.TOO_LARGE, "文件超过上限。The file is above the limit.", limit=most)
    return upload


def _unsupported(kind: str) -> Problem:
    if any(word in kind for word in ("zip", "tar", "compressed")):
        return archive_refused()
    known = ("application/json", "multipart/form-data", *RAW_TYPES)
    words = f"可用的类型：{'、'.join(known)}。These types can be sent: {', '.join(known)}."
    return Problem(Code.UNSUPPORTED_MEDIA_TYPE, words, supported=list(known))


def archive_refused() -> Problem:
    """Archives are batches: this call takes one document."""
    words = "压缩包请交到 /v1/batches。Send archives to /v1/batches."
    return Problem(Code.UNSUPPORTED_MEDIA_TYPE, words)


def _default_name(kind: str) -> str:
    return "document.html" if kind in ("text/html", "application/xhtml+xml") else ""


async def read_form(request: Request, files: int) -> Any:
    """A multipart form; parts above 1 MB wait in an unlinked temporary file."""
    try:
        return await request.form(max_files=files, max_fields=20, max_part_size=limits.JSON_BYTES)
    except Problem:
        raise
    except ClientDisconnect as error:
        raise Problem(Code.BAD_REQUEST, "对方已断开。The client went away.") from error
    except Exception as error:
        # The parser's own errors: a boundary missing, too many parts.
        raise Problem(Code.BAD_REQUEST, "表单无法解析。The form cannot be parsed.") from error


async def _read_form(request: Request, name: str) -> Upload:
    form = await read_form(request, 1)
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(Code.INVALID, "缺少 file。The part `file` is missing.")
        data = await file.read()
        given = form.get("given")
        values: dict[str, Any] = {}
        if isinstance(given, str) and given.strip():
            try:
                values = given_values(
                    Given.model_validate(parse_json(given.encode("utf-8", "replace")))
                )
            except ValidationError as error:
                raise invalid(error) from error
        named = form.get("name")
        wanted = (named if isinstance(named, str) else "") or file.filename or name
        check_text(wanted)
        return Upload(data, wanted[: limits.NAME_LENGTH], file.content_type or "", values)
    finally:
        await form.close()
