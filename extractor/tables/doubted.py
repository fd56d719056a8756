"""Rows that were read and that a careful reader doubts: named twice, or under heads in disorder."""

from collections.abc import Sequence

from extractor.forms import Row
from extractor.tables.align import Match
from extractor.tables.events import Event
from extractor.tables.readings import TableReading
from extractor.tables.scores import KNOWN, label_similarity
from extractor.tables.vocabulary import squeeze

DOUBTED = 0.5  # how sure a number is where another may stand in its place


def doubt_repeats(
    reading: TableReading, matched: Sequence[tuple[Match, Event, Row]], events: Sequence[Event]
) -> None:
    """Where a row's name stands once more, before other numbers, either may be the row's."""
    taken = {id(event) for _, event, _ in matched}
    again: dict[str, list[Event]] = {}
    for event in events:
        if event.label is not None and event.stated and id(event) not in taken:
            again.setdefault(squeeze(event.label.text), []).append(event)
    for _, event, row in matched:
        if event.label is None or label_similarity(event, row) < KNOWN:
            continue
        numbers = [t.text for t in event.stated]
        for other in again.get(squeeze(event.label.text), ()):
            if len(other.stated) != len(row.cells) or [t.text for t in other.stated] == numbers:
                continue
            for cell, token in zip(row.cells, other.stated, strict=True):
                if cell.id in reading.cells and reading.cells[cell.id].row is row:
                    reading.cells[cell.id].evidence["own"] = DOUBTED
                    reading.cells[cell.id].others.append(token)


def doubt(reading: TableReading, row: Row) -> None:
    """Doubt the numbers of a row whose columns may stand in another order."""
    for cell in row.cells:
        if cell.id in reading.cells and not reading.cells[cell.id].others:
            reading.cells[cell.id].evidence["own"] = DOUBTED
