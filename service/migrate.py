"""Bring the database to the schema that this version of the code expects."""

from pathlib import Path

from sqlalchemy import inspect, text

from service.database import MARKER, Database, DatabaseError

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = "v[0-9][0-9][0-9][0-9]_*.py"


def newest() -> str:
    """The revision of this code; each file of the folder is named by its own."""
    return max(path.name[1:5] for path in (FOLDER / "versions").glob(VERSIONS))


def migrate(database: Database) -> None:
    """Run what is missing. A database from newer code is refused, not guessed at."""
    found = _revision(database)
    if found == newest():
        return  # as a rule; Alembic takes longer to load than the rest of the start
    if found is not None and found > newest():
        raise DatabaseError(f"数据库来自更新的版本。The database is of a newer version ({found}).")
    _upgrade(database)
    if database.path is not None:
        marker = database.path.parent / MARKER
        marker.write_text("duibiao.sqlite belongs to this folder; see `duibiao backup`.\n", "utf-8")


def _revision(database: Database) -> str | None:
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None


def _upgrade(database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with database.writing() as connection:
        if not database.is_sqlite:  # two servers that start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(20210130)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
