"""Read stored documents again with the model in use, and show what that changed.

It is a batch like any other: followed by its events, cancelled, gone on with after a restart.
What people decided lies over the new result as it lay over the old one.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from service import policy
from service.core import Service
from service.overlay import place, unplaced
from service.store import annotations, batches, jobs
from service.store import documents as store
from service.store.common import Row
from service.tables import batch_items, documents, results

TOGETHER = 100  # documents queued in one transaction
MOST_FIELDS = 50  # changed fields that are named for one document


def create(service: Service, id: str, name: str, by: str, model: str) -> Row:
    """Queue every document that another model than `model` read. Called again with the same id it
    goes on where it was cut off."""
    with service.database.writing() as connection:
        chosen = _stale(connection, model)
        batch = batches.get(connection, id) or batches.create(connection, id, name, by, len(chosen))
        known = select(batch_items.c.doc).where(batch_items.c.batch == batch["n"])
        have = set(connection.execute(known).scalars())
        first = len(have)
    waiting = [one for one in chosen if one[0] not in have][: batch["total"] - first]
    for start in range(0, len(waiting), TOGETHER):
        with service.database.writing() as connection:
            for at, (doc, title) in enumerate(waiting[start : start + TOGETHER], first + start):
                item = batches.Item(batch["n"], at, title, doc, store.QUEUED)
                jobs.add(connection, jobs.EXTRACT, doc, batch=batch["n"])
                batches.add_item(connection, item)
        service.wake()
    with service.database.writing() as connection:
        batches.close_if_done(connection, batch["n"])
        return batches.get(connection, id) or batch


def stale(connection: Connection, model: str) -> int:
    """How many stored documents another model than `model` has read."""
    query = select(func.count()).select_from(documents).where(_read_by_others(model))
    return int(connection.execute(query).scalar_one())


def _read_by_others(model: str) -> ColumnElement[bool]:
    return documents.c.result.is_not(None) & (documents.c.model != model)


def _stale(connection: Connection, model: str) -> list[tuple[int, str]]:
    query = (
        select(documents.c.n, documents.c.name)
        .where(_read_by_others(model))
        .order_by(documents.c.n)
    )
    return [(int(n), str(name)) for n, name in connection.execute(query)]


def changes_of_batch(connection: Connection, batch: int, after: int, limit: int) -> list[Row]:
    """What the new reading changed, document by document; only those whose fields changed or that
    have decisions without a report are worth a look, but all are told."""
    query = (
        select(batch_items.c.position, documents)
        .select_from(batch_items.join(documents, documents.c.n == batch_items.c.doc))
        .where(
            batch_items.c.batch == batch,
            batch_items.c.position > after,
            batch_items.c.state == store.DONE,
        )
        .order_by(batch_items.c.position)
        .limit(limit)
    )
    rows = [dict(one) for one in connection.execute(query).mappings()]
    return [{"position": row["position"], **changes(connection, row)} for row in rows]


def changes(connection: Connection, row: Row) -> Row:
    """What changed between the last two models' readings of a document, as people left both."""
    shown: Row = {"document": row["id"], "name": row["name"], "model": row["model"],
                  "before": None, "fields": [], "changed": 0, "review": None, "unplaced": []}  # fmt: skip
    new = store.result(connection, row)
    previous = (
        select(results.c.model)
        .where(results.c.doc == row["n"], results.c.n != row["result"])
        .order_by(results.c.n.desc())
        .limit(1)
    )
    model = connection.execute(previous).scalar()
    old = None if model is None else store.result(connection, row, model)
    if new is None or old is None:
        return shown
    decisions = annotations.of_document(connection, row["n"])
    reports = new.get("reports", [])
    lost = [{"report": one.report, "target": one.target, "by": one.author, "at": one.at}
            for one in unplaced(decisions, reports)]  # fmt: skip
    before = policy.merged(connection, old, decisions)
    now = policy.merged(connection, new, decisions)
    fields = _compared(before, now)
    return {
        **shown, "before": model, "fields": fields[:MOST_FIELDS], "changed": len(fields),
        "review": {"before": _waiting(before), "now": _waiting(now)}, "unplaced": lost,
        "reports": {"before": len(before.get("reports", [])), "now": len(reports)},
    }  # fmt: skip


def _waiting(merged: dict[str, Any]) -> int:
    return sum(len(report.get("review", ())) for report in merged.get("reports", ()))


def _compared(before: dict[str, Any], now: dict[str, Any]) -> list[Row]:
    """Fields whose value or state differs, in reports that overlap."""
    found: list[Row] = []
    reports = now.get("reports", [])
    for report in before.get("reports", []):
        at = _at(report, reports)
        if at is None:
            continue
        for group in ("fields", "legacy"):
            new = reports[at].get(group, {})
            for id, entry in report.get(group, {}).items():
                other = new.get(id)
                if other is None or _said(entry) != _said(other):
                    found.append(
                        {"report": at, "target": f"{group}/{id}", "from": _said(entry),
                         "to": None if other is None else _said(other)}
                    )  # fmt: skip
    return found


def _at(report: dict[str, Any], reports: list[dict[str, Any]]) -> int | None:
    from service.overlay import Decision  # noqa: PLC0415 - only to ask where a span went

    start, end = report["span"]
    asked = Decision(0, 0, 0, (start, end), "", None, None, None, None, "", "")
    return place(asked, reports)


def _said(entry: dict[str, Any]) -> Row:
    return {"value": entry.get("value"), "state": entry.get("state")}
