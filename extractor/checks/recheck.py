"""Checks of a report that people corrected, from the result alone.

Each family of checks is computed twice, before and after the corrections, by the same rules. Only
where the two differ is the machine's check replaced: what rests on the text alone (which is not
at hand here) stays as the machine said, unless a decision settles it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from extractor.checks.document_checks import (
    FIRST_YEAR_OF_SECTIONS,
    SECTIONS,
    TABLE_SECTIONS,
    blank_cells,
    conflicts,
    disagreements,
    missing_section,
    not_counts,
    outdated_form,
    period_message,
)
from extractor.checks.identity_checks import identity_checks
from extractor.checks.model import Check, Names
from extractor.forms import load_form, modern_ids
from extractor.identities import NOT_FOR_INFERENCE, identities
from extractor.types import FieldResult, Span, Statement

Report = Mapping[str, Any]
ORDER = (  # of families; within one the machine's order stands
    "conflict", "blank-cell", "not-a-count", "missing-section", "empty-section", "missing-table",
    "missing-row", "outdated-form", "wrong-period", "disagrees-with-given",
)  # fmt: skip
SECTION_CHECKS = ("missing-section", "empty-section")
PART_CHECKS = ("missing-table", "missing-row")
PRINTED = ("observed", "blank")  # states by which a person says that a cell is there
# The fact of the prose that says the same as a field does.
TOLD = {"requests.received": "applications.new.total", "review.cases": "remedies.review.total"}
_PERIOD_END = re.compile(r"(\d{4})年12月31日")


def recheck(corrected: Report, machine: Report, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The checks of a corrected report, as JSON, in the order in which they are made.

    `machine` is the same report as it was extracted; in `corrected` an entry that a person decided
    carries `reviewed_by` (one that is merely flagged also `flagged`, and counts as undecided).
    A check that no longer fails stays in the list as passed, so that decisions keep their target.
    """
    names = Names.of()
    old = {_key(one): one for one in machine.get("checks", [])}
    before = _keyed(_computed(machine, machine, given, names))
    after = _keyed(_computed(corrected, machine, given, names))
    found = []
    for key, check in old.items():
        if before.get(key) == after.get(key):
            found.append(check)
        elif key in after:
            found.append(after[key].as_dict())
        else:
            found.append(_settled(check))
    new = (one for key, one in after.items() if key not in old and before.get(key) != one)
    found.extend(one.as_dict() for one in new)
    families = {id: n for n, id in enumerate(ORDER, 2)}
    families |= {one.check: 1 for one in identities()}
    return sorted(found, key=lambda one: families.get(one["id"], len(families)))


def fields_of(report: Report) -> dict[str, FieldResult]:
    """The modern fields of a result, as the rules take them."""
    entries = report.get("fields", {})
    crossed = _without_counterpart(report)
    found = {}
    for id in modern_ids():
        entry = entries.get(id) or {}
        raw = None if is_decided(entry) else entry.get("raw")
        evidence = {"form2014": float(id in crossed)}
        found[id] = FieldResult(
            entry.get("value"), entry.get("state", "absent"), raw, evidence=evidence
        )
    return found


def is_decided(entry: Mapping[str, Any]) -> bool:
    """Whether a person said what stands here."""
    return bool(entry.get("reviewed_by")) and not entry.get("flagged")


def _decided(report: Report) -> dict[str, bool]:
    """What a person decided counts as read alike in both ways, so a sum that still does not hold
    is the publisher's."""
    return {id: True for id, entry in report.get("fields", {}).items() if is_decided(entry)}


def _without_counterpart(report: Report) -> set[str]:
    """Fields that came by a crosswalk whose answers have no full counterpart."""
    legacy, entries = report.get("legacy", {}), report.get("fields", {})
    cells = (cell for name in NOT_FOR_INFERENCE for cell in load_form(name) if cell.id in legacy)
    crossed = {cell.modern for cell in cells if cell.modern}
    return {id for id in crossed if (entries.get(id) or {}).get("relation")}


