"""The trained classifier of numbers in prose: a spaCy component over hashed features.

It is linear, multi-class (a class is `none`, a key, or two keys told by one number), with a
temperature fitted on documents not used for its weights. Saved as msgpack, no pickle.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray
from spacy.tokens import Doc

from extractor.prose.cases import Case
from extractor.prose.features import WIDTH, columns

FORMAT = 1
NONE = "none"
MENTIONED = 0.02  # a key less likely than this, that no rule names, is not looked at
# What a rule so sure names is heard, in doubt, where the classifier takes it for possible at least: of 976
# figures in the prose of real pages 30 instead of 36 are missed, and five more made up (2026-11-30).
RULED, POSSIBLE, HEARD = 0.75, 0.05, 0.5
LIMIT = 7.0  # of log-odds of the classifier, as evidence


def by_key(labels: Sequence[str], row: Sequence[float]) -> dict[str, float]:
    """Probabilities of keys from those of labels, which may join two keys."""
    found: dict[str, float] = {}
    for label, p in zip(labels, row, strict=True):
        for key in label.split("+") if label != NONE else ():
            found[key] = found.get(key, 0.0) + p
    return found


def evidence(case: Case, rule: float, learned: float) -> tuple[float, ...]:
    """What the final probability of a key is made of."""
    odds = math.log(max(learned, 1e-9) / max(1 - learned, 1e-9))
    odds = max(-LIMIT, min(LIMIT, odds))
    return (rule, float(rule >= 0.5), odds, odds * float(rule > 0), float(case.zero is not None))


class FactModel:
    """Probabilities of keys for each case. Without weights it leaves the rules alone."""

    def __init__(self) -> None:
        self.labels: tuple[str, ...] = ()
        self.weights: NDArray[np.float32] | None = None
        self.bias: NDArray[np.float32] | None = None
        self.temperature = 1.0
        self.blend: tuple[float, ...] = ()
        self.rules = True
        self.learned = True

    @property
    def trained(self) -> bool:
        return self.weights is not None

    def scores(self, cases: list[Case]) -> NDArray[np.float64]:
        """Log-odds of each label for each case, before the temperature."""
        assert self.weights is not None
        assert self.bias is not None
        found = np.empty((len(cases), len(self.labels)), dtype=np.float64)
        for i, case in enumerate(cases):
            found[i] = self.weights[columns(case, self.rules, self.learned)].sum(axis=0) + self.bias
        return found

    def __call__(self, doc: Doc) -> Doc:
        cases: list[Case] = doc.user_data["cases"]
        if not self.trained or not cases:
            return doc
        logits = self.scores(cases) / self.temperature
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        odds /= odds.sum(axis=1, keepdims=True)
        for case, row in zip(cases, odds.tolist(), strict=True):
            case.probabilities = self.final(case, by_key(self.labels, row))
        return doc

    def final(self, case: Case, learned: dict[str, float]) -> dict[str, float]:
        """The final probability of each key, from rules and classifier."""
        ruled = {g.key: g.score for g in case.guesses}
        if case.zero is not None and case.zero.certain:
            return ruled
        keys = ruled.keys() | {k for k, p in learned.items() if p > MENTIONED}
        if case.zero is not None:
            keys = set(ruled)  # a denial is of what it names, of nothing else
        if not self.blend:
            return {k: 0.5 * ruled.get(k, 0.0) + 0.5 * learned.get(k, 0.0) for k in keys}
        found = {}
        for key in sorted(keys):
            row = evidence(case, ruled.get(key, 0.0), learned.get(key, 0.0))
            total = self.blend[0] + sum(w * x for w, x in zip(self.blend[1:], row, strict=True))
            found[key] = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            if row[0] >= RULED and learned.get(key, 0.0) >= POSSIBLE:
                found[key] = max(found[key], HEARD)
        return found

    def to_bytes(self, **_: Any) -> bytes:
        if self.weights is None or self.bias is None:
            return bytes(srsly.msgpack_dumps({"format": FORMAT, "labels": []}))
        return bytes(srsly.msgpack_dumps({
            "format": FORMAT, "width": WIDTH, "labels": list(self.labels),
            "weights": self.weights.astype("<f2").tobytes(), "bias": self.bias.astype("<f4").tobytes(),
            "temperature": self.temperature, "blend": list(self.blend), "rules": self.rules, "learned": self.learned,
        }))  # fmt: skip

    def from_bytes(self, data: bytes, **_: Any) -> "FactModel":
        raw = srsly.msgpack_loads(data)
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise ValueError(f"not a prose model of format {FORMAT}")
        if not raw["labels"]:
            return self
        if raw["width"] != WIDTH:
            raise ValueError(f"prose model of width {raw['width']}, expected {WIDTH}")
        self.labels = tuple(raw["labels"])
        shape = (WIDTH, len(self.labels))
        self.weights = np.frombuffer(raw["weights"], "<f2").reshape(shape).astype(np.float32)
        self.bias = np.frombuffer(raw["bias"], "<f4").astype(np.float32)
        self.temperature = float(raw["temperature"])
        self.blend = tuple(float(w) for w in raw["blend"])
        self.rules, self.learned = bool(raw["rules"]), bool(raw["learned"])
        return self

    def to_disk(self, path: Path | str, **_: Any) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, **_: Any) -> "FactModel":
        return self.from_bytes(Path(path).read_bytes())
