"""People's decisions laid over a machine's result.

The machine's result is never changed in storage. Decisions are kept apart, append-only, each with
the report it was made in (its number and its span at that time), so that they can be laid over
the result of any later extraction. The last decision about a target counts. What the machine had
derived from a corrected value, and the checks, are then brought up to date.
"""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.checks import recheck
from extractor.consequences import follow

ACCEPTED, WITHDRAWN, FLAGGED = "accepted", "withdrawn", "flagged"
CONFIRMED, DISMISSED = "confirmed", "dismissed"
SINGLE = ("agency", "year", "form", "scope")
NUMERIC = ("fields", "legacy")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person about one target; `anchor` is the report's span at that time."""

    n: int
    version: int
    report: int | None
    anchor: tuple[int, int] | None
    target: str
    value: Any
    state: str | None
    decision: str | None
    note: str | None
    author: str
    at: str
    model: str | None = None
    suggested_by: dict[str, Any] | None = None


def check_keys(checks: Sequence[dict[str, Any]]) -> list[str]:
    """A key for each check of a report: its own, else its id and fields; repeats are counted."""
    seen: dict[str, int] = {}
    found = []
    for check in checks:
        key = check.get("key") or by_fields(check)
        seen[key] = seen.get(key, 0) + 1
        found.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return found


def by_fields(check: dict[str, Any]) -> str:
    """A check by its id and fields: decisions on results without keys name it so."""
    return f"{check.get('id', '')}/{','.join(check.get('fields') or ())}"


def find_check(report: dict[str, Any], key: str) -> dict[str, Any] | None:
    """The check of a merged report that a decision names."""
    checks = report.get("checks", [])
    exact = (one for one in checks if one.get("key") == key)
    return next(exact, None) or next((one for one in checks if by_fields(one) == key), None)


def place(decision: Decision, reports: Sequence[dict[str, Any]]) -> int | None:
    """The report that a decision belongs to now: the one that its anchor overlaps most."""
    if decision.report is None:
        return None
    if decision.anchor is None:
        return decision.report if decision.report < len(reports) else None
    start, end = decision.anchor
    best, most = None, 0
    for index, report in enumerate(reports):
        s, e = report["span"]
        shared = min(e, end) - max(s, start)
        if shared > most or (shared == most and shared > 0 and index == decision.report):
            best, most = index, shared
    return best


def latest(
    decisions: Iterable[Decision], reports: Sequence[dict[str, Any]]
) -> dict[tuple[int | None, str], Decision]:
    """The last decision of each report and target; withdrawn ones are left out."""
    found: dict[tuple[int | None, str], Decision] = {}
    for one in sorted(decisions, key=lambda decision: decision.n):
        index = place(one, reports)
        if one.report is not None and index is None:
            continue
        if one.decision == WITHDRAWN:
            found.pop((index, one.target), None)
        else:
            found[index, one.target] = one
    return found


def unplaced(decisions: Iterable[Decision], reports: Sequence[dict[str, Any]]) -> list[Decision]:
    """Decisions about reports that the current result no longer has."""
    return [one for one in decisions if one.report is not None and place(one, reports) is None]


def merge(result: dict[str, Any], decisions: Sequence[Decision]) -> dict[str, Any]:
    """The result as people left it; the argument is not changed."""
    merged = copy.deepcopy(result) if decisions else _undecided(result)
    reports = merged.get("reports", [])
    given = merged.get("document", {}).get("given") or {}
    found = latest(decisions, reports)
    if rejected := found.pop((None, "rejected"), None):
        merged["rejected"] = rejected.value
    for index, report in enumerate(reports):
        here = {target: one for (at, target), one in found.items() if at == index}
        for target, decision in here.items():
            _apply(report, target, decision)
        if here:
            machine = result["reports"][index]
            follow(report, machine)
            _settle(report, machine)
            report["checks"] = recheck(report, machine, given)
        checks = report.get("checks", [])
        for check, key in zip(checks, check_keys(checks), strict=True):
            check["key"] = key
        for target, decision in here.items():
            _apply_check(report, target, decision)
        report["review"] = [one for one in report.get("review", []) if not _decided(report, one)]
    return merged