def _computed(
    report: Report, machine: Report, given: Mapping[str, Any], names: Names
) -> list[Check]:
    fields = fields_of(report)
    year, form, agency = (_value(report, name) for name in ("year", "form", "agency"))
    year = year if isinstance(year, int) else None
    return [
        *identity_checks(fields, names, partial(_decided, report)),
        *conflicts(fields, _statements(report, machine), names),
        *blank_cells(fields, names),
        *not_counts(fields, names),
        *_parts(report, machine, year, form),
        *outdated_form(form or "", year),
        *_period(machine, year),
        *disagreements(given, agency, year),
    ]


def _value(report: Report, name: str) -> Any:
    return (report.get(name) or {}).get("value")


def _key(check: Mapping[str, Any]) -> str:
    return str(check.get("key") or f"{check['id']}/{','.join(check.get('fields') or ())}")


def _keyed(checks: Iterable[Check]) -> dict[str, Check]:
    return {one.full_key: one for one in checks}


def _settled(check: Mapping[str, Any]) -> dict[str, Any]:
    return {**check, "status": "pass", "severity": "info", "cause": None, "message": ""}


def _statements(report: Report, machine: Report) -> list[Statement]:
    """What the prose says of fields, as far as the result tells.

    Where prose and table disagreed, the field's alternatives have it. Else a fact counts where
    it agreed with the field as read, or where a person put it there: one that differed and was no
    conflict is of something else, or rounded.
    """
    told: list[tuple[str, Any]] = []
    quarrels = {
        id for c in machine.get("checks", []) if c["id"] == "conflict" for id in c["fields"]
    }
    entries = machine.get("fields", {})
    decided = {TOLD.get(one.get("key", "")) for one in report.get("facts", []) if is_decided(one)}
    for id in quarrels - decided:
        entry = entries.get(id) or {}
        told += [
            (id, one["value"]) for one in entry.get("alternatives", []) if one["why"] == "prose"
        ]
        if entry.get("state") == "narrative":
            told.append((id, entry.get("value")))
    for fact in report.get("facts", []):
        field = TOLD.get(fact.get("key", ""))
        if field and (is_decided(fact) or fact["value"] == (entries.get(field) or {}).get("value")):
            told.append((field, fact["value"]))
    return [Statement(id, value, Span(0, 0), 1.0) for id, value in told if value is not None]


def _parts(report: Report, machine: Report, year: int | None, form: Any) -> list[Check]:
    """The statutory parts that are missing, after what people said is there."""
    if form not in ("2021", "2019") or (year is not None and year < FIRST_YEAR_OF_SECTIONS):
        return []
    said = [
        one for one in machine.get("checks", []) if one["id"] in (*SECTION_CHECKS, *PART_CHECKS)
    ]
    here, there = _sections(report), _sections(machine)
    found = []
    for one in said:
        check = _as_check(one)
        if one["id"] == "missing-section" and check.key in here:
            continue
        if one["id"] == "empty-section" and here.get(check.key) != there.get(check.key):
            continue
        if one["id"] in PART_CHECKS and _filled(report, check.fields):
            continue
        found.append(check)
    prose = [key for key in SECTIONS if key not in TABLE_SECTIONS]
    gone = [key for key in prose if key in there and key not in here]
    return [*found, *(missing_section(key) for key in gone)]


def _sections(report: Report) -> dict[str, Any]:
    return {one["key"]: one.get("span") for one in report.get("sections", []) if one.get("key")}


def _filled(report: Report, ids: Sequence[str]) -> bool:
    groups = (report.get("fields", {}), report.get("legacy", {}))
    entries = (group.get(id) or {} for group in groups for id in ids)
    return any(is_decided(one) and one.get("state") in PRINTED for one in entries)


def _as_check(one: Mapping[str, Any]) -> Check:
    parts = ("status", "severity", "cause", "expected", "found", "message", "basis")
    values = {name: one.get(name) for name in parts}
    key = _key(one).partition("/")[2]
    return Check(id=one["id"], fields=tuple(one.get("fields") or ()), key=key, **values)  # type: ignore[arg-type]


def _period(machine: Report, year: int | None) -> list[Check]:
    """The period that the machine read, held against the year as it stands."""
    said = next((c for c in machine.get("checks", []) if c["id"] == "wrong-period"), None)
    if said is None or year is None:
        return []
    check, found = _as_check(said), str(said.get("found") or "")
    end = _PERIOD_END.fullmatch(found)
    if end and int(end[1]) == year:
        return []
    return [replace(check, expected=f"{year}年12月31日", message=period_message(found, year))]
