"""The rule baseline: known wordings alone decide what a heading is."""

from collections.abc import Sequence

from extractor.structure.candidates import Candidate
from extractor.structure.wordings import Wordings
from extractor.types import Span

# Log-odds of a known wording, by how it stands; set by eye, kept as the baseline to beat.
WHOLE_LINE, CLOSED, RUN_IN, PIPED = 4.0, 3.0, 1.0, 2.0


def _standing(one: Candidate) -> float:
    numbered = one.style != 9
    if one.after in ("newline", "bar"):
        return PIPED if one.piped else WHOLE_LINE
    if one.after in ("stop", "colon"):
        return CLOSED if numbered or one.line_start else RUN_IN
    return RUN_IN if numbered else RUN_IN - 2


def rule_scores(
    text: str, _span: Span, candidates: Sequence[Candidate], wordings: Wordings
) -> list[dict[str, float]]:
    """Log-odds of each known key against no heading, for each candidate."""
    scores: list[dict[str, float]] = []
    for one in candidates:
        gain = _standing(one)
        choices = {}
        for key in wordings.keys_of(text[one.text_start : one.end]):
            is_top = "." not in key
            fits = (one.style == 0) if is_top else (one.style != 0)
            choices[key] = gain + (0.5 if fits or one.style == 9 else -1.0)
        scores.append({k: v for k, v in choices.items() if v > -1})
    return scores
