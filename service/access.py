"""Who is calling, and what they may do: API keys, page sessions, loopback without keys."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from service import limits
from service.clock import now, seconds
from service.core import Service
from service.problems import Code, Problem
from service.settings import LOOPBACK
from service.store.common import Row
from service.tables import keys, sessions

ROLES = ("submit", "review", "admin")
COOKIE = "duibiao_session"
CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. `csrf` is set where the caller came by the page's session."""

    name: str
    role: str
    csrf: str | None = None

    def may(self, role: str) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)


def digest(secret: str) -> str:
    """Keys are 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def add_key(connection: Connection, name: str, role: str) -> str:
    """Make a key; it is shown this once. ValueError: the name is taken, or the role unknown."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role}")
    key = "dbk_" + secrets.token_urlsafe(32)
    try:
        connection.execute(
            insert(keys).values(name=name, role=role, hash=digest(key), created_at=now())
        )
    except IntegrityError as error:
        raise ValueError(f"there is a key named {name}") from error
    return key


def list_keys(connection: Connection) -> list[Row]:
    columns = (keys.c.name, keys.c.role, keys.c.created_at, keys.c.revoked_at)
    return [dict(row) for row in connection.execute(select(*columns).order_by(keys.c.n)).mappings()]


def revoke_key(connection: Connection, name: str) -> bool:
    """Revoke a key and end its sessions; False where there is no such key."""
    found = connection.execute(
        update(keys)
        .where(keys.c.name == name, keys.c.revoked_at.is_(None))
        .values(revoked_at=now())
        .returning(keys.c.n)
    ).scalar()
    if found is None:
        return False
    connection.execute(delete(sessions).where(sessions.c.key == found))
    return True


def any_keys(connection: Connection) -> bool:
    query = select(keys.c.n).where(keys.c.revoked_at.is_(None)).limit(1)
    return connection.execute(query).first() is not None


def _by_key(connection: Connection, key: str) -> Row | None:
    query = select(keys.c.n, keys.c.name, keys.c.role).where(
        keys.c.hash == digest(key), keys.c.revoked_at.is_(None)
    )
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def sign_in(connection: Connection, key: str) -> tuple[str, Principal] | None:
    """A session for the page: its secret, and who it is; None for a wrong key."""
    found = _by_key(connection, key)
    if found is None:
        return None
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    connection.execute(delete(sessions).where(sessions.c.expires < seconds()))
    connection.execute(
        insert(sessions).values(
            hash=digest(token),
            key=found["n"],
            csrf=csrf,
            expires=seconds() + limits.SESSION_HOURS * 3600,
        )
    )
    return token, Principal(found["name"], found["role"], csrf)


def sign_out(connection: Connection, token: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.hash == digest(token)))


def _by_session(connection: Connection, token: str) -> Principal | None:
    query = (
        select(keys.c.name, keys.c.role, sessions.c.csrf)
        .join_from(sessions, keys, keys.c.n == sessions.c.key)
        .where(
            sessions.c.hash == digest(token),
            sessions.c.expires > seconds(),
            keys.c.revoked_at.is_(None),
        )
    )
    row = connection.execute(query).first()
    return Principal(row.name, row.role, row.csrf) if row else None


def identify(service: Service, request: Request) -> Principal | None:
    """Who calls; None where nobody we know. Problem: a session without its token."""
    header = request.headers.get("authorization", "")
    scheme, _, key = header.partition(" ")
    token = request.cookies.get(COOKIE)
    with service.database.reading() as connection:
        if scheme.lower() == "bearer" and key.strip():
            found = _by_key(connection, key.strip())
            return Principal(found["name"], found["role"]) if found else None
        if token:
            principal = _by_session(connection, token)
            if principal is not None:
                _check_token(request, principal)
                return principal
        if not any_keys(connection) and service.settings.on_loopback:
            return Principal(LOCAL, "admin")
    return None


def _check_token(request: Request, principal: Principal) -> None:
    given = request.headers.get(CSRF_HEADER, "")
    if request.method in SAFE:
        return
    if not hmac.compare_digest(given.encode("utf-8", "replace"), (principal.csrf or "").encode()):
        raise Problem(Code.CROSS_SITE, f"缺少 {CSRF_HEADER}。The session's token is missing.")


def check_origin(service: Service, request: Request) -> None:
    """Refuse other sites, and names that merely resolve to this machine (DNS rebinding)."""
    host = request.headers.get("host", "")
    if service.settings.on_loopback and _hostname(host) not in LOOPBACK | {"testserver"}:
        raise Problem(Code.CROSS_SITE, "Host 不是本机。The Host header does not name this machine.")
    if request.method in SAFE:
        return
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Problem(Code.CROSS_SITE)
    origin = request.headers.get("origin")
    if origin is not None and urlsplit_host(origin) != host.lower():
        raise Problem(Code.CROSS_SITE)


def _hostname(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def urlsplit_host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
