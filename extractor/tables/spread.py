"""A row with a cell more than the form has columns, read as several rows without names.

Publishers add columns: the number of the row, last year's figure, a remark. Such a row's own name may
be that of a group in another form, so that its numbers look like the rows of that group, whose names
are lost: one full row and, beside it, a row of a single number. Nobody can tell, so both are doubted.
"""

from collections.abc import Mapping
from itertools import pairwise

from extractor.tables.doubted import DOUBTED
from extractor.tables.readings import CellReading, TableReading

LEAST_WIDE = 4  # columns of a row of which a single one is rarely stated


def doubt_spread(reading: TableReading) -> None:
    """Doubt full rows without a name that stand beside one of a single number, and these."""
    cells: dict[str, list[CellReading]] = {}
    for cell in reading.cells.values():
        cells.setdefault(cell.row.key, []).append(cell)
    printed = sorted((span.start, key) for key, span in reading.rows.items() if key in cells)
    for (_, one), (_, other) in pairwise(printed):
        if _is_spread(cells, one, other) or _is_spread(cells, other, one):
            for cell in (*cells[one], *cells[other]):
                cell.evidence["own"] = DOUBTED


def _is_spread(cells: Mapping[str, list[CellReading]], full: str, single: str) -> bool:
    beside = cells[single]
    return (
        len(beside) >= LEAST_WIDE
        and all(cell.label_lost for cell in (*cells[full], *beside))
        and _stated(cells[full]) == len(cells[full])
        and _stated(beside) == 1
        and any(cell.evidence.get("choices", 1.0) > 1 for cell in beside)
    )


def _stated(row: list[CellReading]) -> int:
    return sum(cell.token is not None and bool(cell.token.text) for cell in row)
