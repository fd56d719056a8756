"""The trained classifier of numbers in prose: a spaCy component over hashed features.

It is linear, multi-class (a class is `none`, a key, or two keys told by one number), with a
temperature fitted on documents not used for its weights. Saved as msgpack, no pickle.
"""

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


class FactModel:
    """Probabilities of keys for each case. Without weights it leaves the rules alone."""

    def __init__(self) -> None:
        self.labels: tuple[str, ...] = ()
        self.weights: NDArray[np.float32] | None = None
        self.bias: NDArray[np.float32] | None = None
        self.temperature = 1.0
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
            for label, p in zip(self.labels, row, strict=True):
                if label != NONE and p > 0.001:
                    for key in label.split("+"):
                        case.probabilities[key] = case.probabilities.get(key, 0.0) + p
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        if self.weights is None or self.bias is None:
            return bytes(srsly.msgpack_dumps({"format": FORMAT, "labels": []}))
        return bytes(srsly.msgpack_dumps({
            "format": FORMAT, "width": WIDTH, "labels": list(self.labels),
            "weights": self.weights.astype("<f2").tobytes(), "bias": self.bias.astype("<f4").tobytes(),
            "temperature": self.temperature, "rules": self.rules, "learned": self.learned,
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
        self.rules, self.learned = bool(raw["rules"]), bool(raw["learned"])
        return self

    def to_disk(self, path: Path | str, **_: Any) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, **_: Any) -> "FactModel":
        return self.from_bytes(Path(path).read_bytes())
