"""Step: the sections of a report under their headings."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.registry import default_model_dir
from extractor.structure.candidates import Candidate, heading_candidates
from extractor.structure.decode import decode
from extractor.structure.models import heading_model
from extractor.structure.rules import rule_scores
from extractor.structure.wordings import Wordings, load_wordings
from extractor.types import Cleaned, Section, Span

Scorer = Callable[[str, Span, Sequence[Candidate], Wordings], list[dict[str, float]]]


def find_sections(cleaned: Cleaned, span: Span, models: Path | None = None) -> tuple[Section, ...]:
    """The headed sections of the report at `span`, in order; see the contract's section keys.

    A level 2 section lies inside a level 1 section or stands alone (old prose reports).
    `confidence` is the probability that this is a heading of that key. `models` is the folder
    of the trained models (by default the one in use); without them known wordings decide.
    """
    return sections_by(cleaned, span, heading_model(default_model_dir(models)) or rule_scores)


def sections_by(
    cleaned: Cleaned, span: Span, scorer: Scorer, wordings: Wordings | None = None
) -> tuple[Section, ...]:
    """As `find_sections`, with another source of heading scores or other known wordings."""
    wordings = wordings or load_wordings()
    span = Span(min(span.start, len(cleaned.text)), min(span.end, len(cleaned.text)))
    candidates = heading_candidates(cleaned.text, span, wordings)
    scores = scorer(cleaned.text, span, candidates, wordings)
    chosen = decode(candidates, scores)
    found = []
    for place, (at, key) in enumerate(chosen):
        one = candidates[at]
        level = 2 if "." in key else 1
        end = span.end
        for later, later_key in chosen[place + 1 :]:
            if level == 2 or "." not in later_key:
                end = candidates[later].start
                break
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, scores[at][key]))))
        found.append(Section(key, level, one.span, Span(one.start, end), confidence))
    return tuple(found)
