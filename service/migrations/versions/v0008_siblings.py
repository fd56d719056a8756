"""Which reports have one template, what people corrected in them, and what a decision was taken from."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("band", NUMBER, autoincrement=False, nullable=False),
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "doc", "report"),
    )
    op.create_index("templates_doc", "templates", ["doc"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("decision", NUMBER, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("corrections_doc", "corrections", ["doc"], unique=False)
    op.create_table(
        "correction_bands",
        sa.Column("band", NUMBER, autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("correction", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "target", "correction"),
    )
    op.create_index("correction_bands_of", "correction_bands", ["correction"], unique=False)
    op.add_column("annotations", sa.Column("suggested_by", sa.Text(), nullable=True))
