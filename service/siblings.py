"""Reports of one template, and the corrections in them that say something to each other.

Kept small while people decide: a save only notes which corrections stand. What one says to other
reports is found out when such a report is looked at (`service.suggest`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)

from extractor.siblings.rows import rows_of
from extractor.siblings.template import bands_of, sketch_of
from service.overlay import NUMERIC
from service.store.common import Row
from service.tables import (
    annotations,
    correction_bands,
    corrections,
    documents,
    reports,
    templates,
)

NEW, SAYS, SILENT = "new", "says", "silent"
KEPT = 3  # corrections of one cell in a template that are offered: the newest
MOST = 600  # corrections that a report is held against, the newest first
NEWEST = 500  # reports of a template that are gone through for one correction
Bands = Sequence[tuple[int, tuple[int, ...]]]  # reports by number, each with its bands

_FORGET = delete(templates).where(templates.c.doc == bindparam("of"))
_ANEW = (
    update(corrections)
    .where(corrections.c.doc == bindparam("of"))
    .values(state=NEW, lesson=None)
)  # fmt: skip
_ANY = select(corrections.c.n).limit(1)
_HELD = select(corrections).where(corrections.c.doc == bindparam("of"))
_NEWEST = (
    select(correction_bands.c.correction)
    .where(
        correction_bands.c.band == bindparam("of"), correction_bands.c.target == bindparam("about")
    )
    .order_by(correction_bands.c.correction.desc())
    .limit(bindparam("keep"))
)
_OLDER = delete(correction_bands).where(
    correction_bands.c.band == bindparam("of"), correction_bands.c.target == bindparam("about"),
    correction_bands.c.correction.not_in(_NEWEST),
)  # fmt: skip
_BANDS = select(templates.c.report, templates.c.band).where(templates.c.doc == bindparam("of"))


def bands(result: Mapping[str, Any], text: str) -> Bands:
    """What the reports of a document are found by, as far as they show a template."""
    found = []
    for number, report in enumerate(result.get("reports", [])):
        start, end = report["span"]
        sketch = sketch_of(rows_of(text, (start, end)))
        if sketch is not None:
            found.append((number, bands_of(sketch)))
    return found


def note(connection: Connection, doc: int, found: Bands) -> None:
    """Keep the bands of a document that was read; its corrections speak of a new reading."""
    connection.execute(_FORGET, {"of": doc})
    rows = [
        {"band": band, "doc": doc, "report": number} for number, of in found for band in set(of)
    ]
    if rows:
        connection.execute(insert(templates), rows)
    connection.execute(_ANEW, {"of": doc})


def follow(
    connection: Connection, doc: int, result: Mapping[str, Any], changes: Sequence[Row],
    numbers: Sequence[int],
) -> None:  # fmt: skip
    """Note the corrections of a save; any decision takes the place of an earlier correction."""
    numeric = [
        (change, number)
        for change, number in zip(changes, numbers, strict=True)
        if change["target"].partition("/")[0] in NUMERIC
    ]
    if not numeric:
        return
    held = {
        (row["report"], row["target"]): row["n"]
        for row in connection.execute(_HELD, {"of": doc}).mappings()
    }
    mine: dict[int, list[int]] = {}
    for report, band in connection.execute(_BANDS, {"of": doc}):
        mine.setdefault(report, []).append(band)
    for change, number in numeric:
        place = (change["report"], change["target"])
        if place in held:
            _drop(connection, held.pop(place))
        if mine.get(change["report"]) and _corrects(result, change):
            held[place] = _add(connection, doc, change, number, mine[change["report"]])


def _corrects(result: Mapping[str, Any], change: Row) -> bool:
    """Whether a decision says something else than the machine."""
    if change.get("decision") is not None:
        return False
    group, _, id = change["target"].partition("/")
    machine = result["reports"][change["report"]].get(group, {}).get(id)
    if machine is None:
        return False
    said, read = change.get("value"), machine.get("value")
    return bool(said != read or (said is None and change.get("state") != machine.get("state")))


def _drop(connection: Connection, n: int) -> None:
    connection.execute(delete(correction_bands).where(correction_bands.c.correction == n))
    connection.execute(delete(corrections).where(corrections.c.n == n))


def _add(
    connection: Connection, doc: int, change: Row, number: int, mine: Sequence[int]
) -> int:  # fmt: skip
    values = {"doc": doc, "report": change["report"], "target": change["target"],
              "decision": number, "state": NEW}  # fmt: skip
    made = connection.execute(insert(corrections).values(**values).returning(corrections.c.n))
    n = int(made.scalar_one())
    rows = [{"band": band, "target": change["target"], "correction": n} for band in mine]
    connection.execute(insert(correction_bands), rows)
    for row in rows:
        connection.execute(_OLDER, {"of": row["band"], "about": row["target"], "keep": KEPT})
    return n


def matching(
    connection: Connection, doc: int, number: int, targets: Sequence[str]
) -> list[Row]:  # fmt: skip
    """Corrections of these targets in reports that share a band with this one, newest first, with
    where they come from and who made them."""
    if not targets:
        return []
    mine = select(templates.c.band).where(templates.c.doc == doc, templates.c.report == number)
    if connection.execute(mine.limit(1)).first() is None:
        return []
    found = (
        select(correction_bands.c.correction)
        .where(correction_bands.c.band.in_(mine), correction_bands.c.target.in_(targets))
        .distinct()
    )
    query = (
        select(
            corrections, documents.c.id, documents.c.name, annotations.c.author, annotations.c.at,
            annotations.c.value, annotations.c.state.label("said"), reports.c.agency, reports.c.year,
        )
        .select_from(
            corrections.join(documents, documents.c.n == corrections.c.doc)
            .join(annotations, annotations.c.n == corrections.c.decision)
            .join(  # what was called no report says nothing
                reports,
                (reports.c.doc == corrections.c.doc) & (reports.c.report == corrections.c.report),
            )
        )
        .where(corrections.c.n.in_(found), corrections.c.doc != doc, corrections.c.state != SILENT)
        .order_by(corrections.c.n.desc())
        .limit(MOST)
    )  # fmt: skip
    return [dict(row) for row in connection.execute(query).mappings()]


def any_for(connection: Connection, doc: int) -> bool:
    """Whether there is any correction in a report that shares a band with one of this document."""
    query = (
        select(correction_bands.c.correction)
        .join_from(templates, correction_bands, templates.c.band == correction_bands.c.band)
        .where(templates.c.doc == doc)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def keep(connection: Connection, n: int, lesson: str | None) -> None:
    """What a correction says, or that it says nothing; unless it was decided anew meanwhile."""
    state = SILENT if lesson is None else SAYS
    connection.execute(
        update(corrections)
        .where(corrections.c.n == n, corrections.c.state == NEW)
        .values(state=state, lesson=lesson)
    )


def mark(connection: Connection, items: Sequence[Row]) -> None:
    """Tell of items of the queue whether the same cell was corrected in a report of their template."""
    for item in items:
        item["sibling"] = False
    if connection.execute(_ANY).first() is None:
        return
    ids = {item["document"] for item in items}
    query = (
        select(documents.c.id, templates.c.report, templates.c.band)
        .join_from(templates, documents, documents.c.n == templates.c.doc)
        .where(documents.c.id.in_(ids))
    )
    mine: dict[tuple[str, int], list[int]] = {}
    for id, report, band in connection.execute(query) if ids else ():
        mine.setdefault((id, report), []).append(band)
    wanted = {
        (band, item["target"])
        for item in items
        for band in mine.get((item["document"], item["report"]), ())
    }
    known: set[tuple[int, str]] = set()
    if wanted:
        pair = tuple_(correction_bands.c.band, correction_bands.c.target)
        held = select(correction_bands.c.band, correction_bands.c.target).where(pair.in_(wanted))
        known = {(band, target) for band, target in connection.execute(held.distinct())}
    for item in items:
        bands = mine.get((item["document"], item["report"]), ())
        item["sibling"] = any((band, item["target"]) in known for band in bands)


def of_template(document: str, number: int, column: Any) -> ColumnElement[bool]:
    """Whether `column` numbers another document that has a report of that one's template, of the
    newest so many."""
    first, other = templates.alias("first"), templates.alias("other")
    of = select(documents.c.n).where(documents.c.id == document).scalar_subquery()
    alike: Select[Any] = (
        select(other.c.doc)
        .join_from(first, other, first.c.band == other.c.band)
        .where(first.c.doc == of, first.c.report == number, other.c.doc != first.c.doc)
        .distinct()
        .order_by(other.c.doc.desc())
        .limit(NEWEST)
    )
    found: ColumnElement[bool] = column.in_(alike)
    return found
