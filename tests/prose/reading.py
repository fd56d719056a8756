"""A text read as one section of a report, for the tests of this room."""

from extractor.prose import read_prose
from extractor.types import Cleaned, Prose, Section, Span

PROACTIVE = "overview.proactive"


def read(text: str, key: str = PROACTIVE) -> Prose:
    """What a part of a report under a heading of that key tells."""
    whole = Span(0, len(text))
    section = Section(key, 2, Span(0, 0), whole, 1.0)
    return read_prose(Cleaned(text, range(len(text)), len(text)), whole, [section], ())


def told(text: str, key: str = PROACTIVE) -> set[tuple[str, float]]:
    """Its facts: keys and values."""
    return {(f.key, f.value) for f in read(text, key).facts}
