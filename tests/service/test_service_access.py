"""Who may do what; hostile requests; errors that tell nothing they should not."""

import json
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from service import access
from service.app import create_app
from service.commands import backup, keys, restore, worker
from service.problems import MEANINGS, Code
from service.server import ServeError, run_server
from service.settings import Settings, SettingsError, from_environment

DOCS = Path(__file__).parents[2] / "docs" / "service.md"
CODE_MEMBERS = {"type", "code", "status", "title", "title_en", "detail", "instance", "request_id"}


def keyed(run: Any, role: str) -> dict[str, str]:
    with run.service.database.writing() as connection:
        return {"authorization": "Bearer " + access.add_key(connection, f"the {role}", role)}


def test_roles(run: Any) -> None:
    id = run.id_of("甲局 1")
    roles = {role: keyed(run, role) for role in access.ROLES}
    note = {"version": 0, "changes": [{"report": 0, "target": "scope", "value": "own"}]}
    calls: list[tuple[str, str, Any, str]] = [
        ("GET", "/v1/documents", None, "submit"), ("GET", "/v1/review", None, "submit"),
        ("POST", f"/v1/documents/{id}/annotations", note, "review"), ("GET", "/metrics", None, "admin"),
        ("POST", "/v1/models/rollback", None, "admin"),
    ]  # fmt: skip
    for method, path, body, needed in calls:
        assert run.client.request(method, path, json=body).status_code == 401
        wrong = run.client.request(
            method, path, json=body, headers={"authorization": "Bearer nonsense"}
        )
        assert wrong.status_code == 401
        for role, headers in roles.items():
            answer = run.client.request(method, path, json=body, headers=headers)
            allowed = access.ROLES.index(role) >= access.ROLES.index(needed)
            assert (answer.status_code not in (401, 403)) is allowed, (path, role)
    history = run.client.get(f"/v1/documents/{id}/history", headers=roles["submit"]).json()["items"]
    assert {one["by"] for one in history} == {"the review"}


def test_a_revoked_key_ends_at_once_with_its_sessions(run: Any) -> None:
    headers = keyed(run, "admin")
    with run.service.database.writing() as connection:
        other = access.add_key(connection, "other", "submit")
    with run.new_client() as page:
        assert page.post("/v1/session", json={"key": other}).status_code == 200
        assert page.get("/v1/documents").status_code == 200
        with run.service.database.writing() as connection:
            assert access.revoke_key(connection, "other")
        assert page.get("/v1/documents").status_code == 401
    assert run.client.get("/v1/documents", headers=headers).status_code == 200


def test_the_key_itself_is_not_stored(run: Any) -> None:
    key = keyed(run, "admin")["authorization"].removeprefix("Bearer ")
    with run.service.database.reading() as connection:
        stored = json.dumps(
            [dict(row) for row in connection.execute(access.keys.select()).mappings()]
        )
    assert key not in stored


def test_sign_in_wants_its_token_on_every_change(run: Any) -> None:
    key = keyed(run, "review")["authorization"].removeprefix("Bearer ")
    with run.new_client() as page:
        assert page.get("/v1/session").json()["sign_in_needed"] is True
        assert page.post("/v1/session", json={"key": "wrong"}).status_code == 401
        signed = page.post("/v1/session", json={"key": key})
        cookie = signed.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        token = signed.json()["csrf"]
        plain = {"content-type": "text/plain"}
        refused = page.post("/v1/documents", content=b"a 1", headers=plain)
        assert (refused.status_code, refused.json()["code"]) == (403, "cross-site")
        taken = page.post("/v1/documents", content=b"a 1", headers={**plain, "x-csrf-token": token})
        assert taken.status_code == 201
        assert page.get("/v1/session").json()["csrf"] == token
        assert page.delete("/v1/session", headers={"x-csrf-token": token}).status_code == 200
        assert page.get("/v1/documents").status_code == 401


