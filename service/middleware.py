"""What happens to every request: an id, a bounded body, headers, a log line, a last net."""

import time
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import limits
from service.core import Service
from service.errors import problem_response
from service.problems import Code, Problem

logger = structlog.get_logger("duibiao.http")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Envelope:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/v1"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        try:
            await self.app(scope, self._bounded(scope, receive), sending)
        except Exception as error:
            # The type and the place only: a message may quote the document.
            logger.error(
                "unhandled", request_id=request_id, error=type(error).__name__, where=_where(error)
            )
            if status == 0:
                response = problem_response(Request(scope), Problem(Code.INTERNAL))
                await response(scope, receive, sending)
            status = 500
        finally:
            self._count(scope, status, time.perf_counter() - started, request_id)

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Count the bytes that come, whatever Content-Length says."""
        most = self._limit(scope)
        announced = Headers(scope=scope).get("content-length", "")
        if (
            announced.isascii()
            and announced.isdigit()
            and len(announced) < 20
            and int(announced) > most
        ):
            most = -1  # refuse when the body is first asked for, before any of it is held
        seen = 0

        async def receiving() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if message["type"] == "http.request" and seen > most:
                raise Problem(Code.TOO_LARGE, "请求正文超过上限。The body is above the limit.")
            return message

        return receiving

    def _limit(self, scope: Scope) -> int:
        room = limits.MEGABYTE  # for the parts around the file: form boundaries, the manifest
        path = scope["path"].rstrip("/")
        if path == "/v1/batches":
            return self.service.settings.batch_bytes + room
        if path == "/v1/documents":
            # JSON writes a Chinese character as six bytes where it has three.
            json = b"json" in dict(scope["headers"]).get(b"content-type", b"")
            return self.service.settings.file_bytes * (2 if json else 1) + room
        return limits.JSON_BYTES

    def _count(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", "") or "other"
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.service.metrics.requests.labels(method, route, str(status)).inc()
        self.service.metrics.seconds.labels(method, route).observe(seconds)
        logger.info(
            "request", request_id=request_id, method=method, route=route, status=status,
            seconds=round(seconds, 4), caller=scope["state"].get("caller"),
        )  # fmt: skip


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _where(error: BaseException) -> str:
    place: Any = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
