"""One training run as a child process; see `trainer`. Says what it does as JSON, a line each."""

import json
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from extractor.artefacts import write_atomically
from extractor.registry import Registry, default_model_dir
from extractor.training.said import Said, languages
from service.child import read_settings
from service.database import Database
from service.logs import configure
from service.promotion import in_use
from service.settings import Settings
from service.supervisor import SETTINGS_VARIABLE
from service.trainer import RUN_VARIABLE
from service.training_export import export

# "拟合：3/24，……": how far a step is.
COUNTED = re.compile(r"(?<!\d)(\d{1,9})/(\d{1,9})(?!\d)")
Say = Callable[[str], None]
KEEP_RUNS = 5  # folders of ended runs


def main(on_step: Callable[[str], None] = lambda _step: None) -> None:
    """Train, register the model, tell the outcome."""
    settings = read_settings(os.environ[SETTINGS_VARIABLE])
    options = json.loads(os.environ[RUN_VARIABLE])
    told = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what libraries print is no message
    configure(settings.log_level)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()

    def tell(message: dict[str, Any]) -> None:
        told.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")

    def say(text: str) -> None:
        counted = COUNTED.search(text)
        numbers = {"done": int(counted[1]), "total": int(counted[2])} if counted else {}
        tell({"text": text, **languages(text), **numbers})

    try:
        tell({"outcome": train(settings, options, say, on_step)})
    except Exception as error:
        code, message = getattr(error, "code", None), str(error)
        if not isinstance(code, str):
            raise
        tell({"failed": {"code": code, "message": message[:2000]}})


def _die_with_parent() -> None:
    """The end of standard input means that the server is gone: so go this process and its own."""
    while os.read(0, 4096):
        continue
    os.killpg(os.getpgid(0), signal.SIGKILL)


def train(
    settings: Settings, options: dict[str, Any], say: Say, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """The outcome of a run: trained now, or by an earlier attempt that was killed after it."""
    home = settings.data / "training"
    folder = home / "runs" / options["run"]
    done = folder / "outcome.json"
    if not done.exists():
        _sweep(home / "runs", folder)
        if not (folder / "data").is_dir():
            say(Said("导出标注", "exporting decisions"))
            _export(settings, folder)
        on_step("exported")
        registry = Registry(settings.registry_folder)
        champion = registry.current() or default_model_dir()
        request = {**options, "folder": str(folder), "champion": str(champion),
                   "split": str(home), "cache": settings.training_cache or str(home / "cache"),
                   "gold_documents": settings.training_gold_documents}  # fmt: skip
        made = {**load_trainer(settings.trainer)(request, say), "champion": in_use(registry),
                "quick": bool(options.get("quick"))}  # fmt: skip
        write_atomically(done, json.dumps({**made, "run": options["run"]}).encode())
    on_step("trained")
    outcome: dict[str, Any] = json.loads(done.read_text("utf-8"))
    outcome["model"] = Registry(settings.registry_folder).add(folder / "model")
    on_step("registered")
    return outcome


def load_trainer(path: str) -> Callable[[dict[str, Any], Say], dict[str, Any]]:
    """The function that `module:function` names."""
    module, _, name = path.partition(":")
    found: Callable[[dict[str, Any], Say], dict[str, Any]] = getattr(import_module(module), name)
    return found


def _export(settings: Settings, folder: Path) -> None:
    """Write the run's data beside its place first: a half export is never trained on."""
    half = folder / "half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    database = Database(settings)
    try:
        export(database, half)
    finally:
        database.close()
    half.rename(folder / "data")


def _sweep(root: Path, mine: Path) -> None:
    """The data of older runs goes; what they made is in the registry."""
    if root.is_dir():
        ended = sorted((p for p in root.iterdir() if p != mine), key=lambda p: p.stat().st_mtime)
        for old in ended[: max(0, len(ended) - KEEP_RUNS)]:
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
