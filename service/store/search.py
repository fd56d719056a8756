"""Search in Chinese text: an index of neighbouring characters finds candidates, the text decides.

SQLite's own trigram index cannot find words of two characters, the commonest length in Chinese,
and PostgreSQL's depends on the locale. Pairs work on both. Only which pairs occur is kept, not
where, so the index stays small; a candidate is confirmed in the stored text.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, column, select, text

from service import codec
from service.indexing import fold, pairs
from service.store.common import replace
from service.tables import Number, texts

_TEXT = select(texts.c.codec, texts.c.body).where(texts.c.doc == bindparam("of"))
# A contentless index forgets a row only when told what it held.
_FORGET = text("INSERT INTO search (search, rowid, pairs) VALUES ('delete', :n, :pairs)")
_NOTE = text("INSERT INTO search (rowid, pairs) VALUES (:n, :pairs)")
_PUT = text(
    "INSERT INTO search (doc, pairs) VALUES (:n, :pairs)"
    " ON CONFLICT (doc) DO UPDATE SET pairs = excluded.pairs"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """A document's folded text as it is searched; `codec` and `body` are how it is stored."""

    folded: str
    pairs: list[str]
    codec: int
    body: bytes


def sought(*parts: str) -> Sought:
    """What a document is found by: its text, its name."""
    folded = "\n".join(fold(one) for one in parts)
    return Sought(folded, _indexable(folded), *codec.pack_bytes(folded.encode("utf-8", "replace")))


def _indexable(folded: str) -> list[str]:
    others = {one for one in set(folded) if unicodedata.category(one)[0] not in "LN"}
    return sorted(pair for pair in pairs(folded) if others.isdisjoint(pair))


def put(connection: Connection, n: int, now: Sought) -> None:
    """Make a document findable."""
    before = read(connection, n)
    if before == now.folded:
        return
    if connection.dialect.name == "sqlite":
        if before is not None:
            connection.execute(_FORGET, {"n": n, "pairs": " ".join(_indexable(before))})
        connection.execute(_NOTE, {"n": n, "pairs": " ".join(now.pairs)})
    else:
        connection.execute(_PUT, {"n": n, "pairs": now.pairs})
    replace(connection, texts, {"doc": n, "codec": now.codec, "body": now.body})


def read(connection: Connection, n: int) -> str | None:
    """The folded text of a document."""
    row = connection.execute(_TEXT, {"of": n}).first()
    return codec.unpack_bytes(row.codec, row.body).decode() if row else None


def candidates(connection: Connection, wanted: str) -> Select[Any] | None:
    """The numbers of documents among which all matches are; None where the index cannot help."""
    found = _indexable(fold(wanted))
    if not found:
        return None
    if connection.dialect.name == "sqlite":
        query = " AND ".join(f'"{pair}"' for pair in found)
        rows = text("SELECT rowid AS n FROM search WHERE search MATCH :pairs").bindparams(
            pairs=query
        )
    else:
        rows = text("SELECT doc AS n FROM search WHERE pairs @> :pairs").bindparams(
            bindparam("pairs", found)
        )
    found_rows = rows.columns(column("n", Number)).subquery()
    return select(found_rows.c.n)


def matches(connection: Connection, n: int, wanted: str) -> bool:
    """Whether a document's text holds the words."""
    folded = read(connection, n)
    return folded is not None and fold(wanted) in folded
