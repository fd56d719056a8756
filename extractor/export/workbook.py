"""xlsx: six sheets, written row by row so that a large panel needs little memory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from extractor.export.columns import CHECKS, CODEBOOK, Column, headers, long_columns, named
from extractor.export.neutral import for_xml, is_risky
from extractor.export.rows import Result, Row, check_rows, codebook_rows, long_rows
from extractor.export.tabular import Shape

# Rows that a sheet of the format can hold; above it the sheet goes on in a second one.
MOST_ROWS = 1_048_576
HEADER_ROWS = 2
CHINESE, IDS = Font(bold=True), Font(color="808080")
TOP = Alignment(wrap_text=True, vertical="top")


class Sheet:
    """A sheet with two header rows, Chinese and ids, that goes on in a further one when full."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[Column], most: int = MOST_ROWS
    ) -> None:
        self.book, self.title, self.columns, self.most = book, title, columns, most
        self.number = 0
        self.rows = 0
        self._open()

    def _open(self) -> None:
        self.number += 1
        title = self.title if self.number == 1 else f"{self.title} {self.number}"
        self.sheet: Any = self.book.create_sheet(title)
        self.sheet.freeze_panes = "A3"
        for place, column in enumerate(self.columns, 1):
            letter = _letter(place)
            self.sheet.column_dimensions[letter].width = 28 if column.kind == "text" else 12
        self.sheet.append([self._head(column.header, bold=True) for column in self.columns])
        self.sheet.append([self._head(column.id, bold=False) for column in self.columns])
        self.rows = HEADER_ROWS

    def _head(self, text: str, bold: bool) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet, for_xml(text))
        cell.font = CHINESE if bold else IDS
        cell.alignment = TOP
        return cell

    def append(self, row: Mapping[str, Any]) -> None:
        if self.rows >= self.most:
            self._open()
        self.sheet.append([self._cell(row.get(column.id)) for column in self.columns])
        self.rows += 1

    def _cell(self, value: Any) -> Any:
        """Numbers as numbers; text as text even where it looks like a formula."""
        if not isinstance(value, str):
            return value
        text = for_xml(value)
        if not is_risky(text):
            return text
        cell = WriteOnlyCell(self.sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = True  # keeps it text when somebody edits the cell
        return cell


def write_xlsx(results: Iterable[Result], stream: IO[bytes], shape: Shape) -> None:
    """Write the workbook of the contract: 报告, 字段, 旧表, 正文数据, 勾稽检查, 指标说明."""
    book = Workbook(write_only=True)
    titles = headers()["sheets"]
    long = long_columns(("name",))
    checks = [named(id) for id in CHECKS]
    checks.insert(1, named("name"))
    reports = Sheet(book, titles["reports"], shape.columns())
    fields = Sheet(book, titles["fields"], long)
    legacy = Sheet(book, titles["legacy"], long)
    facts = Sheet(book, titles["facts"], long)
    flaws = Sheet(book, titles["checks"], checks)
    for result in results:
        for row in shape.rows([result]):
            reports.append(row)
        _append_all(fields, long_rows(result, ("field",)))
        _append_all(legacy, long_rows(result, ("legacy",)))
        _append_all(facts, long_rows(result, ("fact",)))
        _append_all(flaws, check_rows(result))
    codebook = Sheet(book, titles["codebook"], [named(id) for id in CODEBOOK])
    _append_all(codebook, codebook_rows())
    for key, meaning in headers()["states"].items():
        codebook.append({"id": key, "label": meaning})
    book.save(stream)


def _append_all(sheet: Sheet, rows: Iterable[Row]) -> None:
    for row in rows:
        sheet.append(row)


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
