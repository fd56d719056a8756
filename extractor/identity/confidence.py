"""How sure agency and year are: logistic over the evidence that chose them."""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "confidence.json"
DOUBTS = DATA.with_name("doubts.json")  # set by hand, where fitting sees too few


@cache
def _weights() -> dict[str, dict[str, float]]:
    fitted: dict[str, dict[str, float]] = json.loads(DATA.read_text("utf-8"))
    doubts = json.loads(DOUBTS.read_text("utf-8"))
    return {kind: weights | doubts[kind] for kind, weights in fitted.items()}


def _logistic(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights["bias"] + sum(weights.get(k, 0.0) * v for k, v in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def agency_confidence(features: Mapping[str, float]) -> float:
    """Probability that a careful reader would write the same agency (or, for None, none)."""
    return _logistic(features, _weights()["agency"])


def year_confidence(features: Mapping[str, float]) -> float:
    """Probability that a careful reader would write the same year."""
    return _logistic(features, _weights()["year"])
