"""The result of the contract: clean offsets turned back into source offsets, confidence added."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.checks import Check
from extractor.confidence import as_matrix
from extractor.legibility import Legibility
from extractor.scoring import Scorer
from extractor.types import (
    Cleaned,
    CleaningKind,
    Document,
    Evidence,
    Fact,
    FieldResult,
    Identity,
    Section,
    Span,
    Stretch,
)

SCHEMA_VERSION = "2021.1"
FURNITURE = "furniture"
MOST_PLACES = 500  # of one kind of cleaning that are listed; more would swell the result


@dataclass(frozen=True, slots=True)
class ReportParts:
    """Everything found about one report; clean offsets."""

    stretch: Stretch
    identity: Identity
    form: tuple[str, float]
    sections: tuple[Section, ...]
    fields: Mapping[str, FieldResult]
    legacy: Mapping[str, FieldResult]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The document, its clean text and what the user says of it."""

    document: Document
    cleaned: Cleaned
    given: Mapping[str, Any]
    unlike: float | None = None  # share of its lines and labels that training never met
    strange: bool = False  # that share is high


def document_result(
    source: Source,
    rejected: Sequence[tuple[Span, str]],
    reports: Sequence[ReportParts],
    scorer: Scorer,
) -> dict[str, Any]:
    """The whole result as plain JSON values."""
    document, cleaned = source.document, source.cleaned
    return {
        "schema_version": SCHEMA_VERSION,
        "model": scorer.id,
        "document": {**_document(document, source.given), "unlike": source.unlike},
        "incomplete": document.incomplete,
        "cleaning": _cleaning(cleaned),
        "reports": [_report(r, source, scorer) for r in reports],
        "rejected": [{"span": _pair(span), "reason": reason} for span, reason in rejected],
    }


def _cleaning(cleaned: Cleaned) -> list[dict[str, Any]]:
    """What cleaning met, by kind; the first places of each, so that the source can show them."""
    places: dict[str, list[list[int]]] = {}
    counts: Counter[str] = Counter()
    for mark in cleaned.marks:
        counts[mark.kind] += 1
        shown = places.setdefault(mark.kind, [])
        if len(shown) < MOST_PLACES:
            shown.append(_pair(mark.span))
    return [{"kind": str(k), "count": n, "spans": places[k]} for k, n in sorted(counts.items())]


def rejections(
    cleaned: Cleaned, stretches: Sequence[Stretch], furniture: Sequence[Span]
) -> list[tuple[Span, str]]:
    """What is no report, with its reason, in the order of the source; source offsets."""
    found = [
        (cleaned.to_source(s.span), s.reason)
        for s in stretches
        if s.reason is not None and s.reason != FURNITURE
    ]
    found.extend((span, FURNITURE) for span in furniture)
    return sorted(found)


def _document(document: Document, given: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": document.id,
        "name": document.name,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "length": len(document.text),
    }
    if not document.is_plain_text:
        made["text"] = document.text
    if document.pages:
        made["pages"] = [
            {
                "number": p.number, "span": _pair(p.span), "width": p.width, "height": p.height,
                "boxes": [[b.span.start, b.span.end, b.left, b.top, b.right, b.bottom] for b in p.boxes],
            }
            for p in document.pages
        ]  # fmt: skip
    cells = _cells(document)
    if cells:
        made["cells"] = cells
    made["given"] = dict(given)
    return made


def _cells(document: Document) -> list[list[int]]:
    """Where in an office file each cell stands: start, end, table, row, column, from 1.

    Other formats show their text or their pages themselves.
    """
    if not document.is_office:
        return []
    pictures = [page.span for page in document.pages]
    own = [g for g in document.grids if not any(span.overlap(g.span) for span in pictures)]
    return [
        [*_pair(cell.span), table, cell.row + 1, cell.column + 1]
        for table, grid in enumerate(own, start=1)
        for cell in grid.cells
        if len(cell.span)
    ]


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _source(span: Span | None, cleaned: Cleaned) -> list[int] | None:
    return None if span is None else _pair(cleaned.to_source(span))


