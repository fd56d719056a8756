"""Pages taken for no report that hold the statutory tables, filled in, all the same."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor.forms import DATA
from extractor.tables.reader import read_tables
from extractor.types import Cleaned, Stretch

LEAST_STATED = 20  # numbers in cells whose rows are named, of one stretch
DOUBTFUL = 0.3  # how sure such a report is: all of it belongs in review


def with_overlooked(
    cleaned: Cleaned, stretches: Sequence[Stretch], forms: Path = DATA
) -> tuple[Stretch, ...]:
    """The stretches; where none is a report, those with filled-in statutory tables are.

    A report that is missed costs 200 fields that nobody looks at. An empty form holds no numbers
    and stays what it is.
    """
    if any(one.reason is None for one in stretches):
        return tuple(stretches)
    return tuple(
        replace(one, reason=None, confidence=DOUBTFUL) if _is_filled(cleaned, one, forms) else one
        for one in stretches
    )


def _is_filled(cleaned: Cleaned, stretch: Stretch, forms: Path) -> bool:
    stated = sum(
        cell.token is not None
        and cell.token.value is not None
        and cell.token.value.number is not None
        and not cell.label_lost
        for reading in read_tables(cleaned.text, stretch.span, forms)
        for cell in reading.cells.values()
    )
    return stated >= LEAST_STATED
