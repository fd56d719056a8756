"""Fits how sure agency and year are, from documents whose truth is known."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor.cleaning import clean
from extractor.identity.agency import choose
from extractor.identity.confidence import DATA
from extractor.identity.year import choose_year
from extractor.structure import find_sections
from extractor.training.prose.samples import Document
from extractor.types import Span

SEED = 20213
STRENGTH = 0.3  # few agencies are wrong: strong shrinking keeps odd features small

Rows = list[tuple[dict[str, float], bool]]


def evidence(documents: Iterable[Document]) -> tuple[Rows, Rows]:
    """Evidence of agency and year for each report, and whether each was right."""
    agencies: Rows = []
    years: Rows = []
    for document in documents:
        cleaned = clean(document.text)
        for report in document.gold["reports"]:
            span = cleaned.from_source(Span(*report["span"]))
            who = choose(cleaned.text, span)
            year = choose_year(cleaned.text, span, find_sections(cleaned, span))
            right: Sequence[Any] = report["agency"] or [None]
            agencies.append((who.features, who.name in right))
            years.append((year.features, year.value == report["year"]))
    return agencies, years


def fit(rows: Rows) -> dict[str, float]:
    """Weights of a logistic over the evidence, with its bias."""
    # One made-up miss without evidence keeps a kind without misses from being called certain.
    shy = [*rows, ({"score": 0.0, "margin": 0.0}, False), ({"score": 0.0, "margin": 0.0}, False)]
    names = DictVectorizer(sparse=False)
    table = names.fit_transform([f for f, _ in shy])
    model = LogisticRegression(C=STRENGTH, max_iter=2000, random_state=SEED)
    model.fit(table, np.asarray([ok for _, ok in shy]))
    weights = dict(zip(names.get_feature_names_out(), model.coef_[0], strict=True))
    found = {"bias": float(model.intercept_[0])} | {str(k): float(w) for k, w in weights.items()}
    return {k: round(w, 4) for k, w in found.items()}


def train_identity(documents: Iterable[Document], path: Path = DATA) -> None:
    """Write the weights of both confidences; the same documents give the same file."""
    agencies, years = evidence(documents)
    weights = {"agency": fit(agencies), "year": fit(years)}
    path.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")
