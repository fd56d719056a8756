"""Evidence and truth of many documents: what the confidence model learns from.

Work goes to at most two processes, in chunks; a chunk's arrays are kept in a cache under a
digest of everything that they depend on (code, data and models of the extractor, the corpus,
the seed), so that a second training with the same extractor only reads them.
"""

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.artefacts import write_atomically
from extractor.confidence import FEATURES
from extractor.forms import modern_ids
from extractor.pipeline import Settings
from extractor.registry import MODEL_DIR_VARIABLE, default_model_dir
from extractor.training.corpus.document import Options, make_document
from extractor.training.judging import Judged, judge
from extractor.training.reuse import digest_files, digest_folder, extractor_files

CHUNK = 50
PROCESSES = 2
# Model files on which evidence does not depend: what is fitted from it.
FITTED_LATER = frozenset(
    {
        "confidence.skops",
        "novelty.skops",
        "settling.skops",
        "metrics.json",
        "model.json",
        "verdict.json",
    }
)
PLACES = ("model_dir", "forms")  # among settings: where files lie, which is no matter

# Chunks at hand, chunks in all, chunks computed in this run.
Progress = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class Collected:
    """One row a field. `missing`: its report was not found, so that it has no evidence.

    `kind` says what the truth is (judging.OPEN, EMPTY, ZERO, NUMBER). `document` numbers the
    documents; `tags` has one entry for each: name, form, layout, damage, headings and what else
    was judged of it; `pieces` says of each what is met in its text (`novelty`).
    """

    evidence: NDArray[np.float32]
    right: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    kind: NDArray[np.int8]
    document: NDArray[np.int64]
    field: NDArray[np.int16]
    tags: tuple[dict[str, Any], ...]
    pieces: tuple[NDArray[np.int64], ...] = ()

    def __len__(self) -> int:
        return len(self.right)


@dataclass(frozen=True, slots=True)
class Request:
    """Which generated documents: `count` of a split from number `first` on."""

    split: str
    first: int
    count: int
    options: Options = field(default_factory=Options)


def collect(
    request: Request,
    *,
    cache: Path | None = None,
    processes: int = PROCESSES,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> Collected:
    """Run the pipeline over generated documents and judge every field."""
    chunks = list(_chunks(request))
    base = settings or Settings()
    key = "" if cache is None else dependencies(base)
    parts: dict[int, dict[str, Any]] = {}
    missing: list[int] = []
    for number, chunk in enumerate(chunks):
        held = _from_cache(_cache_path(cache, key, chunk))
        if held is None:
            missing.append(number)
        else:
            parts[number] = held
    runs = _run([(n, chunks[n], base) for n in missing], processes)
    for computed, (number, made) in enumerate(runs, 1):
        path = _cache_path(cache, key, chunks[number])
        if path is not None:
            write_atomically(path, made)
        parts[number] = unpack(made)
        if progress:
            progress(len(parts), len(chunks), computed)
    return join([parts[n] for n in range(len(chunks))])


def dependencies(settings: Settings | None = None) -> str:
    """A digest of all that evidence depends on beside its document: the extractor's code and data,
    the corpus, the models in use, forms and switches. It is of contents, wherever they lie."""
    settings = settings or Settings()
    switches = {k: v for k, v in asdict(settings).items() if k not in PLACES}
    held = (
        _models(default_model_dir()),
        _models(default_model_dir(settings.model_dir)),  # what reviewers taught lies beside it
        digest_folder(settings.forms),
        sorted(switches.items()),
    )
    return digest_files(extractor_files(), held)[:24]


def _models(folder: Path) -> str:
    return digest_folder(folder, (".skops", ".json"), FITTED_LATER)


def _chunks(request: Request) -> Iterator[Request]:
    for first in range(request.first, request.first + request.count, CHUNK):
        count = min(CHUNK, request.first + request.count - first)
        yield Request(request.split, first, count, request.options)


def _work(task: tuple[int, Request, Settings]) -> tuple[int, bytes]:
    number, request, settings = task
    made = (
        make_document(at, request.split, request.options)
        for at in range(request.first, request.first + request.count)
    )
    return number, pack([judge(one.data, one.name, one.gold, settings) for one in made])


def pack(judged: Sequence[Judged]) -> bytes:
    """Judged documents as the bytes of an npz file."""
    buffer = BytesIO()
    sizes = [len(one.right) for one in judged]
    arrays: dict[str, Any] = {
        "evidence": np.concatenate(
            [np.zeros((0, len(FEATURES))), *(one.evidence for one in judged)]
        ).astype(np.float32),
        "right": np.asarray([r for one in judged for r in one.right], np.bool_),
        "missing": np.asarray([m for one in judged for m in one.missing], np.bool_),
        "kind": np.asarray([k for one in judged for k in one.kind], np.int8),
        "document": np.repeat(np.arange(len(judged)), sizes),
        "tags": np.asarray([json.dumps(one.tags, ensure_ascii=False) for one in judged]),
        "pieces": np.asarray([p for one in judged for p in one.pieces], np.int64),
        "each": np.asarray([len(one.pieces) for one in judged], np.int64),
    }
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, Any]:
    """The arrays that `pack` wrote."""
    with np.load(BytesIO(data), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _run(
    tasks: Sequence[tuple[int, Request, Settings]], processes: int
) -> Iterator[tuple[int, bytes]]:
    if processes <= 1 or len(tasks) <= 1:
        yield from map(_work, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        min(processes, PROCESSES), context, _quiet, (str(default_model_dir()),)
    ) as pool:
        yield from pool.map(_work, tasks)


def _quiet(model_dir: str) -> None:
    """One thread a process, and the model folder of the parent."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ[MODEL_DIR_VARIABLE] = model_dir


def _cache_path(cache: Path | None, key: str, chunk: Request) -> Path | None:
    if cache is None:
        return None
    stated = {
        k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(chunk.options).items()
    }
    parts = (key, chunk.split, chunk.first, chunk.count, stated, FEATURES)
    name = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return cache / f"{name}.npz"


def _from_cache(path: Path | None) -> dict[str, Any] | None:
    if path is None or not path.exists():
        return None
    try:
        return unpack(path.read_bytes())
    except (OSError, ValueError, KeyError, EOFError):
        return None  # a damaged cache entry is computed again


def join(parts: Sequence[dict[str, Any]]) -> Collected:
    """Parts as one, documents numbered through."""
    tags: list[dict[str, Any]] = []
    documents, pieces = [], []
    for part in parts:
        pieces += np.split(part["pieces"], np.cumsum(part["each"])[:-1])
        documents.append(part["document"].astype(np.int64) + len(tags))
        tags += [json.loads(str(text)) for text in part["tags"]]
    right = np.concatenate([p["right"] for p in parts]).astype(np.bool_)
    width = len(modern_ids())
    return Collected(
        np.concatenate([p["evidence"] for p in parts]).astype(np.float32),
        right,
        np.concatenate([p["missing"] for p in parts]).astype(np.bool_),
        np.concatenate([p["kind"] for p in parts]).astype(np.int8),
        np.concatenate(documents),
        np.tile(np.arange(width, dtype=np.int16), len(right) // width),
        tuple(tags),
        tuple(pieces),
    )
