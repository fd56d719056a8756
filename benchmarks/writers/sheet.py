"""A report as a workbook: a paragraph a row, tables in cells, merged where the report's are."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from benchmarks.writers.blocks import CellText, Piece, TableText

_WIDE = 12  # columns that a paragraph's cell covers


def write_xlsx(pieces: list[Piece]) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = 1
    for piece in pieces:
        if isinstance(piece, TableText):
            for cell in piece.cells:
                top, left = row + cell.row, 1 + cell.column
                sheet.cell(top, left, _value(cell))
                if cell.rows > 1 or cell.columns > 1:
                    bottom, right = top + cell.rows - 1, left + cell.columns - 1
                    sheet.merge_cells(
                        start_row=top, start_column=left, end_row=bottom, end_column=right
                    )
            row += piece.rows
        else:
            sheet.cell(row, 1, piece)
            sheet.merge_cells(f"A{row}:{get_column_letter(_WIDE)}{row}")
            row += 1
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _value(cell: CellText) -> str | int | float:
    if not cell.is_number:
        return cell.text
    return int(cell.text) if cell.text.isdecimal() else float(cell.text)
