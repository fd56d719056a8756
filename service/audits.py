"""Random audits of fields outside review: drawn with a known chance, looked at once or twice.

A field that a person finds right is settled. One that a person corrects is *contested* until a
second save agrees (then it was wrong) or gives the machine's value (then it was right).
"""

import json
import random
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from extractor.audit import Audit, Estimate, estimate
from service.clock import now
from service.indexing import labels, review_rows
from service.overlay import ACCEPTED, FLAGGED, WITHDRAWN
from service.store.common import Row
from service.tables import audits, documents, reports, results

OPEN, CONTESTED, RIGHT, WRONG = "open", "contested", "right", "wrong"
WAITING = (OPEN, CONTESTED)
_DRAWN = (
    select(audits.c.n)
    .where(audits.c.doc == bindparam("of"), audits.c.model == bindparam("by"))
    .limit(1)
)
_UNSEEN = delete(audits).where(audits.c.doc == bindparam("of"), audits.c.state == OPEN)


def draw(
    connection: Connection, doc: int, merged: dict[str, Any], model: str, share: float
) -> None:
    """Draw among the fields outside review, once for a document and a model."""
    if share <= 0 or connection.execute(_DRAWN, {"of": doc, "by": model}).first() is not None:
        return
    connection.execute(_UNSEEN, {"of": doc})
    chance = random.Random()  # seeded by the system, once: asking it for each field takes longer
    for number, report in enumerate(merged.get("reports", [])):
        chosen = [id for id in outside(report) if chance.random() < share]
        for row in review_rows(number, report, chosen):
            values = {
                "doc": doc, "report": number, "target": row.target, "model": model,
                "confidence": float(report["fields"][row.target.partition("/")[2]]["confidence"]),
                "probability": share, "body": row.body, "state": OPEN, "drawn_at": now(),
            }  # fmt: skip
            connection.execute(insert(audits), values)


def outside(report: dict[str, Any]) -> list[str]:
    """The fields of a merged report that nobody is asked about, and nobody decided."""
    if report.get("rejected_by"):
        return []
    asked = set(report.get("review", ()))
    return [
        id
        for id, entry in report.get("fields", {}).items()
        if id not in asked and not entry.get("reviewed_by") and entry.get("confidence") is not None
    ]


def follow(
    connection: Connection, doc: int, changes: Sequence[Row], author: str, numbers: Sequence[int]
) -> bool:
    """Note what a save says of audited fields; whether any was settled. `numbers` are those of
    its decisions."""
    query = select(audits).where(audits.c.doc == doc)
    held = {(one["report"], one["target"]): one for one in connection.execute(query).mappings()}
    settled = False
    for change, number in zip(changes, numbers, strict=True):
        row = held.get((change.get("report"), change["target"]))
        if row is None or change.get("decision") == FLAGGED:
            continue
        state = _next_state(row["state"], change, json.loads(row["body"]))
        second = row["state"] == CONTESTED
        which = "second" if second else "first"
        who = {f"{which}_by": author, f"{which}_decision": number}
        connection.execute(update(audits).where(audits.c.n == row["n"]).values(state=state, **who))
        settled = settled or state in (RIGHT, WRONG)
    return settled


def _next_state(state: str, change: Row, machine: dict[str, Any]) -> str:
    if change.get("decision") == WITHDRAWN:
        return OPEN
    if change.get("decision") == ACCEPTED:
        # Accepting a correction that somebody else made confirms the error.
        return WRONG if state in (CONTESTED, WRONG) else RIGHT
    if change.get("value") == machine.get("value"):
        return RIGHT
    return WRONG if state in (CONTESTED, WRONG) else CONTESTED


def newest_model(connection: Connection) -> str | None:
    """The model that made the newest result."""
    query = select(results.c.model).order_by(results.c.n.desc()).limit(1)
    found = connection.execute(query).scalar()
    return None if found is None else str(found)


def answered(connection: Connection, model: str) -> list[Audit]:
    """Audits of a model that count: a contested one is not wrong until a second look agrees."""
    query = select(audits.c.doc, audits.c.probability, audits.c.confidence, audits.c.state).where(
        audits.c.model == model, audits.c.state != OPEN
    )
    return [
        Audit(str(row.doc), row.probability, row.confidence, row.state == WRONG)
        for row in connection.execute(query)
    ]


def chances(connection: Connection, doc: int) -> dict[str, float]:
    """The settled audits of a document, "report/target", with the chance at which each was drawn."""
    query = select(audits.c.report, audits.c.target, audits.c.probability).where(
        audits.c.doc == doc, audits.c.state.in_((RIGHT, WRONG))
    )
    return {f"{row.report}/{row.target}": row.probability for row in connection.execute(query)}


def told(connection: Connection, model: str) -> tuple[Estimate, dict[str, int]]:
    """The running estimate for a model, and how many audits stand where."""
    query = (
        select(audits.c.state, func.count()).where(audits.c.model == model).group_by(audits.c.state)
    )
    counts = dict.fromkeys((OPEN, CONTESTED, RIGHT, WRONG), 0)
    counts.update({str(state): int(count) for state, count in connection.execute(query)})
    return estimate(answered(connection, model)), counts


def waiting(
    connection: Connection, after: int, limit: int, states: Iterable[str] = WAITING,
    document: str | None = None,
) -> list[Row]:  # fmt: skip
    """Audits above a number, as the queue shows fields; the number is under `audit`."""
    same = (reports.c.doc == audits.c.doc) & (reports.c.report == audits.c.report)
    query = (
        select(
            audits,
            documents.c.id,
            documents.c.name,
            documents.c.version,
            reports.c.agency,
            reports.c.year,
        )
        .select_from(audits.join(documents, documents.c.n == audits.c.doc).outerjoin(reports, same))
        .where(audits.c.n > after, audits.c.state.in_(tuple(states)))
        .order_by(audits.c.n)
        .limit(limit)
    )
    if document is not None:
        query = query.where(documents.c.id == document)
    return [_item(dict(row)) for row in connection.execute(query).mappings()]


def _item(row: Row) -> Row:
    group, _, id = row["target"].partition("/")
    return {
        "document": row["id"], "document_name": row["name"], "version": row["version"],
        "report": row["report"], "agency": row["agency"], "year": row["year"], "target": row["target"],
        "group": group, "field": id, "priority": row["confidence"], **json.loads(row["body"]),
        "label": labels().get(id, id),
        "audit": {"n": row["n"], "state": row["state"], "first_by": row["first_by"]},
    }  # fmt: skip
