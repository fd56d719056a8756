"""Where models live, which one is in use, and how that changes: one step at a time, recorded.

A registry is a folder: `models/ID/` for each model (artefacts, `model.json`, `metrics.json`,
`CARD.md`), `current` naming the one in use, and `journal.jsonl` with every change. Readers look
at `current` once and then read one model's folder, which never changes after it was written.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from extractor.artefacts import ArtefactError, read_header, write_atomically

MODEL_DIR_VARIABLE = "DUIBIAO_MODEL"
REGISTRY_VARIABLE = "DUIBIAO_REGISTRY"
MODELS, JOURNAL = "models", "journal.jsonl"
CHANGES = ("promote", "rollback")  # what the journal calls going over to another model
# The model folder of the document at hand: a promotion in the middle must not mix two models.
_PINNED: ContextVar[Path | None] = ContextVar("model folder", default=None)


@contextmanager
def pinned(folder: Path) -> Iterator[None]:
    """Every step inside reads its model from this folder, whatever is promoted meanwhile."""
    token = _PINNED.set(folder)
    try:
        yield
    finally:
        _PINNED.reset(token)


def default_model_dir(given: Path | str | None = None) -> Path:
    """The folder of the model in use.

    The first that is given: the argument, the folder `pinned` for the document at hand,
    `DUIBIAO_MODEL`, the model promoted in the registry `DUIBIAO_REGISTRY`, the model inside the
    wheel, the one of the repository.

    The folder may lack; whoever loads from it falls back to rules.
    """
    if given is not None:
        return Path(given)
    fixed = _PINNED.get()
    if fixed is not None:
        return fixed
    named = os.environ.get(MODEL_DIR_VARIABLE)
    if named:
        return Path(named)
    registry = os.environ.get(REGISTRY_VARIABLE)
    if registry and (promoted := Registry(Path(registry)).current()) is not None:
        return promoted
    return packaged_model_dir()


def packaged_model_dir() -> Path:
    """The folder of the model that came with the program: in the wheel, or the repository."""
    package = Path(__file__).parent
    for candidate in (package / "_models" / "default", package.parent / "models" / "default"):
        if candidate.is_dir():
            return candidate
    return package.parent / "models" / "default"


def model_id(folder: Path) -> str:
    """The id of a model: a digest of its artefacts' names and bytes; `rules` where there are none."""
    artefacts = sorted(folder.glob("*.skops")) if folder.is_dir() else []
    if not artefacts:
        return "rules"
    digest = hashlib.sha256()
    for path in artefacts:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


class RegistryError(ValueError):
    """A model that cannot be used or found: a code and the reason.

    Codes: unknown-model, damaged-model, no-model, nothing-before.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the registry; `reason` says why it is damaged, else it is empty."""

    id: str
    current: bool
    added: str
    metrics: dict[str, Any]
    reason: str = ""


