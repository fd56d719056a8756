"""Save a reviewer's decisions: checked, versioned, appended, and the rows brought up to date."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Connection

from extractor.forms import load_form
from service import audits, limits, overlay, policy, second, siblings
from service.core import Service
from service.problems import Code, Problem
from service.store import annotations, finish
from service.store import documents as store
from service.store.common import Row

State = Literal["observed", "crosswalk", "narrative", "inferred", "blank", "absent"]
VALUELESS = ("blank", "absent")
GROUPS = (
    "fields",
    "legacy",
    "facts",
    "sections",
    "agency",
    "year",
    "form",
    "scope",
    "checks",
    "rejected",
)
FORMS = ("2021", "2019", "2014", "narrative")
SCOPES = ("own", "region", "unknown")
REASONS = (
    "guide", "notice", "regulation", "form", "summary", "news", "other-report", "furniture",
    "not-a-report", "empty",
)  # fmt: skip


class SuggestedBy(BaseModel):
    """The report of the same template whose correction was taken over."""

    model_config = ConfigDict(extra="forbid")

    document: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    report: Annotated[int, Field(ge=0, le=10_000)] = 0


class Change(BaseModel):
    """One decision. Which members a target takes: docs/service.md."""

    model_config = ConfigDict(extra="forbid")

    report: Annotated[int | None, Field(ge=0, le=10_000)] = None
    target: Annotated[str, Field(min_length=1, max_length=limits.TARGET_LENGTH)]
    value: Any = None
    state: State | None = None
    decision: Literal["accepted", "withdrawn", "flagged", "confirmed", "dismissed"] | None = None
    note: Annotated[str | None, Field(max_length=limits.NOTE_LENGTH)] = None
    suggested_by: SuggestedBy | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Change":
        group, _, rest = self.target.partition("/")
        if group not in GROUPS:
            raise ValueError(f"没有此目标。Unknown target {group[:40]}.")
        if group in ("fields", "legacy", "checks") and not rest:
            raise ValueError(f"{group}/ 后要写明对象。{group}/ needs what it is about.")
        if self.suggested_by is not None and (group not in overlay.NUMERIC or self.decision):
            raise ValueError("suggested_by 只随数值。suggested_by goes with a value only.")
        if self.report is None and group != "rejected":
            raise ValueError("缺少 report。report is missing.")
        if group == "checks":
            if self.decision not in ("confirmed", "dismissed", "withdrawn", "flagged"):
                raise ValueError(
                    "检查只能 confirmed、dismissed、flagged、withdrawn。A check is confirmed, dismissed, flagged or withdrawn."
                )
        elif self.decision in ("confirmed", "dismissed"):
            raise ValueError(
                "只有检查才能 confirmed、dismissed。Only a check is confirmed or dismissed."
            )
        elif self.decision is None:
            _check_value(group, rest, self)
        return self


def _check_value(group: str, rest: str, change: Change) -> None:
    value = change.value
    if group in overlay.NUMERIC:
        _check_number(group, rest, change)
    elif group == "year":
        inner = value.get("value") if isinstance(value, dict) else value
        if inner is not None and (not _is_number(inner) or not 1990 <= inner <= 2100):
            raise ValueError(
                "年度应为 1990 至 2100，或 null。year: a number from 1990 to 2100, or null."
            )
    elif group == "agency":
        inner = value.get("value") if isinstance(value, dict) else value
        if inner is not None and (not isinstance(inner, str) or not 0 < len(inner) <= 200):
            raise ValueError("机关应为名称，或 null。agency: a name, or null.")
    elif group in ("form", "scope"):
        inner = value.get("value") if isinstance(value, dict) else value
        if inner not in (FORMS if group == "form" else SCOPES):
            raise ValueError(f"{group} 没有此值。{group}: not one of its values.")
    elif group in ("facts", "sections"):
        _check_list(group, rest, value)
    elif group == "rejected":
        _check_rejected(change)
    if isinstance(value, dict) and group in overlay.SINGLE:
        _check_span(value.get("span"), optional=True)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_number(group: str, id: str, change: Change) -> None:
    if group == "fields" and id not in _modern():
        raise ValueError(f"没有此字段。No field {id[:80]}.")
    check_answer(change.value, change.state)


def check_answer(value: Any, state: str | None) -> None:
    """Refuse what is no answer about a number: ValueError."""
    if state is None:
        raise ValueError("缺少 state。state is missing.")
    if state in VALUELESS:
        if value is not None:
            raise ValueError(f"{state} 不带数值。{state} has no value.")
    elif not _is_number(value) or value < 0:
        raise ValueError("数值应为非负数。value: a number, not negative.")


def _modern() -> frozenset[str]:
    return frozenset(one.id for one in load_form("2021"))


def _check_span(span: Any, optional: bool = False) -> None:
    if span is None and optional:
        return
    fits = (
        isinstance(span, list) and len(span) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) for one in span)
        and 0 <= span[0] <= span[1]
    )  # fmt: skip
    if not fits:
        raise ValueError("span 应为 [起, 止]。span: [start, end].")


def _check_list(group: str, key: str, value: Any) -> None:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    if not key and not isinstance(value, list):
        raise ValueError(f"{group} 应为列表。{group}: a list.")
    if len(entries) > 500:
        raise ValueError(f"{group} 过多。{group}: too many.")
    for one in entries:
        if not isinstance(one, dict):
            raise ValueError(f"{group} 各项应为对象。{group}: objects.")
        name = key or one.get("key")
        if not isinstance(name, str) or not 0 < len(name) <= 60:
            raise ValueError(f"{group} 缺少 key。{group}: key is missing.")
        _check_span(one.get("span"))
        if group == "sections":
            _check_span(one.get("title_span"), optional=True)
        elif not _is_number(one.get("value")):
            raise ValueError("facts 的 value 应为数字。facts: value, a number.")


def _check_rejected(change: Change) -> None:
    if change.report is not None:
        if not isinstance(change.value, dict) or change.value.get("reason") not in REASONS:
            raise ValueError("rejected 应为 {reason}。rejected: {reason}.")
        return
    if not isinstance(change.value, list) or len(change.value) > 500:
        raise ValueError("rejected 应为列表。rejected: a list.")
    for one in change.value:
        if not isinstance(one, dict) or one.get("reason") not in REASONS:
            raise ValueError("rejected 各项应为 {span, reason}。rejected: {span, reason}.")
        _check_span(one.get("span"))


class Changes(BaseModel):
    """One save: all of it is kept, or nothing."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    changes: Annotated[list[Change], Field(min_length=1, max_length=limits.CHANGES)]


