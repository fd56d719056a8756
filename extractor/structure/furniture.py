"""Page furniture as the source shows it: what cleaning dropped and what it left standing."""

from collections.abc import Iterable, Sequence

from extractor.types import Cleaned, CleaningKind, Span, Stretch

# Shorter furniture (a counter, a row of buttons between two reports) is not worth naming.
LEAST_FURNITURE = 60
_BLANKS = " \t\r\n\u3000|"


def page_furniture(
    cleaned: Cleaned, stretches: Sequence[Stretch], least: int = LEAST_FURNITURE
) -> tuple[Span, ...]:
    """Stretches of furniture outside reports, in *source* offsets, in order.

    Cleaning drops most furniture, so that no clean offsets can show it; its marks do. Together
    with the stretches that `split` calls furniture they give what a reader sees around the
    reports. This replaces the furniture among the stretches when a result is assembled.
    """
    others = [s.span for s in stretches if s.reason != "furniture"]
    named = [cleaned.to_source(span) for span in others]
    pieces = [m.span for m in cleaned.marks if m.kind is CleaningKind.FURNITURE]
    pieces += [cleaned.to_source(span) for span in _uncovered(cleaned.text, others)]
    outside = [p for p in pieces if len(p) and not any(p.overlap(n) for n in named)]
    return tuple(s for s in _joined(cleaned, sorted(outside)) if len(s) >= least)


def _uncovered(text: str, covered: Sequence[Span]) -> list[Span]:
    """Visible clean text outside the given stretches: `split` leaves only short furniture out."""
    found = []
    at = 0
    for span in [*sorted(covered), Span(len(text), len(text))]:
        piece = text[at : span.start]
        if piece.strip(_BLANKS):
            lead = len(piece) - len(piece.lstrip(_BLANKS))
            found.append(Span(at + lead, at + len(piece.rstrip(_BLANKS))))
        at = max(at, span.end)
    return found


def _joined(cleaned: Cleaned, pieces: Iterable[Span]) -> list[Span]:
    """Neighbouring pieces with nothing visible between them, as one."""
    found: list[Span] = []
    for piece in pieces:
        if found:
            last = found[-1]
            gap = Span(min(last.end, piece.start), max(last.end, piece.start))
            between = cleaned.from_source(gap).of(cleaned.text)
            if piece.start <= last.end or not between.strip(_BLANKS):
                found[-1] = Span(last.start, max(last.end, piece.end))
                continue
        found.append(piece)
    return found
