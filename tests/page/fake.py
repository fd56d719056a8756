"""A stand-in for the service, in memory, for tests of the page: same paths, same shapes.

What it answers from is in `fake_state`.
"""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from service.middleware import SECURITY

from . import fake_panel
from .fake_state import State

STATIC = Path(__file__).parents[2] / "service" / "page" / "static"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
         ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}  # fmt: skip


RUN: dict[str, Any] = {"id": "c" * 24, "state": "running", "quick": False, "created_at": "2026-11-20T06:00:00Z",
                       "failure": None, "progress": None, "promoted": None, "reasons": [], "learned": {}}  # fmt: skip


def _stream(told: list[tuple[str, Any]]) -> bytes:
    """Server-sent events."""
    return "".join(
        f"id: {n}\nevent: {kind}\ndata: {json.dumps(value)}\n\n"
        for n, (kind, value) in enumerate(told)
    ).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: State

    def log_message(self, *_: Any) -> None:
        pass

    def answer(self, status: int, body: bytes, kind: str, whole: int = 0, **more: str) -> None:
        self.send_response(status)
        for name, value in {
            **SECURITY,
            "content-type": kind,
            "content-length": str(whole or len(body)),
            "cache-control": "no-store",
        }.items():
            self.send_header(name, value)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def json(self, status: int, value: Any) -> None:
        self.answer(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        path = address.path.strip("/")
        if not path.startswith("v1/"):
            return self.static(path or "index.html")
        parts = path.split("/")[1:]
        if parts[0] == "documents" and parts[1:2] and parts[1] in self.state.broken:
            return self.unread(parts)
        found = self.read(parts, query)
        if found is None:
            return self.json(404, {"code": "not-found", "title": "没有找到"})
        return self.json(200, found) if not isinstance(found, tuple) else self.answer(200, *found)

    def read(self, parts: list[str], query: dict[str, list[str]]) -> Any:  # noqa: PLR0911, PLR0912 - one return a route
        state = self.state
        if parts == ["session"]:
            return {
                "signed_in": True,
                "sign_in_needed": False,
                "name": "local",
                "role": state.role,
                "csrf": None if state.role == "admin" else "token",
            }
        if parts == ["models"]:
            return state.models
        if parts[0] in ("agencies", "panel", "indicators"):
            return self.panel(parts[0], (query.get("agency") or [None])[0])
        if parts[0] == "training-runs":
            return self.run_events() if parts[-1] == "events" else {"items": [], "next": None}
        if parts == ["audits", "estimate"]:
            return state.estimate
        if parts == ["agreement"]:
            return state.agreement
        if parts == ["second-readings"]:
            return {"items": state.second, "next": None}
        if parts == ["drift"]:
            return {"items": state.drift, "expected": 0.1, "next": None}
        if parts == ["review", "summary"]:
            rows = state.queue(query)
            return {"fields": len(rows), "documents": len({row["document"] for row in rows}), "by_year": []}  # fmt: skip
        if parts == ["review"]:
            rows, start = state.queue(query), int((query.get("cursor") or ["0"])[0])
            end = start + int((query.get("limit") or ["50"])[0])
            return {"items": rows[start:end], "next": str(end) if end < len(rows) else None}
        if parts == ["documents"]:
            return {"items": [self.row(id) for id in reversed(state.documents)], "next": None}
        if parts[-1] == "export":
            state.exports.append(self.path)
            return b"\xef\xbb\xbfdocument", "text/csv; charset=utf-8"
        if parts[0] == "batches" and parts[-1] == "changes":
            return {"items": self.changes(state.batches[parts[1]]), "next": None}
        if parts[0] == "batches" and parts[1] in state.batches:
            return (
                self.events(state.batches[parts[1]])
                if parts[-1] == "events"
                else state.batches[parts[1]]
            )
        if parts[0] == "documents" and parts[1] in state.documents:
            if parts[2:] == ["text"]:
                return state.documents[parts[1]]["text"].encode(), "text/plain; charset=utf-8"
            return state.merged(parts[1])
        return None

    def panel(self, what: str, agency: str | None) -> Any:
        held = [self.state.merged(id) for id in self.state.documents]
        if what == "agencies":
            return fake_panel.agencies(held)
        if what == "indicators":
            return fake_panel.indicators(held, agency)
        return fake_panel.panel(held, agency or "")

    def run_events(self) -> tuple[bytes, str]:
        lost = {
            "document": None,
            "name": "HOSTILE <b>",
            "report": 0,
            "field": "applications.new.total",
        }
        usual = {**RUN, "state": "done", "promoted": False, "reasons": [{"code": "accuracy", "where": "all", "message": "没有更好"}],
                 "learned": {"reviewed documents": 1, "reviewed fields": 3, "wordings": {}},
                 "verdict": {"changes": {"all": {"accuracy": {"value": -0.001, "low": -0.002, "high": 0.0}}},
                             "won": [self.state.won], "lost": [lost], "contested": [lost]}}  # fmt: skip
        ended = usual | self.state.run
        told = [
            (
                "line",
                {"n": 1, "text": "拟合 / fit", "zh": "拟合", "en": "fit", "done": 1, "total": 2},
            ),
            ("progress", RUN),
            ("end", ended),
        ]
        return _stream(told), "text/event-stream"

    def events(self, batch: dict[str, Any]) -> tuple[bytes, str]:
        items = [("item", item) for item in batch["items"]]
        whole = {name: value for name, value in batch.items() if name != "items"}
        told = [*items, ("progress", whole), ("end", whole)]
        return _stream(told), "text/event-stream"

    def row(self, id: str) -> dict[str, Any]:
        one, merged = self.state.documents[id], self.state.merged(id)
        reports = [{"report": n, "agency": r["agency"]["value"], "year": r["year"]["value"], "form": r["form"]["value"],
                    "failing": [c["id"] for c in r["checks"] if c["status"] == "fail"]} for n, r in enumerate(merged["reports"])]  # fmt: skip
        return {"id": id, "name": one["name"], "state": "done", "failure": None, "created_at": merged["created_at"],
                "in_review": sum(len(r["review"]) for r in merged["reports"]), "reports": reports}  # fmt: skip

    def unread(self, parts: list[str]) -> None:
        """A document that could not be read: why, or its bytes."""
        if parts[2:] != ["original"]:
            return self.json(422, {"code": "unreadable", "title": "文件无法读取", "detail": "文件已损坏。The file is damaged."})  # fmt: skip
        data = self.state.broken[parts[1]]
        name = "attachment; filename*=UTF-8''%E5%9D%8F.txt"
        return self.answer(200, data, "application/octet-stream", content_disposition=name)

    def static(self, path: str) -> None:
        file = (STATIC / path).resolve()
        if not file.is_relative_to(STATIC) or not file.is_file():
            return self.json(404, {"code": "not-found"})
        return self.answer(
            200, file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream")
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        parts = self.path.strip("/").split("/")[1:]
        key = self.headers.get("idempotency-key")
        if key in self.state.answers:
            return self.json(*self.state.answers[key])
        status, value = self.write(parts, body)
        if key and status < 300:
            self.state.answers[key] = (status, value)
        if parts[-1] == "annotations" and status == 200 and self.state.lose_answers > 0:
            self.state.lose_answers -= 1
            self.close_connection = True
            return None
        if parts[-1] == "annotations" and status == 200 and self.state.cut_answers > 0:
            self.state.cut_answers -= 1
            self.close_connection = True
            return self.answer(status, b'{"version"', "application/json", whole=1000)
        return self.json(status, value)

    def write(self, parts: list[str], body: bytes) -> tuple[int, Any]:  # noqa: PLR0911 - one return a route
        if parts[-1] == "annotations":
            return self.state.save(parts[1], json.loads(body))
        if parts == ["documents"]:
            if "json" in self.headers["content-type"]:
                sent = json.loads(body)
                return 201, self.state.merged(self.state.submit(sent["text"], sent["name"]))
            name, data = self.files(body)[0]
            self.state.broken.pop(hashlib.sha256(data).hexdigest(), None)
            return 201, self.state.merged(self.state.submit(data.decode(), name))
        if parts[0] == "models":
            return 200, self.models(parts[1] if parts[-1] == "promote" else "aaaaaaaaaaaaaaaa")
        if parts[0] == "second-readings":
            number = int(parts[1])
            left = [one for one in self.state.second if one["n"] != number]
            if len(left) == len(self.state.second):
                return 404, {"code": "not-found"}
            self.state.second = left
            self.state.said.append((number, json.loads(body)))
            return 200, {"n": number}
        if parts == ["training-runs"]:
            return 202, RUN
        if parts == ["re-extractions"]:
            self.state.models["stale"] = 0
            whole = [(one["name"], one["text"].encode()) for one in self.state.documents.values()]
            return 202, self.batch(whole) | {"state": "running", "ended": 0}
        if parts == ["batches"]:
            files = self.files(body)
            rows = [data for name, data in files if name.endswith(".csv")]
            made = self.batch([one for one in files if not one[0].endswith(".csv")])
            return 202, self.listed(made, rows[0].decode()) if rows else made
        return 404, {"code": "not-found"}

    def models(self, current: str) -> dict[str, Any]:
        known, rolled = self.state.models, self.path.endswith("rollback")
        known |= {"back": None if rolled else known["current"], "current": current, "stale": len(self.state.documents)}  # fmt: skip
        for one in known["items"]:
            one["current"] = one["id"] == current
        return known

    def changes(self, batch: dict[str, Any]) -> list[dict[str, Any]]:
        same = {"model": "b", "before": "a", "fields": [], "changed": 0, "unplaced": [],
                "review": {"before": 2, "now": 2}, "reports": {"before": 1, "now": 1}}  # fmt: skip
        return [
            {"position": n, "document": item["document"], "name": item["name"], **same}
            | self.state.reread.get(item["document"], {})
            for n, item in enumerate(batch["items"])
        ]

    def batch(self, files: list[tuple[str, bytes]]) -> dict[str, Any]:
        items = [{"position": n, "name": name, "document": self.state.submit(data.decode(), name), "state": "done", "failure": None}
                 for n, (name, data) in enumerate(files)]  # fmt: skip
        id = f"{len(self.state.batches):024x}"
        made = {"id": id, "name": "", "state": "done", "total": len(items), "ended": len(items),
                "counts": {"done": len(items), "failed": 0, "cancelled": 0, "running": 0, "queued": 0}}  # fmt: skip
        self.state.batches[id] = {**made, "items": items}
        return made

    def listed(self, made: dict[str, Any], manifest: str) -> dict[str, Any]:
        """The batch, with what is told of its manifest."""
        paths = [line.partition(",")[0] for line in manifest.splitlines()[1:]]
        held = self.state.batches[made["id"]]
        missing = [path for path in paths if path not in {one["name"] for one in held["items"]}]
        told = {"rows": len(paths), "without_file": len(missing), "paths": missing}
        held["manifest"] = told
        return {**made, "manifest": told}

    def files(self, body: bytes) -> list[tuple[str, bytes]]:
        mark = b"--" + self.headers["content-type"].partition("boundary=")[2].encode()
        found = []
        for part in body.split(mark)[1:-1]:
            head, _, data = part.partition(b"\r\n\r\n")
            name = re.search(rb'filename="([^"]*)"', head)
            found.append((name[1].decode() if name else "", data.removesuffix(b"\r\n")))
        return found


class Server:
    """A server on loopback that can be stopped and started again at the same address."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or State()
        self.port = 0
        self.start()

    def start(self) -> None:
        handler = type("Bound", (Handler,), {"state": self.state})
        self.http = _Http(("127.0.0.1", self.port), handler)
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.cut()
        self.http.server_close()
        self.thread.join(5)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, *args: Any) -> None:
        self.open: set[Any] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        self.open.discard(request)
        super().close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no error here."""

    def cut(self) -> None:
        """Cut what is open, as a kill would."""
        for request in list(self.open):
            try:
                request.shutdown(2)
            except OSError:
                continue


@contextmanager
def served(state: State | None = None) -> Iterator[Server]:
    server = Server(state)
    try:
        yield server
    finally:
        server.stop()
