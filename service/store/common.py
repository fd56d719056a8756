"""What the stores share: rows as dicts, portable upserts, page cursors."""

import base64
import json
import secrets
from functools import cache
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
    return (
        connection.execute(_insert_new(table, connection.dialect.name), values).first() is not None
    )


def replace(connection: Connection, table: Table, values: Row) -> None:
    """Insert a whole row, or overwrite the one with the same primary key."""
    connection.execute(_replace(table, connection.dialect.name), values)


@cache  # one for each table: building a statement takes as long as running it
def _insert_new(table: Table, dialect: str) -> Any:
    key = next(iter(table.primary_key))
    return _insert(table, dialect).on_conflict_do_nothing().returning(key)


@cache
def _replace(table: Table, dialect: str) -> Any:
    made = _insert(table, dialect)
    names = [column.name for column in table.primary_key]
    changed = {one.name: made.excluded[one.name] for one in table.columns if one.name not in names}
    return made.on_conflict_do_update(index_elements=names, set_=changed)


def _insert(table: Table, dialect: str) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


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
