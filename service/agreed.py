"""How far people agree, from the fields that two of them decided."""

import json
from typing import Any

from sqlalchemy import Connection, func, select

from extractor.annotations.agreement import Answer, Twice, agreement
from extractor.annotations.telling import as_json
from service import second
from service.indexing import labels
from service.store.common import Row
from service.tables import annotations, documents, reports, second_readings

NEWEST = 20_000  # fields that are looked at: what people did long ago says little of them now
SHOWN = 200  # differences that are listed


def told(connection: Connection, author: str, share: float) -> Row:
    """Figures of blind second readings, and of answers that were changed by somebody else; where
    they differ, newest first; how many fields wait for this person."""
    rows = _rows(connection)
    kinds = {
        name: agreement([_twice(row) for row in rows if row["blind"] == blind])
        for name, blind in (("blind", 1), ("seen", 0))
    }
    differing = [row for row in rows if not _twice(row).agrees]
    return {
        **{name: as_json(found) for name, found in kinds.items()},
        "share": share,
        "waiting": second.count(connection, author),
        "differing": _shown(connection, differing[:SHOWN]),
        "differing_in_all": len(differing),
    }


def _rows(connection: Connection) -> list[Row]:
    table = second_readings.c
    columns = [one for one in table if one.name != "body"]
    query = (
        select(*columns).where(table.state == second.DONE).order_by(table.n.desc()).limit(NEWEST)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _twice(row: Row) -> Twice:
    first, second_ = (_answer(row, which) for which in ("first", "second"))
    return Twice(str(row["doc"]), row["report"], row["target"], first, second_, bool(row["blind"]))


def _answer(row: Row, which: str) -> Answer:
    value = json.loads(row[f"{which}_value"] or "null")
    return Answer(row[f"{which}_by"], value, row[f"{which}_state"])


def _shown(connection: Connection, rows: list[Row]) -> list[Row]:
    docs = {row["doc"] for row in rows}
    named = {
        row.n: row
        for row in connection.execute(
            select(documents.c.n, documents.c.id, documents.c.name).where(documents.c.n.in_(docs))
        )
    }
    whose = {
        (row.doc, row.report): row
        for row in connection.execute(
            select(reports.c.doc, reports.c.report, reports.c.agency, reports.c.year).where(
                reports.c.doc.in_(docs)
            )
        )
    }
    last = {
        (row.doc, row.report, row.target): row.newest
        for row in connection.execute(
            select(
                annotations.c.doc, annotations.c.report, annotations.c.target,
                func.max(annotations.c.n).label("newest"),
            )
            .where(annotations.c.doc.in_(docs))
            .group_by(annotations.c.doc, annotations.c.report, annotations.c.target)
        )
    }  # fmt: skip
    return [
        _difference(
            row, named[row["doc"]], whose.get((row["doc"], row["report"])),
            last.get((row["doc"], row["report"], row["target"]), 0),
        )
        for row in rows
    ]  # fmt: skip


def _difference(row: Row, named: Any, whose: Any, newest: int) -> Row:
    """`settled`: somebody decided since, knowing or not knowing of the difference."""
    group, _, id = row["target"].partition("/")
    return {
        "document": named.id, "document_name": named.name, "report": row["report"],
        "agency": whose.agency if whose else None, "year": whose.year if whose else None,
        "target": row["target"], "group": group, "field": id, "label": labels().get(id, id),
        "blind": bool(row["blind"]), "at": row["at"], "settled": newest > row["first"],
        **{
            which: {
                "by": row[f"{which}_by"], "value": json.loads(row[f"{which}_value"] or "null"),
                "state": row[f"{which}_state"],
            }
            for which in ("first", "second")
        },
    }  # fmt: skip
