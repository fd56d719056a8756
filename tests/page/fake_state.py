"""The state of the stand-in: what was submitted, decided and saved, in memory.

What a decision does to a result is the service's own function, so both cannot drift apart.
"""

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

from service.overlay import Decision, merge

from .made import Wanted, make

NOBODY: dict[str, Any] = {"fields": 0, "documents": 0, "agreed": 0, "share": None, "expected": None,
                          "kappa": None, "low": None, "high": None}  # fmt: skip
NOTHING: dict[str, Any] = {"overall": NOBODY, "pairs": [], "groups": {}}
NOT_AGREED: dict[str, Any] = {"blind": NOTHING, "seen": NOTHING, "share": 0.02, "waiting": 0,
                              "differing": [], "differing_in_all": 0}  # fmt: skip


class State:
    """What the service remembers; it outlives a server that is killed."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.known: dict[str, dict[str, Any]] = {}  # text -> result
        self.documents: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[int, Any]] = {}
        self.saves: list[dict[str, Any]] = []
        self.batches: dict[str, dict[str, Any]] = {}
        self.models: dict[str, Any] = {"items": []}
        self.estimate: dict[str, Any] = {"estimate": None, "promise": 0.001, "counts": {}, "warning": False, "tightened": None}  # fmt: skip
        self.agreement: dict[str, Any] = NOT_AGREED
        self.after_save: Callable[[str, dict[str, Any]], None] = lambda _id, _change: None
        self.kin: set[str] = set()  # documents of one template
        self.second: list[dict[str, Any]] = []  # fields to be read a second time
        self.said: list[tuple[int, Any]] = []  # what was answered of them
        self.drift: list[dict[str, Any]] = []
        self.tells_review = False  # whether a save says what waits after it
        self.lose_answers = 0  # so many saves are kept, but their answer is lost on the way
        self.cut_answers = 0  # so many saves are kept, but their answer breaks off on the way
        self.exports: list[str] = []
        self.audited: list[
            tuple[str, str]
        ] = []  # fields that are asked at random: (document, target)
        self.broken: dict[
            str, bytes
        ] = {}  # documents that could not be read, till they are sent again
        self.won: dict[str, Any] = {}  # a field that a trained model reads better
        self.role = "admin"
        self.reread: dict[str, dict[str, Any]] = {}  # what another reading changes, by document
        self.run: dict[str, Any] = {}  # what is told of a run that has ended, beside the usual

    def teach(self, wanted: Wanted) -> str:
        """Make a report that the service will recognise; returns its text."""
        text, result = make(wanted)
        self.known[text] = result
        return text

    def submit(self, text: str, name: str) -> str:
        with self.lock:
            id = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            if id not in self.documents:
                result = json.loads(json.dumps(self.known.get(text) or _nothing(text)))
                result["document"] |= {"id": id, "name": name}
                self.documents[id] = {
                    "text": text,
                    "name": name,
                    "result": result,
                    "version": 0,
                    "decisions": [],
                }
            return id

    def merged(self, id: str) -> dict[str, Any]:
        one = self.documents[id]
        result = merge(one["result"], one["decisions"])
        return {**result, "version": one["version"], "state": "done", "created_at": "2026-11-01T08:00:00Z",
                "updated_at": "2026-11-01T08:00:00Z"}  # fmt: skip

    def save(self, id: str, sent: dict[str, Any], author: str = "local") -> tuple[int, Any]:
        with self.lock:
            one = self.documents[id]
            if sent["version"] != one["version"]:
                since = [{"report": d.report, "target": d.target, "version": d.version, "author": d.author, "at": d.at}
                         for d in one["decisions"] if d.version > sent["version"]]  # fmt: skip
                return 409, {
                    "code": "version-conflict",
                    "title": "他人已先行修改",
                    "version": one["version"],
                    "since": since,
                }
            one["version"] += 1
            for change in sent["changes"]:
                span = one["result"]["reports"][change["report"]]["span"]
                one["decisions"].append(Decision(
                    n=len(one["decisions"]), version=one["version"], report=change["report"], anchor=tuple(span),
                    target=change["target"], value=change.get("value"), state=change.get("state"),
                    decision=change.get("decision"), note=change.get("note"), author=author, at="2026-11-01T09:00:00Z",
                ))  # fmt: skip
                self.saves.append({"document": id, **change})
                self.after_save(id, change)
            reports = self.merged(id)["reports"]
            return 200, {
                "failing": [_failing(report) for report in reports],
                "id": id,
                "version": one["version"],
                "in_review": 0,
                "current": [],
                "review": [one["review"] for one in reports] if self.tells_review else [],
            }

    def queue(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        rows = []
        for id in self.documents:
            for number, report in enumerate(self.merged(id)["reports"]):
                for target in report["review"]:
                    rows.append({"document": id, "document_name": self.documents[id]["name"], "report": number,
                                 "agency": report["agency"]["value"], "year": report["year"]["value"],
                                 "target": f"fields/{target}", "priority": report["fields"][target]["confidence"],
                                 "confidence": report["fields"][target]["confidence"]})  # fmt: skip
        if query.get("like"):
            alike = self.kin - {query["like"][0]} if query["like"][0] in self.kin else set()
            rows = [row for row in rows if row["document"] in alike]
        if query.get("target"):
            rows = [row for row in rows if row["target"] == query["target"][0]]
        if query.get("agency"):
            rows = [row for row in rows if query["agency"][0] in str(row["agency"])]
        if query.get("year"):
            rows = [row for row in rows if str(row["year"]) == query["year"][0]]
        for id, target in self.audited if query.get("order") == ["gain"] else []:
            rows.append({"document": id, "document_name": self.documents[id]["name"], "report": 0, "target": target,
                         "priority": 1.0, "confidence": 1.0, "audit": {"n": 1, "state": "open", "first_by": None}})  # fmt: skip
        by_worth = query.get("order") == ["gain"]  # the made-up worth: the surest field most
        return sorted(rows, key=lambda row: row["priority"], reverse=by_worth)


def _failing(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The made-up checks that fail, but for a row that adds up by now."""

    def holds(check: dict[str, Any]) -> bool:
        *parts, total = [report["fields"][id]["value"] or 0 for id in check["fields"]]
        return check["id"] == "row-sum" and sum(parts) == total

    return [one for one in report["checks"] if one["status"] == "fail" and not holds(one)]


def _nothing(text: str) -> dict[str, Any]:
    return {"schema_version": "2021.1", "model": "made-up", "document": {"media_type": "text/plain", "length": len(text)},
            "incomplete": None, "cleaning": [], "reports": [], "rejected": [{"span": [0, len(text)], "reason": "not-a-report"}]}  # fmt: skip
