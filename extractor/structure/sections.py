"""Step: the sections of a report under their headings."""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from extractor.registry import default_model_dir
from extractor.structure.candidates import Candidate, heading_candidates
from extractor.structure.decode import decode
from extractor.structure.models import heading_model
from extractor.structure.rules import rule_scores
from extractor.structure.wordings import Wordings, load_patterns, load_wordings
from extractor.types import Cleaned, Section, Span

# How far behind the likeliest key another may be, in log-odds; one of another known wording.
FAR, FAR_KNOWN = 4.0, 2.0
# What a numbered title that ends where it should adds in known words, in log-odds. Measured 2026-11-30: of 1,377
# headings of real pages 22 instead of 31 are missed, of 3,474 generated ones 60 instead of 61, and no more are
# made up.
KNOWN = 3.0
BARE = 9  # the style of a title without number
ENDS = frozenset({"stop", "newline", "colon"})

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
    scores = []
    for one, choices in zip(
        candidates, scorer(cleaned.text, span, candidates, wordings), strict=True
    ):
        title = cleaned.text[one.text_start : one.end]
        known = wordings.keys_of(title) if _stands_alone(one) else frozenset()
        scores.append(
            _likely(title, {k: v + KNOWN * (k in known) for k, v in choices.items()}, wordings)
        )
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


def _stands_alone(one: Candidate) -> bool:
    return one.style != BARE and one.after in ENDS


def _likely(title: str, choices: dict[str, float], wordings: Wordings) -> dict[str, float]:
    """The keys that a heading may stand for. One far behind another is none of them, even where the
    other is taken already; nor is one that its known wording speaks against."""
    if not choices or _is_sentence(title):
        return {}
    most, known = max(choices.values()), wordings.keys_of(title)
    return {
        key: value
        for key, value in choices.items()
        if value >= most - (FAR_KNOWN if known and key not in known else FAR)
    }


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    return tuple(load_patterns("sentences").values())


def _is_sentence(title: str) -> bool:
    """Whether a numbered sentence states something, whatever section it tells of."""
    return any(pattern.search(title) for pattern in _sentences())
