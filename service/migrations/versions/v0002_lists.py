"""Indexes by which lists walk the few reports that wait, fail, or are settled, newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = {
    "reports_waiting": ("in_review > 0", ["doc", "year", "in_review"]),
    "reports_settled": ("in_review = 0", ["doc"]),
    "reports_failing": ("failing > 0", ["doc"]),
}


def upgrade() -> None:
    for name, (where, columns) in INDEXES.items():
        condition = sa.text(where)
        op.create_index(
            name, "reports", columns, sqlite_where=condition, postgresql_where=condition
        )
