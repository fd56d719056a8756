"""What the answers about a report say of its fields that still wait for one.

Errors come together: where a table slid, most of its cells are wrong, and where somebody confirms
some of them, the others are likely right as well. A fitted model turns what was sure before and
what people answered into a new probability; a field of which it is sure enough need not be asked.
Nothing that people decided is touched, and without a model file everything is asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.artefacts import ArtefactError
from extractor.confidence import HIGHEST, LOWEST
from extractor.forms import modern_ids
from extractor.linear_files import load_linear
from extractor.registry import packaged_model_dir
from extractor.trees import Trees

ARTEFACT = "settling.skops"
DIGITS = 4  # of a confidence
LEAST = 2  # answers that agree, before any field is settled: one may be a slip
NUMBER, ZERO, EMPTY = range(3)  # what was read in a field
SCOPES = ("row", "column", "table", "report", "alike")  # alike: of the table, of the same kind
COUNTS = ("agreed", "differed", "numbers")  # answers that agree, that differ, agree on a number
FEATURES = (
    "odds",  # log-odds of the confidence before any answer
    "number",
    "zero",
    "empty",
    "asked",  # share of the report's fields that were asked for at first
    "asked_table",  # log of 1 + how many of them stand in the table
    *(f"{scope}_{count}" for scope in SCOPES for count in COUNTS),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A report as it was read, in the order of `modern_ids`: how sure each field is, what was read
    (NUMBER, ZERO or EMPTY), and whether it is asked for."""

    sure: NDArray[np.float64]
    kinds: NDArray[np.int8]
    asked: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Settler:
    """The model, and from which probability on a field is not asked any more."""

    model: Any
    threshold: float

    def chances(
        self, read: Read, agreed: Sequence[int], differed: Sequence[int], waiting: Sequence[int]
    ) -> NDArray[np.float64]:
        """How likely each waiting field is right; all are places in `modern_ids`. LOWEST where too
        few answers agree."""
        if len(agreed) < LEAST:
            return np.full(len(waiting), LOWEST)
        rows = evidence(read, agreed, differed, waiting)
        made = np.clip(self.model.predict_proba(rows)[:, 1], LOWEST, HIGHEST)
        found: NDArray[np.float64] = np.round(made, DIGITS)
        return found


def evidence(
    read: Read, agreed: Sequence[int], differed: Sequence[int], waiting: Sequence[int]
) -> NDArray[np.float64]:
    """What the model goes by, a row for each waiting field, in the order of FEATURES."""
    places = np.asarray(waiting, dtype=np.intp)
    sure = np.clip(read.sure[places], LOWEST, HIGHEST)
    kind = read.kinds[places]
    near = _near()
    tables = near["table"][places]
    columns: list[Any] = [
        np.log(sure / (1 - sure)),
        *(kind == one for one in (NUMBER, ZERO, EMPTY)),
        np.full(len(places), read.asked.mean()),
        np.log1p(tables @ read.asked),
    ]
    alike = tables & (kind[:, None] == read.kinds[None, :])
    on, off = _marks(agreed), _marks(differed)
    told = (on, off, on & (read.kinds == NUMBER))
    for scope in SCOPES:
        mask = alike if scope == "alike" else near[scope][places]
        columns += [mask @ one.astype(np.float64) for one in told]
    return np.column_stack([np.asarray(one, np.float64) for one in columns])


def _marks(places: Sequence[int]) -> NDArray[np.bool_]:
    made = np.zeros(len(modern_ids()), np.bool_)
    made[np.asarray(places, dtype=np.intp)] = True
    return made


@lru_cache(maxsize=1)
def _near() -> Mapping[str, NDArray[np.bool_]]:
    """For each scope which fields stand in the one of which: field x field."""
    ids = modern_ids()
    names: dict[str, list[Any]] = {
        "row": [id.rpartition(".")[0] for id in ids],
        "column": [(id.partition(".")[0], id.rpartition(".")[2]) for id in ids],
        "table": [id.partition(".")[0] for id in ids],
        "report": [""] * len(ids),
    }
    return {
        scope: np.array([[one == other for other in keys] for one in keys])
        for scope, keys in names.items()
    }


def settle(report: dict[str, Any], machine: Mapping[str, Any], settler: Settler) -> None:
    """Take out of the review what the answers settle; `report` is changed.

    Both are reports of a result as JSON: `report` as people left it (decided entries carry
    `reviewed_by`), `machine` as it was read. A settled entry gets the new `confidence`, what it was
    under `machine`, and `settled_by`, how many answers speak for it. Fields that people decided or
    flagged, and values that follow from corrected ones, are left alone.
    """
    ids, entries = modern_ids(), report.get("fields", {})
    place = {id: n for n, id in enumerate(ids)}
    waiting = [
        place[id] for id in report.get("review", []) if id in place and _is_open(entries.get(id))
    ]
    agreed, differed = _answers(entries, ids)
    if not waiting or not (agreed or differed):
        return
    read = read_of(machine)
    chances = settler.chances(read, agreed, differed, waiting)
    gone: set[str] = set()
    for at, chance in zip(waiting, chances.tolist(), strict=True):
        entry = entries[ids[at]]
        if chance >= settler.threshold and chance > float(entry.get("confidence") or 0.0):
            before = {name: entry.get(name) for name in ("value", "state", "confidence")}
            entry.update(machine=before, confidence=chance, settled_by=len(agreed) + len(differed))
            gone.add(ids[at])
    report["review"] = [id for id in report["review"] if id not in gone]


def _is_open(entry: Mapping[str, Any] | None) -> bool:
    """Whether a field waits for an answer that others may make needless."""
    if entry is None:
        return False
    return not (entry.get("reviewed_by") or entry.get("derived_from"))


def _answers(entries: Mapping[str, Any], ids: Collection[str]) -> tuple[list[int], list[int]]:
    """Fields that people decided as they were read, and otherwise."""
    agreed: list[int] = []
    differed: list[int] = []
    for at, id in enumerate(ids):
        entry = entries.get(id) or {}
        if not entry.get("reviewed_by") or entry.get("flagged"):
            continue
        before = entry.get("machine") or {}
        same = (before.get("value"), before.get("state")) == (entry["value"], entry["state"])
        (agreed if same else differed).append(at)
    return agreed, differed


def read_of(report: Mapping[str, Any]) -> Read:
    """A report of a result as the model takes it."""
    fields, review = report.get("fields", {}), frozenset(report.get("review", ()))
    ids = modern_ids()
    entries = [fields.get(id) or {} for id in ids]
    return Read(
        np.array([float(one.get("confidence") or 0.0) for one in entries]),
        np.array([kind_of(one.get("value")) for one in entries], np.int8),
        np.array([id in review for id in ids]),
    )


def kind_of(value: float | None) -> int:
    """What was read: nothing, 0, or another number."""
    if value is None:
        return EMPTY
    return NUMBER if value else ZERO


def load_settler(folder: Path | None = None) -> Settler | None:
    """The model of a folder, or the one that came with the program; None where there is none.

    It goes by calibrated probabilities, so that it serves the results of every model. Raises
    ArtefactError on a damaged file.
    """
    path = (folder or packaged_model_dir()) / ARTEFACT
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return None
    return _load(path, stamp)


@lru_cache(maxsize=4)
def _load(path: Path, stamp: int) -> Settler:
    artefact = load_linear(path, "settling")
    settings = artefact.header.settings
    if tuple(settings.get("features", ())) != FEATURES:
        raise ArtefactError("damaged", path, ", ".join(FEATURES), "other evidence")
    return Settler(Trees.read(path, artefact.model), float(settings["threshold"]))