def save(service: Service, id: str, sent: Changes, author: str, request: str) -> dict[str, Any]:
    """Append the decisions; the new version and what the document now says.

    Problem: not found, no result yet, a stale version (with what stands there now), a report or
    a check that is not there.
    """
    with service.database.writing() as connection:
        row = store.lock(connection, id)
        if row is None:
            raise Problem(Code.NOT_FOUND)
        result = store.result(connection, row)
        if result is None:
            raise Problem(Code.NO_RESULT, document=id, state=row["state"])
        if annotations.by_request(connection, request) is None:
            if not annotations.take_version(connection, row["n"], sent.version):
                raise _conflict(connection, row, result, sent)
            earlier = annotations.of_document(connection, row["n"])
            before = overlay.merge(result, earlier)
            changes = [_prepared(one, before, row["model"]) for one in sent.changes]
            made = annotations.Save(sent.version + 1, author, request)
            numbers = annotations.append(connection, row["n"], made, changes)
            held = second.Held(row["n"], result, earlier, service.settings.second_share)
            second.follow(connection, held, author, changes, numbers)
            siblings.follow(connection, row["n"], result, changes, numbers)
            if audits.follow(connection, row["n"], changes, author, numbers):
                policy.after_audit(connection, str(row["model"]))
        merged = finish.reindex(connection, row["n"], result)
        fresh = store.get(connection, id) or row
    return {
        "id": id, "version": fresh["version"], "in_review": fresh["in_review"],
        "current": current(merged, sent),
        "review": [report.get("review", []) for report in merged.get("reports", [])],
        "failing": [_failing(report) for report in merged.get("reports", [])],
    }  # fmt: skip


def verify(merged: dict[str, Any], sent: Changes) -> None:
    """Raise the Problem that saving these changes of a merged result would raise."""
    for one in sent.changes:
        _prepared(one, merged, None)


def _failing(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The checks that fail now: a correction settles some and breaks others."""
    return [one for one in report.get("checks", []) if one.get("status") == "fail"]


def _prepared(change: Change, merged: dict[str, Any], model: str | None) -> Row:
    reports = merged.get("reports", [])
    span = [None, None]
    if change.report is not None:
        if change.report >= len(reports):
            raise Problem(
                Code.INVALID, "没有该报告。There is no such report.", report=change.report
            )
        span = reports[change.report]["span"]
    before = look(merged, change.report, change.target)
    group = change.target.partition("/")[0]
    if before is None and group == "checks":
        raise Problem(
            Code.INVALID, "没有该检查。There is no such check.", target=change.target[:200]
        )
    if before is None and group == "legacy" and change.decision is not None:
        raise Problem(
            Code.INVALID, "没有该字段。There is no such field.", target=change.target[:200]
        )
    return {
        "report": change.report, "start": span[0], "end": span[1], "target": change.target,
        "value": change.value, "state": change.state, "decision": change.decision,
        "note": change.note, "before": before, "model": model,
        "suggested_by": change.suggested_by.model_dump() if change.suggested_by else None,
    }  # fmt: skip


def look(merged: dict[str, Any], index: int | None, target: str) -> Any:
    """What stands at a target."""
    group, _, rest = target.partition("/")
    if index is None:
        return merged.get(group)
    reports = merged.get("reports", [])
    if index >= len(reports):
        return None
    report = reports[index]
    if group in overlay.NUMERIC:
        return report.get(group, {}).get(rest)
    if group == "checks":
        return overlay.find_check(report, rest)
    found = report.get(group)
    if group in ("facts", "sections") and rest:
        return [one for one in found or [] if one["key"] == rest]
    return found


def current(merged: dict[str, Any], sent: Changes) -> list[dict[str, Any]]:
    """What stands at each target of a save."""
    seen = {(one.report, one.target): None for one in sent.changes}
    return [
        {"report": report, "target": target, "now": look(merged, report, target)}
        for report, target in seen
    ]


def _conflict(connection: Connection, row: Row, result: dict[str, Any], sent: Changes) -> Problem:
    decisions = annotations.of_document(connection, row["n"])
    merged = overlay.merge(result, decisions)
    since = [
        {
            "report": one.report,
            "target": one.target,
            "version": one.version,
            "author": one.author,
            "at": one.at,
        }
        for one in decisions
        if one.version > sent.version
    ]
    return Problem(
        Code.VERSION_CONFLICT, "请核对后重新保存。Look at what changed and save again.",
        version=row["version"], current=current(merged, sent),
        yours=[one.model_dump(exclude_none=True) for one in sent.changes], since=since,
    )  # fmt: skip
