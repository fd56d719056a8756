"""Documents of the synthetic corpus as examples of this room."""

from typing import Any, Protocol

from extractor.cleaning import clean
from extractor.training.structure.example import Example, Heading, ReportTruth
from extractor.types import Cleaned, Span


class Document(Protocol):
    """What this room needs of a generated or annotated document; offsets into `text`.

    `gold["reports"]` each hold `span` and `spans.sections` as (key, start, end);
    `gold["rejected"]` hold `span` and `reason`.
    """

    text: str
    gold: dict[str, Any]


def _inside(cleaned: Cleaned, start: int, end: int) -> Span:
    return cleaned.from_source(Span(start, end))


def example_of(document: Document) -> Example:
    """The document cleaned, its truth in clean offsets."""
    cleaned = clean(document.text)
    reports = []
    for report in document.gold["reports"]:
        headings = tuple(
            Heading(key, _inside(cleaned, start, end))
            for key, start, end in report["spans"]["sections"]
        )
        reports.append(ReportTruth(_inside(cleaned, *report["span"]), headings))
    rejected = []
    for one in document.gold.get("rejected", ()):
        span = _inside(cleaned, *one["span"])
        if len(span) > 20:
            rejected.append((span, str(one["reason"])))
    return Example(cleaned, tuple(reports), tuple(rejected))
