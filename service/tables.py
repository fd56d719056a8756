"""The tables. `n` is a row's number inside; ids that users see are text.

Documents are numbered because the rows of the review queue would otherwise carry a 64-character
hash each. JSON is kept as text: nothing inside it is searched by the database.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

# SQLite numbers rows by itself only where the type is INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")


def _number() -> Column[int]:
    return Column("n", Number, primary_key=True, autoincrement=True)


# Conditions that lists ask by; written out in queries as here, else SQLite passes their index over.
PARTIAL = {
    "reports_waiting": "in_review > 0",
    "reports_settled": "in_review = 0",
    "reports_failing": "failing > 0",
}


def _partial(name: str, *columns: str) -> Index:
    condition = text(PARTIAL[name])
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


documents = Table(
    "documents", metadata, _number(),
    Column("id", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Number, nullable=False),
    Column("given", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("failure_code", Text),
    Column("failure", Text),
    Column("version", Integer, nullable=False),
    Column("result", Number),
    Column("model", Text),
    Column("rejected", Integer, nullable=False),
    Column("in_review", Integer, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False),
    Index("documents_state", "state", "n"),
)  # fmt: skip

originals = Table(
    "originals", metadata,
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("codec", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

results = Table(
    "results", metadata, _number(),
    Column("doc", Number, nullable=False),
    Column("model", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("codec", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("results_doc", "doc", "n"),
)  # fmt: skip

texts = Table(
    "texts", metadata,
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("codec", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

reports = Table(
    "reports", metadata,
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("report", Integer, primary_key=True, autoincrement=False),
    Column("agency", Text),
    Column("year", Integer),
    Column("form", String(16)),
    Column("scope", String(16)),
    Column("agency_id", Text),
    Column("in_review", Integer, nullable=False),
    Column("failing", Integer, nullable=False),
    Column("values_given", Integer, nullable=False),
    Column("confidence", Float),
    Index("reports_agency", "agency", "doc"),
    Index("reports_agency_id", "agency_id", "doc"),
    Index("reports_year", "year", "doc"),
    Index("reports_form", "form", "doc"),
    Index("reports_scope", "scope", "doc"),
    _partial("reports_waiting", "doc", "year", "in_review"),  # the summary of the queue, too
    _partial("reports_settled", "doc"),
    _partial("reports_failing", "doc"),
)  # fmt: skip

report_values = Table(
    "report_values", metadata,
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("report", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

prose_prints = Table(
    "prose_prints", metadata,
    Column("print", Number, primary_key=True, autoincrement=False),
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("report", Integer, primary_key=True, autoincrement=False),
    Index("prose_prints_doc", "doc"),
)  # fmt: skip

report_checks = Table(
    "report_checks", metadata,
    Column("check_id", String(40), primary_key=True),
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("report", Integer, primary_key=True, autoincrement=False),
    Index("report_checks_doc", "doc"),
)  # fmt: skip

review_fields = Table(
    "review_fields", metadata, _number(),
    Column("doc", Number, nullable=False),
    Column("report", Integer, nullable=False),
    Column("target", Text, nullable=False),
    Column("priority", Float, nullable=False),
    Column("agency", Text),
    Column("year", Integer),
    Column("body", Text, nullable=False),
    Column("gain", Float, nullable=False, server_default="0"),
    Index("review_fields_doc", "doc"),
    Index("review_fields_gain", "gain", "n"),
    Index("review_fields_priority", "priority", "n"),
    Index("review_fields_agency", "agency", "priority", "n"),
    Index("review_fields_year", "year", "priority", "n"),
)  # fmt: skip

review_checks = Table(
    "review_checks", metadata,
    Column("check_id", String(40), primary_key=True),
    Column("priority", Float, primary_key=True),
    Column("field", Number, primary_key=True, autoincrement=False),
    Column("doc", Number, nullable=False),
    Index("review_checks_doc", "doc"),
)  # fmt: skip

annotations = Table(
    "annotations", metadata, _number(),
    Column("doc", Number, nullable=False),
    Column("version", Integer, nullable=False),
    Column("report", Integer),
    Column("start", Integer),
    Column("end", Integer),
    Column("target", Text, nullable=False),
    Column("value", Text),
    Column("state", String(16)),
    Column("decision", String(16)),
    Column("note", Text),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("before", Text),
    Column("model", Text),
    Column("request", Text),
    Column("suggested_by", Text),
    Index("annotations_doc", "doc", "n"),
    Index("annotations_request", "request"),
)  # fmt: skip

jobs = Table(
    "jobs", metadata, _number(),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("doc", Number),
    Column("batch", Number),
    Column("lane", Text, nullable=False),
    Column("turn", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("kills", Integer, nullable=False),
    Column("worker", Text),
    Column("lease_until", Float),
    Column("failure_code", Text),
    Column("failure", Text),
    Column("payload", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Index("jobs_turn", "state", "turn", "n"),
    Index("jobs_doc", "doc", "state"),
    Index("jobs_batch", "batch", "state"),
    Index("jobs_lane", "lane", "state", "turn"),
)  # fmt: skip

batches = Table(
    "batches", metadata, _number(),
    Column("id", String(32), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("finished_at", String(32)),
    Column("manifest", Text),
)  # fmt: skip

batch_items = Table(
    "batch_items", metadata,
    Column("batch", Number, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("doc", Number),
    Column("state", String(16), nullable=False),
    Column("failure_code", Text),
    Column("failure", Text),
    Column("seq", Integer, nullable=False),
    Index("batch_items_seq", "batch", "seq"),
    Index("batch_items_doc", "doc", "state"),
)  # fmt: skip

keys = Table(
    "keys", metadata, _number(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("hash", String(64), primary_key=True),
    Column("key", Number, nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires", Float, nullable=False),
)  # fmt: skip

idempotency = Table(
    "idempotency", metadata,
    Column("principal", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("resource", String(32), nullable=False),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", LargeBinary),
    Column("expires", Float, nullable=False),
    Column("pending_until", Float, nullable=False),
    Index("idempotency_expires", "expires"),
)  # fmt: skip

workers = Table(
    "workers", metadata,
    Column("id", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("model", Text),
    Column("seen", Float, nullable=False),
)  # fmt: skip

step_seconds = Table(
    "step_seconds", metadata,
    Column("step", String(40), primary_key=True),
    Column("count", Number, nullable=False),
    Column("total", Float, nullable=False),
)  # fmt: skip

training_runs = Table(
    "training_runs", metadata, _number(),
    Column("id", String(32), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("job", Number),
    Column("seq", Integer, nullable=False),
    Column("progress", Text, nullable=False),
    Column("outcome", Text),
    Column("data", String(64), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("finished_at", String(32)),
    UniqueConstraint("data", "n", name="training_runs_data"),
)  # fmt: skip

# How unlike what its model learned from a document is; `month` is when it was submitted.
traits = Table(
    "traits", metadata,
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("month", String(7), nullable=False),
    Column("model", Text, nullable=False),
    Column("share", Float, nullable=False),
    Column("is_unlike", Integer, nullable=False),
    Index("traits_month", "month", "is_unlike"),
)  # fmt: skip

# Fields outside review that were drawn for a person to look at; see `service.audits`.
audits = Table(
    "audits", metadata, _number(),
    Column("doc", Number, nullable=False),
    Column("report", Integer, nullable=False),
    Column("target", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("probability", Float, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("drawn_at", String(32), nullable=False),
    Column("first_by", Text),
    Column("first_decision", Number),
    Column("second_by", Text),
    Column("second_decision", Number),
    Index("audits_state", "state", "n"),
    Index("audits_model", "model", "state"),
    Index("audits_doc", "doc"),
)  # fmt: skip

# Thresholds raised because audits said so; the newest of a model counts. `upto`: documents up to
# this number have been brought in line.
policies = Table(
    "policies", metadata, _number(),
    Column("model", Text, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("estimate", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("upto", Number, nullable=False),
    Index("policies_model", "model", "n"),
)  # fmt: skip

# Fields that two people decide; see `service.second`. `first` numbers the decision that was first.
second_readings = Table(
    "second_readings", metadata, _number(),
    Column("doc", Number, nullable=False),
    Column("report", Integer, nullable=False),
    Column("target", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("blind", Integer, nullable=False),
    Column("body", Text),
    Column("first", Number, nullable=False),
    Column("first_by", Text, nullable=False),
    Column("first_value", Text),
    Column("first_state", String(16)),
    Column("second_by", Text),
    Column("second_value", Text),
    Column("second_state", String(16)),
    Column("at", String(32), nullable=False),
    Index("second_readings_state", "state", "n"),
    Index("second_readings_doc", "doc"),
)  # fmt: skip

# Reports of one template share a band; see `extractor.siblings.template`.
templates = Table(
    "templates", metadata,
    Column("band", Number, primary_key=True, autoincrement=False),
    Column("doc", Number, primary_key=True, autoincrement=False),
    Column("report", Integer, primary_key=True, autoincrement=False),
    Index("templates_doc", "doc"),
)  # fmt: skip

# Corrections that stand; `lesson` is what one says to siblings, found out when one is looked at.
corrections = Table(
    "corrections", metadata, _number(),
    Column("doc", Number, nullable=False),
    Column("report", Integer, nullable=False),
    Column("target", Text, nullable=False),
    Column("decision", Number, nullable=False),
    Column("state", String(16), nullable=False),
    Column("lesson", Text),
    Index("corrections_doc", "doc"),
)  # fmt: skip

correction_bands = Table(
    "correction_bands", metadata,
    Column("band", Number, primary_key=True, autoincrement=False),
    Column("target", Text, primary_key=True),
    Column("correction", Number, primary_key=True, autoincrement=False),
    Index("correction_bands_of", "correction"),
)  # fmt: skip
