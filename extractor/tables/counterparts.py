"""Rows that stand in each other's place: 规章 of the form of 2019 and of 2021, with columns of their own."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from extractor.forms import DATA, MODERN, Row, load_forms, tables
from extractor.tables.vocabulary import LabelKind, squeeze, vocabulary
from extractor.types import Span

NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def counterparts(forms: Path = DATA) -> tuple[tuple[Row, ...], ...]:
    """For each place in the tables the different rows that the forms have there."""
    places: dict[tuple[int | None, str], list[Row]] = {}
    for form in load_forms(forms):
        for table in tables(form.name, forms):
            for row in table.rows:
                several = places.setdefault((table.number, row.key.split(".", 1)[-1]), [])
                if row not in several:
                    several.append(row)
    return tuple(tuple(rows) for rows in places.values())


def read_elsewhere(read: Iterable[str], forms: Path = DATA) -> frozenset[str]:
    """The keys of modern rows in whose place an older form's row was read, with that form's columns:
    such a page has no cells for the columns that only the modern form has. `read` are keys."""
    return _read_elsewhere(frozenset(read), forms)


@lru_cache(maxsize=64)
def _read_elsewhere(read: frozenset[str], forms: Path) -> frozenset[str]:
    modern = {row.key for table in tables(MODERN, forms) for row in table.rows}
    return frozenset(
        row.key
        for rows in counterparts(forms)
        if any(row.key in read for row in rows)
        for row in rows
        if row.key in modern - read
    )


def left_out(read: Iterable[str], text: str, span: Span) -> tuple[frozenset[str], frozenset[str]]:
    """The modern cells of such rows: those for which a page has none, and those whose column
    `text[span]` names all the same, so that the row may stand in the modern columns."""
    elsewhere = read_elsewhere(read)
    if not elsewhere:
        return NONE, NONE
    printed = squeeze(span.of(text))
    cells = _named(elsewhere)
    named = frozenset(id for id, names in cells.items() if any(one in printed for one in names))
    return frozenset(cells) - named, named


@lru_cache(maxsize=64)
def _named(keys: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The cells of modern rows, with all wordings of their columns."""
    columns = [one for one in vocabulary().wordings if one.kind is LabelKind.COLUMN]
    return {
        cell.id: tuple(one.bare for one in columns if one.official == cell.column)
        for table in tables(MODERN)
        for row in table.rows
        if row.key in keys
        for cell in row.cells
    }
