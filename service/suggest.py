"""Suggestions for a report from corrections of reports of the same template, when it is looked at.

They stand among the alternatives of open fields, first, and are never applied by themselves. What
a correction says is found out once, by reading its report's text, and kept.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from extractor.siblings.sheet import Place, Sheet
from extractor.siblings.transfer import Lesson, Suggestion, lessons_of, suggestions
from service import siblings
from service.core import Service
from service.overlay import merge
from service.problems import Problem
from service.source import text_of
from service.store import annotations
from service.store import documents as store
from service.store.common import Row, dumps

WHY = "sibling"
AT_ONCE = 3  # documents whose corrections are looked into for one answer; the next finds out more
SHOWN = 2  # suggestions for a field


def add(service: Service, row: Row, machine: dict[str, Any], merged: dict[str, Any]) -> None:
    """Put suggestions into a merged result, which is changed; `machine` is the result itself."""
    text: str | None = None
    for number, report in enumerate(merged.get("reports", [])):
        waiting = _open(report)
        with service.database.reading() as connection:
            said = siblings.matching(connection, row["n"], number, waiting)
            if said and text is None:
                text = text_of(store.original(connection, row["n"]), machine)
        if not said or text is None:
            continue
        _find_out(service, said)
        told = [one for one in said if one["lesson"]]
        sheet = Sheet(text, machine["reports"][number])
        lessons = [_opened(one["lesson"]) for one in told]
        for one in suggestions(sheet, waiting, lessons):
            _offer(report, one, told[one.lesson])


def _open(report: dict[str, Any]) -> list[str]:
    fields = report.get("fields", {})
    return [f"{'fields' if id in fields else 'legacy'}/{id}" for id in report.get("review", ())]


def _offer(report: dict[str, Any], one: Suggestion, said: Row) -> None:
    group, _, id = one.target.partition("/")
    entry = report[group][id]
    others = entry.get("alternatives") or []
    ours = [other for other in others if other["why"] == WHY]
    if len(ours) >= SHOWN:
        return
    rest = [
        other
        for other in others
        if other["why"] != WHY and (one.value is None or other["value"] != one.value)
    ]
    made = {
        "value": one.value, "state": one.state, "why": WHY,
        "span": None if one.span is None else list(one.span),
        "from": {
            "document": said["id"], "document_name": said["name"], "report": said["report"],
            "agency": said["agency"], "year": said["year"], "by": said["author"], "at": said["at"],
            "value": json.loads(said["value"] or "null"), "state": said["said"],
        },
    }  # fmt: skip
    entry["alternatives"] = [*ours, made, *rest]


def _find_out(service: Service, said: Sequence[Row]) -> None:
    """Fill in `lesson` of those that nobody has looked into so far, of a few documents."""
    fresh: dict[int, list[Row]] = {}
    for one in said:
        if one["state"] == siblings.NEW:
            fresh.setdefault(one["doc"], []).append(one)
    for doc in list(fresh)[:AT_ONCE]:
        lessons = _lessons(service, doc, fresh[doc])
        for one in fresh[doc]:
            one["lesson"] = lessons.get(one["n"])
        with suppress(Problem), service.database.writing() as connection:  # else found out again
            for one in fresh[doc]:
                siblings.keep(connection, one["n"], one["lesson"])


def _lessons(service: Service, doc: int, wanted: Sequence[Row]) -> dict[int, str]:
    with service.database.reading() as connection:
        row = store.by_number(connection, doc)
        result = None if row is None else store.result(connection, row)
        if row is None or result is None:
            return {}
        text = text_of(store.original(connection, doc), result)
        merged = merge(result, annotations.of_document(connection, doc))
    found: dict[int, str] = {}
    for number in {one["report"] for one in wanted}:
        if number >= len(result["reports"]):
            continue
        here = {one["target"]: one["n"] for one in wanted if one["report"] == number}
        sheet = Sheet(text, result["reports"][number])
        for target, lesson in lessons_of(sheet, merged["reports"][number], here).items():
            found[here[target]] = dumps(asdict(lesson))
    return found


def _opened(raw: str) -> Lesson:
    values = json.loads(raw)
    place, read_at = values["place"], values["read_at"]
    return Lesson(**{
        **values, "sketch": tuple(values["sketch"]), "place": Place(**place),
        "read_at": None if read_at is None else Place(**read_at),
    })  # fmt: skip
