"""The truth of a finished text, read off its marks, in the format of the gold."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from extractor.forms import load_form, modern_ids
from extractor.training.corpus.marked import Mark, MarkedText
from extractor.training.corpus.prose import DENIED, FILLS
from extractor.training.corpus.solver import ContradictionError, settle

Field = dict[str, Any]
# What a fact of zero says about the form: the total, and with it every part.
ZERO_FILLS = {
    "litigation.cases": (
        "remedies.litigation_direct.total",
        "remedies.litigation_after_review.total",
    ),
}


def report_truth(
    text: MarkedText, marks: list[Mark], year: int, form: str, **more: Any
) -> dict[str, Any]:
    """One report's gold, from the marks inside it."""
    cells, undetermined = _cells(text, [m for m in marks if m.kind == "cell"])
    undetermined |= more.pop("undetermined", set())
    fields, legacy = _place(cells, undetermined)
    conflicts = _prose(fields, marks, form)
    undetermined |= _denied_and_told(marks)
    _accept(fields, form, undetermined)
    facts = [m for m in marks if m.kind == "fact" and "said" not in m.info]
    gold: dict[str, Any] = {
        "agency": more.pop("agency"),
        "year": year,
        "form": form,
        "fields": {i: fields[i] for i in modern_ids() if i not in undetermined},
        "facts": _unique({"key": m.key, "value": m.value} for m in facts),
        "sections": [
            {"level": m.info["level"], "key": m.key, "title": text.quote(m)}
            for m in sorted((m for m in marks if m.kind == "heading"), key=lambda m: m.start)
        ],
        "facts_accepted": _accepted(marks),
        "conflicts": sorted(conflicts),
        "undetermined": sorted(undetermined),
        "spans": _spans(marks),
    }
    if legacy:
        gold["legacy"] = {i: v for i, v in legacy.items() if i not in undetermined}
    return gold | more


def _accepted(marks: list[Mark]) -> list[dict[str, Any]]:
    """Facts that are neither asked for nor wrong: a denial elsewhere, answers told by outcome."""
    found = [m for m in marks if m.kind == "statement"]
    return _unique(
        {"key": "requests.answered" if m.key.startswith("field.") else m.key, "value": m.value}
        for m in found
        if m.key in ("field.granted", "field.partly_granted", *DENIED.values())
    )


