"""The values of each report, compact, for rates over many; agencies by the id that a manifest gave."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_values",
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("doc", "report"),
    )
    op.create_index("reports_agency_id", "reports", ["agency_id", "doc"], unique=False)