def test_guessing_keys_is_slowed(run: Any) -> None:
    keyed(run, "admin")
    codes = [
        run.client.post("/v1/session", json={"key": f"guess {n}"}).status_code for n in range(15)
    ]
    assert codes[0] == 401
    assert codes[-1] == 429


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8470"},
        {"origin": "null"},
    ],
)
def test_other_sites_are_refused(
    sqlite_settings: Settings, start: Callable[..., Any], headers: dict[str, str]
) -> None:
    with start(sqlite_settings) as run:
        answer = run.submit("甲局 1", **headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")
        assert run.submit("甲局 1").status_code == 201


def test_hostile_bodies_are_coded_refusals(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    deep = b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    cases: list[tuple[dict[str, str], bytes, int]] = [
        ({"content-type": "application/json"}, deep, 400),
        ({"content-type": "application/json"}, b'{"text": NaN}', 400),
        ({"content-type": "application/json"}, b'{"text": "a\\ud800"}', 422),
        ({"content-type": "application/json"}, b'{"text": "a\\u0000"}', 422),
        ({"content-type": "application/json"}, b'{"text": 1' + b"0" * 6000 + b"}", 400),
        ({"content-type": "application/json"}, b'{"text": "a", "more": 1}', 422),
        ({"content-type": "application/json"}, b"\xff\xfe", 400),
        ({"content-type": "multipart/form-data"}, b"x", 400),
        ({"content-type": "multipart/form-data; boundary=a"}, b"--a--", 422),
        ({"content-type": "application/x-www-form-urlencoded"}, b"a=1&" * 50_000, 415),
        ({"content-type": "text/plain"}, b"", 422),
        ({}, b"abc", 415),
        ({"content-type": "text/plain", "idempotency-key": "x" * 201}, b"abc", 422),
    ]
    with start(sqlite_settings) as run:
        for headers, body, status in cases:
            answer = run.client.post("/v1/documents", content=body, headers=headers)
            assert answer.status_code == status, (headers, body[:40], answer.text[:200])
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json().keys() >= CODE_MEMBERS
        ranges = {"range": "bytes=" + ",".join(f"{n}-" for n in range(2000))}
        assert run.client.get("/healthz", headers=ranges).status_code == 200


def test_bytes_are_counted_whatever_the_header_says(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    """At the limit it passes, one byte above it is refused; chunked, announced or lied about."""
    with start(sqlite_settings, file_bytes=1000) as run:
        assert run.submit("x" * 1000).status_code == 201
        assert run.submit("x" * 1001).json()["code"] == "too-large"

        def endless() -> Any:
            for _ in range(3000):
                yield b"x" * 1000

        chunked = {"content-type": "text/plain"}
        # The server may close before all is sent; either way it took no more than the limit.
        with suppress(httpx.TransportError):
            answer = run.client.post("/v1/documents", content=endless(), headers=chunked)
            assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
        with socket.create_connection(("127.0.0.1", run.port)) as one:
            head = "POST /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
            one.sendall(f"{head}Content-Length: 99999999\r\n\r\n".encode() + b"x")
            assert b" 413 " in one.recv(2000)
        assert run.client.get("/healthz").status_code == 200


def test_rate_limit(sqlite_settings: Settings, start: Callable[..., Any]) -> None:
    with start(sqlite_settings, rate_per_second=0.1, rate_burst=3) as run:
        answers = [run.client.get("/v1/documents") for _ in range(5)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert run.client.get("/healthz").status_code == 200


def test_security_headers_and_docs_without_other_hosts(
    sqlite_settings: Settings, start: Callable[..., Any]
) -> None:
    with start(sqlite_settings) as run:
        for path in ("/docs", "/v1/documents", "/nowhere", "/healthz"):
            answer = run.client.get(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"(src|href)=.?https?:", run.client.get("/docs").text)
        missing = run.client.get("/nowhere").json()
        assert missing["code"] == "not-found"
        assert run.client.put("/v1/documents").json()["code"] == "method-not-allowed"
        assert run.client.get("/assets/../../settings.py").status_code == 404
        assert run.client.get("/assets/%2e%2e/%2e%2e/settings.py").status_code == 404


def test_an_error_inside_tells_nothing(
    sqlite_settings: Settings, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("the words of a document")

    with start(sqlite_settings) as run:
        monkeypatch.setattr("service.listing.page", broken)
        answer = run.client.get("/v1/documents")
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert "words" not in answer.text


def test_the_docs_name_every_code_setting_and_route(sqlite_settings: Settings) -> None:
    docs = DOCS.read_text("utf-8")
    for code in Code:
        assert f"| `{code.value}` | {MEANINGS[code][0]} |" in docs, code
    for name in Settings.__dataclass_fields__:
        assert f"`{name.upper()}`" in docs, name
    app = create_app(sqlite_settings)
    app.state.service.database.close()
    contract = ("documents", "batches", "review", "session", "export", "jobs")
    for path in app.openapi()["paths"]:
        if path.startswith("/v1/") and path.split("/")[2] in contract:
            assert path.split("/")[2] in docs


def test_settings_refuse_what_cannot_be() -> None:
    for given in ({"port": 70000}, {"file_bytes": 0}, {"extractor": "x"}, {"lease_seconds": 0.0}):
        with pytest.raises(SettingsError):
            from_environment({}, **given)
    with pytest.raises(SettingsError):
        from_environment({"DUIBIAO_PORT": "many"})
    made = from_environment({"DUIBIAO_PORT": "1", "DUIBIAO_SECURE_COOKIES": "yes"}, port=2)
    assert (made.port, made.secure_cookies) == (2, True)


def test_without_keys_only_loopback(sqlite_settings: Settings) -> None:
    with pytest.raises(ServeError, match="loopback"):
        run_server(replace(sqlite_settings, host="0.0.0.0", port=0))


def test_keys_backup_and_restore_commands(sqlite_settings: Settings, tmp_path: Path) -> None:
    data = ["--data", str(sqlite_settings.data)]
    call = CliRunner().invoke
    added = call(keys, ["add", "anna", "--role", "review", *data])
    assert added.output.startswith("dbk_")
    assert call(keys, ["add", "anna", *data]).exit_code == 1
    assert "anna\treview" in call(keys, ["list", *data]).output
    target = str(tmp_path / "b.sqlite")
    assert call(backup, [target, *data]).exit_code == 0
    assert call(keys, ["revoke", "anna", *data]).exit_code == 0
    assert call(keys, ["revoke", "anna", *data]).exit_code == 1
    assert "revoked" in call(keys, ["list", *data]).output
    assert call(restore, [target, *data]).exit_code == 0
    assert "active" in call(keys, ["list", *data]).output
    assert call(worker, data).exit_code == 2
