"""Exports: written batch by batch into a temporary file that has no name, then sent."""

import asyncio
import tempfile
from collections.abc import Iterator
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from extractor.export import EXTRAS, ColumnError, MissingLibraryError, write
from service import limits, listing
from service.core import Service
from service.overlay import merge
from service.problems import Code, Problem
from service.routes.common import Submitter, The, problems
from service.routes.documents import Id, read_view
from service.store import annotations
from service.store import documents as store

router = APIRouter(tags=["exports"])
Format = Literal["json", "jsonl", "csv", "xlsx", "parquet"]
TYPES = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
CHUNK = 256 * 1024
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
    return await _send(iter([result]), format, long, _columns(with_), id[:12])


@router.get(
    "/v1/export",
    response_class=Response,
    responses={**DESCRIBED, **problems(Code.NOT_AVAILABLE)},
)
async def export_all(
    service: The, _principal: Submitter, filters: Annotated[listing.Filters, Query()],
    format: Format = "csv", long: bool = False, with_: With = "",
) -> Response:  # fmt: skip
    """All documents that the filters leave, as people left them."""
    filters.checked()
    return await _send(_results(service, filters), format, long, _columns(with_), "duibiao")


def _columns(with_: str) -> tuple[str, ...]:
    names = tuple(name for name in with_.split(",") if name)
    unknown = [name for name in names if name not in EXTRAS]
    if unknown:
        raise Problem(Code.INVALID, f"with: {', '.join(EXTRAS)}")
    return names


def _results(service: Service, filters: listing.Filters) -> Iterator[dict[str, Any]]:
    """Merged results, oldest transaction first: a page a transaction, so writers never wait long."""
    before: int | None = None
    while True:
        with service.database.reading() as connection:
            rows, before = listing.select_documents(connection, filters, before, limits.EXPORT_PAGE)
            page = []
            for row in rows:
                result = store.result(connection, row)
                if result is not None:
                    page.append(merge(result, annotations.of_document(connection, row["n"])))
        yield from page
        if before is None:
            return


async def _send(
    results: Iterator[dict[str, Any]], format: str, long: bool, columns: tuple[str, ...], name: str
) -> Response:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        await asyncio.to_thread(write, results, file, format, long=long, with_=columns)
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

    def chunks() -> Iterator[bytes]:
        try:
            while part := file.read(CHUNK):
                yield part
        finally:
            file.close()

    headers = {
        "content-disposition": f'attachment; filename="{name}.{format}"',
        "content-length": str(size),
    }
    return StreamingResponse(chunks(), media_type=TYPES[format], headers=headers)
