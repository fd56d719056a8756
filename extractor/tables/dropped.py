"""Pages from which a converter left out every line that it had seen before.

Such a page shows a cell a line, and no line twice: its zeros, units and column names stand where they
came first. Cleaning makes lines equal that were not (digits of full width, marks that nobody sees),
so the lines are compared as the source has them; what a cell says beside its number is its own.
"""

import re
from collections.abc import Sequence

from extractor.tables.doubts import DISTINCT, SHORT_LINE
from extractor.tables.readings import TableReading
from extractor.tables.remarks import without_remark
from extractor.tables.values import ValueKind, parse_value
from extractor.types import Cleaned, Span

LEAST_LINES = 12  # of the tables, so short that they may be cells
# From so many on, some may be equal: the first row may stand before what the converter looked at.
MANY_LINES, MOST_AGAIN = 60, 3
ALONE = 0.8  # share of the values that stand alone in their lines
LONGEST_CELL = 60  # characters of a line that may be a cell and its note
_BETWEEN = " \t\r\u3000|"  # what stands around a cell that is alone in its line
# Notes in brackets, and the signs of footnotes behind a number.
_NOTE = re.compile(
    r"[(\[〔【][^()\[\]〔〕【】]{0,40}[)\]〕】]|(?<=.)[*※#†‡①-⑳¹²³⁰-⁹₀-₉]{1,3}|(?<=.)注[0-9]{0,2}$"
)


def is_cell(line: str) -> bool:
    """Whether a line holds one number as a cell does: with a unit, a note or a remark, or without."""
    text = line.strip(_BETWEEN)
    if not text or len(text) > LONGEST_CELL:
        return False
    bare = _NOTE.sub("", text).strip()
    value = parse_value(bare)
    if value is not None:
        return value.kind is ValueKind.NUMBER
    return without_remark(bare, Span(0, len(bare))) is not None


def source_unrepeated(
    readings: Sequence[TableReading], cleaned: Cleaned, source: str, within: Span
) -> bool:
    """Whether hardly any line of the tables stands twice in the `source`, a cell a line.

    `within` is the report's stretch; clean offsets.
    """
    spans = [one.span for one in readings if len(one.span)]
    if not spans:
        return False
    start = max(min(s.start for s in spans), within.start)
    end = min(max(s.end for s in spans), within.end)
    if start >= end:
        return False
    at = cleaned.to_source(Span(start, end))
    lines = [line for raw in source[at.start : at.end].splitlines() if (line := raw.strip())]
    short = [line for line in lines if len(line) <= SHORT_LINE]
    again = len(short) - len(set(short))
    most = MOST_AGAIN if len(short) >= MANY_LINES else 0
    if len(short) < LEAST_LINES or again > max(most, (1.0 - DISTINCT) * len(short)):
        return False
    return _cell_a_line(readings, cleaned.text)


def _cell_a_line(readings: Sequence[TableReading], text: str) -> bool:
    """Whether nearly all values that were read are all that their lines hold."""
    read = [c.token for one in readings for c in one.cells.values() if c.token is not None]
    stated = [token for token in read if token.text]
    alone = sum(is_cell(_line(text, token.span)) for token in stated)
    return alone > 0 and alone >= ALONE * len(stated)


def _line(text: str, span: Span) -> str:
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]
