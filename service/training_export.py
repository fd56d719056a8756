"""Everything that people decided, as a folder that `duibiao train` reads."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from extractor.annotations.files import write_annotations
from extractor.annotations.model import Annotation
from extractor.artefacts import write_atomically
from service.audits import chances
from service.database import Database
from service.decisions import Reviewed, annotations_of, rows_with
from service.overlay import merge
from service.source import text_of
from service.store import annotations as decisions
from service.store import documents as store
from service.store.common import Row
from service.tables import annotations, audits

IDENTITIES = "identities.json"
AUDITS = "audits.json"
SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def export(database: Database, folder: Path) -> int:
    """Write annotations, the documents that they are about, and who reported when, as far as it is
    known, and which fields were audited; the number of annotations. Documents are read one at a time."""
    held: list[Annotation] = []
    known: dict[str, list[str]] = {}
    drawn: dict[str, dict[str, float]] = {}
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "annotations").mkdir(exist_ok=True)
    for number in _decided(database):
        with database.reading() as connection:
            row = store.by_number(connection, number)
            found = None if row is None else reviewed(connection, row)
            if row is None or found is None:
                continue
            data = store.original(connection, number)
            settled = chances(connection, number)
        held += annotations_of(found)
        known[found.id] = _identities(found.merged)
        if settled:
            drawn[found.id] = settled
        (folder / "documents" / file_name(row)).write_bytes(data)
    write_annotations(folder / "annotations" / "service.jsonl", held)
    write_atomically(
        folder / "annotations" / IDENTITIES, json.dumps(known, ensure_ascii=False).encode()
    )
    write_atomically(folder / "annotations" / AUDITS, json.dumps(drawn).encode())
    return len(held)


def _decided(database: Database) -> Iterator[int]:
    """Numbers of the documents that somebody decided something about."""
    with database.reading() as connection:
        query = select(annotations.c.doc).distinct().order_by(annotations.c.doc)
        numbers = list(connection.execute(query).scalars())
    yield from numbers


def reviewed(connection: Connection, row: Row) -> Reviewed | None:
    """A document with its decisions; None where it has no result."""
    result = store.result(connection, row)
    if result is None:
        return None
    text = text_of(store.original(connection, row["n"]), result)
    merged = merge(result, decisions.of_document(connection, row["n"]))
    query = select(annotations).where(annotations.c.doc == row["n"]).order_by(annotations.c.n)
    rows = list(rows_with(dict(one) for one in connection.execute(query).mappings()))
    return Reviewed(row["id"], row["name"], text, merged, rows, _audited(connection, row["n"]))


def _audited(connection: Connection, doc: int) -> frozenset[int]:
    """The decisions that answered an audit."""
    query = select(audits.c.first_decision, audits.c.second_decision).where(audits.c.doc == doc)
    return frozenset(n for row in connection.execute(query) for n in row if n is not None)


def file_name(row: Row) -> str:
    """The document's id with the ending of its name, by which its kind is told."""
    suffix = Path(row["name"]).suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6
    ending = suffix if plain and suffix else SUFFIXES.get(row["media_type"], "")
    return f"{row['id']}{ending}"


def _identities(merged: Mapping[str, Any]) -> list[str]:
    named = [
        [(one.get(name) or {}).get("value") for name in ("agency", "year")]
        for one in merged.get("reports", [])
    ]
    return [f"{agency}/{year}" for agency, year in named if agency and year]
