"""A trainer that takes no time: its model is a number, and the decisions say how good it is."""

import os
import signal
from pathlib import Path
from typing import Any

from extractor.annotations.files import read_folder
from extractor.artefacts import save
from extractor.training.said import Said
from service.training_child import main

GOOD, BAD, BROKEN, SLOW = 900, 901, 902, 903  # values that a reviewer gave: what becomes of the run


class TooFewError(ValueError):
    code = "too-few-documents"


def run(request: dict[str, Any], say: Any) -> dict[str, Any]:
    folder = Path(request["folder"])
    told = read_folder(folder / "data" / "annotations")
    values = {one.value for one in told}
    say(Said("拟合：1/2", "fit: 1/2"))
    if BROKEN in values:
        raise TooFewError("至少需要 / needed")
    if SLOW in values:
        signal.pause()
    save(folder / "model" / "confidence.skops", "values", {"annotations": [a.id for a in told]})
    name = f"{told[0].document}.txt#0/applications.new.total" if told else "x.txt#0/y"
    reason = {"code": "coverage", "where": "2019", "message": "2019: coverage falls"}
    better = BAD not in values
    verdict = {"promoted": better, "reasons": [] if better else [reason], "documents": len(told),
               "changes": {}, "won": [name], "lost": [] if better else [name],
               "contested": [name]}  # fmt: skip
    return {"better": better, "reasons": verdict["reasons"], "verdict": verdict, "learned": {}}


def on_step(step: str) -> None:
    mark = Path(os.environ.get("KILL_MARK", "/nonexistent"))
    if step == os.environ.get("KILL_AT") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(on_step)
