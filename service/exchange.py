"""Decisions out to other annotation tools, and what was changed there back in as decisions."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from extractor.annotations.carry import Task
from extractor.annotations.files import effective
from extractor.annotations.model import Annotation
from extractor.annotations.transfer import export_bytes, import_file
from service import annotate
from service.clock import now
from service.core import Service
from service.decisions import Reviewed, annotations_of
from service.overlay import NUMERIC, SINGLE
from service.store import documents as store
from service.store.common import new_id
from service.tables import annotations
from service.training_export import reviewed

LISTS = ("facts", "sections")


@dataclass(slots=True)
class Imported:
    """What came of an import. `ignored` are targets that the service keeps no decisions about."""

    documents: int = 0
    changes: int = 0
    known: int = 0
    ignored: list[str] = field(default_factory=list)


def export(service: Service, format: str, document: str | None) -> bytes:
    """Every document with decisions, or one of them, as a file of a format."""
    return export_bytes([_task(one) for one in _reviewed(service, document)], format)


def _task(one: Reviewed) -> Task:
    return Task(one.id, one.name, one.text, annotations_of(one))


def _reviewed(service: Service, document: str | None) -> Iterator[Reviewed]:
    with service.database.reading() as connection:
        numbers = connection.execute(select(annotations.c.doc).distinct()).scalars().all()
    for number in sorted(numbers):
        with service.database.reading() as connection:
            row = store.by_number(connection, number)
            wanted = row is not None and document in (None, row["id"])
            found = reviewed(connection, row) if row is not None and wanted else None
        if found is not None:
            yield found


def take(service: Service, data: bytes, format: str, author: str) -> Imported:
    """Save what a file says and nobody said here before: the whole file is right, or refused.

    Raises AnnotationFileError; Problem where a document got decisions meanwhile.
    """
    known = _Known(service)

    with tempfile.TemporaryDirectory(prefix="duibiao-import-") as folder:
        path = Path(folder) / "import"
        path.write_bytes(data)
        found = import_file(path, format, who=author, when=now(), texts=known.text)
    told = Imported()
    by_document: dict[str, list[Annotation]] = defaultdict(list)
    for one in found:
        by_document[one.document].append(one)
    planned = []
    for id, many in by_document.items():
        here = known.document(id)
        if here is None:
            told.ignored += sorted({f"{id}: {one.target}" for one in many})
        elif changes := _planned(here, many, told):
            planned.append((id, changes))
    for id, changes in planned:
        _save(service, id, changes, author, told)
    return told


class _Known:
    """The documents that a file speaks of, read when first asked for."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._held: dict[str, Reviewed | None] = {}

    def document(self, id: str) -> Reviewed | None:
        """A document with its decisions; None where it is not here or has no result."""
        if id not in self._held:
            with self.service.database.reading() as connection:
                row = store.get(connection, id)
                self._held[id] = None if row is None else reviewed(connection, row)
        return self._held[id]

    def text(self, id: str) -> str | None:
        found = self.document(id)
        return None if found is None else found.text


def _planned(one: Reviewed, many: Sequence[Annotation], told: Imported) -> list[annotate.Change]:
    """What is to be saved of a document; Problem where it cannot be, before anything is."""
    held = {_saying(a) for a in annotations_of(one)}
    fresh = [a for a in many if _saying(a) not in held]
    told.known += len(many) - len(fresh)
    replaced = {a.id for a in effective(many)}
    changes = list(_changes(one, [a for a in fresh if a.id in replaced or _gone(a)], many, told))
    if not changes:
        return []
    sent = annotate.Changes.model_validate({"version": 0, "changes": changes})
    annotate.verify(dict(one.merged), sent)
    return sent.changes


def _save(
    service: Service, id: str, changes: list[annotate.Change], author: str, told: Imported
) -> None:
    with service.database.reading() as connection:
        row = store.get(connection, id)
    assert row is not None
    sent = annotate.Changes(version=row["version"], changes=changes)
    annotate.save(service, id, sent, author, new_id())
    told.documents += 1
    told.changes += len(changes)


def _saying(a: Annotation) -> tuple[Any, ...]:
    """A statement by what it says, who and when: numbers of reports may have changed since."""
    return (a.target, a.value, a.state, a.decision, a.who, a.when, a.span)


def _gone(a: Annotation) -> bool:
    return a.decision == "retracted"


def _changes(
    one: Reviewed, fresh: Sequence[Annotation], many: Sequence[Annotation], told: Imported
) -> Iterator[dict[str, Any]]:
    lists: set[tuple[int, str]] = set()
    for a in fresh:
        report = _report(one, a)
        group = a.kind
        note = {"note": f"{a.provenance} {a.who}".strip()}
        if report is None or group not in (*NUMERIC, *SINGLE, *LISTS, "checks"):
            told.ignored.append(f"{one.id}: {a.target}")
        elif group in LISTS:
            if (report, a.target) not in lists:
                lists.add((report, a.target))
                entries = [_entry(b) for b in effective(many) if b.target == a.target
                           and b.decision != "dismissed" and _report(one, b) == report]  # fmt: skip
                yield {"report": report, "target": a.target, "value": entries, **note}
        elif _gone(a):
            yield {"report": report, "target": a.target, "decision": "withdrawn", **note}
        elif group == "checks":
            yield {"report": report, "target": a.target, "decision": a.decision, **note}
        elif group in NUMERIC:
            yield {"report": report, "target": a.target, "value": a.value, "state": a.state, **note}
        else:
            span = None if a.span is None else list(a.span)
            value = (
                int(a.value) if group == "year" and isinstance(a.value, int | float) else a.value
            )
            yield {
                "report": report,
                "target": group,
                "value": {"value": value, "span": span},
                **note,
            }


def _report(one: Reviewed, a: Annotation) -> int | None:
    """The report that a statement is about, as it is numbered now."""
    start, end = a.report_span
    reports = one.merged.get("reports", [])
    shared = [min(end, r["span"][1]) - max(start, r["span"][0]) for r in reports]
    best = max(range(len(shared)), key=lambda n: shared[n], default=None)
    return best if best is not None and shared[best] > 0 else None


def _entry(a: Annotation) -> dict[str, Any]:
    key, span = a.target.partition("/")[2], list(a.span or (0, 0))
    if a.kind == "sections":
        return {
            "key": key,
            "level": a.value,
            "title": a.quote or "",
            "title_span": span,
            "span": span,
        }
    return {"key": key, "value": a.value, "unit": "", "text": a.quote or "", "span": span}
