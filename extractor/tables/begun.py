"""Read a long table of which a page prints the first rows alone, as where its text is cut off.

What the rows are that are missing says nothing against those that are there, if each of these shows
that it is a row of this table: by its name, and by all of its numbers or by the heads above it.
"""

from collections.abc import Sequence

from extractor.forms import Row
from extractor.tables.align import Fit, fit
from extractor.tables.events import Event
from extractor.tables.scores import KNOWN, Headers, Rows, header_similarity, label_similarity

LEAST_WIDE = 5  # columns of a table that a row shows by itself to be its own
CLEAR_HEADS = 0.85  # how much the heads above a row read like its columns, to say the same


def fit_first_rows(events: Sequence[Event], rows: Rows, headers: Headers) -> Fit | None:
    """The printed rows held against the first rows of a table, down to the last that is printed."""
    if rows.widest < LEAST_WIDE:
        return None
    last = max((_place(event, rows) for event in events), default=-1)
    if not 0 <= last < len(rows.rows) - 1:
        return None
    found = fit(events, Rows.of(rows.rows[: last + 1]), headers)
    if found is None:
        return None
    stated = [(events[i], rows.rows[j]) for i, j in found.pairs if events[i].stated]
    return found if stated and all(_is_shown(event, row) for event, row in stated) else None


def _place(event: Event, rows: Rows) -> int:
    """The place of the row that a printed row names and shows to be; -1 for none."""
    label = event.label
    if label is None or not event.stated:
        return -1
    named = [at for key, at in rows.named.items() if label.sims.get(key, 0.0) >= KNOWN]
    return max((at[0] for at in named if _is_shown(event, rows.rows[at[0]])), default=-1)


def _is_shown(event: Event, row: Row) -> bool:
    full = len(event.stated) == len(row.cells)
    headed = (header_similarity(event, row.columns) or 0.0) >= CLEAR_HEADS
    if label_similarity(event, row) >= KNOWN:
        return full or headed
    return event.label is None and full and headed
