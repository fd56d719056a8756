"""What the stores share: rows as dicts, portable upserts, page cursors."""

import base64
import json
import secrets
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from service.problems import Code, Problem

Row = dict[str, Any]


def new_id() -> str:
    """An id that nobody can guess or order by."""
    return secrets.token_hex(12)


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def insert_new(connection: Connection, table: Table, values: Row) -> bool:
    """Insert unless its key is there; whether it was inserted."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = next(iter(table.primary_key))
    statement: Any = make(table).values(**values).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).first() is not None


def replace(connection: Connection, table: Table, values: Row) -> None:
    """Insert, or overwrite the row with the same primary key."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement: Any = make(table).values(**values)
    names = [column.name for column in table.primary_key]
    changed = {name: value for name, value in values.items() if name not in names}
    connection.execute(statement.on_conflict_do_update(index_elements=names, set_=changed))


def encode_cursor(*parts: Any) -> str:
    """An opaque cursor: clients hand it back as they got it."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The parts of a cursor, each of its kind. Problem: not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        parts = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Problem(Code.BAD_CURSOR) from error
    fits = isinstance(parts, list) and len(parts) == len(kinds)
    if not fits or not all(_is(part, kind) for part, kind in zip(parts, kinds, strict=True)):
        raise Problem(Code.BAD_CURSOR)
    return tuple(parts)


def _is(part: Any, kind: type) -> bool:
    if isinstance(part, bool):
        return False
    if kind is float:
        return isinstance(part, int | float) and abs(part) < 2**62
    if kind is int:
        return isinstance(part, int) and 0 <= part < 2**62
    if kind is str:  # PostgreSQL compares with no NUL, and no driver sends a lone surrogate
        return isinstance(part, str) and not any(
            c == "\x00" or "\ud800" <= c <= "\udfff" for c in part
        )
    return isinstance(part, kind)
