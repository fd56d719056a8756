"""Label Studio's JSON: one task a document, annotations and predictions as labelled regions.

A region's `meta.text` shows value and state as `value=3` and may be edited; the whole history
rides along in `data.duibiao`, which Label Studio hands back unchanged.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

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

PROVENANCE = "import:label-studio"
FROM, TO, SPANLESS = "label", "text", "spanless"


def to_label_studio(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Tasks as Label Studio imports and exports them."""
    return [_task(number, task) for number, task in enumerate(tasks, 1)]


def labelling_config(labels: Sequence[str]) -> str:
    """The project's labelling interface, with these targets as labels."""
    lines = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in labels)
    return (
        f'<View>\n  <Labels name="{FROM}" toName="{TO}">\n{lines}\n  </Labels>\n'
        f'  <Text name="{TO}" value="$text" granularity="symbol"/>\n</View>\n'
    )


def from_label_studio(raw: Any, when: str) -> list[tuple[int, Task, tuple[Annotation, ...]]]:
    """Each task with its number (from 1) and annotations; the last annotation of a task counts."""
    if not isinstance(raw, list):
        raise AnnotationError("shape", "应为任务列表 / a list of tasks expected")
    return [(number, *_read_task(entry, when)) for number, entry in enumerate(raw, 1)]


def _task(number: int, task: Task) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": number,
        "data": {
            "text": task.text,
            "document": task.document,
            "name": task.name,
            "duibiao": carried_dicts(task.carried),
        },
        "annotations": [],
        "predictions": [],
    }
    shown = [_region(region, task.text) for region in regions(task)]
    if task.carried:
        last = max(task.carried, key=lambda a: a.when)
        made["annotations"].append(
            {"id": number, "completed_by": last.who, "created_at": last.when, "result": shown}
        )
    if task.predictions:
        scores = [r.score for r in task.predictions if r.score is not None]
        made["predictions"].append(
            {
                "model_version": task.model,
                "score": min(scores) if scores else None,
                "result": [_region(region, task.text) for region in task.predictions],
            }
        )
    return made


def _region(region: Region, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": region.id or f"p{region.start}-{region.end}-{region.label}",
        "from_name": FROM,
        "to_name": TO,
        "type": "labels",
        "value": {
            "start": region.start,
            "end": region.end,
            "text": text[region.start : region.end],
            "labels": [region.label],
        },
        "meta": {"text": [f"{key}={value}" for key, value in region.told.items()]},
    }
    return made if region.score is None else {**made, "score": region.score}


def _read_task(entry: Any, when: str) -> tuple[Task, tuple[Annotation, ...]]:
    try:
        data = entry["data"]
        task = Task(
            str(data["document"]),
            str(data.get("name", "")),
            data["text"],
            carried(data.get("duibiao")),
        )
        done = [a for a in entry.get("annotations") or [] if not a.get("was_cancelled")]
        if not done:
            return task, task.carried
        latest = max(done, key=lambda a: str(a.get("updated_at") or a.get("created_at") or ""))
        found = [r for raw in latest["result"] if (r := _read_region(raw, task.text)) is not None]
        signature = Signature(
            _who(latest.get("completed_by")), str(latest.get("updated_at") or when), PROVENANCE
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise AnnotationError(
            "shape", f"不是 Label Studio 任务 / not a task of Label Studio: {error!r:.60}"
        ) from error
    return task, merge(task, found, signature)


def _who(raw: Any) -> str:
    if isinstance(raw, dict):
        return str(raw.get("email") or raw.get("id") or "")
    return str(raw or "")


def _read_region(raw: Any, text: str) -> Region | None:
    if raw.get("type") != "labels":
        return None
    value = raw["value"]
    labels = value["labels"]
    if len(labels) != 1:
        raise AnnotationError("unknown-label", f"一处一标 / one label a region, not {len(labels)}")
    start, end = int(value["start"]), int(value["end"])
    quote = value.get("text")
    if quote is not None and text[start:end] != quote:
        start, end = _from_utf16(text, start, end, quote)
    told = {}
    for line in (raw.get("meta") or {}).get("text") or []:
        key, separator, rest = str(line).partition("=")
        if separator and key in ("value", "state", "note"):
            told[key] = rest
    return Region(start, end, str(labels[0]), told, id=str(raw.get("id") or ""))


def _from_utf16(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """Offsets counted as browsers count, in UTF-16 units, where the quote proves that they are."""
    units = text.encode("utf-16-le", "surrogatepass")
    try:
        first = len(units[: 2 * start].decode("utf-16-le"))
        last = len(units[: 2 * end].decode("utf-16-le"))
    except UnicodeDecodeError:
        first, last = start, end
    if not 0 <= start <= end or text[first:last] != quote:
        raise AnnotationError(
            "quote-differs",
            f"引文与原文不符 / quote {quote!r:.40}, text {text[max(start, 0) : max(end, 0)]!r:.40}",
        )
    return first, last


def dump(tasks: Iterable[Task]) -> bytes:
    return json.dumps(to_label_studio(tasks), ensure_ascii=False, indent=1).encode()
