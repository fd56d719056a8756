"""Fields that two people decided: drawn for a second reading, or decided anew over another's answer."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Targets of which more than one person said something; then all that was said of them, in order.
SHARED = """
    SELECT doc, report, target FROM annotations
    WHERE (target LIKE 'fields/%' OR target LIKE 'legacy/%') AND report IS NOT NULL
    GROUP BY doc, report, target HAVING COUNT(DISTINCT author) > 1
"""
SAID = """
    SELECT n, author, value, state, decision, before, at FROM annotations
    WHERE doc = :doc AND report = :report AND target = :target ORDER BY n
"""
DECIDES_NOTHING = ("withdrawn", "flagged")


def upgrade() -> None:
    made = op.create_table(
        "second_readings",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("blind", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("first", NUMBER, nullable=False),
        sa.Column("first_by", sa.Text(), nullable=False),
        sa.Column("first_value", sa.Text(), nullable=True),
        sa.Column("first_state", sa.String(length=16), nullable=True),
        sa.Column("second_by", sa.Text(), nullable=True),
        sa.Column("second_value", sa.Text(), nullable=True),
        sa.Column("second_state", sa.String(length=16), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("second_readings_state", "second_readings", ["state", "n"], unique=False)
    op.create_index("second_readings_doc", "second_readings", ["doc"], unique=False)
    connection = op.get_bind()
    for place in list(connection.execute(sa.text(SHARED)).mappings()):
        said = list(connection.execute(sa.text(SAID), dict(place)).mappings())
        for row in _pairs(said):
            connection.execute(sa.insert(made).values(**place, **row))


def _pairs(said: list[Any]) -> Iterator[dict[str, Any]]:
    """Decisions over another person's, which were made in sight of it."""
    for one, other in pairwise(said):
        decided = not {one["decision"], other["decision"]} & set(DECIDES_NOTHING)
        if not decided or one["author"] == other["author"]:
            continue
        before = json.loads(other["before"] or "null") or {}
        first = (json.dumps(before.get("value")), before.get("state"))
        accepted = other["decision"] == "accepted"
        second = first if accepted else (other["value"] or "null", other["state"])
        yield {
            "state": "done", "blind": 0, "first": one["n"], "first_by": one["author"],
            "first_value": first[0], "first_state": first[1], "second_by": other["author"],
            "second_value": second[0], "second_state": second[1], "at": other["at"],
        }  # fmt: skip