def _settle(report: dict[str, Any], machine: dict[str, Any]) -> None:
    from extractor.settling import load_settler, settle  # noqa: PLC0415 - numpy, once somebody decides

    settler = load_settler()
    if settler is not None:
        settle(report, machine, settler)


def _undecided(result: dict[str, Any]) -> dict[str, Any]:
    """A copy of what is written without decisions: keys of checks and the review of each report.

    Copying all 200 fields took as long as everything else that storing a result needs.
    """
    reports = [
        {
            **report,
            "review": list(report.get("review", [])),
            **({"checks": [dict(one) for one in report["checks"]]} if "checks" in report else {}),
        }
        for report in result.get("reports", [])
    ]
    return {**result, **({"reports": reports} if "reports" in result else {})}


def _apply_check(report: dict[str, Any], target: str, decision: Decision) -> None:
    group, _, key = target.partition("/")
    check = find_check(report, key) if group == "checks" else None
    if check is not None:
        check.update(_signature(decision), decision=decision.decision)


def _decided(report: dict[str, Any], id: str) -> bool:
    for group in NUMERIC:
        entry = report.get(group, {}).get(id)
        if entry is not None and entry.get("reviewed_by") and not entry.get("flagged"):
            return True
    return bool(report.get("rejected_by"))


def _signature(decision: Decision) -> dict[str, Any]:
    signed: dict[str, Any] = {"reviewed_by": decision.author, "reviewed_at": decision.at}
    if decision.note:
        signed["note"] = decision.note
    if decision.suggested_by:
        signed["suggested_by"] = decision.suggested_by
    if decision.decision == FLAGGED:
        signed["flagged"] = True
    return signed


def _apply(report: dict[str, Any], target: str, decision: Decision) -> None:
    group, _, rest = target.partition("/")
    if group in NUMERIC:
        _apply_number(report.setdefault(group, {}), rest, decision)
    elif group in SINGLE:
        _apply_single(report, group, decision)
    elif group in ("facts", "sections"):
        _apply_list(report, group, rest, decision)
    elif group == "rejected":
        report["rejected"] = decision.value
        report["rejected_by"] = decision.author


def _apply_number(entries: dict[str, Any], id: str, decision: Decision) -> None:
    entry = entries.get(id)
    if entry is None:
        entry = entries[id] = {"value": None, "state": "absent", "raw": None, "confidence": 1.0, "span": None,
                               "sources": [], "relation": None, "alternatives": []}  # fmt: skip
    machine = {name: entry.get(name) for name in ("value", "state", "confidence")}
    if decision.decision not in (ACCEPTED, FLAGGED):
        entry.update(value=decision.value, state=decision.state)
    if decision.decision != FLAGGED:
        entry["confidence"] = 1.0
    entry.update(_signature(decision), machine=machine)


def _apply_single(report: dict[str, Any], name: str, decision: Decision) -> None:
    entry = report.setdefault(name, {"value": None, "confidence": 0.0, "span": None})
    machine = {key: entry.get(key) for key in ("value", "confidence")}
    if decision.decision not in (ACCEPTED, FLAGGED):
        given = decision.value
        if isinstance(given, dict):
            entry.update(value=given.get("value"), span=given.get("span"))
        else:
            entry.update(value=given)
    if decision.decision != FLAGGED:
        entry["confidence"] = 1.0
    entry.update(_signature(decision), machine=machine)


def _apply_list(report: dict[str, Any], group: str, key: str, decision: Decision) -> None:
    """`facts` and `sections` as a whole, or all entries of one key."""
    if decision.decision in (ACCEPTED, FLAGGED):
        for entry in report.get(group, []):
            if not key or entry["key"] == key:
                entry.update(_signature(decision))
        return
    given = decision.value if isinstance(decision.value, list) else [decision.value]
    entries = [
        {**one, "confidence": 1.0, **_signature(decision), **({"key": key} if key else {})}
        for one in given
        if isinstance(one, dict)
    ]
    kept = [one for one in report.get(group, []) if key and one["key"] != key]
    merged = kept + entries
    merged.sort(key=lambda one: (one.get("span") or [0])[0])
    report[group] = merged
