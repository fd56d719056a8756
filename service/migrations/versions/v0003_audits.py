"""What is asked first, random audits of fields outside review, and how unlike documents are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "review_fields", sa.Column("gain", sa.Float(), nullable=False, server_default="0")
    )
    op.execute("UPDATE review_fields SET gain = 1 - priority")
    op.create_index("review_fields_gain", "review_fields", ["gain", "n"], unique=False)
    op.create_table(
        "traits",
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("is_unlike", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("doc"),
    )
    op.create_index("traits_month", "traits", ["month", "is_unlike"], unique=False)
    op.create_table(
        "audits",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("drawn_at", sa.String(length=32), nullable=False),
        sa.Column("first_by", sa.Text(), nullable=True),
        sa.Column("first_decision", NUMBER, nullable=True),
        sa.Column("second_by", sa.Text(), nullable=True),
        sa.Column("second_decision", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("audits_state", "audits", ["state", "n"], unique=False)
    op.create_index("audits_model", "audits", ["model", "state"], unique=False)
    op.create_index("audits_doc", "audits", ["doc"], unique=False)
    op.create_table(
        "policies",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("estimate", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("upto", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("policies_model", "policies", ["model", "n"], unique=False)
