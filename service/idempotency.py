"""`Idempotency-Key`: the same POST sent twice has one effect and one answer.

A key is reserved before anything happens, with an id for what the request will make. A request
that died half way is run again under the same id, so that it finds what it made the first time.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from sqlalchemy import ColumnElement, delete, select, update

from service import limits
from service.access import Principal
from service.clock import seconds
from service.core import Service
from service.problems import Code, Problem
from service.store.common import Row, insert_new, new_id
from service.tables import idempotency

PENDING_SECONDS = 120.0  # longer than any answer takes; afterwards the request counts as dead


def fingerprint(*parts: bytes | str) -> str:
    """What makes two requests the same one."""
    hasher = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()


async def once(
    service: Service, request: Request, principal: Principal, mark: str,
    produce: Callable[[str], Awaitable[Response]],
) -> Response:  # fmt: skip
    """Run `produce` with the id to make things under, or give the answer of the first time."""
    from asyncio import to_thread  # noqa: PLC0415

    key = request.headers.get("idempotency-key")
    if key is None:
        return await produce(new_id())
    if not 0 < len(key) <= limits.IDEMPOTENCY_KEY_LENGTH:
        raise Problem(
            Code.INVALID, "Idempotency-Key 应为 1-200 个字符。Idempotency-Key: 1-200 characters."
        )
    mark = fingerprint(request.method, request.url.path, mark)
    resource, answer = await to_thread(_reserve, service, principal.name, key, mark)
    if answer is not None:
        return answer
    try:
        response = await produce(resource)
    except Problem as problem:
        if problem.status_code >= 500 or problem.code is Code.RATE_LIMITED:
            await to_thread(_release, service, principal.name, key)
        else:
            await to_thread(_forget, service, principal.name, key)
        raise
    except BaseException:
        await to_thread(_release, service, principal.name, key)
        raise
    await to_thread(_keep, service, principal.name, key, response)
    return response


def _where(principal: str, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return idempotency.c.principal == principal, idempotency.c.key == key


def _reserve(service: Service, principal: str, key: str, mark: str) -> tuple[str, Response | None]:
    at = seconds()
    with service.database.writing() as connection:
        connection.execute(delete(idempotency).where(idempotency.c.expires < at))
        row: Row = {
            "principal": principal, "key": key, "fingerprint": mark, "resource": new_id(),
            "expires": at + limits.IDEMPOTENCY_HOURS * 3600, "pending_until": at + PENDING_SECONDS,
        }  # fmt: skip
        if insert_new(connection, idempotency, row):
            return row["resource"], None
        query = select(idempotency).where(*_where(principal, key)).with_for_update()
        found = connection.execute(query).mappings().one()
        if found["fingerprint"] != mark:
            raise Problem(Code.IDEMPOTENCY_MISMATCH)
        if found["status"] is not None:
            headers = {**json.loads(found["headers"]), "idempotent-replayed": "true"}
            return found["resource"], Response(bytes(found["body"]), found["status"], headers)
        if found["pending_until"] > at:
            raise Problem(Code.IN_PROGRESS, headers={"Retry-After": "2"})
        connection.execute(
            update(idempotency)
            .where(*_where(principal, key))
            .values(pending_until=at + PENDING_SECONDS)
        )
        return found["resource"], None


def _keep(service: Service, principal: str, key: str, response: Response) -> None:
    kept = {
        name: value
        for name, value in response.headers.items()
        if name in ("content-type", "location")
    }
    with service.database.writing() as connection:
        connection.execute(
            update(idempotency)
            .where(*_where(principal, key))
            .values(
                status=response.status_code, headers=json.dumps(kept), body=bytes(response.body)
            )
        )


def _release(service: Service, principal: str, key: str) -> None:
    with service.database.writing() as connection:
        connection.execute(
            update(idempotency).where(*_where(principal, key)).values(pending_until=0.0)
        )


def release_unfinished(service: Service) -> None:
    """Before a server takes requests: those under way died with the one before it.

    On SQLite alone, where one server holds the data; others may share a PostgreSQL database, and
    there a request counts as dead after `PENDING_SECONDS`.
    """
    if service.database.is_sqlite:
        with service.database.writing() as connection:
            connection.execute(
                update(idempotency).where(idempotency.c.status.is_(None)).values(pending_until=0.0)
            )


def _forget(service: Service, principal: str, key: str) -> None:
    with service.database.writing() as connection:
        connection.execute(delete(idempotency).where(*_where(principal, key)))
