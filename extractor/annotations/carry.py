"""What is common to annotation tools: regions out, and changed regions back with their history.

A tool keeps stretches and labels; value, state, who and when ride along as *carried* annotations
in a place that the tool leaves alone. Coming back, an untouched region keeps its annotation, a
moved or relabelled one replaces it, a deleted one retracts it, a new one is added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.annotations.files import effective
from extractor.annotations.model import Annotation, AnnotationError, Value, as_dict, from_dict
from extractor.annotations.values import plain_number, read_value


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch in a tool; `label` is the target. `told`: value or state typed in there."""

    start: int
    end: int
    label: str
    told: Mapping[str, str]
    score: float | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A document as a tool has it. `predictions` are what a model said, never annotations."""

    document: str
    name: str
    text: str
    carried: tuple[Annotation, ...] = ()
    predictions: tuple[Region, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made the changes, when (UTC), and in which tool."""

    who: str
    when: str
    provenance: str


def regions(task: Task) -> tuple[Region, ...]:
    """What the tool shows: annotations that count and have a place."""
    return tuple(
        Region(a.span[0], a.span[1], a.target, told(a), None, a.id)
        for a in effective(task.carried)
        if a.span is not None
    )


def told(annotation: Annotation) -> dict[str, str]:
    """Value and state as text, for tools that show notes beside a region."""
    made = {} if annotation.value is None else {"value": str(annotation.value)}
    return made | ({"state": annotation.state} if annotation.state else {})


def carried_dicts(annotations: Iterable[Annotation]) -> list[dict[str, Any]]:
    return [as_dict(a) for a in annotations]


def carried(raw: Any) -> tuple[Annotation, ...]:
    """Carried annotations, as they came back."""
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise AnnotationError("shape", "carried: 应为数组 / a list expected")
    return tuple(from_dict(entry) for entry in raw)


def merge(task: Task, found: Sequence[Region], signature: Signature) -> tuple[Annotation, ...]:
    """History and changes: the carried annotations, then those that the tool's regions add."""
    shown = [a for a in effective(task.carried) if a.span is not None]
    kept: set[str] = set()
    fresh: list[Region] = []
    for region in found:
        same = next((a for a in shown if a.id not in kept and _same(a, region)), None)
        if same is None:
            fresh.append(region)
        else:
            kept.add(same.id)
    gone = [a for a in shown if a.id not in kept]
    added: list[Annotation] = []
    for region in fresh:
        made = _new(task, region, signature)
        old = next((a for a in gone if _succeeds(made, region, a)), None)
        if old is not None:
            gone.remove(old)
            made = replace(made, replaces=old.id, decision="corrected", state=_state(made, old))
        else:
            made = _over_placeless(task, made)
        added.append(made)
    retracted = [
        replace(
            a,
            who=signature.who,
            when=signature.when,
            provenance=signature.provenance,
            decision="retracted",
            replaces=a.id,
        )
        for a in gone
    ]
    return (*task.carried, *added, *retracted)


def _same(annotation: Annotation, region: Region) -> bool:
    if annotation.span != (region.start, region.end) or annotation.target != region.label:
        return False
    said = told(annotation)
    return all(
        said.get(key) == value for key, value in region.told.items() if key in ("value", "state")
    )


def _succeeds(made: Annotation, region: Region, old: Annotation) -> bool:
    return region.id == old.id if region.id else made.subject() == old.subject()


def _state(made: Annotation, old: Annotation) -> str | None:
    """A moved region stays narrative or inferred when nothing else was said."""
    both = made.value is not None and old.value is not None
    return old.state if both and made.state == "observed" and made.kind == old.kind else made.state


def _over_placeless(task: Task, made: Annotation) -> Annotation:
    """A new region answers what was stated without a place, and so replaces it."""
    for old in effective(task.carried):
        if old.span is None and old.subject() == made.subject():
            return replace(made, replaces=old.id, decision="corrected")
    return made


def _new(task: Task, region: Region, signature: Signature) -> Annotation:
    if not 0 <= region.start <= region.end <= len(task.text):
        raise AnnotationError(
            "outside-document",
            f"{region.start}..{region.end} 超出文本 / outside the {len(task.text)} characters",
        )
    span = (region.start, region.end)
    quote = task.text[region.start : region.end]
    number, report_span = _report(task, region.start)
    value, state = _answer(region, quote, span)
    raw = {
        "document": task.document,
        "length": len(task.text),
        "name": task.name,
        "report": number,
        "report_span": report_span,
        "target": region.label,
        "value": value,
        "state": state,
        "span": span,
        "quote": quote,
        "who": signature.who,
        "when": signature.when,
        "provenance": signature.provenance,
        "note": region.told.get("note", ""),
    }
    return from_dict({key: value for key, value in raw.items() if key != "note" or value})


def _answer(region: Region, quote: str, span: tuple[int, int]) -> tuple[Value, str | None]:
    kind = region.label.partition("/")[0]
    typed = region.told.get("value")
    if typed is None:
        if region.told.get("state") in ("blank", "absent"):
            return None, region.told["state"]
        value, state = read_value(region.label, quote, span)
        return value, region.told.get("state", state)
    state = region.told.get("state") or ("observed" if kind in ("fields", "legacy") else None)
    if kind in ("agency", "form", "scope", "rejected"):
        return typed, state
    try:
        return plain_number(float(typed)), state
    except (ValueError, OverflowError) as error:
        raise AnnotationError(
            "value-unreadable", f"值不是数字 / not a number: {typed!r:.40}"
        ) from error


def _report(task: Task, at: int) -> tuple[int, tuple[int, int]]:
    """The report that a place lies in: the smallest known one around it."""
    known = {(a.report, a.report_span) for a in task.carried}
    around = [(s[1] - s[0], n, s) for n, s in known if s[0] <= at <= s[1]]
    if around:
        _, number, span = min(around)
        return number, span
    return 0, (0, len(task.text))
