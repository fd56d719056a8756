"""Exports: sent as they are made; xlsx and parquet, which are written to and fro, by a nameless file."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from extractor.export import EXTRAS, ColumnError, MissingLibraryError, write
from service import limits, listing, policy
from service.core import Service
from service.problems import Code, Problem
from service.routes.common import KNOWN, Submitter, The, problems
from service.routes.documents import Id, read_view
from service.store import annotations
from service.store import documents as store
from service.streaming import CHUNK, stream

router = APIRouter(tags=["exports"])
Format = Literal["json", "jsonl", "csv", "xlsx", "parquet"]
TYPES = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
WHOLE = ("json", "jsonl")  # formats of whole documents; the others are tables of reports
STREAMED = (*WHOLE, "csv")
IN_MEMORY = 8 * limits.MEGABYTE
With = Annotated[
    str, Query(alias="with", max_length=200, description=f"More columns: {', '.join(EXTRAS)}")
]
DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {} for kind in TYPES.values()}}
}


@router.get(
    "/v1/documents/{id}/export",
    response_class=Response,
    responses={**DESCRIBED, **problems(Code.NOT_FOUND, Code.NO_RESULT, Code.NOT_AVAILABLE)},
)
async def export_document(
    id: Id,
    service: The,
    _principal: Submitter,
    format: Format = "csv",
    long: bool = False,
    with_: With = "",
) -> Response:
    """One document, as people left it."""
    row, result = await asyncio.to_thread(read_view, service, id, "merged")
    if result is None:
        raise Problem(Code.NO_RESULT, document=id, state=row["state"])
    shape = Shape(format, long, _columns(with_))
    return await _send(service, iter([result]), shape, id[:12])


@router.get(
    "/v1/export",
    dependencies=KNOWN,
    response_class=Response,
    responses={**DESCRIBED, **problems(Code.NOT_FOUND, Code.NOT_AVAILABLE)},
)
async def export_all(
    service: The, _principal: Submitter, filters: Annotated[listing.Filters, Query()],
    format: Format = "csv", long: bool = False, with_: With = "",
) -> Response:  # fmt: skip
    """What the filters leave, as people left it: whole documents as JSON, else matching reports."""
    filters.checked()
    shape = Shape(format, long, _columns(with_))
    return await _send(service, _results(service, filters, format not in WHOLE), shape, "duibiao")


@dataclass(frozen=True, slots=True)
class Shape:
    """How an export is written."""

    format: str
    long: bool
    columns: tuple[str, ...]

    def write(self, results: Iterator[dict[str, Any]], target: IO[bytes]) -> None:
        write(results, target, self.format, long=self.long, with_=self.columns)


def _columns(with_: str) -> tuple[str, ...]:
    names = tuple(name for name in with_.split(",") if name)
    unknown = [name for name in names if name not in EXTRAS]
    if unknown:
        raise Problem(
            Code.INVALID, f"with 可取：{'、'.join(EXTRAS)}。Columns of with: {', '.join(EXTRAS)}."
        )
    return names


def _results(
    service: Service, filters: listing.Filters, by_report: bool
) -> Iterator[dict[str, Any]]:
    """Merged results, newest first: a page a transaction, so writers never wait long.

    `by_report` marks the reports of a document that do not fit themselves, so that tables leave
    them out; numbers of reports stay.
    """
    before: int | None = None
    while True:
        with service.database.reading() as connection:
            rows, before = listing.select_documents(connection, filters, before, limits.EXPORT_PAGE)
            numbers = [row["n"] for row in rows]
            fitting = listing.matching_reports(connection, filters, numbers) if by_report else None
            page = []
            for row in rows:
                result = store.result(connection, row)
                if result is None:
                    continue
                decisions = annotations.of_document(connection, row["n"])
                result = policy.merged(connection, result, decisions)
                for number, report in enumerate(result["reports"] if fitting is not None else ()):
                    report["left_out"] = number not in (fitting or {})[row["n"]]
                page.append(result)
        yield from page
        if before is None:
            return


async def _send(
    service: Service, results: Iterator[dict[str, Any]], shape: Shape, name: str
) -> Response:
    # What is wrong from the start is said as a problem, not as a broken stream.
    first = await asyncio.to_thread(lambda: list(_first(results)))
    results = chain(first, results)
    headers = {"content-disposition": f'attachment; filename="{name}.{shape.format}"'}
    kind = TYPES[shape.format]

    def make(target: IO[bytes]) -> None:
        shape.write(results, target)

    if shape.format in STREAMED:
        parts = stream(service.exports, make)
        return StreamingResponse(parts, media_type=kind, headers=headers)
    file, size = await asyncio.get_running_loop().run_in_executor(service.exports, _file, make)
    headers["content-length"] = str(size)
    return StreamingResponse(_chunks(file), media_type=kind, headers=headers)


def _first(results: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in results:
        yield one
        return


def _file(make: Callable[[IO[bytes]], None]) -> tuple[IO[bytes], int]:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        make(file)
    except MissingLibraryError as error:
        file.close()
        raise Problem(Code.NOT_AVAILABLE, "缺少组件。A library is not installed.") from error
    except ColumnError as error:
        file.close()
        raise Problem(Code.INVALID) from error
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    return file, size


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    try:
        while part := file.read(CHUNK):
            yield part
    finally:
        file.close()
