"""Step: which stretches of a page are reports, and why the others are not."""

from extractor.types import Cleaned, Span, Stretch


def split(cleaned: Cleaned) -> tuple[Stretch, ...]:
    """Reports and rejected stretches of a page, in order, without overlap."""
    if not cleaned.text.strip():
        return (Stretch(Span(0, len(cleaned.text)), "empty", 1.0),)
    return (Stretch(Span(0, len(cleaned.text)), None, 0.5),)
