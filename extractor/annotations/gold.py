"""Gold in the format of the gold folder (values without places) as stand-off annotations."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.annotations.locate import locate
from extractor.annotations.model import Annotation
from extractor.types import Span

# States under which a table prints the number itself.
PRINTED = frozenset({"observed", "inferred"})
_DIGITS = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_SCALES = {"万": 10_000, "亿": 100_000_000}


def from_gold(gold: Mapping[str, Any], text: str, *, who: str, when: str) -> tuple[Annotation, ...]:
    """Every statement of a gold file about its document, with its place where it can be found."""
    base = {
        "document": gold["sha256"],
        "length": gold["length"],
        "name": gold["source"],
        "who": who,
        "when": when,
        "provenance": "gold",
    }
    made: list[Annotation] = []
    for number, report in enumerate(gold["reports"]):
        place = {"report": number, "report_span": tuple(report["span"])}
        for target, value, state, span in _statements(report, text):
            made.append(_annotation({**base, **place}, text, target, (value, state, span)))
    for stretch in gold.get("rejected", []):
        start, end = stretch["span"]
        # A rejected stretch is its own place; its head is quoted, its text is not kept.
        made.append(
            _annotation(
                {**base, "report": len(gold["reports"]), "report_span": (0, gold["length"])},
                text,
                f"rejected/{stretch['reason']}",
                (f"{start}..{end}", None, Span(start, min(start + 8, end))),
            )
        )
    return tuple(made)


def _annotation(
    base: Mapping[str, Any], text: str, target: str, answer: tuple[Any, str | None, Span | None]
) -> Annotation:
    value, state, span = answer
    return Annotation(
        **base,
        target=target,
        value=value,
        state=state,
        span=None if span is None else (span.start, span.end),
        quote=None if span is None else span.of(text),
    )


def _statements(
    report: Mapping[str, Any], text: str
) -> Iterator[tuple[str, Any, str | None, Span | None]]:
    whole = Span(*report["span"])
    cells = {**report.get("legacy", {}), **report["fields"]}
    printed = {
        id: cell["value"]
        for id, cell in cells.items()
        if cell["value"] is not None and cell["state"] in PRINTED
    }
    form = report["form"] if report["form"] != "narrative" else "2021"
    places = locate(text, whole, form, printed)
    for kind in ("fields", "legacy"):
        for id, cell in report.get(kind, {}).items():
            yield f"{kind}/{id}", cell["value"], cell["state"], places.get(id)
    for agency in report["agency"][:1]:
        yield "agency", agency, None, _first(text, whole, report["agency"])
    yield "year", report["year"], None, _first(text, whole, [str(report["year"])])
    yield "form", report["form"], None, None
    yield from _sections(report, text, whole)
    yield from _facts(report, text, whole)


def _first(text: str, span: Span, wordings: list[str]) -> Span | None:
    """Where the first of some wordings stands, whichever it is."""
    found = [at for w in wordings if (at := text.find(w, span.start, span.end)) >= 0]
    if not found:
        return None
    start = min(found)
    longest = max((w for w in wordings if text.startswith(w, start)), key=len)
    return Span(start, start + len(longest))


def _sections(
    report: Mapping[str, Any], text: str, whole: Span
) -> Iterator[tuple[str, Any, str | None, Span | None]]:
    at = whole.start
    for section in report["sections"]:
        start = text.find(section["title"], at, whole.end)
        if start < 0:
            continue
        at = start + len(section["title"])
        yield f"sections/{section['key']}", section["level"], None, Span(start, at)


def _facts(
    report: Mapping[str, Any], text: str, whole: Span
) -> Iterator[tuple[str, Any, str | None, Span | None]]:
    """Facts whose number occurs once in the report; another place cannot be told by the value."""
    numbers: dict[float, list[Span]] = {}
    for match in _DIGITS.finditer(text, whole.start, whole.end):
        value = float(unicodedata.normalize("NFKC", match[0])) * _SCALES.get(
            text[match.end() : match.end() + 1], 1
        )
        numbers.setdefault(value, []).append(Span(match.start(), match.end()))
    told: list[float] = [fact["value"] for fact in report.get("facts", [])]
    for fact in report.get("facts", []):
        places = numbers.get(float(fact["value"]), [])
        once = len(places) == 1 and told.count(fact["value"]) == 1
        yield f"facts/{fact['key']}", fact["value"], None, places[0] if once else None
