"""Documents as JSON, for crossing from the child process that reads them.

JSON and not pickle: what comes out of a process that read a hostile file is not to be trusted.
"""

import json
from typing import Any

from extractor.reading.errors import ReadingCode, ReadingError
from extractor.types import Box, Document, Page, SourceCell, SourceGrid, Span

LENGTH_BYTES = 8  # of the number in front of an answer
# What a request may ask for: the document; how many pages will be recognised; how long one takes.
READ, COUNT, TIME = "read", "count", "time"


def packed(result: Document | ReadingError) -> bytes:
    """A document, or why there is none, as bytes."""
    if isinstance(result, ReadingError):
        message: dict[str, Any] = {"error": [result.code, result.detail, result.name]}
    else:
        message = {"document": _document(result)}
    return json.dumps(message, ensure_ascii=True).encode("ascii")


def packed_number(number: float | None) -> bytes:
    """A number, or that there is none, as bytes."""
    return json.dumps({"number": number}).encode("ascii")


def unpacked_number(data: bytes) -> float | None:
    """The number. Errors: as `unpacked`."""
    message = _message(data)
    number = message["number"]
    return None if number is None else float(number)


def unpacked(data: bytes) -> Document:
    """The document. Errors: the `ReadingError` that was packed; ValueError for anything else."""
    raw = _message(data)["document"]
    return Document(
        id=str(raw["id"]),
        name=str(raw["name"]),
        media_type=str(raw["media_type"]),
        text=str(raw["text"]),
        encoding=raw["encoding"],
        grids=tuple(_grid_from(grid) for grid in raw["grids"]),
        pages=tuple(_page_from(page) for page in raw["pages"]),
        incomplete=raw["incomplete"],
    )


def _message(data: bytes) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(data)
    if "error" in message:
        code, detail, name = message["error"]
        raise ReadingError(ReadingCode(code), str(detail), str(name))
    return message


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "media_type": str(document.media_type),
        "text": document.text,
        "encoding": document.encoding,
        "grids": [
            [_span(grid.span), [_cell(cell) for cell in grid.cells]] for grid in document.grids
        ],
        "pages": [_page(page) for page in document.pages],
        "incomplete": document.incomplete,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _cell(cell: SourceCell) -> list[Any]:
    place = [cell.row, cell.column, cell.row_span, cell.column_span]
    return [*place, *_span(cell.span), cell.certainty]


def _page(page: Page) -> list[Any]:
    boxes = [
        [*_span(b.span), b.page, b.left, b.top, b.right, b.bottom, b.certainty] for b in page.boxes
    ]
    return [page.number, *_span(page.span), page.width, page.height, boxes]


def _grid_from(raw: list[Any]) -> SourceGrid:
    cells = tuple(
        SourceCell(row, column, Span(start, end), high, wide, certainty)
        for row, column, high, wide, start, end, certainty in raw[1]
    )
    return SourceGrid(Span(*raw[0]), cells)


def _page_from(raw: list[Any]) -> Page:
    number, start, end, width, height, boxes = raw
    return Page(
        number, Span(start, end), width, height, tuple(Box(Span(b[0], b[1]), *b[2:]) for b in boxes)
    )
