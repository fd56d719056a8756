"""How Alembic reaches the database: by the connection that the caller hands over."""

from alembic import context

from service.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
