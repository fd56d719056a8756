"""Seconds of lists, queue and panel with many reports stored: `service_bench.py read`."""

import argparse
import json
import random
import statistics
import time
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import insert

from benchmarks.serving import server, texts, wait
from extractor.pipeline import extract_bytes
from service import codec
from service.clock import now
from service.database import Database
from service.indexing import index
from service.migrate import migrate
from service.settings import Settings
from service.tables import (
    documents,
    originals,
    report_checks,
    report_values,
    reports,
    results,
    review_checks,
    review_fields,
)


def percentiles(values: list[float]) -> dict[str, float]:
    cut = statistics.quantiles(values, n=100)
    return {
        name: round(cut[at - 1] * 1000, 1)
        for name, at in (("p50_ms", 50), ("p95_ms", 95), ("p99_ms", 99))
    }


PANEL = 77  # the agency whose panel is asked for, out of 3,000


def fill(database: Database, count: int, review: int) -> None:
    """Reports as the worker would store them, but in bulk."""
    chosen = random.Random(2)
    result = extract_bytes(texts(1)[0], "a.txt")
    number, body = codec.pack_json(result)
    row = index(result).reports[0]
    item = json.dumps({"value": 3, "state": "observed", "raw": "3", "confidence": 0.4, "span": [1, 2], "sources": [],
                       "relation": None, "alternatives": [], "label": "本年新收", "checks": ["row-sum"], "form": "2021"})  # fmt: skip
    at = now()
    for start in range(1, count + 1, 5_000):
        numbers = range(start, min(start + 5_000, count + 1))
        agencies = {n: f"第{n % 3000}市某局" for n in numbers}
        years = {n: 2014 + n % 11 for n in numbers}
        waiting = [
            {"n": n * review + k, "doc": n, "report": 0, "target": "fields/applications.new.total",
             "priority": chosen.random(), "agency": agencies[n], "year": years[n], "body": item}
            for n in numbers for k in range(review)
        ]  # fmt: skip
        with database.writing() as connection:
            connection.execute(insert(documents), [
                {"n": n, "id": f"{n:064x}", "name": f"{n}.txt", "media_type": "text/plain", "size": 9000, "given": "{}",
                 "state": "done", "version": 0, "result": n, "model": "m", "rejected": 0, "in_review": review,
                 "created_at": at, "updated_at": at, "created_by": "bench"} for n in numbers])  # fmt: skip
            connection.execute(insert(reports), [
                {"doc": n, "report": 0, "agency": agencies[n], "year": years[n], "form": "2021", "scope": "own",
                 "agency_id": None, "in_review": review, "failing": n % 2, "values_given": row.values_given,
                 "confidence": 0.97} for n in numbers])  # fmt: skip
            shown = [n for n in numbers if n % 3000 == PANEL]
            if shown:
                kind, packed = codec.pack_bytes(texts(1)[0])
                connection.execute(
                    insert(originals), [{"doc": n, "codec": kind, "body": packed} for n in shown]
                )
            connection.execute(
                insert(report_values),
                [{"doc": n, "report": 0, "body": row.values} for n in numbers],
            )
            connection.execute(
                insert(report_checks),
                [{"check_id": "row-sum", "doc": n, "report": 0} for n in numbers if n % 2],
            )
            connection.execute(insert(review_fields), waiting)
            connection.execute(insert(review_checks), [
                {"check_id": "row-sum", "priority": one["priority"], "field": one["n"], "doc": one["doc"]}
                for one in waiting if one["doc"] % 2])  # fmt: skip
            connection.execute(insert(results), [
                {"n": n, "doc": n, "model": "m", "made_at": at, "seconds": 0.1, "codec": number, "body": body}
                for n in numbers])  # fmt: skip


QUERIES = {
    "review": "/v1/review", "review, agency": "/v1/review?agency=第77市某局", "review, year": "/v1/review?year=2021",
    "review, part of a name": "/v1/review?agency=第77市", "review, check": "/v1/review?check=row-sum", "review, agency and check": "/v1/review?agency=第77市某局&check=row-sum",
    "documents": "/v1/documents", "documents, year and form": "/v1/documents?year=2021&form=2021",
    "documents, agency": "/v1/documents?agency=第77市", "documents, check": "/v1/documents?check=row-sum",
    "one document": f"/v1/documents/{500:064x}", "review, summary": "/v1/review/summary",
    "panel": "/v1/panel?agency=第77市某局", "indicators, year": "/v1/indicators?year=2021",
}  # fmt: skip


def read(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Seconds of lists with many reports stored."""
    settings = Settings(data=folder, database_url=options.database_url)
    database = Database(settings)
    migrate(database)
    fill(database, options.count, options.review)
    database.close()
    found: dict[str, Any] = {
        "reports": options.count,
        "fields_in_review": options.count * options.review,
    }
    with server(folder, options.database_url, 1) as (base, process):
        found |= ask(base, psutil.Process(process.pid), options.times)
    if settings.is_sqlite:
        found["database_mb"] = round((folder / "duibiao.sqlite").stat().st_size / 2**20)
    return found


def ask(base: str, process: psutil.Process, times: int) -> dict[str, Any]:
    """Milliseconds of each query; `cpu_ms` is the server's own time, whatever else the machine does."""
    found: dict[str, Any] = {}
    with httpx.Client(base_url=base, timeout=60) as client:
        wait(lambda: client.get("/readyz").json()["ready"])
        for name, path in QUERIES.items():
            taken = []
            before = sum(process.cpu_times()[:2])
            for _ in range(times):
                began = time.perf_counter()
                client.get(path).raise_for_status()
                taken.append(time.perf_counter() - began)
            spent = 1000 * (sum(process.cpu_times()[:2]) - before) / times
            found[name] = {**percentiles(taken), "cpu_ms": round(spent, 1)}
        found["server_mb"] = round(process.memory_info().rss / 2**20)
    return found
