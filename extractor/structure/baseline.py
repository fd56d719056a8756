"""The rule baseline of splitting: cues counted by hand-set weights."""

import math

from extractor.structure.cuts import Cut
from extractor.structure.facts import Facts, class_cues

REPORT = "report"
CLASSES = (
    REPORT,
    "guide",
    "notice",
    "regulation",
    "form",
    "summary",
    "news",
    "other-report",
    "furniture",
    "not-a-report",
)
# Log-odds of each sign that a new document starts at a cut; set by eye, kept as the baseline.
SIGNS = {
    "title": 2.0,
    "other-title": -0.5,
    "preamble": 0.8,
    "first": 0.8,
    "page": 1.6,
    "closing": 1.2,
    "after-annex": 1.2,
    "furniture": 1.0,
    "after-furniture": 1.6,
    "start": 9.0,
}
BIAS = -2.0


def cut_odds(cut: Cut) -> float:
    """Log-odds that a document starts here."""
    return BIAS + sum(SIGNS.get(sign, 0.0) for sign in cut.signs)


def class_scores(facts: Facts) -> dict[str, float]:
    """Log-probabilities of the classes of one stretch."""
    seen = facts.by_phrase
    raw = dict.fromkeys(CLASSES, 0.0)
    for name, words in class_cues().items():
        hits = sum(min(seen[word], 3) for word in words)
        raw[name] = 1.2 * math.log1p(hits) + 1.5 * sum(
            word in facts.head for word in words if len(word) > 1
        )
    keys = set(facts.keys)
    raw[REPORT] += 0.8 * min(len(keys), 8) + 0.3 * min(facts.counts, 10) - 1.0
    raw["regulation"] += min(facts.articles, 8)
    if facts.filled < 8 and facts.counts < 2 and len(keys) < 3:
        raw["form"] += 1.0
    if facts.length < 400:
        raw["furniture"] += 2.0
        raw[REPORT] -= 3.0
    else:
        raw["furniture"] -= 3.0
    raw["not-a-report"] += 2.0
    total = math.log(sum(math.exp(v) for v in raw.values()))
    return {name: value - total for name, value in raw.items()}
