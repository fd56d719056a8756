"""What follows from people's corrections: values that the machine derived from corrected ones.

A value that came by the crosswalk follows its legacy cells, and one that the identities left as
the only possibility follows the fields of those identities. What a person decided, and
what the document prints, is never touched.
"""

from collections.abc import Mapping
from typing import Any

from extractor.checks.identity_checks import repairs
from extractor.checks.recheck import fields_of, is_decided
from extractor.forms import MODERN, FormField, load_forms
from extractor.identities import Number, identities, is_contradictory, solve

Report = dict[str, Any]
Entry = dict[str, Any]
DERIVED = ("crosswalk", "narrative", "absent")
WITHOUT = ("value", "state", "confidence")  # of the machine's entry, kept beside a derived value


def follow(corrected: Report, machine: Mapping[str, Any]) -> None:
    """Bring derived values, and the offers beside them, up to date; `corrected` is changed.

    Both are reports of a result as JSON; decided entries carry `reviewed_by`. A changed entry
    gets `derived_from` (the ids it follows) and `machine`. It is put in review, for neither a
    person nor the model has vouched for it; unless all it follows was decided by people.
    """
    _crosswalk(corrected, machine)
    _infer(corrected, machine)
    _offer(corrected, machine)


def _crosswalk(corrected: Report, machine: Mapping[str, Any]) -> None:
    legacy, before = corrected.get("legacy", {}), machine.get("legacy", {})
    changed = {id for id, one in legacy.items() if _told(one) != _told(before.get(id) or {})}
    if not changed:
        return
    seen: set[str] = set()
    for form in load_forms():
        sources: dict[str, list[FormField]] = {}
        for cell in form if form.name != MODERN else ():
            if cell.modern is not None and cell.id in legacy:
                sources.setdefault(cell.modern, []).append(cell)
        for modern, cells in sources.items():
            if modern not in seen and changed.intersection(cell.id for cell in cells):
                _fill(corrected, modern, cells)
            seen.add(modern)


def _told(entry: Mapping[str, Any]) -> tuple[Any, Any]:
    return entry.get("value"), entry.get("state")


def _fill(corrected: Report, modern: str, cells: list[FormField]) -> None:
    entry = corrected["fields"].get(modern)
    if entry is None or is_decided(entry):
        return
    if entry["state"] not in DERIVED and not (entry["state"] == "blank" and entry.get("relation")):
        return
    found = [corrected["legacy"][cell.id] for cell in cells]
    numbers = [one for one in found if one.get("value") is not None]
    value = _whole(sum(one["value"] for one in numbers)) if numbers else None
    one = numbers[0] if len(numbers) == 1 else {}
    spans = [] if one else [n["span"] for n in numbers if n.get("span")]
    entry.update(
        machine={name: entry.get(name) for name in WITHOUT},
        value=value, state="crosswalk" if numbers else "blank", relation=cells[0].relation,
        raw=one.get("raw"), span=one.get("span"), sources=spans,
        derived_from=[cell.id for cell in cells],
        confidence=min(one.get("confidence", 0.0) for one in found),
    )  # fmt: skip
    _queue(corrected, modern, settled=all(is_decided(one) for one in found))


def _queue(corrected: Report, id: str, settled: bool) -> None:
    review = corrected.setdefault("review", [])
    if settled and id in review:
        review.remove(id)
    elif not settled and id not in review:
        review.append(id)


def _infer(corrected: Report, machine: Mapping[str, Any]) -> None:
    known, before = _known(corrected), _known(machine)
    if known == before:
        return
    settled, earlier = solve(known), solve(before)
    if not settled and is_contradictory(known):
        return  # nothing follows from a contradiction: the checks say where it is
    partners = {id: one.fields for one in identities() for id in one.fields}
    for id in {**settled, **earlier}:
        value, entry = settled.get(id), corrected["fields"].get(id)
        if value == earlier.get(id) or entry is None or is_decided(entry):
            continue
        if entry["state"] == "blank":
            kept = [one for one in entry["alternatives"] if one["why"] != "identities"]
            offer = [] if value is None else [{"value": value, "why": "identities"}]
            entry["alternatives"] = kept + offer
        elif entry["state"] == "absent" or _is_solved(entry):
            entry.update(
                machine={name: entry.get(name) for name in WITHOUT}, value=value,
                state="absent" if value is None else "inferred",
                derived_from=[one for one in partners[id] if one != id],
            )  # fmt: skip
            _queue(corrected, id, settled=False)


def _is_solved(entry: Mapping[str, Any]) -> bool:
    """Whether the identities gave this value; `inferred` with `raw` is printed somewhere."""
    return entry.get("state") == "inferred" and entry.get("raw") is None and not is_decided(entry)


def _known(report: Mapping[str, Any]) -> dict[str, Number | None]:
    entries = report.get("fields", {})
    return {
        id: None if _is_solved(entries.get(id) or {}) else one.value
        for id, one in fields_of(report).items()
        if one.evidence["form2014"] == 0.0
    }


def _offer(corrected: Report, machine: Mapping[str, Any]) -> None:
    """Beside each field of a failing identity, the value that would settle it alone."""
    before, now = fields_of(machine), fields_of(corrected)
    repairs(before)
    repairs(now)
    ids = {one.check for one in identities()}
    for id, field in now.items():
        entry = corrected.get("fields", {}).get(id)
        if entry is None or field.alternatives == before[id].alternatives:
            continue
        kept = [one for one in entry.get("alternatives", []) if one["why"] not in ids]
        seen = [entry.get("value"), *(one["value"] for one in kept)]
        for value, why in field.alternatives:
            if value not in seen:
                seen.append(value)
                kept.append({"value": value, "why": why})
        entry["alternatives"] = kept


def _whole(value: Number) -> Number:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
