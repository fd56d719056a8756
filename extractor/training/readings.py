"""What the models in use read in a document, with the evidence: kept, as reading takes long."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.artefacts import write_atomically
from extractor.confidence import FEATURES, as_matrix
from extractor.forms import modern_ids
from extractor.novelty import pieces_met
from extractor.pipeline import Settings, understand
from extractor.reading import read
from extractor.training.collect import dependencies

Answer = tuple[int | float | None, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """Reports of a document in source offsets; `evidence` is report x field x feature."""

    spans: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]
    answers: tuple[tuple[Answer, ...], ...]
    evidence: NDArray[np.float32]
    pieces: frozenset[int] = frozenset()  # what `novelty` makes of the text


class Readings:
    """Readings by the models in use when it was made, kept below a folder."""

    def __init__(self, settings: Settings, cache: Path | None) -> None:
        self.settings = settings
        self.cache = cache
        self._key = "" if cache is None else dependencies(settings)

    def of(self, data: bytes, name: str) -> Reading:
        """What is read in a document; damaged entries of the cache are made anew."""
        path = self._path(data, name)
        if path is not None and path.exists():
            try:
                return _unpack(path.read_bytes())
            except (OSError, ValueError, KeyError, EOFError):
                pass
        made = _read(data, name, self.settings)
        if path is not None:
            write_atomically(path, _pack(made))
        return made

    def _path(self, data: bytes, name: str) -> Path | None:
        if self.cache is None:
            return None
        parts = (self._key, hashlib.sha256(data).hexdigest(), Path(name).suffix)
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
        return self.cache / "reviewed" / f"{digest}.npz"


def _read(data: bytes, name: str, settings: Settings) -> Reading:
    ids = modern_ids()
    found = understand(read(data, name), {}, settings)
    spans = [found.cleaned.to_source(r.stretch.span) for r in found.reports]
    evidence = [as_matrix([r.fields[id] for id in ids]) for r in found.reports]
    return Reading(
        tuple((s.start, s.end) for s in spans),
        tuple(r.form[0] for r in found.reports),
        tuple(tuple((r.fields[id].value, r.fields[id].state) for id in ids) for r in found.reports),
        np.asarray(evidence, np.float32).reshape(-1, len(ids), len(FEATURES)),
        pieces_met(found.cleaned.text),
    )


def _pack(one: Reading) -> bytes:
    buffer = BytesIO()
    told = json.dumps([one.spans, one.forms, one.answers])
    seen = np.asarray(sorted(one.pieces), np.int64)
    np.savez_compressed(buffer, evidence=one.evidence, told=np.asarray(told), pieces=seen)
    return buffer.getvalue()


def _unpack(data: bytes) -> Reading:
    with np.load(BytesIO(data), allow_pickle=False) as archive:
        spans, forms, answers = json.loads(str(archive["told"]))
        return Reading(
            _pairs(spans),
            tuple(forms),
            tuple(map(_pairs, answers)),
            archive["evidence"],
            frozenset(archive["pieces"].tolist()),
        )


def _pairs(raw: Sequence[Sequence[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((one[0], one[1]) for one in raw)
