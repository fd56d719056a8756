"""Text that a spreadsheet must not run as a formula.

A cell of a document may read `=HYPERLINK(...)`. In csv such text gets an apostrophe in front,
which spreadsheets show as text; text that begins with an apostrophe gets one too, so that taking
one off always gives the original back. A lone mark (`-`, a blank cell of a report) stays.
"""

import re
import unicodedata

STARTS = frozenset("=+-@\t\r\n")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767  # characters of a spreadsheet cell


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, full-width signs included."""
    if len(text) < 2:
        return text in ("\t", "\r", "\n")
    return text[0] in STARTS or unicodedata.normalize("NFKC", text[0])[:1] in STARTS


def neutral(text: str) -> str:
    """The text for a csv cell."""
    return "'" + text if is_risky(text) or text.startswith("'") else text


def original(cell: str) -> str:
    """The text that `neutral` was given."""
    return cell[1:] if cell.startswith("'") else cell


def for_xml(text: str) -> str:
    """The text for an xlsx cell: what XML cannot hold replaced, what a cell cannot hold cut."""
    clean = CONTROL.sub("\ufffd", text)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - 1] + "…"
