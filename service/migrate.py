"""Bring the database to the schema that this version of the code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.database import MARKER, Database, DatabaseError

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run what is missing. A database from newer code is refused, not guessed at."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    if current == script.get_current_head():
        return
    known = {one.revision for one in script.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseError(
            f"数据库来自更新的版本。The database is of a newer version ({current})."
        )
    with database.writing() as connection:
        if not database.is_sqlite:  # two servers that start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(20210130)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    if database.path is not None:
        marker = database.path.parent / MARKER
        marker.write_text("duibiao.sqlite belongs to this folder; see `duibiao backup`.\n", "utf-8")
