"""doccano's JSONL for sequence labelling; the history rides along as metadata of the record."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.annotations.carry import (
    Region,
    Signature,
    Task,
    carried,
    carried_dicts,
    merge,
    regions,
)
from extractor.annotations.model import Annotation, AnnotationError

PROVENANCE = "import:doccano"


def to_doccano(tasks: Iterable[Task]) -> Iterator[str]:
    """One line a document."""
    for number, task in enumerate(tasks, 1):
        record = {
            "id": number,
            "text": task.text,
            "label": [[r.start, r.end, r.label] for r in regions(task)],
            "document": task.document,
            "name": task.name,
            "duibiao": carried_dicts(task.carried),
        }
        yield json.dumps(record, ensure_ascii=False)


def from_doccano(record: Any, who: str, when: str) -> tuple[Task, tuple[Annotation, ...]]:
    """One record with its annotations; both forms of labels, `label` and `entities`, are read."""
    try:
        meta = {**(record.get("meta") or {}), **record}
        history = meta.get("duibiao")
        task = Task(
            str(meta["document"]),
            str(meta.get("name", "")),
            record["text"],
            carried(json.loads(history) if isinstance(history, str) else history),
        )
        found = [
            Region(int(start), int(end), str(label), {}) for start, end, label in _labels(record)
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, AnnotationError):
            raise
        raise AnnotationError(
            "shape", f"不是 doccano 记录 / not a record of doccano: {error!r:.60}"
        ) from error
    return task, merge(task, found, Signature(who, when, PROVENANCE))


def _labels(record: Any) -> Iterable[Any]:
    if "entities" in record:
        return [(e["start_offset"], e["end_offset"], e["label"]) for e in record["entities"]]
    return record.get("label") or record.get("labels") or []
