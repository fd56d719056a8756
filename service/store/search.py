"""Search in Chinese text: an index of neighbouring characters finds candidates, the text decides.

SQLite's own trigram index cannot find words of two characters, the commonest length in Chinese,
and PostgreSQL's depends on the locale. Pairs work on both. Only which pairs occur is kept, not
where, so the index stays small; a candidate is confirmed in the stored text.
"""

import unicodedata
from typing import Any

from sqlalchemy import Connection, Select, bindparam, column, delete, select, text

from service import codec
from service.indexing import fold, pairs
from service.store.common import replace
from service.tables import Number, texts


def _indexable(folded: str) -> list[str]:
    return sorted(
        pair for pair in pairs(folded) if all(unicodedata.category(one)[0] in "LN" for one in pair)
    )


def put(connection: Connection, n: int, folded: str) -> None:
    """Make a document findable by its folded text."""
    before = read(connection, n)
    if before == folded:
        return
    if connection.dialect.name == "sqlite":
        if before is not None:
            # A contentless index forgets a row only when told what it held.
            connection.execute(
                text("INSERT INTO search (search, rowid, pairs) VALUES ('delete', :n, :pairs)"),
                {"n": n, "pairs": " ".join(_indexable(before))},
            )
        connection.execute(
            text("INSERT INTO search (rowid, pairs) VALUES (:n, :pairs)"),
            {"n": n, "pairs": " ".join(_indexable(folded))},
        )
    else:
        connection.execute(
            text(
                "INSERT INTO search (doc, pairs) VALUES (:n, :pairs)"
                " ON CONFLICT (doc) DO UPDATE SET pairs = excluded.pairs"
            ),
            {"n": n, "pairs": _indexable(folded)},
        )
    number, body = codec.pack_bytes(folded.encode("utf-8", "replace"))
    replace(connection, texts, {"doc": n, "codec": number, "body": body})


def read(connection: Connection, n: int) -> str | None:
    """The folded text of a document."""
    row = connection.execute(select(texts.c.codec, texts.c.body).where(texts.c.doc == n)).first()
    return codec.unpack_bytes(row.codec, row.body).decode() if row else None


def forget(connection: Connection, n: int) -> None:
    put(connection, n, "")
    connection.execute(delete(texts).where(texts.c.doc == n))


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
