"""Every status that the OpenAPI document names is seen, and none that it does not name.

A client that notes each answer goes through the service's calls in good order, then with every fault that
a client or a machine can have. What it saw is held against the document, operation by operation.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_fakes import REVIEWED

from extractor.artefacts import save as save_artefact
from extractor.export import MissingLibraryError
from extractor.registry import Registry
from service import access
from service.annotate import Changes, save
from service.limiter import Limiter
from service.problems import Code, Problem
from service.settings import Settings

Seen = dict[str, set[int]]
IDS = {"documents": 64, "batches": 24, "jobs": 24, "training-runs": 24, "models": 16}


class Client:
    """Sends requests and notes the status of each under the operation it was for."""

    def __init__(self, run: Any) -> None:
        self.document = run.client.get("/openapi.json").json()
        self.run = run
        self.seen: Seen = defaultdict(set)
        self.operations = [
            (method.upper(), path, one)
            for path, methods in self.document["paths"].items()
            for method, one in methods.items()
        ]

    def send(self, method: str, path: str, operation: str = "", **more: Any) -> httpx.Response:
        """`operation` is the path as in the document, where `path` does not tell."""
        answer: httpx.Response = self.run.client.request(method, path, **more)
        self.seen[f"{method} {operation or self.match(method, path)}"].add(answer.status_code)
        return answer

    def match(self, method: str, path: str) -> str:
        bare = path.partition("?")[0]
        fitting = [p for m, p, _ in self.operations if m == method and _pattern(p).fullmatch(bare)]
        return min(fitting, key=lambda one: one.count("{"))

    def each(self, **more: Any) -> None:
        """Every operation once, with ids that are well-formed and name nothing."""
        for method, path, operation in self.operations:
            named = self.unknown(path)
            sent = {**self.body(path, operation), **more}
            sent["headers"] = {
                **self.body(path, operation).get("headers", {}),
                **more.get("headers", {}),
            }
            self.send(method, named, path, **sent)

    def unknown(self, path: str) -> str:
        kind = path.split("/")[2] if path.startswith("/v1/") else ""
        return path.replace("{id}", "0" * IDS.get(kind, 24)).replace("{number}", "1")

    def body(self, path: str, operation: dict[str, Any]) -> dict[str, Any]:
        """A body that is in order, and a key that makes a POST write."""
        headers = {"idempotency-key": f"{path}-{len(self.seen[path])}"}
        if "requestBody" not in operation:
            return {"headers": headers}
        if path == "/v1/batches":
            return {"headers": headers, "files": [("files", ("a.txt", "甲局 1".encode()))]}
        bodies: dict[str, Any] = {
            "/v1/session": {"key": "dbk_wrong"},
            "/v1/documents": {"text": "甲局 1"},
            "/v1/documents/{id}/annotations": {"version": 0, "changes": [SCOPE]},
            "/v1/second-readings/{number}": {"decision": "accepted"},
        }
        return {"headers": headers, "json": bodies.get(path, {})}


SCOPE = {"report": 0, "target": "scope", "value": "own"}


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


@contextmanager
def patched(target: Any, name: str, value: Any) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, value)
        yield


def refuse(code: Code) -> Callable[..., Any]:
    def refused(*_a: Any, **_k: Any) -> Any:
        raise Problem(code, headers={"Retry-After": "1"})

    return refused


def in_order(client: Client, registry: Path, tmp_path: Path) -> None:
    """What succeeds, and what is refused because of the state that something is in."""
    send = client.send
    text = {"content": "甲局 4".encode(), "headers": {"content-type": "text/plain"}}
    id = send("POST", "/v1/documents", **text).json()["document"]["id"]
    send("POST", "/v1/documents", **text)
    waiting = {
        "content": b"wait 1",
        "headers": {"content-type": "text/plain", "prefer": "respond-async"},
    }
    with held(client.run):
        job = send("POST", "/v1/documents", **waiting).json()
        pending = job["document"]
        for path in ("", "/text", "/export", "/pages/1"):
            send("GET", f"/v1/documents/{pending}{path}")
        send(
            "POST", f"/v1/documents/{pending}/annotations", json={"version": 0, "changes": [SCOPE]}
        )
        send("DELETE", f"/v1/jobs/{job['id']}")
        send("DELETE", f"/v1/jobs/{job['id']}")
        files = [("files", ("b.txt", "乙局 5".encode()))]
        batch = send("POST", "/v1/batches", files=files).json()["id"]
        send("DELETE", f"/v1/batches/{batch}")
        send("DELETE", f"/v1/batches/{batch}")
    send("GET", f"/v1/batches/{batch}/events")
    send("GET", f"/v1/batches/{batch}")
    send("GET", f"/v1/jobs/{job['id']}")
    send("GET", f"/v1/batches/{batch}/changes")
    paged = client.run.id_of("丁局 7 PAGE")
    with patched(service_module("routes.documents"), "draw", lambda *_a: b"a picture"):
        send("GET", f"/v1/documents/{paged}/pages/1")
    for path in ("", "/text", "/original", "/export", "/history", "/changes"):
        send("GET", f"/v1/documents/{id}{path}")
    for _ in "ab":  # the second is stale
        send("POST", f"/v1/documents/{id}/annotations", json={"version": 0, "changes": [SCOPE]})
    told = client.run.client.get("/v1/annotations", params={"format": "label-studio"}).content
    for file in (told, b"no annotations"):
        send("POST", "/v1/annotations/import", content=file)
    _second(client, id)
    for path in ("documents", "review", "review/summary", "export", "models", "agencies", "panel",
                 "panel?agency=甲局", "panel?agency=x", "indicators", "training-runs", "session"):  # fmt: skip
        send("GET", f"/v1/{path}")
    for path in ("healthz", "readyz", "metrics"):
        send("GET", f"/{path}")
    _training(client)
    _models(client, registry, tmp_path)
    _session(client)


def _second(client: Client, id: str) -> None:
    """Somebody else decides a field, and it is drawn for a second reading."""
    change = {"report": 0, "target": f"fields/{REVIEWED[0]}", "decision": "accepted"}
    said = Changes.model_validate({"version": 0, "changes": [change]})
    paired = client.run.id_of("戊局 8")
    assert paired != id
    save(client.run.service, paired, said, "bob", "r")
    (one,) = client.send("GET", "/v1/second-readings").json()["items"]
    client.send("POST", f"/v1/second-readings/{one['n']}", json={"decision": "accepted"})
    client.send("GET", "/v1/agreement")


def _training(client: Client) -> None:
    run = client.send("POST", "/v1/training-runs", json={}).json()["id"]
    client.send("POST", "/v1/training-runs", json={})
    client.send("GET", f"/v1/training-runs/{run}")
    client.send("DELETE", f"/v1/training-runs/{run}")
    client.send("DELETE", f"/v1/training-runs/{run}")
    client.send("GET", f"/v1/training-runs/{run}/events")


def _models(client: Client, registry: Path, tmp_path: Path) -> None:
    ids = []
    for name in "ab":
        folder = tmp_path / name
        save_artefact(folder / "confidence.skops", "values", {"name": name})
        ids.append(Registry(registry).add(folder))
    client.send("POST", "/v1/models/rollback")
    for id in ids:
        client.send("POST", f"/v1/models/{id}/promote")
    client.send("POST", "/v1/models/rollback")
    (registry / "models" / ids[0] / "confidence.skops").write_bytes(b"damaged")
    client.send("POST", f"/v1/models/{ids[0]}/promote")


def _session(client: Client) -> None:
    service = client.run.service
    with service.database.writing() as connection:
        key = access.add_key(connection, "who", "admin")
    with client.run.new_client() as page:
        held_client, client.run.client = client.run.client, page
        signed = client.send("POST", "/v1/session", json={"key": key}).json()
        client.send("DELETE", "/v1/session", headers={"x-csrf-token": signed["csrf"]})
        client.each()  # nobody we know
        client.run.client = held_client
    with service.database.writing() as connection:
        access.revoke_key(connection, "who")


@contextmanager
def held(run: Any) -> Iterator[None]:
    """No worker takes a job while this lasts."""
    from service.store import jobs  # noqa: PLC0415

    with patched(jobs, "claim", lambda *_a, **_k: None):
        yield
    run.service.wake()


def by_clients(client: Client) -> None:
    """What a client can do wrong."""
    client.each(headers={"host": "evil.example"})
    client.each()  # ids that name nothing
    for path in ("documents", "export"):
        client.send("GET", f"/v1/{path}?batch={'0' * 24}")
    for method, path, operation in client.operations:
        parameters = [one for one in operation.get("parameters", []) if one["in"] == "query"]
        named = client.unknown(path)
        if "{id}" in path:
            client.send(method, path.replace("{id}", "x"), path, **client.body(path, operation))
        for one in parameters:
            client.send(
                method, f"{named}?{one['name']}={'%00' * 500}", path, **client.body(path, operation)
            )
        if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", [])):
            sent = client.body(path, operation)
            sent["headers"] = {"idempotency-key": "k" * 300}
            client.send(method, named, path, **sent)
        if "requestBody" in operation:
            _bodies(client, method, named, path)


HUGE = b" " * 5_000_000


def _bodies(client: Client, method: str, named: str, path: str) -> None:
    kind = "multipart/form-data" if path == "/v1/batches" else "application/json"
    nonsense = b"no form" if path == "/v1/batches" else b"{"
    client.send(method, named, path, content=nonsense, headers={"content-type": kind})
    client.send(
        method, named, path, content=b"x", headers={"content-type": "application/x-nonsense"}
    )
    client.send(method, named, path, content=HUGE + b"{}", headers={"content-type": kind})
    client.send(
        method,
        named,
        path,
        content=b'{"nonsense": 1}',
        headers={"content-type": "application/json"},
    )
    if path == "/v1/batches":
        client.send(method, named, path, files=[("files", ("a.txt", HUGE))])


def by_machines(client: Client) -> None:
    """What the machine can do wrong, and rates."""
    service = client.run.service
    with patched(Limiter, "take", lambda _self, _who: 1.0):
        client.each()
    with patched(service.database, "writing", refuse(Code.STORAGE_FULL)):
        client.each(headers={"cookie": f"{access.COOKIE}=x"})
    with patched(service.database, "reading", refuse(Code.BUSY)):
        client.each(headers={"cookie": f"{access.COOKIE}=x"})
    with patched(service.database, "writing", refuse(Code.BUSY)):
        client.each()
    with patched(service_module("idempotency"), "_reserve", refuse(Code.IN_PROGRESS)):
        client.each()
    _without_library(client)


def service_module(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    return import_module(f"service.{name}")


def _without_library(client: Client) -> None:
    def missing(*_a: Any, **_k: Any) -> None:
        raise MissingLibraryError("pip install 'duibiao[parquet]'")

    id = client.run.id_of("丙局 6")
    with patched(service_module("routes.exports"), "write", missing):
        for path in (f"/v1/documents/{id}/export", "/v1/export"):
            client.send("GET", f"{path}?format=parquet")


def test_statuses_seen_are_those_documented(
    sqlite_settings: Settings,
    start: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DUIBIAO_MODEL", raising=False)
    small = replace(sqlite_settings, file_bytes=100_000, batch_bytes=200_000, second_share=1.0)
    with start(small) as run:
        monkeypatch.setattr(run.service, "train", lambda: None)  # runs are queued and wait
        client = Client(run)
        in_order(client, small.registry_folder, tmp_path)
        by_clients(client)
        by_machines(client)
    documented = {
        f"{method} {path}": {int(status) for status in operation["responses"]}
        for method, path, operation in client.operations
    }
    seen = {name: client.seen[name] for name in documented}
    missing = {name: sorted(documented[name] - seen[name]) for name in documented}
    unnamed = {name: sorted(seen[name] - documented[name]) for name in documented}
    table = json.dumps({"missing": _full(missing), "undocumented": _full(unnamed)}, indent=1)
    assert seen == documented, table
    assert all(500 not in statuses for statuses in seen.values())


def _full(found: dict[str, list[int]]) -> dict[str, list[int]]:
    return {name: statuses for name, statuses in found.items() if statuses}
