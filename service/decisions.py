"""People's decisions as annotations: each exactly once, with who, when, and what it replaced.

A decision stands in the service as it was saved; training, other tools and the command speak of
annotations (`extractor.annotations`). Nothing is lost on the way but flags, which decide nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.annotations.locate import locate
from extractor.annotations.model import MAX_TEXT, Annotation
from extractor.annotations.vocabulary import vocabulary
from extractor.types import Span
from service.overlay import FLAGGED, NUMERIC, WITHDRAWN
from service.statements import Said, statements
from service.store.common import Row

# Targets of which a report has several; a decision may be about all of them, or those of one key.
LISTED = frozenset({"facts", "sections", "rejected"})
PRINTED = frozenset({"observed", "inferred", "crosswalk"})  # a table may show the number


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document, what the machine read in it, and every decision about it, oldest first.

    `rows` are those of the table of decisions; `audited` numbers those that answered an audit.
    """

    id: str
    name: str
    text: str
    merged: Mapping[str, Any]
    rows: Sequence[Row]
    audited: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Made:
    """Annotations so far, and which of them count now for a target of a report."""

    found: list[Annotation] = field(default_factory=list)
    standing: dict[tuple[int, str], list[Annotation]] = field(default_factory=dict)


def annotations_of(one: Reviewed) -> tuple[Annotation, ...]:
    """Every decision as annotations, oldest first; a later one replaces what it corrects."""
    made = _Made()
    places = _Places(one)
    for row in one.rows:
        if row["decision"] == FLAGGED:
            continue
        number, span = places.report(row)
        said = [] if row["decision"] == WITHDRAWN else list(statements(row))
        fresh = [_annotation(one, row, (number, span), places.known(s, number)) for s in said]
        _add(made, (number, row["target"]), [f for f in fresh if f is not None], row)
    return tuple(made.found)


def _add(made: _Made, about: tuple[int, str], fresh: list[Annotation], row: Row) -> None:
    """What stood at the target is replaced, one by one; what has no successor is retracted."""
    number, target = about
    group, _, rest = target.partition("/")
    listed = group in LISTED
    standing = made.standing.setdefault((number, group if listed else target), [])
    old = [one for one in standing if not (listed and rest) or one.target == target]
    standing[:] = [one for one in standing if one not in old]
    for one in fresh:
        standing.append(_replacing(one, old.pop(0)) if old else one)
        made.found.append(standing[-1])
    made.found += [_retracted(one, row) for one in old]


def _replacing(one: Annotation, before: Annotation) -> Annotation:
    return Annotation(**{**_values(one), "replaces": before.id})


def _retracted(one: Annotation, row: Row) -> Annotation:
    return Annotation(
        **{
            **_values(one),
            "who": row["author"],
            "when": row["at"],
            "decision": "retracted",
            "replaces": one.id,
            "note": _clean(row["note"] or ""),
        }
    )


def _values(one: Annotation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Annotation.__dataclass_fields__ if name != "id"}


def _annotation(
    one: Reviewed, row: Row, place: tuple[int, tuple[int, int]], said: Said
) -> Annotation | None:
    if not vocabulary().knows(said.target):
        return None
    span = _inside(said.span, one.text)
    return Annotation(
        document=one.id, length=len(one.text), report=place[0], report_span=place[1],
        target=said.target, value=said.value, state=said.state, span=span,
        quote=None if span is None else one.text[span[0] : span[1]], name=_clean(one.name),
        who=_clean(row["author"]), when=row["at"],
        provenance="audit" if row["n"] in one.audited else "review",
        decision=said.decision, note=_clean(row["note"] or ""),
    )  # fmt: skip


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:MAX_TEXT]


def _inside(span: Any, text: str) -> tuple[int, int] | None:
    """A span whose quote an annotation can carry; else none."""
    if not isinstance(span, list | tuple) or len(span) != 2:
        return None
    start, end = span
    if not 0 <= start < end <= len(text) or end - start > MAX_TEXT:
        return None
    quote = text[start:end]
    return None if any("\ud800" <= c <= "\udfff" for c in quote) else (start, end)


class _Places:
    """Where reports and numbers of a document stand."""

    def __init__(self, one: Reviewed) -> None:
        self.one = one
        self.reports: list[dict[str, Any]] = one.merged.get("reports", [])
        self._gone: dict[tuple[int, int], int] = {}
        self._located: dict[int, Mapping[str, Span]] = {}

    def report(self, row: Row) -> tuple[int, tuple[int, int]]:
        """Number and span of the report that a decision is about, as it is numbered now."""
        whole = (0, len(self.one.text))
        if row["report"] is None:
            return len(self.reports), whole
        anchor = whole if row["start"] is None else (row["start"], row["end"])
        shared = [_shared(anchor, report["span"]) for report in self.reports]
        if shared and max(shared) > 0:
            best = max(range(len(shared)), key=lambda n: (shared[n], n == row["report"]))
            start, end = self.reports[best]["span"]
            return best, (start, end)
        # The present result has no such report: it keeps a number that no other has.
        last = len(self.reports) + 1 + len(self._gone)
        return self._gone.setdefault(anchor, last), anchor

    def known(self, said: Said, number: int) -> Said:
        """The statement with the place of its number, where the report's tables show it."""
        group, _, id = said.target.partition("/")
        printed = said.value is not None and said.state in PRINTED
        if said.span is not None or group not in NUMERIC or not printed:
            return said
        if number >= len(self.reports):
            return said
        now = self.reports[number].get(group, {}).get(id)
        if now is None or now.get("value") != said.value:
            return said  # what was decided since is what the tables are searched for
        span = self._locate(number).get(id)
        return said if span is None else Said(
            said.target, said.value, said.state, (span.start, span.end), said.decision
        )  # fmt: skip

    def _locate(self, number: int) -> Mapping[str, Span]:
        if number not in self._located:
            report = self.reports[number]
            form = (report.get("form") or {}).get("value") or "2021"
            values = {
                id: float(entry["value"])
                for group in NUMERIC
                for id, entry in report.get(group, {}).items()
                if entry.get("value") is not None and entry.get("state") in PRINTED
            }
            form = "2021" if form == "narrative" else form
            self._located[number] = locate(self.one.text, Span(*report["span"]), form, values)
        return self._located[number]


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def rows_with(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of the table with their JSON opened."""
    for row in rows:
        yield {
            **row,
            "value": json.loads(row["value"]) if row["value"] is not None else None,
            "before": json.loads(row["before"]) if row["before"] else None,
        }
