"""Training examples of this room: a page, its reports with headings, its rejected stretches."""

from dataclasses import dataclass, field

from extractor.types import Cleaned, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its section key; `key` "none" marks a known non-heading."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReportTruth:
    span: Span
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Truth in clean offsets."""

    cleaned: Cleaned
    reports: tuple[ReportTruth, ...]
    rejected: tuple[tuple[Span, str], ...] = field(default=())
