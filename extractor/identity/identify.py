"""Who reports, about which year, and for whom."""

from collections.abc import Sequence

from extractor.identity.agency import choose
from extractor.identity.broken import whole_names
from extractor.identity.confidence import agency_confidence, year_confidence
from extractor.identity.scope import choose_scope
from extractor.identity.year import choose_year
from extractor.types import Cleaned, Evidence, Identity, Section, Span


def identify(cleaned: Cleaned, span: Span, sections: Sequence[Section]) -> Identity:
    """Agency, year and scope of the report in `span`, each from all its evidence; clean offsets."""
    text = cleaned.text
    whole = whole_names(text, span)
    agency = choose(whole.text, whole.span)
    year = choose_year(text, span, sections)
    at = whole.place(agency.span) if agency.span else None
    scope, sure, said = choose_scope(text, span, agency.name)
    return Identity(
        Evidence(agency.name, agency_confidence(agency.features), at),
        Evidence(year.value, year_confidence(year.features), year.span),
        Evidence(scope, sure, said),
    )
