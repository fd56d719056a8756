"""The review threshold raised because audits said that too much outside review is wrong.

The model's results are never changed: fields below the raised threshold join the review when a
result is shown and indexed. It holds for the results of that model only, so the next one starts
anew. Documents unlike what the model learned from have a threshold of their own: errors found in
a new layout need not put everything else in review.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from extractor.audit import apart, estimate
from service import audits, traits
from service.clock import now
from service.overlay import Decision, merge
from service.store.common import Row, dumps
from service.tables import documents, policies

PROMISE = 0.001  # of the fields outside review that may be wrong
TOGETHER = 25  # documents brought in line in one transaction
LEAST = 0.5  # a threshold that asks for nothing more: every model's own is higher
ALL = 2**62  # above every number: later documents are indexed by the policy at once

_NEWEST = (
    select(policies)
    .where(policies.c.model == bindparam("by"))
    .order_by(policies.c.n.desc())
    .limit(1)
)


def current(connection: Connection, model: str | None) -> Row | None:
    """The newest policy for a model's results; None where its own threshold holds."""
    row = connection.execute(_NEWEST, {"by": model}).mappings().first()
    return None if row is None else {**row, "estimate": json.loads(row["estimate"])}


def merged(
    connection: Connection, result: dict[str, Any], decisions: Sequence[Decision]
) -> dict[str, Any]:
    """A result as people left it, with the review that the policy asks for."""
    made = merge(result, decisions)
    policy = current(connection, result.get("model"))
    if policy is not None:
        threshold = _threshold(policy, made.get("document", {}).get("unlike"))
        for report in made.get("reports", []):
            _tighten(report, threshold)
    return made


def _threshold(policy: Row, share: float | None) -> float:
    """The threshold for a document whose share of lines and labels never met is so high."""
    odd = policy["estimate"].get("unlike")
    own: float = policy["threshold"]
    if odd is None or share is None or share < odd["from"]:
        return own
    return max(own, float(odd["threshold"]))


def _tighten(report: dict[str, Any], threshold: float) -> None:
    unsure = [id for id in audits.outside(report) if report["fields"][id]["confidence"] < threshold]
    report["review"] = [*report.get("review", []), *unsure]


def after_audit(connection: Connection, model: str) -> bool:
    """Raise the threshold where audits leave no doubt; whether it was raised."""
    held = audits.answered(connection, model)
    strange = traits.unlike_documents(connection, model)
    usual = [one for one in held if int(one.document) not in strange]
    unlike = [one for one in held if int(one.document) in strange]
    policy = current(connection, model)
    before = _held(policy)
    everywhere, there = apart(usual, unlike, PROMISE, before)
    if (everywhere, there) == before:
        return False
    told: dict[str, Any] = asdict(estimate(held))
    if there > LEAST:
        told["unlike"] = {"threshold": there, "from": min(strange.values())}
    connection.execute(
        insert(policies).values(
            model=model, threshold=everywhere, estimate=dumps(told), at=now(), upto=0
        )
    )
    return True


def _held(policy: Row | None) -> tuple[float, float]:
    """The thresholds that hold for all documents and for unlike ones; LEAST where none was raised."""
    if policy is None:
        return LEAST, LEAST
    return policy["threshold"], policy["estimate"].get("unlike", {}).get("threshold", LEAST)


def shown(policy: Row) -> Row:
    """A policy as it is told: `threshold` null where only unlike documents have a raised one."""
    told = dict(policy["estimate"])
    unlike = told.pop("unlike", None)
    everywhere = policy["threshold"] if policy["threshold"] > LEAST else None
    return {"threshold": everywhere, "unlike": unlike, "at": policy["at"], "estimate": told}


def behind(connection: Connection) -> Row | None:
    """A policy that holds and has not reached all documents of its model yet."""
    newest = select(func.max(policies.c.n)).group_by(policies.c.model)
    query = select(policies).where(policies.c.n.in_(newest), policies.c.upto < ALL)
    row = connection.execute(query.order_by(policies.c.n).limit(1)).mappings().first()
    return None if row is None else dict(row)


def bring_in_line(connection: Connection) -> int:
    """Index some documents anew that a policy has not reached yet; how many."""
    from service.store import documents as store  # noqa: PLC0415 - finish asks this module
    from service.store import finish  # noqa: PLC0415

    policy = behind(connection)
    if policy is None:
        return 0
    query = (
        select(documents)
        .where(documents.c.n > policy["upto"], documents.c.model == policy["model"])
        .order_by(documents.c.n)
        .limit(TOGETHER)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        result = store.result(connection, row)
        if result is not None:
            finish.reindex(connection, row["n"], result)
    upto = rows[-1]["n"] if len(rows) == TOGETHER else ALL
    connection.execute(update(policies).where(policies.c.n == policy["n"]).values(upto=upto))
    return len(rows)
