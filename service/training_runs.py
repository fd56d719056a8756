"""How a training run looks from outside, and what it is asked with."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from service.settings import Settings
from service.store import jobs
from service.store.common import Row

KILLED = (
    "训练进程三次异常终止，已放弃；在用的模型没有变。"
    "The training was killed three times and given up; the model in use is unchanged."
)
NAMED = ("won", "lost", "contested")  # the fields that a verdict names


class TrainingRequest(BaseModel):
    """What a run is asked with; everything has a default."""

    model_config = ConfigDict(extra="forbid")

    quick: bool = Field(
        False, description="Few generated documents: to try it out; never put to use by itself"
    )
    again: bool = Field(False, description="Train though a run on the same data has ended")


def options_of(sent: TrainingRequest, settings: Settings) -> dict[str, Any]:
    """What decides, beside the decisions of people, what a run makes."""
    sizes = settings.training_quick_sizes if sent.quick else settings.training_sizes
    return {
        "sizes": sizes,
        "quick": sent.quick,
        "gold": settings.training_gold,
        "again": sent.again,
    }


def view(row: Row, lines: bool = True) -> dict[str, Any]:
    """A run. `promoted` is null until it has ended; `reasons` say why a model was not promoted."""
    outcome = json.loads(row["outcome"]) if row["outcome"] else {}
    payload = json.loads(row["payload"])
    said = [line(one) for one in json.loads(row["progress"])["lines"]]
    shown: dict[str, Any] = {
        "id": row["id"], "state": row["state"], "attempt": row["attempt"],
        "created_at": row["created_at"], "created_by": row["created_by"],
        "finished_at": row["finished_at"], "failure": _failure(row), "data": row["data"],
        "quick": bool(payload.get("quick")),
        "progress": {k: v for k, v in said[-1].items() if k != "n"} if said else None,
        "model": outcome.get("model"), "champion": outcome.get("champion"),
        "promoted": outcome.get("promoted"), "reasons": outcome.get("reasons", []),
        "learned": outcome.get("learned", {}), "events": f"/v1/training-runs/{row['id']}/events",
    }  # fmt: skip
    if lines:
        shown["lines"] = said
        shown["verdict"] = verdict(outcome.get("verdict"))
    return shown


def line(said: dict[str, Any]) -> dict[str, Any]:
    """A message of a run. `done` and `total` are null where it counts nothing; `text` is both languages."""
    text = said["text"]
    return {"n": said["n"], "at": said["at"], "text": text, "zh": said.get("zh", text),
            "en": said.get("en", text), "done": said.get("done"), "total": said.get("total")}  # fmt: skip


def _failure(row: Row) -> dict[str, Any] | None:
    if not row["failure_code"]:
        return None
    killed = row["failure_code"] == jobs.WORKER_KILLED
    return {"code": row["failure_code"], "message": KILLED if killed else row["failure"]}


def verdict(raw: dict[str, Any] | None) -> dict[str, Any] | None:
    """A verdict whose named fields are taken apart, so that a page can link them."""
    if raw is None:
        return None
    named = {kind: [place(one) for one in raw.get(kind, ())] for kind in NAMED}
    return {**raw, **named}


def place(name: str) -> dict[str, Any]:
    """`FILE#REPORT/FIELD`; a file that is stored here is named by its document's id."""
    file, _, rest = name.rpartition("#")
    report, _, field = rest.partition("/")
    stem = file.partition(".")[0]
    stored = len(stem) == 64 and all(c in "0123456789abcdef" for c in stem)
    return {
        "document": stem if stored else None, "name": file,
        "report": int(report) if report.isdigit() else 0, "field": field,
    }  # fmt: skip
