"""From a document to its result: the steps in order, each a function of plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from extractor.checks import Subject, check_report, repairs
from extractor.cleaning import clean
from extractor.evidence import add_evidence, doubt_absent
from extractor.fields import fill_fields
from extractor.forms import DATA
from extractor.formtype import decide_form
from extractor.identity import identify
from extractor.novelty import load_familiar, pieces_met
from extractor.overlooked import with_overlooked
from extractor.prose import read_prose
from extractor.reading import read
from extractor.registry import default_model_dir, pinned
from extractor.result import ReportParts, Source, document_result, rejections
from extractor.scoring import Scorer, load_scorer
from extractor.structure import find_sections, page_furniture, split
from extractor.tables.agreement import agreement
from extractor.tables.beside import learned_shapes
from extractor.tables.columns import printed_columns
from extractor.tables.dropped import source_unrepeated
from extractor.tables.learned import learned_labels
from extractor.tables.marked import marked_columns
from extractor.tables.reader import Ways, read_tables
from extractor.types import Cleaned, Document, Span, Stretch


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be switched: the model folder, the forms, and parts that ablations leave out."""

    model_dir: Path | None = None
    forms: Path = DATA
    identities: bool = True
    learned_labels: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """A document and everything the steps found in it; clean offsets."""

    document: Document
    cleaned: Cleaned
    stretches: tuple[Stretch, ...]
    furniture: tuple[Span, ...]  # source offsets: cleaning left it out
    reports: tuple[ReportParts, ...]
    given: Mapping[str, str] = field(default_factory=dict)


def extract_bytes(
    data: bytes,
    name: str = "",
    given: Mapping[str, str] | None = None,
    media_type: str | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """Read a file's bytes and extract; the result of the contract. Raises ReadingError."""
    return extract(read(data, name, media_type), given, settings)


def extract(
    document: Document, given: Mapping[str, str] | None = None, settings: Settings | None = None
) -> dict[str, Any]:
    """The result of one document, as the contract describes it."""
    settings = settings or Settings()
    with pinned(default_model_dir(settings.model_dir)):
        scorer, familiar = load_scorer(), load_familiar(default_model_dir())
        understood = understand(document, given or {}, settings)
        met = pieces_met(understood.cleaned.text) if familiar is not None else frozenset()
    rejected = rejections(understood.cleaned, understood.stretches, understood.furniture)
    source = Source(document, understood.cleaned, understood.given)
    if familiar is not None:
        share = familiar.share(met)
        source = replace(source, unlike=round(share, 4), strange=share > familiar.limit)
    return document_result(source, rejected, understood.reports, scorer)


def understand(document: Document, given: Mapping[str, str], settings: Settings) -> Understood:
    """All steps but the last: what was found, with its evidence and without confidence."""
    cleaned = clean(document.text)
    stretches = with_overlooked(cleaned, split(cleaned), settings.forms)
    reports = tuple(
        _report(cleaned, document, s, given, settings) for s in stretches if s.reason is None
    )
    furniture = page_furniture(cleaned, stretches)
    return Understood(document, cleaned, stretches, furniture, reports, given)


def _report(
    cleaned: Cleaned,
    document: Document,
    stretch: Stretch,
    given: Mapping[str, str],
    settings: Settings,
) -> ReportParts:
    span = stretch.span
    sections = find_sections(cleaned, span)
    who = identify(cleaned, span, sections)
    year = who.year.value if isinstance(who.year.value, int) else None
    ways = replace(_ways(settings), year=year)
    readings = read_tables(
        cleaned.text,
        span,
        settings.forms,
        marked_columns(cleaned, document),
        ways,
    )
    if source_unrepeated(readings, cleaned, document.text, span):
        for reading in readings:
            reading.unrepeated = True
    tables: list[Span] = [one.span for r in readings for one in (r, *r.passed)]
    prose = read_prose(cleaned, span, sections, tables, year=year)
    fields, legacy = fill_fields(readings, prose.statements, settings.forms, settings.identities)
    columns = printed_columns(cleaned.text, span, settings.forms)
    form, form_confidence = decide_form(readings, sections, year, columns)
    if settings.identities:
        repairs(fields)
    add_evidence(fields, legacy, readings, cleaned, stretch, settings.identities, prose, sections)
    if document.incomplete:
        doubt_absent(fields)
    agency = str(who.agency.value) if who.agency.value else None
    alike = partial(agreement, fields, readings, ways.learned)
    subject = Subject(
        cleaned, span, fields, readings, prose.statements, sections, agency, year, form, alike
    )
    checks = check_report(subject, given)
    return ReportParts(
        stretch, who, (form, form_confidence), sections, fields, legacy, prose.facts, tuple(checks)
    )


def _ways(settings: Settings) -> Ways:
    """What the tables are read with; what reviewers taught lies beside the models."""
    if not settings.learned_labels:
        return Ways(joint=settings.identities)
    folder = default_model_dir(settings.model_dir)
    return Ways(learned_labels(folder), settings.identities, learned_shapes(folder))


__all__ = ["Scorer", "Settings", "Understood", "extract", "extract_bytes", "understand"]
