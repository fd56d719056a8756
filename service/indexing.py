"""Rows that lists, the review queue and search are answered from, made from a merged result."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.forms import load_form
from extractor.gain import expected_gains
from extractor.panel.model import cells_of
from service import figures, jsons


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A field that waits for a person. `checks` are the ids of failing checks that name it."""

    report: int
    target: str
    priority: float
    agency: str | None
    year: int | None
    body: str
    checks: tuple[str, ...]
    gain: float = 0.0


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What the list shows of a report, and filters by."""

    report: int
    agency: str | None
    year: int | None
    form: str | None
    scope: str | None
    agency_id: str | None
    in_review: int
    failing: tuple[str, ...]
    values_given: int
    confidence: float | None
    values: bytes


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of one document."""

    reports: tuple[ReportRow, ...] = ()
    review: tuple[ReviewRow, ...] = ()
    rejected: int = 0


CHANNELS = 4  # the table whose columns are the same for each channel of remedy


@cache
def labels() -> Mapping[str, str]:
    """Every field's label in the words of its form: the channel in table 4, row, then column."""
    found: dict[str, str] = {}
    for name in ("2021", "2019", "2014"):
        for one in load_form(name):
            channel = (one.group or "").rpartition("/")[2] if one.table == CHANNELS else ""
            words = (channel, one.row or "", one.column or "")
            found.setdefault(one.id, " · ".join(word for word in words if word) or one.id)
    return found


def index(merged: dict[str, Any], unlike: float = 0.0) -> Rows:
    """The rows of a document whose decisions are laid over already; `unlike`: how far, 0 to 1,
    it is from what was learned from."""
    given = merged.get("document", {}).get("given") or {}
    reports, review = [], []
    gone = 0
    for number, report in enumerate(merged.get("reports", [])):
        if report.get("rejected_by"):
            gone += 1
            continue
        reports.append(_report_row(number, report, given))
        review.extend(review_rows(number, report, report.get("review", []), unlike))
    return Rows(tuple(reports), tuple(review), len(merged.get("rejected", [])) + gone)


def _report_row(number: int, report: dict[str, Any], given: Mapping[str, Any]) -> ReportRow:
    entries = report.get("fields", {}).values()
    confidences = [one["confidence"] for one in entries if one.get("confidence") is not None]
    failing = {
        check["id"]
        for check in report.get("checks", [])
        if check.get("status") == "fail" and check.get("decision") != "dismissed"
    }
    return ReportRow(
        report=number,
        agency=_value(report, "agency"),
        year=_value(report, "year"),
        form=_value(report, "form"),
        scope=_value(report, "scope"),
        agency_id=given.get("agency_id"),
        in_review=len(report.get("review", [])),
        failing=tuple(sorted(failing)),
        values_given=sum(1 for one in entries if one.get("value") is not None),
        confidence=sum(confidences) / len(confidences) if confidences else None,
        values=figures.pack(cells_of(report)),
    )


def _value(report: dict[str, Any], name: str) -> Any:
    value = (report.get(name) or {}).get("value")
    # PostgreSQL stores no NUL, and nobody a lone surrogate.
    return (
        value.replace("\x00", "").encode("utf-8", "replace").decode()
        if isinstance(value, str)
        else value
    )


def review_rows(
    number: int, report: dict[str, Any], ids: Collection[str], unlike: float = 0.0
) -> list[ReviewRow]:
    """These fields of a report as the queue shows them."""
    failing: dict[str, set[str]] = {}
    for check in report.get("checks", []):
        if check.get("status") == "fail" and not check.get("decision"):
            for id in check.get("fields") or ():
                failing.setdefault(id, set()).add(check["id"])
    fields, legacy = report.get("fields", {}), report.get("legacy", {})
    entries = {id: e for id in ids if (e := fields.get(id, legacy.get(id))) is not None}
    sure = {id: float(entry.get("confidence") or 0.0) for id, entry in entries.items()}
    gains = expected_gains(sure, unlike)
    rows = []
    for id, entry in entries.items():
        group = "fields" if id in fields else "legacy"
        checks = tuple(sorted(failing.get(id, ())))
        shown = {
            name: entry.get(name)
            for name in (
                "value",
                "state",
                "raw",
                "confidence",
                "span",
                "sources",
                "relation",
                "alternatives",
            )
        }
        shown.update(label=labels().get(id, id), checks=list(checks), form=_value(report, "form"))
        if entry.get("flagged"):
            shown.update(flagged=True, note=entry.get("note"), flagged_by=entry.get("reviewed_by"))
        rows.append(
            ReviewRow(
                report=number,
                target=f"{group}/{id}",
                priority=float(entry.get("priority", entry.get("confidence") or 0.0)),
                agency=_value(report, "agency"),
                year=_value(report, "year"),
                body=jsons.encode(shown).decode(),
                checks=checks,
                gain=gains[id],
            )
        )
    return rows


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - loaded on the first search only

    return OpenCC("tw2s")


def fold(text: str) -> str:
    """Text as it is searched: simplified, one width, lower case, without white space."""
    folded = unicodedata.normalize("NFKC", _converter().convert(text)).lower()
    return "".join(folded.split())


def pairs(folded: str) -> set[str]:
    """Each two neighbouring characters of folded text: what the search index holds."""
    return {folded[i : i + 2] for i in range(len(folded) - 1)}
