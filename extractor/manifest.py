"""The manifest: what the user knows of the documents already, as csv or xlsx.

Columns: path, agency_id, agency, parent, year, source_url, published_on, fetched_at; only `path`
is needed. A row is found by its path: below the manifest's folder, below the working folder, below
a folder or archive that is read.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

Given = dict[str, Any]
COLUMNS = (
    "path", "agency_id", "agency", "parent", "year", "source_url", "published_on", "fetched_at",
)  # fmt: skip
LARGEST = 200 * (1 << 20)  # bytes of a manifest file
YEARS = range(2008, 2101)  # the first reports tell of 2008


class ManifestError(ValueError):
    """A manifest that cannot be used: where and why, Chinese and English."""

    def __init__(self, where: str, chinese: str, english: str) -> None:
        super().__init__(where, chinese, english)
        self.text = f"{where}: {chinese} / {english}"


@dataclass(slots=True)
class Manifest:
    """Rows by path. `unused` names the rows that no document asked for."""

    rows: dict[str, Given]
    folder: Path
    _used: set[str] = field(default_factory=set)

    def given(self, relative: str, path: Path | None) -> Given | None:
        """The row of a document, by its path below what was named, and its path on disk."""
        keys = [normal(relative)]
        if path is not None:
            keys.insert(0, normal(str(path)))
            absolute = path.resolve()
            keys.insert(0, normal(str(absolute)))
            if absolute.is_relative_to(self.folder):
                keys.insert(1, absolute.relative_to(self.folder).as_posix())
        found = next((k for k in keys if k in self.rows), None)
        if found is None:
            return None
        self._used.add(found)
        return dict(self.rows[found])

    def unused(self) -> list[str]:
        return [path for path in self.rows if path not in self._used]


def read_manifest(path: Path) -> Manifest:
    """Read csv (UTF-8 or GB 18030) or xlsx. Raises ManifestError with the row and the reason."""
    try:
        if path.stat().st_size > LARGEST:
            raise ManifestError(path.name, "清单文件太大", "the manifest is too large")
        data = path.read_bytes()
    except OSError as error:
        raise ManifestError(
            str(path), "无法打开清单文件", "the manifest cannot be opened"
        ) from error
    table = _from_xlsx(path, data) if data[:2] == b"PK" else _from_csv(path, data)
    return Manifest(dict(_rows(path.name, table)), path.resolve().parent)


def normal(path: str) -> str:
    """A path with `/` and without a leading `./`."""
    return path.replace("\\", "/").removeprefix("./")


def _from_csv(path: Path, data: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [list(row) for row in csv.reader(io.StringIO(text), strict=True)]
        except csv.Error as error:
            raise ManifestError(path.name, "不是有效的 csv", "not valid csv") from error
    raise ManifestError(path.name, "编码无法识别", "neither UTF-8 nor GB 18030")


def _from_xlsx(path: Path, data: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415  0.15 s, and only for xlsx
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise ManifestError(path.name, "不是有效的 xlsx", "not a valid xlsx") from error


def _rows(name: str, table: Sequence[Sequence[Any]]) -> Iterable[tuple[str, Given]]:
    if not table:
        raise ManifestError(name, "清单为空", "the manifest is empty")
    header = [str(c).strip() if c is not None else "" for c in table[0]]
    unknown = [c for c in header if c and c not in COLUMNS]
    if (
        unknown
        or "path" not in header
        or len(set(filter(None, header))) < len(list(filter(None, header)))
    ):
        wanted = ", ".join(COLUMNS)
        raise ManifestError(name, f"列名应为:{wanted}", f"columns are {wanted}; path is needed")
    seen: set[str] = set()
    for number, cells in enumerate(table[1:], 2):
        row = {c: v for c, v in zip(header, cells, strict=False) if c and v not in (None, "")}
        if not row:
            continue
        where = f"{name}:{number}"
        path = normal(str(row.pop("path", "")).strip())
        if not path:
            raise ManifestError(where, "缺少 path", "path is missing")
        if path in seen:
            raise ManifestError(where, f"path 重复:{path}", f"path occurs twice: {path}")
        seen.add(path)
        yield path, {c: _value(where, c, v) for c, v in row.items()}


def _value(where: str, column: str, value: Any) -> str | int:
    if column != "year":
        return str(value.isoformat() if hasattr(value, "isoformat") else value).strip()
    text = str(value).strip().removesuffix("年").removesuffix(".0")
    if not (len(text) == 4 and text.isascii() and text.isdigit() and int(text) in YEARS):
        raise ManifestError(where, f"年度无效:{text[:20]}", f"not a year: {text[:20]}")
    return int(text)
