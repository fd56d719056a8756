"""Corrections of a folder's documents offered to its other documents of the same template."""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.annotations.files import effective
from extractor.annotations.model import Annotation
from extractor.siblings.sheet import NUMERIC, Sheet, entry_of
from extractor.siblings.transfer import Lesson, lessons_of, suggestions

# The result of a document by its id, with the text that its spans point into.
Origin = Callable[[str], tuple[dict[str, Any], str] | None]


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer for an open field, and the annotation in a sibling that says so."""

    document: str
    report: int
    target: str
    value: float | None
    state: str
    span: tuple[int, int] | None
    source: Annotation


def offers(
    annotations: Iterable[Annotation], documents: Sequence[str], origin: Origin
) -> Iterator[Offer]:
    """What the corrections say about the open fields of these documents that nobody decided."""
    said = [one for one in effective(annotations) if one.kind in NUMERIC]
    decided: dict[tuple[str, int], dict[str, Annotation]] = defaultdict(dict)
    for one in said:
        decided[one.document, one.report][one.target] = one
    lessons, sources = _lessons(decided, origin)
    for id in documents:
        found = origin(id)
        for number, report in enumerate(found[0]["reports"] if found else ()):
            held = decided.get((id, number), {})
            targets = [one for one in _open(report) if one not in held]
            sheet = Sheet(found[1] if found else "", report)
            for made in suggestions(sheet, targets, lessons):
                source = sources[made.lesson]
                if source.document != id:
                    yield Offer(id, number, made.target, made.value, made.state, made.span, source)


def _lessons(
    decided: Mapping[tuple[str, int], Mapping[str, Annotation]], origin: Origin
) -> tuple[list[Lesson], list[Annotation]]:
    lessons: list[Lesson] = []
    sources: list[Annotation] = []
    for (id, number), held in decided.items():
        found = origin(id)
        if found is None or number >= len(found[0]["reports"]):
            continue
        report = found[0]["reports"][number]
        laid = copy.deepcopy(report)
        for target, one in held.items():
            entry = entry_of(laid, target)
            if isinstance(entry, dict):
                entry.update(value=one.value, state=one.state)
        for target, lesson in lessons_of(Sheet(found[1], report), laid, held).items():
            lessons.append(lesson)
            sources.append(held[target])
    return lessons, sources


def _open(report: Mapping[str, Any]) -> list[str]:
    fields = report.get("fields", {})
    return [f"{'fields' if id in fields else 'legacy'}/{id}" for id in report.get("review", ())]
