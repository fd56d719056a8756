"""csv and parquet: one table, written as the results come."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from extractor.export.columns import Column, long_columns, wide_columns
from extractor.export.neutral import CONTROL, neutral
from extractor.export.rows import Result, Row, Value, long_rows, wide_rows

# Rows of a parquet row group: large enough to compress, small enough to stay in memory.
WIDE_BATCH = 500
LONG_BATCH = 50_000


class MissingLibraryError(Exception):
    """A format whose library is not installed; the message names the extra to install."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the table holds: wide or long, and which extra columns."""

    long: bool = False
    extras: tuple[str, ...] = ()

    def columns(self) -> tuple[Column, ...]:
        return long_columns(self.extras) if self.long else wide_columns(self.extras)

    def rows(self, results: Iterable[Result]) -> Iterator[Row]:
        for result in results:
            yield from long_rows(result) if self.long else wide_rows(result, self.extras)


def write_csv(results: Iterable[Result], stream: IO[bytes], shape: Shape, bom: bool) -> None:
    """UTF-8 with the ids as header; a byte-order mark where Excel shall open it."""
    text = io.TextIOWrapper(stream, "utf-8-sig" if bom else "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        ids = [column.id for column in shape.columns()]
        writer.writerow(ids)
        for row in shape.rows(results):
            writer.writerow([csv_cell(row.get(id)) for id in ids])
    finally:
        text.flush()
        text.detach()


def csv_cell(value: Value) -> Value:
    """A number as it is, a missing value as an empty cell, text so that no formula runs."""
    if isinstance(value, str):
        return neutral(CONTROL.sub("\ufffd", value))
    return value


def write_parquet(results: Iterable[Result], stream: IO[bytes], shape: Shape) -> None:
    """Typed columns: text, integers, and doubles for values, since a count may be printed 2.5.

    Raises MissingLibraryError without the extra `parquet`.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise MissingLibraryError("pip install 'duibiao[parquet]'") from error
    columns = shape.columns()
    kinds = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    schema = pa.schema(
        [
            pa.field(c.id, kinds[c.kind], metadata={b"label": c.header.encode("utf-8")})
            for c in columns
        ]
    )
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in _batches(shape.rows(results), LONG_BATCH if shape.long else WIDE_BATCH):
            arrays = [pa.array(_typed(batch, c), kinds[c.kind]) for c in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def _typed(batch: list[Row], column: Column) -> list[Any]:
    values = (row.get(column.id) for row in batch)
    if column.kind == "text":
        return [None if v is None else CONTROL.sub("\ufffd", str(v)) for v in values]
    if column.kind == "number":
        return [None if v is None else float(v) for v in values]
    return [None if v is None else int(v) for v in values]
