"""The schema: one line of revisions, which give what the code expects, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.database import Database, DatabaseError
from service.migrate import FOLDER, VERSIONS, migrate, newest
from service.settings import Settings
from service.tables import metadata

OUTSIDE = {"search"}  # the index of the texts is made for each database by its own means


def test_files_are_named_by_their_revisions_in_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    script = ScriptDirectory.from_config(config)
    line = [one.revision for one in script.walk_revisions()]
    named = {path.name[1:5] for path in (FOLDER / "versions").glob(VERSIONS)}
    assert script.get_heads() == [newest()] == line[:1]
    assert set(line) == named
    assert line == sorted(named, reverse=True)


def test_the_revisions_give_the_tables_of_the_code(database: Database) -> None:
    def ours(_object: Any, name: str | None, kind: str, *_more: Any) -> bool:
        return kind != "table" or not (name or "").startswith(tuple(OUTSIDE))

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, metadata) == []


def test_a_database_of_newer_code_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="newer"):
        migrate(database)


def test_an_older_database_is_brought_up_to_date(tmp_path: Path) -> None:
    database = Database(Settings(data=tmp_path / "data"))
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    migrate(database)
    with database.reading() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert found == newest()
    migrate(database)
    database.close()
