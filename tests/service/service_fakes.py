"""An extractor that takes no time, and says in the result what the text told it to."""

import hashlib
import json
import os
import signal
from typing import Any

from extractor.forms import modern_ids
from extractor.novelty import load_familiar
from extractor.registry import default_model_dir

REVIEWED = ("applications.new.total", "applications.new.natural_person")


class UnreadableError(ValueError):
    def __init__(self) -> None:
        self.code = "encrypted"
        self.message = "文件已加密。The file is encrypted."
        super().__init__(self.message)


def _field(value: int | None, state: str, confidence: float) -> dict[str, Any]:
    return {"value": value, "state": state, "raw": None if value is None else str(value), "confidence": confidence,
            "span": None, "sources": [], "relation": None, "alternatives": []}  # fmt: skip


def extract(data: bytes, name: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    text = data.decode("utf-8", "replace")
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HUNGRY" in text:
        bytearray(1 << 40)
    if "UNREADABLE" in text:
        raise UnreadableError
    if "BROKEN" in text:
        raise RuntimeError("secret words of the document")
    digits = [int(one) for one in text.split() if one.isascii() and one.isdigit() and len(one) < 9]
    number = (digits[0] if digits else 0) + int(os.environ.get("FAKE_PLUS", "0"))
    words = text.split() or [""]
    start = text.find("PROSE")
    prose = [{"key": "overview", "level": 1, "span": [start, len(text)], "title_span": [start, start + 5]}]  # fmt: skip
    pages = {"pages": [{"number": 1, "boxes": []}]} if "PAGE" in text else {}
    return {
        "schema_version": "2021.1", "model": os.environ.get("FAKE_MODEL", "fake-1"),
        "document": {"id": hashlib.sha256(data).hexdigest(), "name": name, "media_type": "text/plain",
                     "encoding": "utf-8", "length": len(text), "given": given or {}, "unlike": _unlike(text), **pages},
        "incomplete": None, "cleaning": [], "rejected": [],
        "reports": [] if os.environ.get("FAKE_EMPTY") else [{**report(words[0], number, len(text)), "sections": prose if start >= 0 else []}],
    }  # fmt: skip


def _unlike(text: str) -> float | None:
    familiar = load_familiar(default_model_dir())
    return None if familiar is None else familiar.unlike(text)


def report(agency: str, number: int, length: int) -> dict[str, Any]:
    fields = {id: _field(None, "absent", 0.99) for id in modern_ids()}
    confidence = 0.3 + (number % 50) / 100
    for place, id in enumerate(REVIEWED):
        if id in fields:
            fields[id] = _field(number, "observed", confidence + place / 1000)
    named = [id for id in REVIEWED if id in fields]
    return {
        "span": [0, length], "agency": {"value": agency, "confidence": 0.9, "span": [0, 1]},
        "year": {"value": 2019 + number % 5, "confidence": 0.9, "span": None},
        "form": {"value": "2021", "confidence": 1.0}, "scope": {"value": "own", "confidence": 0.9},
        "sections": [], "fields": fields, "legacy": {}, "facts": [],
        "checks": [{"id": "row-sum", "fields": named, "status": "fail", "severity": "error", "cause": "undecided",
                    "expected": 1, "found": 2, "message": "表三不符", "basis": "b"}],
        "review": named,
    }  # fmt: skip


def read_events(run: Any, id: str, headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    text = run.client.get(f"/v1/batches/{id}/events", headers=headers or {}).text
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = dict(
            line.split(": ", 1)
            for line in block.split("\n")
            if ": " in line and not line.startswith(":")
        )
        if lines:
            found.append({**lines, "data": json.loads(lines["data"])})
    return found