def _unique(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in entries:
        if one not in found:
            found.append(one)
    return found


def _spans(marks: list[Mark]) -> dict[str, Any]:
    spans: dict[str, Any] = {
        "fields": {},
        "facts": [],
        "statements": [],  # numbers of the prose that fill a field and are no fact
        "sections": [],
        "agency": [],
        "year": [],
    }
    for m in marks:
        at = [m.start, m.end]
        if m.kind == "cell":
            if m.end > m.start:
                spans["fields"].setdefault(m.key, at)
        elif m.kind == "fact":
            spans["facts"].append([m.key, m.value, *at])
        elif m.kind == "statement" and m.key in FILLS:
            spans["statements"].append([FILLS[m.key], m.value, *at])
        elif m.kind == "heading":
            spans["sections"].append([m.key, *at])
        elif m.kind in ("agency", "year"):
            spans[m.kind].append(at)
    return spans


def _cells(text: MarkedText, marks: list[Mark]) -> tuple[dict[str, Field], set[str]]:
    """Each form cell as printed; a block printed twice counts once unless it contradicts."""
    cells: dict[str, Field] = {}
    undetermined: set[str] = set()
    for mark in marks:
        if mark.info.get("undetermined"):
            undetermined.add(mark.key)
        state = "inferred" if mark.info.get("inferred") else "observed"
        found: Field = {"value": mark.value, "state": state if mark.value is not None else "blank"}
        if mark.key not in cells:
            cells[mark.key] = found
        elif cells[mark.key] != found:
            undetermined.add(mark.key)
    return cells, undetermined


def _place(
    cells: dict[str, Field], undetermined: set[str]
) -> tuple[dict[str, Field], dict[str, Field]]:
    """Modern and legacy fields; older cells fill modern ones through the crosswalk."""
    fields: dict[str, Field] = {i: {"value": None, "state": "absent"} for i in modern_ids()}
    legacy: dict[str, Field] = {}
    fields.update({i: v for i, v in cells.items() if i in fields})
    for name in ("2019", "2014"):
        shares: dict[str, list[str]] = defaultdict(list)
        for one in load_form(name):
            if one.id in cells:
                legacy[one.id] = cells[one.id]
            if one.modern and (one.id in cells or one.relation == "narrowMatch"):
                shares[one.modern].append(one.id)
        for modern, parts in shares.items():
            if fields[modern]["state"] == "observed":
                continue
            _crosswalk(
                fields, modern, parts, cells, undetermined, load_form(name).field(parts[0]).relation
            )
    return fields, legacy


def _crosswalk(  # noqa: PLR0913, PLR0917
    fields: dict[str, Field],
    modern: str,
    parts: list[str],
    cells: dict[str, Field],
    undetermined: set[str],
    relation: str | None,
) -> None:
    given = [cells[p] for p in parts if p in cells]
    if not given:
        return
    values = [g["value"] for g in given if g["value"] is not None]
    if any(p in undetermined for p in parts) or (values and len(values) < len(parts)):
        undetermined.add(modern)
    if values:
        fields[modern] = {"value": sum(values), "state": "crosswalk", "relation": relation}
    elif len(given) == len(parts):
        fields[modern] = {"value": None, "state": "blank"}
    else:
        undetermined.add(modern)


def statements(marks: list[Mark]) -> dict[str, list[int | float]]:
    """What the prose says about modern fields, in order."""
    said: dict[str, list[int | float]] = defaultdict(list)
    for m in marks:
        if m.kind not in ("fact", "statement", "natural") or m.value is None:
            continue
        targets: tuple[str, ...] = ()
        if m.kind == "natural":
            targets = (m.key,)
        elif m.key in FILLS:
            targets = (FILLS[m.key],)
        elif m.value == 0:
            targets = ZERO_FILLS.get(m.key, ())
        for target in targets:
            if m.value not in said[target]:
                said[target].append(m.value)
    return said


def _prose(fields: dict[str, Field], marks: list[Mark], form: str) -> set[str]:
    """Fill from prose what no table says; the fields on which the document contradicts itself."""
    conflicts: set[str] = set()
    for target, values in statements(marks).items():
        field = fields[target]
        if field["state"] == "absent":
            fields[target] = field = {"value": values[0], "state": "narrative"}
        elif field["state"] == "blank":
            field["accept"] = list(values)
            continue
        if any(v != field["value"] for v in values):
            conflicts.add(target)
            stated = dict.fromkeys((field["value"], *values))
            field["accept"] = list(stated)
    return conflicts


def _denied_and_told(marks: list[Mark]) -> set[str]:
    """Fields that a denial would fill although the prose tells cases elsewhere."""
    told = {m.key for m in marks if m.kind == "fact" and m.value}
    denied = {m.key for m in marks if m.kind == "statement" and m.value == 0}
    tables = {key.rpartition(".")[0] for k in told & denied for key in ZERO_FILLS.get(k, ())}
    return {i for i in modern_ids() if i.rpartition(".")[0] in tables}


def _accept(fields: dict[str, Field], form: str, undetermined: set[str]) -> None:
    """For blank and absent cells: the one value that the identities leave."""
    known: dict[str, int | float] = {}
    for id, field in fields.items():
        crossed_2014 = form == "2014" and field["state"] == "crosswalk"
        if field["value"] is not None and id not in undetermined and not crossed_2014:
            known[id] = field["value"]
    settled: dict[str, int | float] = {}
    for part in ("applications.", "remedies.", "disclosure."):
        try:
            settled |= settle({id: v for id, v in known.items() if id.startswith(part)})
        except ContradictionError:
            # The printed numbers of this table contradict each other: nothing follows from them.
            # What is printed as blank is blank all the same; what is not printed may be anything.
            undetermined.update(
                id
                for id, field in fields.items()
                if field["state"] == "absent" and id.startswith(part)
            )
    for id, value in settled.items():
        field = fields[id]
        if field["value"] is None:
            field["accept"] = list(dict.fromkeys([*field.get("accept", []), value]))
