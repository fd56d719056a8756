"""Figures for Prometheus. Counters are this server's own; the rest is read from the database."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select

from service import audits, traits
from service.clock import seconds
from service.database import Database
from service.store import jobs
from service.tables import documents, reports, review_fields, step_seconds, workers

RECENT = 1_000  # reports over which the newest confidence is averaged
WORKER_SECONDS = 20.0


class Stored(Collector):
    """What is stored now."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def describe(self) -> list[Metric]:
        """Nothing: or the registry would ask the database at start."""
        return []

    def collect(self) -> Iterator[Metric]:
        with self.database.reading() as connection:
            found = jobs.counts(connection)
            gauge = GaugeMetricFamily("duibiao_jobs", "Jobs by state", labels=["state"])
            for state in ("queued", "running", "done", "failed", "cancelled"):
                gauge.add_metric([state], found.get(state, 0))
            yield gauge
            count = select(func.count()).select_from(documents)
            yield GaugeMetricFamily(
                "duibiao_documents", "Documents stored", connection.execute(count).scalar()
            )
            count = select(func.count()).select_from(review_fields)
            yield GaugeMetricFamily(
                "duibiao_fields_in_review",
                "Fields that wait for a person",
                connection.execute(count).scalar(),
            )
            live = (
                select(func.count())
                .select_from(workers)
                .where(workers.c.seen > seconds() - WORKER_SECONDS)
            )
            yield GaugeMetricFamily(
                "duibiao_workers", "Workers seen lately", connection.execute(live).scalar()
            )
            yield from self._confidence(connection)
            yield from self._learning(connection)
            summary = SummaryMetricFamily(
                "duibiao_step_seconds", "Seconds a step takes", labels=["step"]
            )
            for row in connection.execute(select(step_seconds)):
                summary.add_metric([row[0]], row[1], row[2])
            yield summary

    def _learning(self, connection: Connection) -> Iterator[Metric]:
        gauge = GaugeMetricFamily(
            "duibiao_unlike_share", "Documents unlike the training data, by month of submission", labels=["month"]
        )  # fmt: skip
        for one in traits.drift(connection):
            gauge.add_metric([one["month"]], one["share"])
        yield gauge
        model = audits.newest_model(connection)
        if model is None:
            return
        found, counts = audits.told(connection, model)
        gauge = GaugeMetricFamily(
            "duibiao_wrong_outside_review", "Share of wrong fields outside review, from audits", labels=["end"]
        )  # fmt: skip
        for end in ("rate", "low", "high"):
            gauge.add_metric([end], getattr(found, end))
        yield gauge
        gauge = GaugeMetricFamily("duibiao_audits", "Audited fields by state", labels=["state"])
        for state, count in counts.items():
            gauge.add_metric([state], count)
        yield gauge

    def _confidence(self, connection: object) -> Iterator[Metric]:
        newest = (
            select(reports.c.confidence).order_by(reports.c.doc.desc()).limit(RECENT).subquery()
        )
        recent = connection.execute(select(func.avg(newest.c.confidence))).scalar()  # type: ignore[attr-defined]
        gauge = GaugeMetricFamily(
            "duibiao_confidence", "Mean confidence of fields in the newest reports: watch it drift"
        )
        gauge.add_metric([], float(recent or 0.0))
        yield gauge


class Metrics:
    """One server's registry."""

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "duibiao_requests", "Requests by route and status", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "duibiao_request_seconds", "Seconds a request takes", ["method", "route"],
            registry=self.registry,
        )  # fmt: skip
        self.registry.register(Stored(database))

    def text(self) -> bytes:
        return generate_latest(self.registry)
