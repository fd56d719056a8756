"""The columns of tables that the file format marks, by where their text starts."""

from extractor.tables.place import Columns
from extractor.types import Cleaned, Document


def marked_columns(cleaned: Cleaned, document: Document) -> Columns:
    """Clean offset of a cell's text → (number of the table, column in it); empty cells have none."""
    columns: dict[int, tuple[int, int]] = {}
    for number, grid in enumerate(document.grids):
        for cell in grid.cells:
            inside = cleaned.from_source(cell.span)
            content = inside.of(cleaned.text)
            if content.strip():
                start = inside.start + len(content) - len(content.lstrip())
                columns[start] = (number, cell.column)
    return columns
