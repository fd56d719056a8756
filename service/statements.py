"""What one decision says, target by target, in the words of annotations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.overlay import ACCEPTED, CONFIRMED, DISMISSED, NUMERIC, SINGLE
from service.store.common import Row

Value = str | int | float | None
NO_VALUE = frozenset({"blank", "absent"})
HEAD = 8  # characters of a rejected stretch that are quoted


@dataclass(frozen=True, slots=True)
class Said:
    """One statement. `decision`: accepted, corrected, confirmed, dismissed (this is no such thing)."""

    target: str
    value: Value
    state: str | None
    span: tuple[int, int] | None
    decision: str


def statements(row: Row) -> Iterator[Said]:
    """The statements of a decision, whose `value` and `before` are opened JSON."""
    group, _, rest = row["target"].partition("/")
    if group in NUMERIC:
        yield from _number(row)
    elif group in SINGLE:
        yield from _single(row, group)
    elif group in ("facts", "sections"):
        yield from _entries(row, group, rest)
    elif group == "checks" and row["decision"] in (CONFIRMED, DISMISSED):
        yield Said(row["target"], None, None, None, row["decision"])
    elif group == "rejected":
        yield from _rejected(row)


def _number(row: Row) -> Iterator[Said]:
    before = row["before"] or {}
    accepted = row["decision"] == ACCEPTED
    source = before if accepted else row
    value, state = source.get("value"), source.get("state")
    if state is None or (value is None) != (state in NO_VALUE):
        return
    same = accepted or value == before.get("value")
    span = _span(before.get("span")) if same else None
    yield Said(row["target"], value, state, span, "accepted" if accepted else "corrected")


def _single(row: Row, group: str) -> Iterator[Said]:
    before = row["before"] or {}
    if row["decision"] == ACCEPTED:
        yield Said(group, before.get("value"), None, _span(before.get("span")), "accepted")
        return
    given = row["value"]
    value, span = (
        (given.get("value"), given.get("span")) if isinstance(given, dict) else (given, None)
    )
    if span is None and value == before.get("value"):
        span = before.get("span")
    yield Said(group, value, None, _span(span), "corrected")


def _entries(row: Row, group: str, key: str) -> Iterator[Said]:
    """Facts or headings: those that stay or are given, and those that a person struck out."""
    before = [one for one in row["before"] or [] if isinstance(one, dict)]
    if row["decision"] == ACCEPTED:
        for one in before:
            yield _entry(group, one, one["key"], "accepted")
        return
    raw = row["value"] if isinstance(row["value"], list) else [row["value"]]
    given = [{**one, "key": key or one.get("key")} for one in raw if isinstance(one, dict)]
    stood = {(one["key"], _place(group, one)) for one in before}
    for one in given:
        kept = (one["key"], _place(group, one)) in stood
        yield _entry(group, one, one["key"], "accepted" if kept else "corrected")
    places = {_place(group, one) for one in given}
    for one in before:
        place = _place(group, one)
        if place is not None and place not in places:
            yield _entry(group, one, one["key"], "dismissed")


def _place(group: str, one: dict[str, Any]) -> tuple[int, int] | None:
    found = one.get("title_span") or one.get("span") if group == "sections" else one.get("span")
    return _span(found)


def _entry(group: str, one: dict[str, Any], key: str, decision: str) -> Said:
    value = one.get("value")
    if group == "sections":
        value = one.get("level") or (2 if "." in key else 1)
    return Said(f"{group}/{key}", value, None, _place(group, one), decision)


def _rejected(row: Row) -> Iterator[Said]:
    given = row["value"]
    if isinstance(given, dict) and row["start"] is not None:
        given = [{"span": [row["start"], row["end"]], "reason": given.get("reason")}]
    for one in given if isinstance(given, list) else []:
        start, end = one["span"]
        head = (start, min(start + HEAD, end))
        yield Said(f"rejected/{one['reason']}", f"{start}..{end}", None, head, "corrected")


def _span(raw: Any) -> tuple[int, int] | None:
    return (raw[0], raw[1]) if isinstance(raw, list | tuple) and len(raw) == 2 else None