class Registry:
    """A folder of models. Every change takes a lock, replaces one file, and is journalled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.models = root / MODELS
        self.pointer = root / "current"
        self.journal = root / JOURNAL

    def current(self) -> Path | None:
        """The folder of the model in use; None before any was promoted."""
        try:
            name = self.pointer.read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        return self.models / name if name else None

    def add(self, folder: Path) -> str:
        """Copy a trained model in, under its id, without using it; the same model again is kept."""
        id = model_id(folder)
        _check(folder, id)
        target = self.models / id
        if target.is_dir():
            return id
        self.models.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(dir=self.models, prefix=".adding-"))
        try:
            shutil.copytree(folder, stage / "model")
            with self._locked():
                if not target.exists():
                    (stage / "model").rename(target)
                    self._record("add", id, None)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        return id

    def list(self) -> tuple[Listed, ...]:
        """Every model, in the order in which they came."""
        current = self.current()
        adds = [e for e in self.history() if e["what"] == "add"]
        added = {e["model"]: e["when"] for e in adds}
        order = {e["model"]: at for at, e in enumerate(adds)}
        found = (
            [p for p in self.models.glob("*") if p.is_dir() and not p.name.startswith(".")]
            if self.models.is_dir()
            else []
        )
        made = []
        for folder in sorted(found, key=lambda p: (order.get(p.name, -1), p.name)):
            reason = ""
            try:
                _check(folder, folder.name)
            except RegistryError as error:
                reason = str(error)
            made.append(
                Listed(
                    folder.name,
                    folder == current,
                    added.get(folder.name, ""),
                    _metrics(folder),
                    reason,
                )
            )
        return tuple(made)

    def promote(self, id: str, *, why: str = "") -> Path:
        """Use a model from now on; a damaged or unknown one is refused and nothing changes."""
        folder = self._usable(id)
        with self._locked():
            self._use("promote", id, why)
        return folder

    def rollback(self, *, why: str = "") -> Path:
        """Go back to the model that was in use before the present one was promoted, see `before`."""
        with self._locked():
            if self.current() is None:
                raise RegistryError("no-model", "尚未启用任何模型 / no model is in use")
            id = self.before()
            if id is None:
                raise RegistryError("nothing-before", "没有更早的模型 / no model was in use before")
            folder = self._usable(id)
            self._use("rollback", id, why or "rollback")
        return folder

    def before(self) -> str | None:
        """The model that a rollback goes to; None where there is none.

        Promotions lie one upon the other, and a rollback takes the topmost off: called again it goes
        further back, never to a model that was rolled back from, unless that was promoted again.
        """
        pile: list[str] = []
        for entry in self.history():
            if entry["what"] not in CHANGES:
                continue
            _until(pile, entry["before"])
            if entry["what"] == "rollback" or _was_rollback(entry):
                pile = pile[:-1]
                _until(pile, entry["model"])
            elif pile[-1:] != [entry["model"]]:
                pile.append(entry["model"])
        current = self.current()
        _until(pile, current.name if current else None)
        return pile[-2] if len(pile) > 1 else None

    def _usable(self, id: str) -> Path:
        folder = self.models / id
        if not id or id.startswith(".") or Path(id).name != id or not folder.is_dir():
            raise RegistryError("unknown-model", f"没有这个模型 / no such model: {id}")
        _check(folder, id)
        return folder

    def _use(self, what: str, id: str, why: str) -> None:
        before = self.current()
        # The journal first: a crash between the two leaves a record without effect, which
        # `history` shows as such, never an effect without a record.
        self._record(what, id, before.name if before else None, why)
        write_atomically(self.pointer, f"{id}\n".encode())

    def history(self) -> tuple[dict[str, Any], ...]:
        """Every change; a last line cut short by a crash is left out."""
        try:
            lines = self.journal.read_text("utf-8").split("\n")
        except FileNotFoundError:
            return ()
        made = []
        for line in lines:
            try:
                made.append(json.loads(line))
            except ValueError:
                continue
        return tuple(made)

    def _record(self, what: str, id: str, before: str | None, why: str = "") -> None:
        entry = {
            "what": what,
            "model": id,
            "before": before,
            "why": why,
            "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
        torn = self.journal.exists() and not self.journal.read_bytes().endswith(b"\n")
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(("\n" if torn else "") + json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / "lock"):
            yield


def _until(pile: list[str], id: str | None) -> None:
    """Take off what lies upon a model: a record without effect. What was in use without one is put on."""
    if id is None:
        pile.clear()
    elif id in pile:
        while pile[-1] != id:
            pile.pop()
    else:
        pile.append(id)


def _was_rollback(entry: dict[str, Any]) -> bool:
    """Journals of earlier versions have rollbacks as promotions that say so."""
    return entry["what"] == "promote" and str(entry.get("why", "")).startswith("rollback")


def _metrics(folder: Path) -> dict[str, Any]:
    try:
        made = json.loads((folder / "metrics.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


def _check(folder: Path, id: str) -> None:
    """Refuse a folder whose artefacts are damaged or are not those that its name says."""
    if model_id(folder) != id or id == "rules":
        raise RegistryError(
            "damaged-model", f"模型文件与编号不符 / the files are not those of {id}"
        )
    for path in sorted(folder.glob("*.skops")):
        try:
            read_header(path)
        except ArtefactError as error:
            raise RegistryError("damaged-model", str(error)) from error
