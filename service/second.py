"""Second readings: fields that one person decided, decided by another who does not see the answer.

A share of the decided fields is drawn when they are decided for the first time, and offered to
whoever decided nothing in that document, so has had no reason to open it. The second answer is
compared and changes nothing. Where somebody decides a field anew that another person had decided,
the two are noted as well, as not blind: mostly those decide again who disagree.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, select, update

from service.access import LOCAL
from service.clock import now
from service.indexing import labels, review_rows
from service.overlay import ACCEPTED, FLAGGED, NUMERIC, WITHDRAWN, Decision, latest
from service.store.common import Row, dumps
from service.tables import annotations, documents, reports, second_readings

OPEN, DONE = "open", "done"
_HERE = and_(
    second_readings.c.doc == bindparam("of"),
    second_readings.c.report == bindparam("in_report"),
    second_readings.c.target == bindparam("about"),
    second_readings.c.state == OPEN,
)
_GONE = delete(second_readings).where(_HERE)


@dataclass(frozen=True, slots=True)
class Held:
    """A document as a save found it: the machine's result, and the decisions before."""

    doc: int
    result: dict[str, Any]
    earlier: Sequence[Decision]
    share: float


def follow(
    connection: Connection, held: Held, author: str, changes: Sequence[Row], numbers: Sequence[int]
) -> None:
    """Note what a save says of fields that are read twice, and draw new ones. `numbers` are those
    of its decisions."""
    standing = latest(held.earlier, held.result.get("reports", []))
    chance = random.Random()
    for change, number in zip(changes, numbers, strict=True):
        decision, target = change.get("decision"), change["target"]
        if target.partition("/")[0] not in NUMERIC or decision == FLAGGED:
            continue
        before = standing.get((change["report"], target))
        decided = before is not None and before.decision != FLAGGED
        if decision == WITHDRAWN or (decided and before is not None and before.author != author):
            _drop(connection, held.doc, change)
        if decision == WITHDRAWN:
            continue
        if before is not None and decided:
            if before.author != author:
                _note_seen(connection, held.doc, before, author, change)
        elif author != LOCAL and chance.random() < held.share:  # alone, nobody reads a second time
            _drop(connection, held.doc, change)
            _draw(connection, held, author, change, number)


def _drop(connection: Connection, doc: int, change: Row) -> None:
    place = {"of": doc, "in_report": change["report"], "about": change["target"]}
    connection.execute(_GONE, place)


def _note_seen(connection: Connection, doc: int, first: Decision, author: str, change: Row) -> None:
    was = change["before"] or {}
    value, state = _said(change)
    _insert(
        connection, doc, change, state=DONE, blind=0, first=first.n, first_by=first.author,
        first_value=dumps(was.get("value")), first_state=was.get("state"), second_by=author,
        second_value=dumps(value), second_state=state,
    )  # fmt: skip


def _draw(connection: Connection, held: Held, author: str, change: Row, number: int) -> None:
    """As the machine read it: what people decided beside it would tell the answer."""
    report = held.result["reports"][change["report"]]
    for row in review_rows(change["report"], report, [change["target"].partition("/")[2]]):
        _insert(
            connection, held.doc, change, state=OPEN, blind=1, body=row.body, first=number,
            first_by=author,
        )  # fmt: skip


def _insert(connection: Connection, doc: int, change: Row, **values: Any) -> None:
    place = {"doc": doc, "report": change["report"], "target": change["target"]}
    connection.execute(insert(second_readings).values(**place, **values, at=now()))


def _said(change: Row) -> tuple[Any, str | None]:
    """Value and state that a decision stands for."""
    given = (change["before"] or {}) if change.get("decision") == ACCEPTED else change
    return given.get("value"), given.get("state")


class SecondAnswer(BaseModel):
    """The second reader's answer: a value with its state, or that the machine's is right."""

    model_config = ConfigDict(extra="forbid")

    value: Any = None
    state: Annotated[
        Literal["observed", "crosswalk", "narrative", "inferred", "blank", "absent"] | None, Field()
    ] = None
    decision: Literal["accepted"] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "SecondAnswer":
        from service.annotate import check_answer  # noqa: PLC0415 - which follows what is here

        if self.decision is None:
            check_answer(self.value, self.state)
        return self


def _offered(author: str) -> Any:
    """What a person may read: others decided it, and nothing in the document is by this one."""
    theirs = exists().where(
        annotations.c.doc == second_readings.c.doc, annotations.c.author == author
    )
    return and_(second_readings.c.state == OPEN, second_readings.c.first_by != author, ~theirs)


def count(connection: Connection, author: str) -> int:
    """How many fields wait for this person."""
    query = select(func.count()).select_from(second_readings).where(_offered(author))
    return int(connection.execute(query).scalar_one())


def waiting(connection: Connection, author: str, after: int, limit: int) -> list[Row]:
    """Fields for this person to read, as the queue shows fields, without the first answer."""
    same = and_(
        reports.c.doc == second_readings.c.doc, reports.c.report == second_readings.c.report
    )
    source = second_readings.join(documents, documents.c.n == second_readings.c.doc)
    columns = (documents.c.id, documents.c.name, reports.c.agency, reports.c.year)
    query = (
        select(second_readings, *columns)
        .select_from(source.outerjoin(reports, same))
        .where(_offered(author), second_readings.c.n > after)
        .order_by(second_readings.c.n)
        .limit(limit)
    )
    return [_item(dict(row)) for row in connection.execute(query).mappings()]


def _item(row: Row) -> Row:
    group, _, id = row["target"].partition("/")
    return {
        "n": row["n"], "document": row["id"], "document_name": row["name"], "report": row["report"],
        "agency": row["agency"], "year": row["year"], "target": row["target"], "group": group,
        "field": id, **json.loads(row["body"]), "label": labels().get(id, id),
    }  # fmt: skip


def answer(connection: Connection, number: int, sent: SecondAnswer, author: str) -> bool:
    """Keep a second answer beside the first; False where there is none to give, or no longer."""
    query = select(second_readings).where(second_readings.c.n == number, _offered(author))
    row = connection.execute(query).mappings().first()
    first = None if row is None else _standing(connection, dict(row))
    if row is None or first is None:
        return False
    machine = json.loads(row["body"])
    accepted = sent.decision == ACCEPTED
    value = machine.get("value") if accepted else sent.value
    state = machine.get("state") if accepted else sent.state
    was = _said(first)
    done = (
        update(second_readings)
        .where(second_readings.c.n == number, second_readings.c.state == OPEN)
        .values(
            state=DONE, first=first["n"], first_by=first["author"], first_value=dumps(was[0]),
            first_state=was[1], second_by=author, second_value=dumps(value), second_state=state,
            at=now(),
        )
    )  # fmt: skip
    return connection.execute(done).rowcount == 1


def _standing(connection: Connection, row: Row) -> Row | None:
    """The decision that stands at a target now, with its JSON opened."""
    query = (
        select(annotations)
        .where(
            annotations.c.doc == row["doc"], annotations.c.report == row["report"],
            annotations.c.target == row["target"],
        )
        .order_by(annotations.c.n.desc())
        .limit(1)
    )  # fmt: skip
    found = connection.execute(query).mappings().first()
    if found is None or found["decision"] in (WITHDRAWN, FLAGGED):
        return None
    opened = {name: json.loads(found[name] or "null") for name in ("value", "before")}
    return {**found, **opened}
