"""What a batch's manifest says of files that did not come with it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batches", sa.Column("manifest", sa.Text(), nullable=True))