def _report(parts: ReportParts, source: Source, scorer: Scorer) -> dict[str, Any]:
    document, cleaned = source.document, source.cleaned
    ids = [*parts.fields, *parts.legacy]
    results = [*parts.fields.values(), *parts.legacy.values()]
    legibility = Legibility(document, cleaned)
    sure = scorer.doubting(as_matrix(results), source.strange)
    for result, confidence in zip(results, sure, strict=True):
        result.confidence = round(float(confidence) * legibility.of(result), 4)
    fields = {i: _field(r, document, cleaned) for i, r in zip(ids, results, strict=True)}
    return {
        "span": _pair(cleaned.to_source(parts.stretch.span)),
        "agency": _evidence(parts.identity.agency, cleaned),
        "year": _evidence(parts.identity.year, cleaned),
        "form": {"value": parts.form[0], "confidence": parts.form[1]},
        "scope": {
            "value": parts.identity.scope.value or "unknown",
            "confidence": round(parts.identity.scope.confidence, 4),
        },
        "sections": _sections(parts.sections, document, cleaned),
        "fields": {i: fields[i] for i in parts.fields},
        "legacy": {i: fields[i] for i in parts.legacy},
        "facts": [_fact(f, document, cleaned) for f in parts.facts],
        "checks": [c.as_dict() for c in parts.checks],
        "review": [i for i, r in parts.fields.items() if r.confidence < scorer.threshold],
    }


def _evidence(evidence: Evidence, cleaned: Cleaned) -> dict[str, Any]:
    return {
        "value": evidence.value,
        "confidence": round(evidence.confidence, 4),
        "span": _source(evidence.span, cleaned),
    }


def printed_titles(sections: Sequence[Section], cleaned: Cleaned) -> list[Span]:
    """Where each heading stands in the source: it ends behind the reading of its last character."""
    pinyin: dict[int, int] = {}  # where a reading of the characters before it starts → its end
    for mark in cleaned.marks:
        if mark.kind is CleaningKind.PINYIN:
            pinyin.setdefault(mark.span.start, mark.span.end)
    spans = [cleaned.to_source(section.title_span) for section in sections]
    return [Span(s.start, pinyin.get(s.end, s.end)) if len(s) else s for s in spans]


def _sections(
    sections: Sequence[Section], document: Document, cleaned: Cleaned
) -> list[dict[str, Any]]:
    return [
        {
            "key": section.key,
            "title": title.of(document.text),
            "level": section.level,
            "span": _pair(cleaned.to_source(section.span)),
            "title_span": _pair(title),
            "confidence": round(section.confidence, 4),
        }
        for section, title in zip(sections, printed_titles(sections, cleaned), strict=True)
    ]


def _field(result: FieldResult, document: Document, cleaned: Cleaned) -> dict[str, Any]:
    span = _source(result.span, cleaned)
    raw = result.raw if span is None else document.text[span[0] : span[1]]
    offers: list[tuple[int | float | None, str]] = []
    for value, why in result.alternatives:
        if value != result.value and all(value != v for v, _ in offers):
            offers.append((value, why))
    return {
        "value": result.value,
        "state": result.state,
        "raw": raw,
        "confidence": result.confidence,
        "span": span,
        "sources": [_pair(cleaned.to_source(s)) for s in result.sources],
        "relation": result.relation,
        "alternatives": [{"value": value, "why": why} for value, why in offers],
    }


def _fact(fact: Fact, document: Document, cleaned: Cleaned) -> dict[str, Any]:
    clause = cleaned.to_source(fact.clause)
    return {
        "key": fact.key,
        "value": fact.value,
        "unit": fact.unit,
        "text": clause.of(document.text),
        "span": _pair(cleaned.to_source(fact.span)),
        "confidence": round(fact.confidence, 4),
    }
