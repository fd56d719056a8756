"""What tells reports whose prose is nearly the same: a few numbers for each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "prose_prints",
        sa.Column("print", NUMBER, autoincrement=False, nullable=False),
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("print", "doc", "report"),
    )
    op.create_index("prose_prints_doc", "prose_prints", ["doc"], unique=False)
