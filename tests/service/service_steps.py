"""What tests do to a database without a server."""

from typing import Any

from sqlalchemy import func, select

from service.database import Database
from service.store import documents as store
from service.store import jobs


def submit(database: Database, text: str) -> dict[str, Any]:
    with database.writing() as connection:
        row, _ = store.put(connection, store.New(text.encode(), "", "text/plain", {}, "test"))
        return jobs.add(connection, jobs.EXTRACT, row["n"])


def counted(database: Database, table: Any) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
