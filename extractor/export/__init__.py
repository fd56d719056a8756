"""Exports of results: json, jsonl, csv, xlsx, parquet; used by the command and the service."""

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from extractor.export.columns import EXTRAS, ColumnError
from extractor.export.rows import Result
from extractor.export.tabular import MissingLibraryError, Shape, write_csv, write_parquet
from extractor.runs.atomic import replacing
from extractor.runs.encoding import to_json

__all__ = [
    "EXTRAS",
    "FORMATS",
    "ColumnError",
    "MissingLibraryError",
    "Result",
    "write",
    "write_json",
    "write_json_lines",
]

FORMATS = ("json", "jsonl", "csv", "xlsx", "parquet")


def write(  # noqa: PLR0913  each is an option of the command with the same name
    results: Iterable[Result],
    target: Path | IO[bytes],
    format: str,
    *,
    long: bool = False,
    with_: tuple[str, ...] = (),
    bom: bool = True,
) -> None:
    """Write results in one of FORMATS, as they come: never more than a batch in memory.

    A path is written whole or not at all; a stream is left open. `with_` names columns of EXTRAS.
    Raises ColumnError, MissingLibraryError, ValueError for another format.
    """
    shape = Shape(long, with_)
    if format not in FORMATS:
        raise ValueError(f"{format}: not one of {', '.join(FORMATS)}")
    if isinstance(target, Path):
        with replacing(target) as temporary, temporary.open("wb") as stream:
            _write(results, stream, format, shape, bom)
    else:
        with nullcontext(target) as stream:
            _write(results, stream, format, shape, bom)


def _write(
    results: Iterable[Result], stream: IO[bytes], format: str, shape: Shape, bom: bool
) -> None:
    if format == "json":
        write_json(map(to_json, results), stream, single=False)
    elif format == "jsonl":
        write_json_lines(map(to_json, results), stream)
    elif format == "csv":
        write_csv(results, stream, shape, bom)
    elif format == "parquet":
        write_parquet(results, stream, shape)
    else:
        from extractor.export.workbook import write_xlsx  # noqa: PLC0415  openpyxl takes 0.15 s

        write_xlsx(results, stream, shape)


def write_json(results: Iterable[bytes], stream: IO[bytes], single: bool) -> None:
    """Results that are JSON already: one object where there is one input, else a list."""
    if single:
        for result in results:
            stream.write(result + b"\n")
        return
    stream.write(b"[")
    for number, result in enumerate(results):
        stream.write((b",\n" if number else b"\n") + result)
    stream.write(b"\n]\n")


def write_json_lines(results: Iterable[bytes], stream: IO[bytes]) -> None:
    """One result a line."""
    for result in results:
        stream.write(result + b"\n")
