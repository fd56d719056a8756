"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "annotations",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("annotations_doc", "annotations", ["doc", "n"], unique=False)
    op.create_index("annotations_request", "annotations", ["request"], unique=False)
    op.create_table(
        "batch_items",
        sa.Column("batch", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("doc", NUMBER, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "position"),
    )
    op.create_index("batch_items_doc", "batch_items", ["doc", "state"], unique=False)
    op.create_index("batch_items_seq", "batch_items", ["batch", "seq"], unique=False)
    op.create_table(
        "batches",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "documents",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("result", NUMBER, nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("in_review", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("documents_state", "documents", ["state", "n"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("resource", sa.String(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("pending_until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("principal", "key"),
    )
    op.create_index("idempotency_expires", "idempotency", ["expires"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("doc", NUMBER, nullable=True),
        sa.Column("batch", NUMBER, nullable=True),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("turn", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kills", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("jobs_batch", "jobs", ["batch", "state"], unique=False)
    op.create_index("jobs_doc", "jobs", ["doc", "state"], unique=False)
    op.create_index("jobs_lane", "jobs", ["lane", "state", "turn"], unique=False)
    op.create_index("jobs_turn", "jobs", ["state", "turn", "n"], unique=False)
    op.create_table(
        "keys",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("hash"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "originals",
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("codec", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("doc"),
    )
    op.create_table(
        "report_checks",
        sa.Column("check_id", sa.String(length=40), nullable=False),
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("check_id", "doc", "report"),
    )
    op.create_index("report_checks_doc", "report_checks", ["doc"], unique=False)
    op.create_table(
        "reports",
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(length=16), nullable=True),
        sa.Column("scope", sa.String(length=16), nullable=True),
        sa.Column("agency_id", sa.Text(), nullable=True),
        sa.Column("in_review", sa.Integer(), nullable=False),
        sa.Column("failing", sa.Integer(), nullable=False),
        sa.Column("values_given", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("doc", "report"),
    )
    op.create_index("reports_agency", "reports", ["agency", "doc"], unique=False)
    op.create_index("reports_form", "reports", ["form", "doc"], unique=False)
    op.create_index("reports_scope", "reports", ["scope", "doc"], unique=False)
    op.create_index("reports_year", "reports", ["year", "doc"], unique=False)
    op.create_table(
        "results",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("codec", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("results_doc", "results", ["doc", "n"], unique=False)
    op.create_table(
        "review_checks",
        sa.Column("check_id", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("field", NUMBER, autoincrement=False, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("check_id", "priority", "field"),
    )
    op.create_index("review_checks_doc", "review_checks", ["doc"], unique=False)
    op.create_table(
        "review_fields",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("doc", NUMBER, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index(
        "review_fields_agency", "review_fields", ["agency", "priority", "n"], unique=False
    )
    op.create_index("review_fields_doc", "review_fields", ["doc"], unique=False)
    op.create_index("review_fields_priority", "review_fields", ["priority", "n"], unique=False)
    op.create_index("review_fields_year", "review_fields", ["year", "priority", "n"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key", NUMBER, nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "step_seconds",
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("count", NUMBER, nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("step"),
    )
    op.create_table(
        "texts",
        sa.Column("doc", NUMBER, autoincrement=False, nullable=False),
        sa.Column("codec", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("doc"),
    )
    op.create_table(
        "training_runs",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("job", NUMBER, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("data", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("data", "n", name="training_runs_data"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("seen", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _search()


def _search() -> None:
    # Which pairs of characters a document holds; what that is for: service/store/search.py.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(pairs, content='', detail=none)")
    else:
        op.execute("CREATE TABLE search (doc BIGINT PRIMARY KEY, pairs TEXT[] NOT NULL)")
        op.execute("CREATE INDEX search_pairs ON search USING gin (pairs)")
